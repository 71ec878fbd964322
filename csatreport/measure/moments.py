"""Weighted means and covariances, for one set of weights or for many at once.

Every model of ratings here (correlations, factors, path model, drivers) depends on the answers through these alone,
so a bootstrap is one matrix product per block of resamples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Floats
from csatreport.measure.ratio import ratio

Missing = Literal["listwise", "pairwise"]
_ROWS = 4_000_000  # numbers of products held at once


@dataclass(frozen=True, eq=False)
class Moments:
    """Of ``k`` variables under ``b`` sets of weights.

    Attributes
    ----------
    mean : (b, k) float
    covariance : (b, k, k) float
        With divisor Σw (of the pair, where pairwise).
    """

    mean: Floats
    covariance: Floats

    @property
    def correlation(self) -> Floats:
        """Correlations (b, k, k); NaN where a variable is constant."""
        return correlated(self.covariance)


def correlated(covariance: Floats) -> Floats:
    """Correlations (..., k, k) of covariances; NaN where a variance is not positive."""
    variance = np.diagonal(covariance, axis1=-2, axis2=-1)
    sd = np.sqrt(np.where(variance > 0, variance, np.nan))
    found = covariance / (sd[..., :, None] * sd[..., None, :])
    at = np.arange(covariance.shape[-1])
    found[..., at, at] = np.where(np.isnan(sd), np.nan, 1.0)
    return np.asarray(np.clip(found, -1.0, 1.0))


def complete(values: Floats) -> npt.NDArray[np.bool_]:
    """Rows (n,) without a missing value."""
    return np.asarray(~np.isnan(values).any(axis=1))


def moments(values: Floats, weights: Floats, *, missing: Missing = "listwise") -> Moments:
    """Means and covariances of ``values`` under each set of weights.

    Parameters
    ----------
    values : (n, k) float
        NaN where missing. ``listwise`` uses rows that have all k; ``pairwise`` uses for every pair the rows that
        have both, and for each mean the rows that have the variable.
    weights : (b, n) or (n,) float

    Notes
    -----
    Values are shifted by their plain means first, so that a large constant costs no digits. Variances within
    1e-12 of the squared range of the shifted values count as 0. Checked against: numpy ``cov(aweights=, ddof=0)``,
    pandas ``corr`` for pairs.
    """
    sets = np.atleast_2d(weights)
    if missing == "listwise":
        keep = complete(values)
        values, sets = values[keep], sets[:, keep]
    centre = np.array([np.nanmean(c) if (~np.isnan(c)).any() else 0.0 for c in values.T])
    shifted = values - centre
    rows = max(1, _ROWS // max(shifted.shape[1] ** 2, 1))
    parts = [slice(i, i + rows) for i in range(0, len(shifted), rows)] or [slice(0, 0)]
    one = _listwise if missing == "listwise" else _pairwise
    mean, covariance = one([(shifted[p], sets[:, p]) for p in parts], shifted.shape[1], len(sets))
    reach = np.array([np.nanmax(np.abs(c), initial=0.0) for c in shifted.T])
    return Moments(mean + centre, flattened(covariance, reach))


def flattened(covariance: Floats, reach: Floats) -> Floats:
    """Covariances (b, k, k) with 0 for variances that come from rounding: within 1e-12 of the square of ``reach`` (k,)."""
    at = np.arange(len(reach))
    flat = covariance[:, at, at] <= 1e-12 * reach**2
    covariance[:, at, at] = np.where(flat, 0.0, covariance[:, at, at])
    return covariance


def of_pairs(base: Floats, left: Floats, right: Floats, both: Floats, k: int) -> tuple[Floats, Floats]:
    """Means (b, k) and covariances (b, k, k) from sums (b, pairs) over ``numpy.triu_indices(k)``.

    ``Σ w``, ``Σ w x_i``, ``Σ w x_j`` and ``Σ w x_i x_j`` of the responses that have both of a pair.
    """
    i, j = upper = np.triu_indices(k)
    mean_left, mean_right, product = (ratio(t, base) for t in (left, right, both))
    return mean_left[:, i == j], _square(product - mean_left * mean_right, upper, k)


_Parts = list[tuple[Floats, Floats]]


def _listwise(parts: _Parts, k: int, b: int) -> tuple[Floats, Floats]:
    upper = np.triu_indices(k)
    total, first, second = np.zeros(b), np.zeros((b, k)), np.zeros((b, len(upper[0])))
    for x, w in parts:
        total += w.sum(axis=1)
        first += w @ x
        second += w @ (x[:, upper[0]] * x[:, upper[1]])
    mean = ratio(first, total[:, None])
    covariance = _square(ratio(second, total[:, None]), upper, k)
    return mean, covariance - mean[:, :, None] * mean[:, None, :]


def _pairwise(parts: _Parts, k: int, b: int) -> tuple[Floats, Floats]:
    i, j = np.triu_indices(k)
    base, left, right, both = (np.zeros((b, len(i))) for _ in range(4))
    for values, w in parts:
        there = (~np.isnan(values)).astype(np.float64)
        x = np.nan_to_num(values)
        base += w @ (there[:, i] * there[:, j])
        left += w @ (x[:, i] * there[:, j])
        right += w @ (there[:, i] * x[:, j])
        both += w @ (x[:, i] * x[:, j])
    return of_pairs(base, left, right, both, k)


def _square(packed: Floats, upper: tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]], k: int) -> Floats:
    full = np.empty((len(packed), k, k))
    full[:, upper[0], upper[1]] = packed
    full[:, upper[1], upper[0]] = packed
    return full
