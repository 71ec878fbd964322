"""Whether correlations are worth a factor analysis: Kaiser, Meyer and Olkin's measure, and Bartlett's test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from csatreport.measure.design import Floats
from csatreport.measure.structure.matrix import Matrix


@dataclass(frozen=True, eq=False)
class Adequacy:
    """``kmo`` overall and ``items`` (k,), 0-1; Bartlett's ``chi2`` with ``df`` and ``p``; ``n`` the base used."""

    kmo: float
    items: Floats
    chi2: float
    df: int
    p: float
    n: float


def adequacy(matrix: Matrix) -> Adequacy:
    """KMO = Σ r² / (Σ r² + Σ q²) over all pairs (an item: over its own), q the partial correlations given all other items.

    Bartlett: ``χ² = −(n − 1 − (2k + 5)/6) ln|R|`` with ``k(k − 1)/2`` degrees of freedom; n is the effective base.
    The test takes the sample for a simple random one of that size.

    Source: Kaiser (1974); Bartlett (1951). Checked against: R psych ``KMO`` and ``cortest.bartlett``.
    """
    r = matrix.correlation
    k = len(r)
    inverse = np.linalg.inv(r)
    scale = np.sqrt(np.diagonal(inverse))
    off = ~np.eye(k, dtype=bool)
    plain, partial = r**2 * off, (inverse / np.outer(scale, scale)) ** 2 * off
    chi2 = -(matrix.n - 1 - (2 * k + 5) / 6) * float(np.linalg.slogdet(r)[1])
    df = k * (k - 1) // 2
    return Adequacy(
        kmo=float(plain.sum() / (plain.sum() + partial.sum())),
        items=plain.sum(axis=0) / (plain.sum(axis=0) + partial.sum(axis=0)),
        chi2=chi2, df=df, p=float(stats.chi2.sf(chi2, df)), n=matrix.n,
    )  # fmt: skip
