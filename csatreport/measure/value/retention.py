"""How many customers stay a year: by group and by the time they have been there, from who left in the window.

The hazard of a cell is ``h = d / E``: customers who left over the customer-years at risk (everybody counts for the days
he was there). The share who stay a year is ``r = exp(−h)``. The interval is the exact one of a Poisson count (Garwood);
draws for what rests on many cells are from Jeffreys' posterior, ``Gamma(d + 1/2) / E``.

Source: Clayton and Hills, *Statistical Models in Epidemiology* (1993), 4 and 5. Checked against: R ``poisson.test``
(tests/oracle/value.R); the planted shares of the simulated company.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import stats

from csatreport.measure.customers import YEAR, Customers, Days
from csatreport.measure.design import Codes, Floats


@dataclass(frozen=True, eq=False)
class Retention:
    """Leavers, customer-years and customers at risk of every cell (groups, pieces of tenure).

    ``cuts`` are the years between the pieces; ``fixed`` is a retention that was declared instead. Cells with fewer than
    ``least`` customer-years take the rate of everybody.
    """

    left: Floats
    years: Floats
    people: Codes
    cuts: tuple[float, ...]
    least: float
    fixed: float | None = None

    @property
    def known(self) -> bool:
        """Whether anything says how long customers stay."""
        return self.fixed is not None or bool(self.left.sum() > 0)

    @property
    def kept(self) -> Floats:
        """Share (groups, pieces) who stay a year."""
        if self.fixed is not None:
            return np.full(self.left.shape, self.fixed)
        left, years = self._filled()
        return np.exp(-left / years)

    @property
    def overall(self) -> float:
        """Share of everybody who stays a year."""
        return self.fixed if self.fixed is not None else float(np.exp(-self.left.sum() / self.years.sum()))

    def interval(self, *, confidence: float) -> tuple[Floats, Floats]:
        """Ends (groups, pieces) of the share who stay a year, of each cell by itself."""
        return limits(self.left, self.years, confidence=confidence)

    def draws(self, rng: np.random.Generator, times: int) -> Floats:
        """Shares (times, groups, pieces) that the records could as well have come from."""
        if self.fixed is not None:
            return np.full((times, *self.left.shape), self.fixed)
        own = rng.gamma(self.left + 0.5, size=(times, *self.left.shape)) / np.where(
            self.years > 0, self.years, 1.0
        )
        every = rng.gamma(self.left.sum() + 0.5, size=(times, 1, 1)) / self.years.sum()
        return np.exp(-np.where(self.years < self.least, every, own))

    def _filled(self) -> tuple[Floats, Floats]:
        few = self.years < self.least
        return np.where(few, self.left.sum(), self.left), np.where(few, self.years.sum(), self.years)


def retention(
    customers: Customers,
    groups: Codes,
    size: int,
    *,
    first: np.datetime64,
    end: np.datetime64,
    cuts: tuple[float, ...],
    least: float,
    fixed: float | None = None,
) -> Retention:
    """Leavers and customer-years from ``first`` until before ``end``.

    Parameters
    ----------
    groups : (n,) int
        Group 0 … size−1 of each customer; −1 = in none.
    cuts : tuple of float
        Years of tenure between pieces, rising.
    """
    since, left = _days(customers.since), _days(customers.left)
    begin, stop = float(first.astype("int64")), float(end.astype("int64"))
    gone = np.where(np.isnan(left), np.inf, left)
    edges = np.array([0.0, *cuts, np.inf]) * YEAR
    inside = groups >= 0
    shape = (size, len(cuts) + 1)
    events, years, people = np.zeros(shape), np.zeros(shape), np.zeros(shape, np.intp)
    for piece, (low, high) in enumerate(pairwise(edges)):
        entry = np.maximum(begin, since + low)
        leave = np.minimum(np.minimum(stop, gone), since + high)
        at_risk = np.clip(np.nan_to_num(leave - entry, nan=0.0), 0.0, None) / YEAR
        died = (gone >= begin) & (gone < stop) & (gone >= since + low) & (gone < since + high)
        years[:, piece] = np.bincount(groups[inside], at_risk[inside], minlength=size)
        events[:, piece] = np.bincount(groups[inside], died[inside], minlength=size)
        people[:, piece] = np.bincount(groups[inside & (at_risk > 0)], minlength=size)
    return Retention(events, years, people, cuts, least, fixed)


def limits(left: Floats, years: Floats, *, confidence: float) -> tuple[Floats, Floats]:
    """Exact ends of ``exp(−left/years)``: Garwood's of the count of those who left. NaN without customer-years."""
    tail = (1 - confidence) / 2
    fewest = np.where(left > 0, stats.chi2.ppf(tail, 2 * np.maximum(left, 1e-9)) / 2, 0.0)
    most = stats.chi2.ppf(1 - tail, 2 * left + 2) / 2
    at_risk = np.where(years > 0, years, np.nan)
    return np.exp(-most / at_risk), np.exp(-fewest / at_risk)


def _days(days: Days) -> Floats:
    """Days as numbers, NaN for none."""
    return np.where(np.isnat(days), np.nan, days.astype("datetime64[D]").astype("int64").astype(np.float64))
