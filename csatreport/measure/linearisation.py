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

from csatreport.measure.cells import Cells, Totals, indicator
from csatreport.measure.design import Codes, Design, Floats, Strata
from csatreport.measure.ratio import ratio
from csatreport.measure.replication import deviations, spread

Flags: TypeAlias = npt.NDArray[np.bool_]


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
    cells = Cells.of(scores, design, codes)
    if design.replicates is None:
        return of_cells(cells, design.strata, domains=domains)
    total = cells.totals(domains)
    each = deviations(scores, design.replicates, total.value, domain=codes, domains=domains)
    squared = np.array([spread(d, design.replicates) for d in each]).reshape(-1, domains).T
    return _told(total, squared, finite=design.population is not None, df=design.df)


def of_cells(cells: Cells, strata: Strata, *, domains: int = 1) -> Means:
    """The same from sums over the cells of a design with these strata: :func:`means` without the answers."""
    total = cells.totals(domains)
    return _told(total, cells.variance(total, strata), finite=strata.population is not None, df=strata.df)


def _told(total: Totals, squared: Floats, *, finite: bool, df: float) -> Means:
    """Means with their variances ``squared`` (domains, k)."""
    base, n = total.sums[1, 0], total.sums[0, 0].astype(np.intp)
    squares = np.maximum(total.sums[1, 2] - total.spot * total.sums[1, 1], 0.0)
    srs = _srs_variance(squares, base, n, finite=finite)
    known = np.where(n > 0, squared, np.nan)
    effective = ratio(base**2, total.sums[2, 0])
    return Means(total.value, np.sqrt(known), n, effective, ratio(known, srs), df)


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
        inside, unit, totals = cells // units, cells % units, indicator(at, len(cells)) @ z
    stratum = design.stratum[unit]
    factor = design.factor
    squares = indicator(inside, domains) @ (factor[stratum, None] * totals**2)
    sums = indicator(np.where(inside < 0, -1, inside * strata + stratum), domains * strata) @ totals
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
    sum_of = indicator(design.stratum, strata) @ totals
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
