"""Means of all levels of a domain with their covariances, and the one test of whether they differ at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse, stats

from csatreport.measure.design import Codes, Design, Floats
from csatreport.measure.linearisation import Means, covariances, means
from csatreport.measure.replication import deviations


@dataclass(frozen=True, eq=False)
class Groups:
    """Means of ``levels`` groups in ``k`` items, which were estimated in one sample.

    Attributes
    ----------
    means : Means
        Values and bases (levels, k).
    covariance : (k, levels, levels) float
        Of the means of each item; rows of groups that nobody answered in are 0.
    base, within : (levels, k) float
        Sums of weights, and weighted sums of squares of the answers around the mean of their group.
    units, df : (levels, k) float
        First-stage units that have an answer of the group, and those less the strata they lie in.
    """

    means: Means
    covariance: Floats
    base: Floats
    within: Floats
    units: Floats
    df: Floats

    def explained(self, item: int, kept: Sequence[int]) -> float:
        """Share of an item's variance that lies between the groups ``kept``, less what chance puts there.

        ``1 − (1 − η²)(n − 1)/(n − groups)``, at least 0, with Kish's effective base as n.
        """
        groups = list(kept)
        base, mean = self.base[groups, item], self.means.value[groups, item]
        within = self.within[groups, item].sum()
        total = within + base @ (mean - base @ mean / base.sum()) ** 2
        n = float(self.means.effective_n[groups, item].sum())
        if not total > 0 or n <= len(groups):
            return 0.0
        return float(max(0.0, 1 - within / total * (n - 1) / (n - len(groups))))


@dataclass(frozen=True)
class Wald:
    """An adjusted Wald test: ``statistic`` has an F distribution with ``q`` and ``df`` degrees of freedom."""

    statistic: float
    q: int
    df: float

    @property
    def p(self) -> float:
        """Chance of a statistic as large where no group differs."""
        return float(stats.f.sf(self.statistic, self.q, self.df))

    def reach(self, alpha: float) -> float:
        """Standard errors by which any contrast of the means must differ from 0 to be clear (Scheffé)."""
        whole = self.df + self.q - 1  # degrees of freedom of the design
        return float(np.sqrt(self.q * whole / self.df * stats.f.isf(alpha, self.q, self.df)))


def groups(scores: Floats, design: Design, codes: Codes, levels: int) -> Groups:
    """Estimate every item in every group, with the covariance between groups.

    Strata and clusters tie groups of one sample together. With ``z`` the influence of a response on the mean of
    its group, the covariance of groups a and b is ``Σ_h f_h (Σ t_a t_b − (Σ t_a)(Σ t_b)/n_h)`` over the totals
    ``t`` of first-stage units in each stratum h (:mod:`.linearisation`).

    Checked against: R ``survey::svyby(covmat=TRUE)`` (tests/oracle/design.R), to nine digits.

    Parameters
    ----------
    scores : (n, k) float
        NaN where missing.
    codes : (n,) int
        Group 0 … levels−1 of each response; −1 = in none.
    """
    found = means(scores, design, domain=codes, domains=levels)
    member = codes >= 0
    value = np.nan_to_num(found.value)
    valid = ~np.isnan(scores) & member[:, None]
    w = design.weights[:, None] * valid
    residual = np.where(valid, scores - value[codes], 0.0)
    pick = _pick(codes, levels)
    base = pick @ w
    z = w * residual / np.where(base > 0, base, 1.0)[codes]
    if design.replicates is None:
        covariance = np.stack(
            [covariances(z[:, k], design, domain=codes, domains=levels) for k in range(z.shape[1])]
        )
    else:
        scale = design.replicates.scale[:, None]
        each = deviations(scores, design.replicates, found.value, domain=codes, domains=levels)
        covariance = np.stack([(scale * np.nan_to_num(d)).T @ np.nan_to_num(d) for d in each])
    units, df = _units(valid, found, design, codes)
    return Groups(found, covariance, base, pick @ (w * residual**2), units, df)


def differ(value: Floats, covariance: Floats, df: float) -> Wald | None:
    """Whether ``value`` (levels,) differ at all, given their covariance.

    Each level is set against the last; with the Wald statistic ``W`` of these ``q`` contrasts,
    ``F = (df − q + 1) / (df q) W`` on ``q`` and ``df − q + 1`` degrees of freedom: with few first-stage units W/q
    alone would find too much. None where there are fewer than two levels, too few degrees of freedom, or nothing
    varies.

    Source: Korn and Graubard (1990). Checked against: R ``survey::regTermTest`` (W) on SFO 2016.
    """
    q = len(value) - 1
    if q < 1 or df - q + 1 <= 0:
        return None
    contrast = np.hstack([np.eye(q), -np.ones((q, 1))])
    difference, spread = contrast @ value, contrast @ covariance @ contrast.T
    scale = np.sqrt(np.diagonal(spread))
    if not (scale > 0).all():
        return None
    standard = spread / scale / scale[:, None]
    if np.linalg.eigvalsh(standard)[0] < 1e-10:
        return None
    wald = float(difference / scale @ np.linalg.solve(standard, difference / scale))
    return Wald((df - q + 1) / (df * q) * wald, q, df - q + 1)


def _pick(codes: Codes, levels: int) -> sparse.csr_matrix:
    rows = np.flatnonzero(codes >= 0)
    return sparse.csr_matrix((np.ones(len(rows)), (codes[rows], rows)), shape=(levels, len(codes)))


def _units(valid: npt.NDArray[np.bool_], found: Means, design: Design, codes: Codes) -> tuple[Floats, Floats]:
    """First-stage units (levels, k) behind each mean, and what they leave to tell its variance from.

    A group that a few clusters make up knows little of its variance, however many degrees of freedom the whole design
    has.
    """
    n = found.n.astype(np.float64)
    if design.replicates is not None:
        return n, np.full(n.shape, found.df)
    units, strata = np.zeros_like(n), np.zeros_like(n)
    of_units = sparse.csr_matrix(
        (np.ones(len(design.stratum)), (design.stratum, np.arange(len(design.stratum)))),
        shape=(len(design.units), len(design.stratum)),
    )
    for item in range(n.shape[1]):
        rows = np.flatnonzero(valid[:, item])
        shape = (len(design.stratum), len(n))
        there = sparse.csr_matrix((np.ones(len(rows)), (design.unit[rows], codes[rows])), shape=shape) > 0
        units[:, item] = np.asarray(there.sum(axis=0)).ravel()
        strata[:, item] = np.asarray(((of_units @ there) > 0).sum(axis=0)).ravel()
    return units, units - strata
