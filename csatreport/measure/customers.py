"""Customers one by one: who they are, since when, and when they left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.measure.design import Floats
from csatreport.survey import Survey

YEAR = 365.25  # days
Days = npt.NDArray[np.datetime64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Customers:
    """Customers, one entry per row of ``table`` (columns as in ``docs/records.md``).

    ``key`` (n,) are their pseudonyms, by which every other table and the answers name them; ``since`` and ``left``
    (n,) are days, ``left`` NaT for those who are still there.
    """

    table: pd.DataFrame
    key: pd.Index[str]
    since: Days
    left: Days

    @classmethod
    def of(cls, survey: Survey) -> Customers:
        """All customers of the edition; who left, the first event ``[churn] event`` of the lifecycle says.

        An event before the customer came is none of this time. Without a table ``lifecycle`` nobody is known to have left.

        Raises
        ------
        UsageError
            The edition has no table of customers.
        """
        table = survey.records["customers"]
        key = pd.Index(table["customer"].astype(object), name="customer")
        since = table["since"].to_numpy("datetime64[D]")
        return cls(table, key, since, _left(survey, key, since))

    def __len__(self) -> int:
        return len(self.key)

    def active(self, day: date) -> Flags:
        """Who (n,) is a customer when ``day`` begins: came before it and had not left."""
        at = np.datetime64(day, "D")
        there: Flags = (self.since < at) & ~(self.left < at)
        return there

    def leaves(self, first: date, last: date) -> Flags:
        """Who (n,) leaves from the day ``first`` to the day ``last``."""
        gone: Flags = (self.left >= np.datetime64(first, "D")) & (self.left <= np.datetime64(last, "D"))
        return gone

    def years(self, day: date) -> Floats:
        """Years (n,) since each became a customer, negative where that is still to come."""
        return np.asarray((np.datetime64(day, "D") - self.since).astype("int64") / YEAR)

    def rows(self, keys: pd.Series[str]) -> npt.NDArray[np.intp]:
        """Row (m,) of each key, -1 where it is no customer's."""
        return np.asarray(self.key.get_indexer(pd.Index(keys.astype(object))))


def _left(survey: Survey, key: pd.Index[str], since: Days) -> Days:
    left = np.full(len(key), np.datetime64("NaT", "D"))
    if "lifecycle" not in survey.records:
        return left
    events = survey.records["lifecycle"]
    events = events[events["event"] == survey.analysis.churn.event]
    rows = key.get_indexer(pd.Index(events["customer"].astype(object)))
    days = events["date"].to_numpy("datetime64[D]")
    known = (rows >= 0) & (days >= since[rows])
    order = np.argsort(days[known])[::-1]  # so that the first one is written last
    left[rows[known][order]] = days[known][order]
    return left
