"""Who answered, when, where and how: by items of the questionnaire, else by what the platform records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from csatreport.errors import DataError, ParamsError
from csatreport.intake import code, times
from csatreport.intake.readers.export import Fact
from csatreport.intake.words import known
from csatreport.params import Kind, Source

if TYPE_CHECKING:
    from csatreport.intake.collect import Delivery

_KEYS: tuple[Fact, ...] = ("respondent", "customer", "interviewer", "place", "device")
_DRAWN: tuple[Kind, ...] = ("stratum", "cluster")


def design(source: Source, delivery: Delivery, coded: dict[str, code.Coded]) -> pd.DataFrame:
    """Source, wave, row and everything about each response that is no answer."""
    cells, spoilt = delivery.export.cells, delivery.export.spoilt
    start, end = (times.moments(_text(delivery, kind)) for kind in ("start", "end"))
    minutes = times.durations(_text(delivery, "minutes")).fillna(times.between(start, end))
    columns: dict[str, object] = {
        "source": delivery.export.file,
        "wave": str(source.wave),
        "row": delivery.export.row,
    }
    columns |= {"mode": _mode(source, delivery, coded)}
    columns |= {key: code.texts(_text(delivery, key), {}) for key in _KEYS}
    columns |= {"start": start, "end": end, "minutes": minutes}
    columns |= {"test": _text(delivery, "test").str.strip() != ""}
    columns |= {"weight": code.texts(_text(delivery, "weight"), {})}
    columns |= {kind: code.texts(_text(delivery, kind), _list(delivery, kind)) for kind in _DRAWN}
    frame = pd.DataFrame(columns, index=cells.index)
    frame["spoilt"] = pd.Series(spoilt, dtype=object).reindex(cells.index).fillna("")
    return frame


def replicates(delivery: Delivery) -> pd.DataFrame:
    """Replicate weights, in the order of their columns.

    Raises
    ------
    DataError
        One of them is not a number.
    """
    columns = [p for item in delivery.of_kind("replicate") for p in delivery.found[item.item]]
    texts = [delivery.export.cells[p] for p in columns]
    frame = pd.DataFrame(
        {f"replicate_{n}": pd.to_numeric(t.map(code.plain), errors="coerce") for n, t in enumerate(texts, 1)},
        index=delivery.export.cells.index,
        dtype="float64",
    )
    wrong = frame.isna() | (frame < 0)
    if wrong.any(axis=None):
        column = delivery.export.columns[columns[int(wrong.any().to_numpy().argmax())]].names[0]
        row = int(delivery.export.row[wrong.any(axis=1).to_numpy().argmax()])
        raise DataError(
            "replicate weights that are missing or no numbers",
            where=f"{delivery.export.file}, row {row}, column {column!r}",
            expected="a weight of zero or more for every response and replicate",
            todo="correct the export, or leave the item of kind replicate out",
        )
    return frame


def _text(delivery: Delivery, kind: Fact | Kind) -> pd.Series:
    """The column of an item of this kind, else the platform's own, else blank."""
    cells = delivery.export.cells
    for item in delivery.of_kind(kind):  # type: ignore[arg-type]  # every fact is a kind
        return delivery.cells(item)
    if kind in delivery.export.facts:
        return cells[delivery.export.facts[kind]]  # type: ignore[index]
    return pd.Series("", index=cells.index, dtype=object)


def _list(delivery: Delivery, kind: Kind) -> dict[str, str]:
    return next((known(i, delivery.questionnaire) for i in delivery.of_kind(kind)), {})


def _mode(source: Source, delivery: Delivery, coded: dict[str, code.Coded]) -> pd.Series:
    """Code of the survey mode: as answered, else as declared for the file."""
    modes = delivery.questionnaire.labels.get("mode", {})
    if source.mode is not None and source.mode not in modes:
        raise ParamsError(
            f"no mode {source.mode!r}",
            where=f"source {source.file}, mode",
            expected=", ".join(sorted(modes)) or "a code of list 'mode' in params/labels.csv",
            todo="correct it, or add the code to list 'mode' of params/labels.csv",
        )
    for item in delivery.of_kind("mode"):
        return coded[item.item].value
    return pd.Series(source.mode, index=delivery.export.cells.index, dtype="string")
