"""How well constructs are measured and explained: reliability, validity, fit. Of one sample.

Source: Fornell and Larcker (1981) for AVE and the composite reliability (Dillon and Goldstein's rho); Dijkstra and Henseler
(2015) for rho_A; Cronbach (1951), of standardised items; Henseler, Ringle and Sarstedt (2015) for HTMT; Tenenhaus et al.
(2005) for GoF. Checked against: formulas worked out by hand on small matrices; plspm for alpha, AVE and GoF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from csatreport.measure.design import Floats
from csatreport.measure.pathmodel.estimate import Fitted
from csatreport.measure.pathmodel.structure import Structure


@dataclass(frozen=True, eq=False)
class Quality:
    """Of ``L`` constructs; NaN where a construct of one item has no such number.

    Attributes
    ----------
    ave : (L,) float
        Mean squared loading.
    rho_c : (L,) float
        ``(Σλ)² / ((Σλ)² + Σ(1 − λ²))``: Dillon and Goldstein's rho.
    rho_a : (L,) float
        ``(w'w)² · w'(S − diag S)w / w'(ww' − diag ww')w``; 1 for one item.
    alpha : (L,) float
        ``p r̄ / (1 + (p − 1) r̄)``.
    htmt : (L, L) float
        Mean |correlation| between two constructs' items over the geometric mean of those within each.
    adjusted : (L,) float
        ``1 − (1 − R²)(n − 1)/(n − q − 1)`` with ``q`` predictors; NaN where nothing is explained.
    gof : float
        ``√(mean λ² of constructs of several items × mean R²)``.
    """

    ave: Floats
    rho_c: Floats
    rho_a: Floats
    alpha: Floats
    htmt: Floats
    adjusted: Floats
    gof: float


def quality(correlation: Floats, fitted: Fitted, structure: Structure, *, n: int) -> Quality:
    """Quality of a model fitted to one matrix (k, k) that ``n`` responses gave."""
    blocks = list(_blocks(correlation, fitted, structure))
    r2 = np.where(structure.explained, fitted.r2[0], np.nan)
    q = structure.on.sum(axis=1)
    several = np.bincount(structure.of)[structure.of] > 1
    communality = fitted.loadings[0][several] ** 2
    return Quality(
        ave=np.array([(lam**2).mean() for _, _, lam in blocks]),
        rho_c=np.array([_rho_c(lam) for _, _, lam in blocks]),
        rho_a=np.array([_rho_a(s, w) for s, w, _ in blocks]),
        alpha=np.array([_alpha(s) for s, _, _ in blocks]),
        htmt=htmt(correlation, structure),
        adjusted=1 - (1 - r2) * (n - 1) / np.where(n - q - 1 > 0, n - q - 1, np.nan),
        gof=float(np.sqrt(communality.mean() * np.nanmean(r2))) if several.any() else np.nan,
    )


def htmt(correlation: Floats, structure: Structure) -> Floats:
    """Heterotrait–monotrait ratios (L, L) of absolute correlations, NaN on the diagonal and for single items."""
    size = np.abs(correlation)
    np.fill_diagonal(size, 0.0)
    count = structure.member.sum(axis=0)
    sums = structure.member.T @ size @ structure.member
    pairs = np.outer(count, count) - np.diag(count)
    mean = np.divide(sums, pairs, out=np.full_like(sums, np.nan), where=pairs > 0)
    within = np.sqrt(np.diag(mean))
    found = mean / np.outer(within, within)
    np.fill_diagonal(found, np.nan)
    return np.asarray(found)


def _blocks(s: Floats, fitted: Fitted, structure: Structure) -> Iterator[tuple[Floats, Floats, Floats]]:
    """Correlations, weights and loadings of each construct's items."""
    for construct in range(len(structure.on)):
        own = structure.of == construct
        yield s[np.ix_(own, own)], fitted.weights[0, own], fitted.loadings[0, own]


def _rho_c(loadings: Floats) -> float:
    top = loadings.sum() ** 2
    return float(top / (top + (1 - loadings**2).sum())) if len(loadings) > 1 else float("nan")


def _rho_a(s: Floats, w: Floats) -> float:
    if len(w) == 1:
        return 1.0
    off = s - np.diag(np.diag(s))
    outer = np.outer(w, w) - np.diag(w**2)
    return float((w @ w) ** 2 * (w @ off @ w) / (w @ outer @ w))


def _alpha(s: Floats) -> float:
    p = len(s)
    if p == 1:
        return float("nan")
    mean = (s.sum() - p) / (p * (p - 1))
    return float(p * mean / (1 + (p - 1) * mean))
