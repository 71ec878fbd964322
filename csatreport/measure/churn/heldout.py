"""Quarters that the model never saw: each is predicted from those before it alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from csatreport.measure.churn.cells import Cells
from csatreport.measure.churn.panel import Panel
from csatreport.measure.churn.risk import fit
from csatreport.measure.design import Codes, Design, Floats
from csatreport.params import Wave


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rows of the quarters held out.

    Attributes
    ----------
    waves : tuple of Wave
        The quarters, oldest first.
    chance, base : (n,) float
        Chance to leave that the model gave when the quarter began; the share that left in the quarters it learnt from.
    left : (n,) float
        1 who left within the quarter, else 0.
    place, customer : (n,) int
        Quarter and customer of each row.
    """

    waves: tuple[Wave, ...]
    chance: Floats
    base: Floats
    left: Floats
    place: Codes
    customer: Codes

    @cached_property
    def design(self) -> Design:
        """Every row weighs the same; the quarters of one customer belong together."""
        return clustered(self.customer)


def clustered(customer: Codes) -> Design:
    """Design of rows of which those of one customer belong together."""
    there = np.bincount(customer) > 0
    unit = (np.cumsum(there) - 1)[customer]
    return Design(np.ones(len(customer)), unit, np.zeros(int(there.sum()), dtype=np.intp))


def held_out(panel: Panel, cells: Cells, *, waves: int, ridge: float) -> HeldOut | None:
    """Predict up to ``waves`` of the newest quarters, at most half of those that can be used.

    None where no quarter has one to learn from before it, where nobody left or nobody stayed in what is learnt from, or
    nobody left or stayed in what is predicted.
    """
    usable = panel.clock.usable
    first = max(usable.stop - waves, usable.start + (len(usable) + 1) // 2)
    chance, base = np.full(len(panel), np.nan), np.full(len(panel), np.nan)
    for t in range(first, usable.stop):
        n, left = (x[:, usable.start : t].sum() for x in (cells.n, cells.left))
        if not 0 < left < n:
            return None
        rows = panel.place == t
        chance[rows] = fit(cells, range(usable.start, t), ridge=ridge).chance[cells.at[rows]]
        base[rows] = left / n
    rows = ~np.isnan(chance)
    left = panel.left[rows].astype(float)
    if not 0 < left.sum() < len(left):
        return None
    waves_of = panel.clock.waves[first : usable.stop]
    return HeldOut(waves_of, chance[rows], base[rows], left, panel.place[rows], panel.customer[rows])
