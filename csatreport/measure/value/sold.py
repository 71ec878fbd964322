"""What customers bought and complained of, as arrays that every day of measuring is cut from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from csatreport.errors import DataError
from csatreport.measure.customers import Customers, Days, Flags
from csatreport.measure.design import Floats
from csatreport.params import Wave
from csatreport.survey import Survey

_KNOWN = 0.95  # share of sales that must state their profit; else money alone is known
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Sold:
    """Sales (m,) that name a customer of the list, and complaints (k,) that do.

    ``customer`` and ``complainer`` are rows of ``customers``; ``profit`` is None where it was not delivered with nearly
    all sales; ``wanted`` (m,) marks the declared kinds; ``unresolved`` (k,) complaints that ended without a solution.
    ``strangers`` is the share of all money that names no customer, ``unstated`` the share of sales without profit.
    """

    customers: Customers
    customer: Rows
    day: Days
    amount: Floats
    profit: Floats | None
    wanted: Flags
    complainer: Rows
    complained: Days
    unresolved: Flags
    strangers: float
    unstated: float

    @classmethod
    def of(cls, survey: Survey) -> Sold:
        """All sales and complaints of the edition.

        Raises
        ------
        UsageError
            There are no customers or no sales.
        DataError
            No sale names a customer of the list.
        """
        customers = Customers.of(survey)
        sales = survey.records["sales"]
        rows = customers.rows(sales["customer"])
        known = rows >= 0
        if not known.any():
            raise DataError(
                "no sale names a customer",
                where="sales, field `customer`",
                expected="customer numbers of the table customers",
                got=f"{len(sales)} sales, none of a customer of the list",
                todo="check which column is declared as the customer number",
            )
        amount = sales["amount"].to_numpy(np.float64, na_value=np.nan)
        profit = (
            sales["profit"].to_numpy(np.float64, na_value=np.nan) if "profit" in sales else amount * np.nan
        )
        stated = float(1 - np.isnan(profit[known]).mean())
        kinds = sales["kind"].isin(survey.analysis.value.state.kinds).to_numpy(bool)
        return cls(
            customers, rows[known], sales["date"].to_numpy("datetime64[D]")[known], np.nan_to_num(amount[known]),
            np.nan_to_num(profit[known]) if stated >= _KNOWN else None, kinds[known], *_complaints(survey, customers),
            strangers=_share(np.nan_to_num(np.abs(amount)), ~known), unstated=1 - stated,
        )  # fmt: skip

    @property
    def first(self) -> np.datetime64:
        """The day of the first sale."""
        first: np.datetime64 = self.day.min()
        return first

    def sum(self, of: Floats | Flags | None, first: np.datetime64, end: np.datetime64) -> Floats:
        """Sum (n,) of ``of`` (m,) over the sales of each customer from ``first`` until before ``end``; None: their number."""
        inside = (self.day >= first) & (self.day < end)
        weights = None if of is None else of[inside]
        return np.bincount(self.customer[inside], weights, minlength=len(self.customers)).astype(np.float64)

    def complaints(self, first: np.datetime64, end: np.datetime64, *, unresolved: bool = False) -> Rows:
        """Complaints (n,) of each customer opened from ``first`` until before ``end``."""
        inside = (self.complained >= first) & (self.complained < end)
        if unresolved:
            inside &= self.unresolved
        return np.bincount(self.complainer[inside], minlength=len(self.customers))

    def last(self, end: np.datetime64) -> Floats:
        """Days (n,) from the last purchase to ``end``, NaN for who bought nothing before it."""
        inside = self.day < end
        found = np.full(len(self.customers), -np.inf)
        np.maximum.at(found, self.customer[inside], self.day[inside].astype("int64").astype(np.float64))
        return np.asarray(
            np.where(np.isinf(found), np.nan, float(end.astype("datetime64[D]").astype("int64")) - found)
        )

    def pauses(self, end: np.datetime64) -> Floats:
        """Days between two purchases of one customer, those of one day apart from the next."""
        inside = self.day < end
        customer, day = self.customer[inside], self.day[inside].astype("int64")
        order = np.lexsort((day, customer))
        pause = np.diff(day[order])[np.diff(customer[order]) == 0]
        return np.asarray(pause[pause > 0], np.float64)


def after(wave: Wave) -> np.datetime64:
    """The day after a wave ends: what happened before it is known."""
    return np.datetime64(wave.shifted(1).start, "D")


def earlier(day: np.datetime64, months: int) -> np.datetime64:
    """The first day of a month, so many months before ``day``, itself the first of one."""
    found: np.datetime64 = (day.astype("datetime64[M]") - np.timedelta64(months, "M")).astype("datetime64[D]")
    return found


def plain(day: np.datetime64) -> date:
    """A day as Python has it."""
    found: date = day.astype("datetime64[D]").item()
    return found


def _complaints(survey: Survey, customers: Customers) -> tuple[Rows, Days, Flags]:
    if "complaints" not in survey.records:
        return np.empty(0, np.intp), np.empty(0, "datetime64[D]"), np.empty(0, np.bool_)
    table = survey.records["complaints"]
    rows = customers.rows(table["customer"])
    unresolved = (table["resolved"] == False).fillna(value=False).to_numpy(bool)  # noqa: E712 - a missing one is not False
    known = rows >= 0
    return rows[known], table["opened"].to_numpy("datetime64[D]")[known], unresolved[known]


def _share(amount: Floats, part: Flags) -> float:
    total = float(amount.sum())
    return float(amount[part].sum()) / total if total > 0 else 0.0
