"""Rules on responses that are there twice: by respondent, by device and time, by content."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.intake.rules.questions import coded
from csatreport.intake.rules.received import Reasons, Received, Rows, floored, known, nobody, reasons, where

_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: spreads what it multiplies


def same_respondent(received: Received) -> Reasons:
    """Later responses of a respondent who answered in the same wave (or file) before."""
    within = received.cleaning.unique_respondent
    if not within:
        return nobody()
    keys = ["wave", "source", "respondent"] if within == "file" else ["wave", "respondent"]
    rows = where(received.left & known(received.responses["respondent"]))
    later, first = _again(received.responses[keys].iloc[rows], rows)
    said = [
        f"the respondent answered before, in {received.row(f, seen_from=r)}"
        for r, f in zip(later, first, strict=True)
    ]
    return reasons(later, said)


def same_device(received: Received) -> Reasons:
    """Responses from a device that began another one within so many minutes before."""
    limit = received.limit("device_minutes")
    responses = received.responses
    moment = responses["start"].fillna(responses["end"])
    rows = where(received.left & known(responses["device"]) & moment.notna().to_numpy() & (limit > 0))
    table = pd.DataFrame({"device": responses["device"].iloc[rows].array, "moment": moment.iloc[rows].array})
    table = table.set_axis(rows).sort_values(["device", "moment"], kind="stable")
    since = table.groupby("device", sort=False)["moment"].diff().dt.total_seconds().to_numpy() / 60
    found = np.flatnonzero(since < limit[table.index])
    later, before = table.index.to_numpy()[found], table.index.to_numpy()[found - 1]
    said = [
        f"{floored(m, 1)} minutes after {received.row(b, seen_from=r)} on one device, less than {limit[r]:g}"
        for r, b, m in zip(later, before, since[found], strict=True)
    ]
    return reasons(later, said)


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
        f"same answers to {n} questions as {received.row(f, seen_from=r)}"
        for r, f, n in zip(later, first, given, strict=True)
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
