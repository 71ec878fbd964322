"""Wilcoxon's signed-rank test of many columns of differences at once."""

from __future__ import annotations

import numpy as np
from scipy import stats

from csatreport.measure.design import Floats

_DIGITS = 9  # differences that agree to so many are ties


def wilcoxon(difference: Floats) -> tuple[float | None, ...]:
    """Two-sided p value of each column (n, k), on pairs that differ: normal approximation, ties corrected.

    ``z = (W⁺ − m(m+1)/4) / √(m(m+1)(2m+1)/24 − Σ(t³ − t)/48)`` with ``m`` pairs that differ and ``t`` in a tie.
    Weights and clusters are not used. NaN is left out; None where no pair differs.

    Checked against: scipy ``wilcoxon(method="asymptotic")``.
    """
    with np.errstate(invalid="ignore"):
        size = np.round(np.abs(difference), _DIGITS)
        there = size > 0  # NaN is not
    values, place = np.unique(np.where(there, size, 0.0), return_inverse=True)
    k, several = difference.shape[1], len(values)
    cell = (place.reshape(difference.shape) + several * np.arange(k)).ravel()
    ties = np.bincount(cell, weights=there.ravel(), minlength=k * several).reshape(k, several)
    risen = np.bincount(cell, weights=(there & (difference > 0)).ravel(), minlength=k * several)
    ranks = np.cumsum(ties, axis=1) - (ties - 1) / 2  # the middle rank of each tie
    positive = (risen.reshape(k, several) * ranks).sum(axis=1)
    m = ties.sum(axis=1)
    spread = np.sqrt(np.maximum(m * (m + 1) * (2 * m + 1) / 24 - (ties**3 - ties).sum(axis=1) / 48, 0.0))
    distance = np.abs(positive - m * (m + 1) / 4)
    return tuple(
        float(2 * stats.norm.sf(d / s)) if s > 0 else None
        for d, s in zip(distance.tolist(), spread.tolist(), strict=True)
    )
