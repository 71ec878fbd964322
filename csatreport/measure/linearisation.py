"""The one estimator: weighted means of scores, by domain, with Taylor-linearised variances.

The mean of ``y`` in domain ``d`` is ``m = Σ w y / Σ w`` over the responses of ``d`` that have ``y``. Its
influence is ``z = w (y − m) / Σ w`` on those responses and 0 on all others; with ``t`` the sum of ``z``
in a first-stage unit, the variance is ``Σ_h (1 − n_h/N_h) n_h/(n_h − 1) Σ (t − mean t)²`` over strata
``h``, where units without the domain count with ``t = 0`` (the whole design, never a part cut out).
The variance of a contrast is that of the difference of two influences.

Where replicate weights were delivered, a replicate takes the place of a response: its influence is how far
its own mean lies from ``m``, and the variance is the scaled sum of squares (:mod:`.replication`).

Source: Särndal, Swensson, Wretman, *Model Assisted Survey Sampling*, 5.7 and 5.10. Checked against: R survey
(SFO 2013-2016, apistrat, apiclus1), see tests/oracle.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from csatreport.measure.design import Codes, Design, Floats
from csatreport.measure.ratio import ratio
from csatreport.measure.replication import deviations, spread
from csatreport.measure.sums import Power, centre, sums


@dataclass(frozen=True, eq=False)
class Means:
    """Arrays of shape (domains, items); NaN where nobody answered.

    Attributes
    ----------
    value, se
        Weighted mean and its standard error, in the unit of the score.
    n : int
        Responses with an answer and a positive weight.
    effective_n
        Kish's effective base ``(Σw)² / Σw²``.
    deff
        Design variance over that of a simple random sample of ``n``: with replacement, or, where the design
        has a finite population correction, without replacement from ``Σw`` (R ``svymean(deff=TRUE)``).
    df : float
        Degrees of freedom of the whole design.
    """

    value: Floats
    se: Floats
    n: Codes
    effective_n: Floats
    deff: Floats
    df: float


def means(scores: Floats, design: Design, *, domain: Codes | None = None, domains: int = 1) -> Means:
    """Estimate every item in every domain in one call.

    Parameters
    ----------
    scores : (n, k) float
        Scores, NaN where missing.
    design : Design
        Of the same n responses.
    domain : (n,) int, optional
        Code 0 … domains−1 of each response; −1 = in none. None: everybody is domain 0.
    domains : int
        Number of domains.

    Returns
    -------
    Means
        Arrays of shape (domains, k).
    """
    codes = np.zeros(len(scores), dtype=np.intp) if domain is None else domain
    found = _Sums.of(scores, design, codes, domains)
    total = found.by_domain
    base, spot = total[1, 0], found.mean
    value = np.where(base > 0, found.centre + spot, np.nan)
    n = total[0, 0].astype(np.intp)
    squares = np.maximum(total[1, 2] - spot * total[1, 1], 0.0)
    srs = _srs_variance(squares, base, n, finite=design.population is not None)
    if design.replicates is None:
        squared = found.variance(design)
    else:
        each = deviations(scores, design.replicates, value, domain=codes, domains=domains)
        squared = np.array([spread(d, design.replicates) for d in each]).reshape(-1, domains).T
    squared = np.where(n > 0, squared, np.nan)
    effective = ratio(base**2, total[2, 0])
    return Means(value, np.sqrt(squared), n, effective, ratio(squared, srs), design.df)


_ALWAYS: tuple[Power, ...] = ((0, 0), (1, 0), (1, 1), (1, 2), (2, 0))
_ALONE: tuple[Power, ...] = ((2, 1), (2, 2))  # where every response is a first-stage unit of its own
_NOTHING = 1e-13  # a variance so small a part of what it is the difference of is none


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums over cells: first-stage units of each domain, or strata where every response is a unit of its own.

    ``domain`` and ``place`` (cells,) are the domain and the unit or stratum of each cell; ``mean`` (domains, k) is the
    mean above ``centre`` (k,), 0 where nobody answered.
    """

    by_cell: dict[Power, Floats]
    by_domain: dict[Power, Floats]
    domain: Codes
    place: Codes
    centre: Floats
    mean: Floats
    alone: bool

    @classmethod
    def of(cls, scores: Floats, design: Design, codes: Codes, domains: int) -> _Sums:
        alone = len(design.stratum) == len(scores)
        place = design.stratum[design.unit] if alone else design.unit
        places = len(design.units) if alone else len(design.stratum)
        if design.replicates is not None:
            place, places = np.zeros_like(codes), 1
        cell = np.where(codes < 0, -1, codes * places + place)
        middle = centre(scores)
        cells, by_cell = sums(scores, design.weights, cell, (*_ALWAYS, *(_ALONE if alone else ())), middle)
        domain = cells // places
        pick = _indicator(domain, domains)
        by_domain = {power: pick @ by_cell[power] for power in _ALWAYS}
        mean = np.nan_to_num(ratio(by_domain[1, 1], by_domain[1, 0]))
        return cls(by_cell, by_domain, domain, cells % places, middle, mean, alone)

    def variance(self, design: Design) -> Floats:
        """Design variance (domains, k) of the means: that of :func:`variance` on their influences."""
        domains, strata = len(self.mean), len(design.units)
        stratum = self.place if self.alone else design.stratum[self.place]
        mean, base = self.mean[self.domain], np.where(self.by_domain[1, 0] > 0, self.by_domain[1, 0], 1.0)
        total = self.by_cell[1, 1] - mean * self.by_cell[1, 0]
        squares = total**2
        if self.alone:
            parts = self.by_cell[2, 2], mean * self.by_cell[2, 1], mean**2 * self.by_cell[2, 0]
            squares = parts[0] - 2 * parts[1] + parts[2]
            squares = np.where(squares <= _NOTHING * (parts[0] + parts[2]), 0.0, squares)
        factor = design.factor
        raw = _indicator(self.domain, domains) @ (factor[stratum, None] * squares)
        sum_of = _indicator(self.domain * strata + stratum, domains * strata) @ total
        share = np.tile(factor / design.units, domains)[:, None]
        centred = (share * sum_of**2).reshape(domains, strata, -1).sum(axis=1)
        return np.asarray(np.maximum(raw - centred, 0.0) / base**2)


