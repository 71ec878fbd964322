"""How many of those who leave are found among the customers with the highest risk.

In every quarter customers are put in order of risk; of the first ``share`` of them, ``gain = leavers among them / all
leavers`` and ``lift = gain / share``. Customers of one risk who lie across the border count in part, so that no order
among them decides.

Checked against: hand calculations.
"""

from __future__ import annotations

import numpy as np

from csatreport.measure.churn.accuracy import Figure
from csatreport.measure.churn.heldout import HeldOut
from csatreport.measure.design import Floats
from csatreport.measure.linearisation import errors


def gains(found: HeldOut, shares: Floats) -> list[Figure]:
    """Share of all leavers among the first ``shares`` (k,) of customers, and its error, clustered by customer."""
    inside = np.zeros((len(found.chance), len(shares)))
    for place in np.unique(found.place):
        rows = found.place == place
        inside[rows] = highest(found.chance[rows], shares)
    total = found.left.sum()
    value = (inside.T @ found.left) / total
    z = (inside - value) * found.left[:, None] / total
    return [Figure(float(v), float(se)) for v, se in zip(value, errors(z, found.design), strict=True)]


def highest(chance: Floats, shares: Floats) -> Floats:
    """Part (n, k) of each that is among the ``shares`` (k,) with the highest chance, 0 to 1."""
    _, at, count = np.unique(-chance, return_inverse=True, return_counts=True)
    before = np.cumsum(count) - count
    part = (shares * len(chance) - before[:, None]) / count[:, None]
    return np.asarray(np.clip(part, 0.0, 1.0)[at])
