"""Factor scores of respondents, by the regression method, from the answers that each has."""

from __future__ import annotations

import numpy as np

from csatreport.measure.design import Floats


def weights(correlation: Floats, loadings: Floats) -> Floats:
    """Weights (..., k, m) of standardised ratings: ``R⁻¹ Λ`` (Thurstone's regression; of components: their own).

    Checked against: R psych ``fa(scores="regression")$weights`` and ``principal``.
    """
    return np.asarray(np.linalg.solve(correlation, loadings))


def scores(values: Floats, mean: Floats, sd: Floats, correlation: Floats, loadings: Floats) -> Floats:
    """Scores (n, m) of respondents, in standard deviations from the mean customer.

    A respondent who left items out is scored from those he has, ``z_a' R_aa⁻¹ Λ_a``: the best linear prediction from
    them. NaN where he has fewer than half of the items. One equation per pattern of missing answers, all at once.

    Parameters
    ----------
    values : (n, k) float
        Ratings, NaN where missing.
    mean, sd : (k,) float
        Of each item.
    """
    there = ~np.isnan(values)
    z = np.where(there, (values - mean) / sd, 0.0)
    patterns, at = np.unique(there, axis=0, return_inverse=True)
    both = patterns[:, :, None] & patterns[:, None, :]
    r = np.where(both, correlation, np.eye(len(mean)))
    beta = np.linalg.solve(r, np.where(patterns[:, :, None], loadings, 0.0))
    enough = 2 * there.sum(axis=1) >= there.shape[1]
    found = np.empty((len(values), loadings.shape[1]))
    for pattern in range(len(patterns)):
        rows = at.ravel() == pattern
        found[rows] = z[rows] @ beta[pattern]
    return np.where(enough[:, None], found, np.nan)


def with_criterion(correlation: Floats, loadings: Floats, criterion: Floats) -> Floats:
    """Correlation (..., m) of regression scores with another variable, from its correlations (..., k) with the items.

    ``w'r / √(w'Rw)`` with ``w`` the weights of the score.
    """
    w = weights(correlation, loadings)
    top = (w * criterion[..., :, None]).sum(axis=-2)
    bottom = np.sqrt((w * (correlation @ w)).sum(axis=-2))
    return np.asarray(top / bottom)