Flags: TypeAlias = npt.NDArray[np.bool_]


def influence(scores: Floats, design: Design, *, member: Flags | None = None) -> Floats:
    """Influence of each response (n, k) on the mean of each score among ``member`` (n,) responses.

    With replicate weights (R, k): the deviation of each replicate.
    """
    inside = np.ones(len(scores), dtype=bool) if member is None else member
    w, y = _weighed(np.where(inside[:, None], scores, np.nan), design)
    base = w.sum(axis=0)
    value = ratio((w * y).sum(axis=0), base)
    if design.replicates is not None:
        domain = np.where(inside, 0, -1)
        each = deviations(scores, design.replicates, value[None], domain=domain, domains=1)
        return np.array([d[:, 0] for d in each]).reshape(-1, len(design.replicates.scale)).T
    return np.asarray(np.nan_to_num(w * (y - value) / np.where(base > 0, base, 1)))


def variance(z: Floats, design: Design, *, domain: Codes | None = None, domains: int = 1) -> Floats:
    """Design variance (domains, k) of the sums over each domain of influences ``z`` (n, k).

    With replicate weights ``z`` is what :func:`influence` gives for them, and there is one domain.
    """
    if design.replicates is not None:
        return spread(z, design.replicates)[None]
    codes = np.zeros(len(z), dtype=np.intp) if domain is None else domain
    units, strata = len(design.stratum), len(design.units)
    inside, unit, totals = codes, design.unit, z
    if units < len(z):  # clusters: sum within each cluster of each domain
        cells, at = np.unique(codes * units + unit, return_inverse=True)
        inside, unit, totals = cells // units, cells % units, _indicator(at, len(cells)) @ z
    stratum = design.stratum[unit]
    factor = design.factor
    squares = _indicator(inside, domains) @ (factor[stratum, None] * totals**2)
    sums = _indicator(np.where(inside < 0, -1, inside * strata + stratum), domains * strata) @ totals
    share = np.tile(factor / design.units, domains)[:, None]
    centre = (share * sums**2).reshape(domains, strata, z.shape[1]).sum(axis=1)
    return np.asarray(np.maximum(squares - centre, 0.0))


def errors(z: Floats, design: Design) -> Floats:
    """Standard errors (k,) of sums of influences ``z`` (n, k) on everybody's means, or on sums and differences of them."""
    return np.asarray(np.sqrt(variance(z, design)[0]))


def apart(scores: Floats, design: Design, first: Flags, second: Flags) -> Floats:
    """Standard errors (k,) of the means among ``second`` (n,) minus those among ``first`` (n,), of one sample.

    Strata, clusters and respondents in both tie the two together: the influences are subtracted, then the one
    variance is taken. Checked against: R survey ``svyglm`` on a dummy (tests/oracle/dissatisfied.R).
    """
    sides = (influence(scores, design, member=member) for member in (second, first))
    return errors(np.subtract(*sides), design)


def covariances(z: Floats, design: Design, *, domain: Codes, domains: int) -> Floats:
    """Design covariance (domains, domains) between the sums over domains of one influence ``z`` (n,).

    Its diagonal is :func:`variance`. Not for replicate weights, whose deviations have their own.
    """
    units, strata = len(design.stratum), len(design.units)
    rows = np.flatnonzero(domain >= 0)
    totals = sparse.csr_matrix((z[rows], (design.unit[rows], domain[rows])), shape=(units, domains))
    factor = design.factor
    sum_of = _indicator(design.stratum, strata) @ totals
    squares = (totals.T @ totals.multiply(factor[design.stratum][:, None]).tocsr()).toarray()
    centred = (sum_of.T @ sum_of.multiply((factor / design.units)[:, None]).tocsr()).toarray()
    return np.asarray(squares - centred)


def _weighed(scores: Floats, design: Design) -> tuple[Floats, Floats]:
    """Weights (n, k), 0 where the score is missing, and scores with 0 in its place."""
    valid = ~np.isnan(scores)
    return design.weights[:, None] * valid, np.where(valid, scores, 0.0)


def _srs_variance(squares: Floats, base: Floats, n: Codes, *, finite: bool) -> Floats:
    """Variance of the mean in a simple random sample of ``n`` from the population estimated."""
    plain = ratio(ratio(squares, base), (n - 1).astype(np.float64))
    return plain * (1 - ratio(n.astype(np.float64), base)) if finite else plain


def _indicator(codes: Codes, size: int) -> sparse.csr_matrix:
    """Sparse (size, n): row d sums the responses with code d; negative codes belong to no row."""
    rows = np.flatnonzero(codes >= 0)
    return sparse.csr_matrix((np.ones(len(rows)), (codes[rows], rows)), shape=(size, len(codes)))
