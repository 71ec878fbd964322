"""Rules on what one interviewer cannot have done, within one wave and mode.

Unknown interviewers, days and ends are no reason. Both of two interviews that cannot both be true are put
aside: nobody can tell from the answers which one was made up.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.intake.rules.received import (
    Reasons,
    Received,
    Rows,
    floored,
    known,
    lifted,
    nobody,
    reasons,
    where,
)
from csatreport.intake.rules.sameness import alike


def anomalies(received: Received) -> Reasons:
    """Interviews that are too many a day, at the same time or too much alike; all of whom has too many."""
    rows = where(received.left & known(received.responses["interviewer"]))
    limits = received.cleaning.interviewer
    if not len(rows) or {limits.per_day, limits.overlap, limits.sameness} == {None}:
        return nobody()
    table = received.responses[["wave", "mode", "interviewer"]].iloc[rows].fillna("")
    group = table.groupby(["wave", "mode", "interviewer"], sort=False).ngroup().to_numpy().astype("int64")
    found: list[Reasons] = [check(received, rows, group) for check in (too_many, at_once, too_alike)]
    every: Reasons = pd.concat(found)
    first: Reasons = every[~every.index.duplicated()]
    theirs: Reasons = pd.concat([first, _all_of_theirs(received, rows, group, first)])
    return theirs


def too_many(received: Received, rows: Rows, group: Rows) -> Reasons:
    """All interviews of a day on which there were more than one can do."""
    most = received.cleaning.interviewer.per_day
    if most is None:
        return nobody()
    day = received.responses["start"].iloc[rows].dt.normalize()
    number = day.groupby([group, day.array]).transform("size").fillna(0).to_numpy(dtype="int64")
    broken = number > most
    said = [f"{n} interviews of one interviewer on one day, more than {most}" for n in number[broken]]
    return reasons(rows[broken], said)


def at_once(received: Received, rows: Rows, group: Rows) -> Reasons:
    """Interviews of which one began more than so many minutes before another ended."""
    most = received.cleaning.interviewer.overlap
    if most is None:
        return nobody()
    table = _spells(received, rows, group)
    inside = table.groupby("group", sort=False)
    before = inside["end"].cummax().groupby(table["group"], sort=False).shift() - table["start"]
    after = table["end"] - inside["start"].shift(-1)
    shared = pd.concat([before, after], axis=1).max(axis=1)
    shared = shared[shared > most]
    said = [
        f"{lifted(m, 1)} minutes at the same time as another of the interviewer, more than {most:g}"
        for m in shared
    ]
    return reasons(shared.index.to_numpy(), said)


def _spells(received: Received, rows: Rows, group: Rows) -> pd.DataFrame:
    """Begin and end of interviews in minutes, in order of time; only where both are known."""
    responses = received.responses.iloc[rows]
    origin = responses["start"].min()
    start, end = ((responses[name] - origin).dt.total_seconds() / 60 for name in ("start", "end"))
    end = end.fillna(start + responses["minutes"])
    table = pd.DataFrame({"group": group, "start": start.to_numpy(), "end": end.to_numpy()}, index=rows)
    table = table.round(3).dropna()  # three digits: sums of minutes are not exact
    return table[table["end"] >= table["start"]].sort_values(["group", "start"], kind="stable")


def too_alike(received: Received, rows: Rows, group: Rows) -> Reasons:
    """Interviews with so large a share of their answers in common with another one."""
    limits = received.cleaning.interviewer
    if limits.sameness is None:
        return nobody()
    varied = received.varied()[rows] & (received.given[rows] >= limits.sameness_ratings)
    rows, group = rows[varied], group[varied]
    if not len(rows):
        return nobody()
    found = alike(received, rows, group, ratings=limits.sameness_ratings)
    broken = found.share >= limits.sameness - 1e-6  # shares are fractions in 32 bits
    said = [
        f"{floored(100 * share)} % of the answers as in {row}, {100 * limits.sameness:g} % or more"
        for row, share in zip(
            received.named(found.twin[broken], seen_from=rows[broken]), found.share[broken], strict=True
        )
    ]
    return reasons(rows[broken], said)


def _all_of_theirs(received: Received, rows: Rows, group: Rows, some: Reasons) -> Reasons:
    """Give the rest of the interviews of those who have so large a share of anomalous ones."""
    least = received.cleaning.interviewer.share
    if least is None:
        return nobody()
    anomalous = np.isin(rows, some.index)
    share = pd.Series(anomalous).groupby(group).transform("mean").to_numpy()
    rest = (share >= least - 1e-9) & ~anomalous
    said = [
        f"{floored(100 * s)} % of the interviewer's are anomalous, {100 * least:g} % or more"
        for s in share[rest]
    ]
    return reasons(rows[rest], said)
