"""Recency, frequency, money and profit of every customer on one day, and who is worth most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from csatreport.measure.customers import Flags
from csatreport.measure.design import Codes, Floats
from csatreport.measure.ratio import ratio
from csatreport.measure.value.sold import Rows, Sold, earlier, plain
from csatreport.params.analysis.value import Value

SCORES = 5  # of recency, frequency and money: the best fifth has 5


@dataclass(frozen=True, eq=False)
class Measures:
    """Customers on the day before ``end``; arrays (n,) as in the list of customers, NaN or −1 for who is none then.

    Attributes
    ----------
    active : bool
        Came before ``end`` and has not left.
    recency : float
        Days since the last purchase, NaN without one.
    frequency, money, worth : float
        Purchases, money and profit (money, where profit is not known) over the window.
    change : float
        Money of the window over that of the window before, minus 1; NaN for who was not there all that time, or bought
        nothing then.
    tier : int
        0 … tiers−1, the most valuable first.
    complaints, unresolved, wanted : int
        Complaints over the declared months, those without a solution; purchases of the declared kinds in the window.
    years : float
        Time as a customer.
    whole : bool
        Whether sales are known for the whole window.
    """

    end: np.datetime64
    active: Flags
    recency: Floats
    frequency: Floats
    money: Floats
    worth: Floats
    change: Floats
    tier: Codes
    complaints: Rows
    unresolved: Rows
    wanted: Floats
    years: Floats
    whole: bool

    @classmethod
    def of(cls, sold: Sold, declared: Value, end: np.datetime64) -> Measures:
        """Measure all customers on the day before ``end``."""
        first, rule = earlier(end, declared.months), declared.state
        active, years = sold.customers.active(plain(end)), sold.customers.years(plain(end))
        of = sold.amount if declared.by == "amount" or sold.profit is None else sold.profit
        money, worth = sold.sum(sold.amount, first, end), sold.sum(of, first, end)
        cuts = np.cumsum([t.share for t in declared.tier])
        tier = np.full(len(active), -1, np.intp)
        tier[active] = cut(place(worth[active]), cuts)
        since = earlier(end, rule.complaint_months)
        return cls(
            end, active, sold.last(end), sold.sum(None, first, end), money, worth,
            _change(sold, money, first, declared.months), tier,
            sold.complaints(since, end), sold.complaints(since, end, unresolved=True),
            sold.sum(sold.wanted, first, end), years, _whole(sold, first),
        )  # fmt: skip

    def score(self, values: Floats, *, low: bool = False) -> Codes:
        """Scores 1–5 of the active (n,), 0 for others: the best fifth 5; ``low`` means that less is better.

        Equal values have equal scores; NaN (never bought) is the worst of all.
        """
        known = np.nan_to_num(-values if low else values, nan=-np.inf)
        found = np.zeros(len(values), np.intp)
        found[self.active] = SCORES - np.minimum(
            (place(known[self.active]) * SCORES).astype(np.intp), SCORES - 1
        )
        return found


def place(values: Floats) -> Floats:
    """Share of all (n,) that lie above each, those that are equal counted half: 0 is the top, 1 the bottom."""
    if not len(values):
        return np.empty(0)
    return np.asarray((stats.rankdata(-values) - 0.5) / len(values))


def cut(places: Floats, ends: npt.ArrayLike) -> Codes:
    """The piece (n,) that each place lies in, of pieces that end at ``ends``; equal values are never torn apart."""
    borders = np.asarray(ends, np.float64)
    return np.minimum(np.searchsorted(borders, places - 1e-12), len(borders) - 1)


def _change(sold: Sold, money: Floats, first: np.datetime64, months: int) -> Floats:
    """Relative change of money since the window before, for customers who were there through all of it."""
    start = earlier(first, months)
    if not _whole(sold, start):
        return np.full(len(money), np.nan)
    found = ratio(money, sold.sum(sold.amount, start, first)) - 1
    return np.where(sold.customers.since <= start, found, np.nan)


def _whole(sold: Sold, first: np.datetime64) -> bool:
    """Whether sales are known from ``first`` on: one was made in the month that begins then, or earlier."""
    return bool(sold.first < earlier(first, -1))
