"""Rules on responses that are there twice: by respondent, by device and time, by content."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csatreport.intake.rules.questions import coded
from csatreport.intake.rules.received import (
    Numbers,
    Reasons,
    Received,
    Rows,
    floored,
    known,
    nobody,
    reasons,
    where,
)

_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads what it multiplies


def same_respondent(received: Received) -> Reasons:
    """Later responses of a respondent who answered in the same wave (or file) before."""
    within = received.cleaning.unique_respondent
    if not within:
        return nobody()
    keys = ["wave", "source", "respondent"] if within == "file" else ["wave", "respondent"]
    rows = where(received.left & known(received.responses["respondent"]))
    later, first = _again(received.responses[keys].iloc[rows], rows)
    said = [f"the respondent answered before, in {row}" for row in received.named(first, seen_from=later)]
    return reasons(later, said)


def same_device(received: Received) -> Reasons:
    """Responses from a device that began another one within so many minutes before."""
    known_ones = devices(received)
    later, before, minutes = soon(known_ones)
    rows, limit = known_ones.row, known_ones.limit
    said = [
        on_one_device(m, row, limit[r])
        for r, row, m in zip(later, received.named(rows[before], seen_from=rows[later]), minutes, strict=True)
    ]
    return reasons(rows[later], said)


@dataclass(frozen=True, eq=False)
class Devices:
    """Responses from known devices at known times: small keys, of which there may be those of all waves.

    ``device`` is a hash of 64 bits; ``moment`` counts seconds, ``row`` says which response it is.
    """

    device: NDArray[np.uint64]
    moment: Rows
    row: Rows
    limit: Numbers


def devices(received: Received) -> Devices:
    """Devices and times of the responses that are left, where there is a limit."""
    limit, responses = received.limit("device_minutes"), received.responses
    moment = responses["start"].fillna(responses["end"])
    rows = where(received.left & known(responses["device"]) & moment.notna().to_numpy() & (limit > 0))
    seconds = moment.iloc[rows].to_numpy().astype("datetime64[s]").astype("int64")
    device = pd.util.hash_array(responses["device"].iloc[rows].to_numpy(dtype=object))
    return Devices(device, seconds, rows, limit[rows])


def soon(found: Devices) -> tuple[Rows, Rows, Numbers]:
    """Places of those too soon after another one of the same device, of that one, and the minutes between."""
    order = np.lexsort((found.row, found.moment, found.device))
    device, moment = found.device[order], found.moment[order]
    minutes = np.diff(moment) / 60
    close = np.flatnonzero((device[1:] == device[:-1]) & (minutes < found.limit[order][1:]))
    return order[close + 1], order[close], minutes[close]


def on_one_device(minutes: float, row: str, limit: float) -> str:
    """The reason why a response goes that came so many minutes after that of ``row``."""
    return f"{floored(minutes, 1)} minutes after {row} on one device, less than {limit:g}"


def same_content(received: Received) -> Reasons:
    """Responses with the same answers as an earlier one of the wave, where so many ratings were given.

    Responses with one answer throughout are spared: equal ones say nothing of copying, and
    :func:`csatreport.intake.rules.effort.straight_lines` judges them.
    """
    limit = received.limit("unique_content")
    if np.isnan(limit).all():
        return nobody()
    rows = where(received.left & (received.given >= limit) & received.varied())
    mixed = np.zeros(len(rows), dtype="uint64")
    for answers in coded(received, rows):
        mixed = (mixed ^ answers.astype("uint64")) * _ODD
        mixed ^= mixed >> np.uint64(29)
    keys = pd.DataFrame({"wave": received.responses["wave"].iloc[rows].array, "mixed": mixed})
    later, first = _again(keys, rows)
    equal, given = _compared(received, later, first)
    later, first, given = later[equal], first[equal], given[equal]
    said = [
        f"same answers to {n} questions as {row}"
        for row, n in zip(received.named(first, seen_from=later), given, strict=True)
    ]
    return reasons(later, said)


def _again(keys: pd.DataFrame, rows: Rows) -> tuple[Rows, Rows]:
    """Rows whose keys stand in an earlier row, and the first such row of each."""
    several = keys.duplicated(keep=False).to_numpy()
    rows, keys = rows[several], keys[several]
    groups = keys.assign(own=rows).groupby(list(keys.columns), sort=False)
    first = groups["own"].transform("first").to_numpy()
    again = first != rows
    return rows[again], first[again]


def _compared(received: Received, some: Rows, others: Rows) -> tuple[np.ndarray, Rows]:
    """Whether all answers of two responses are the same, and how many were given."""
    equal, given = np.ones(len(some), dtype=bool), np.zeros(len(some), dtype="int64")
    for answers in coded(received, np.concatenate([some, others])):
        own, other = answers[: len(some)], answers[len(some) :]
        equal &= own == other
        given += own >= 0
    return equal, given
