"""Complaints of each customer that were known when a quarter began: when, whether solved, how often, how rated."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from csatreport.measure.churn.clock import Clock
from csatreport.measure.churn.factor import Factor, Known
from csatreport.measure.customers import Customers, Days
from csatreport.params import Text
from csatreport.survey import Survey

_WELL = 4  # of 5: from this rating on a complaint was handled well
COMPLAINT = Factor.of(
    "complaint",
    Text(en="Complaints", zh="投诉"),
    [
        ("none", Text(en="No complaint", zh="无投诉")),
        ("earlier_solved", Text(en="Earlier complaint, solved", zh="较早投诉，已解决")),
        ("earlier_open", Text(en="Earlier complaint, not solved", zh="较早投诉，未解决")),
        ("solved", Text(en="Recent complaint, solved", zh="近期投诉，已解决")),
        ("open", Text(en="Recent complaint, not solved", zh="近期投诉，未解决")),
    ],
)
AGAIN = Factor.of(
    "again",
    Text(en="Complaints that came back", zh="重复投诉"),
    [
        ("no", Text(en="One complaint at most", zh="至多一次投诉")),
        ("yes", Text(en="Several or repeated complaints", zh="多次或重复投诉")),
    ],
)
HANDLING = Factor.of(
    "handling",
    Text(en="Handling of complaints", zh="投诉处理评价"),
    [
        ("none", Text(en="Not rated", zh="未评价")),
        ("well", Text(en="Handling rated well", zh="处理评价较好")),
        ("badly", Text(en="Handling rated badly", zh="处理评价较差")),
    ],
)


def complaints(survey: Survey, customers: Customers, clock: Clock) -> Iterator[Known]:
    """Complaints of the waves looked back over; nothing where there is no such table.

    A complaint counts as solved only if it had been closed and called resolved when the quarter began.
    """
    if "complaints" not in survey.records or not len(survey.records["complaints"]):
        return
    table = survey.records["complaints"]
    rows = customers.rows(table["customer"].fillna(""))
    opened, closed = (_day(table[name].to_numpy()) for name in ("opened", "closed"))
    known = (rows >= 0) & ~np.isnat(opened)
    rows, opened, closed, table = rows[known], opened[known], closed[known], table[known]
    resolved = table["resolved"].fillna(value=False).to_numpy(bool)
    shape = (len(customers), len(clock) + 1)
    level, times = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    worst = np.full(shape, 9, np.int16)
    repeat = table["repeat"].fillna(value=False).to_numpy(bool)
    rating = table["rating"].to_numpy(np.float64, na_value=np.nan)
    for t, (since, recent, day) in enumerate(
        zip(clock.before(clock.history), clock.before(1), clock.begins, strict=True)
    ):
        seen = (opened >= since) & (opened < day)
        done = closed < day
        severity = np.where(resolved & done, 1, 2) + 2 * (opened >= recent)
        np.maximum.at(level[:, t], rows[seen], severity[seen].astype(np.int16))
        np.add.at(times[:, t], rows[seen], (1 + repeat[seen]).astype(np.int16))
        rated = seen & done & ~np.isnan(rating)
        np.minimum.at(worst[:, t], rows[rated], rating[rated].astype(np.int16))
    yield Known(COMPLAINT, level)
    yield Known(AGAIN, (times > 1).astype(np.int16))
    if (~np.isnan(rating)).any():
        yield Known(HANDLING, _handled(worst))


def _handled(worst: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """0 not rated, 1 the worst rating was good, 2 it was not."""
    return np.where(worst > 5, 0, np.where(worst >= _WELL, 1, 2)).astype(np.int16)


def _day(column: npt.NDArray[np.generic]) -> Days:
    return column.astype("datetime64[D]")
