"""Loadings of a sample, and of each of its resamples, with the factors in the same places."""

from __future__ import annotations

import numpy as np

from csatreport.errors import DataError
from csatreport.measure.design import Floats
from csatreport.measure.moments import correlated
from csatreport.measure.structure import extraction, scores
from csatreport.measure.structure.extraction import Extracted
from csatreport.measure.structure.names import homes
from csatreport.measure.structure.rotation import aligned, ordered, varimax
from csatreport.measure.structure.sample import Sample

_LOOSE = 1e-6  # convergence of resamples: far below their own spread
_SMALLEST = 2  # items of a group


def fitted(sample: Sample, most: int) -> Floats:
    """Rotated loadings (k, m) of the sample.

    m as ``[structure]`` declares, else the most, up to ``most``, with which every group has two items.
    """
    declared = sample.fielding.survey.analysis.structure.factors
    m = declared or max(1, min(most, len(sample.items) // _SMALLEST))
    while True:
        loadings = rotated(sample, m)
        if declared or m == 1 or np.bincount(homes(loadings), minlength=m).min() >= _SMALLEST:
            return loadings
        m -= 1


def rotated(sample: Sample, m: int) -> Floats:
    """Loadings (k, m) of the sample after varimax, by the conventions of sign and order.

    Raises
    ------
    DataError
        The search for minimum residuals does not end.
    """
    found = _extracted(sample, sample.matrix.correlation[None], m)
    if not found.converged.all():
        raise DataError(
            "minimum residuals that do not settle",
            where=f"wave {sample.fielding.wave}",
            expected="loadings that no further step changes",
            got=f"{len(sample.items)} items, {m} factors",
            todo='set extraction = "components" or fewer factors in [structure] of params/analysis.toml',
        )
    return ordered(varimax(found.loadings)[0])


def refitted(sample: Sample, loadings: Floats) -> Floats:
    """Loadings (b, k, m) of every resample; NaN where one has no solution.

    Each is turned towards ``loadings`` (Procrustes) and from there by varimax to its own simple structure, so that
    factors keep their places and signs.
    """
    r = correlated(sample.resampled_items)
    usable = np.isfinite(r).all(axis=(1, 2))
    found = np.full((len(r), *loadings.shape), np.nan)
    plain = _extracted(sample, r[usable], loadings.shape[1], near=loadings)
    settled = np.flatnonzero(usable)[plain.converged]
    found[settled] = varimax(aligned(plain.loadings[plain.converged], loadings), tolerance=_LOOSE)
    return found


def criteria(sample: Sample, loadings: Floats, resamples: Floats) -> tuple[Floats, Floats]:
    """Correlation of each factor's score with overall satisfaction (m,), and in every resample (b, m).

    NaN where overall satisfaction was not asked.
    """
    again = np.full((len(resamples), loadings.shape[1]), np.nan)
    if np.isnan(sample.criterion).any():
        return np.full(loadings.shape[1], np.nan), again
    usable = np.isfinite(resamples).all(axis=(1, 2))
    r = correlated(sample.resampled_items[usable])
    again[usable] = scores.with_criterion(r, resamples[usable], sample.resampled_criterion[usable])
    return scores.with_criterion(sample.matrix.correlation, loadings, sample.criterion[0]), again


def _extracted(sample: Sample, r: Floats, m: int, *, near: Floats | None = None) -> Extracted:
    """Unrotated loadings (b, k, m) of correlations; ``near``: loadings whose uniquenesses to begin with."""
    if sample.fielding.survey.analysis.structure.extraction == "components":
        return extraction.components(r, m)
    if near is None:
        return extraction.minres(r, m)
    return extraction.minres(r, m, start=1 - (near**2).sum(axis=1), tolerance=_LOOSE)
