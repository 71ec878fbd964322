"""Responses that came from one device too soon after each other, in whichever waves they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from csatreport.intake import clean
from csatreport.intake.collect import numbers
from csatreport.intake.kept import Whole
from csatreport.intake.rules.duplicates import Devices, devices, on_one_device, soon
from csatreport.intake.rules.received import Reasons, reasons
from csatreport.params import Edition, Questionnaire


def seen(
    whole: Whole,
    places: Mapping[str, Sequence[int]],
    edition: Edition,
    questionnaire: Questionnaire,
) -> dict[str, Reasons]:
    """Reasons of the responses of each wave, by position; nothing where each wave can look for itself.

    Only designs are read, one wave after the other, and of each response a few numbers are held.
    """
    limits = edition.cleaning.limit("device_minutes").values()
    if len(places) < 2 or all(limit is None for limit in limits) or "device" not in whole.recorded:
        return {}
    found: list[Devices] = []
    rows: list[pd.Series] = []
    for of_wave in places.values():
        design = pd.concat([whole.sources[place].design() for place in of_wave], ignore_index=True)
        keys = devices(clean.before_devices(design, questionnaire, edition.cleaning))
        response = numbers(*_spans(of_wave, whole)).to_numpy()[keys.row]
        rows.append(pd.Series(design["row"].to_numpy()[keys.row], index=response))
        found.append(Devices(keys.device, keys.moment, response, keys.limit))
    said = _said(_joined(found), pd.concat(rows), whole)
    return {name: _of_wave(said, of_wave, whole) for name, of_wave in places.items()}


def _spans(of_wave: Sequence[int], whole: Whole) -> tuple[list[int], list[int]]:
    return [whole.first[place] for place in of_wave], [whole.facts[place].rows for place in of_wave]


def _joined(found: Iterable[Devices]) -> Devices:
    every = list(found)
    return Devices(
        *(np.concatenate([getattr(f, name) for f in every]) for name in ("device", "moment", "row", "limit"))
    )


def _said(found: Devices, row: pd.Series, whole: Whole) -> pd.Series:
    """The reason of each response, by its number."""
    later, before, minutes = soon(found)
    place = np.searchsorted(np.array(whole.first), found.row, side="right") - 1

    def named(other: int, seen_from: int) -> str:
        file = whole.facts[place[other]].file
        same = file == whole.facts[place[seen_from]].file
        return f"row {row.iloc[other]}" + ("" if same else f" of {file}")

    texts = [
        on_one_device(m, named(b, r), found.limit[r]) for r, b, m in zip(later, before, minutes, strict=True)
    ]
    return reasons(found.row[later], texts)


def _of_wave(said: Reasons, of_wave: Sequence[int], whole: Whole) -> Reasons:
    """Reasons by position in the wave."""
    at = pd.Index(numbers(*_spans(of_wave, whole))).get_indexer(said.index)
    return reasons(at[at >= 0].astype("int64"), said[at >= 0].tolist())
