"""Whether a construct is the same thing in every group, before its index is compared between groups.

Three steps, each group against all others. *Configural*: every group was asked the same questions, and the model has a
solution in it. *Compositional*: with outer weights ``a`` found in the group and ``b`` among the others, the two scores of
everybody have the correlation ``c = a'Sb / √(a'Sa · b'Sb)``, ``S`` of all together; it must not lie further below 1
than chance puts it. *Equal means and variances* of the scores by the weights of all together: then groups may be pooled.
Chance is told by permutation: who belongs to which group is shuffled, weights stay with the respondents.

Over the groups of one question the p values are corrected by the largest statistic (Westfall and Young), each divided by
its mean under permutation, so that small groups count no more than large ones. Clusters are not kept together.

Source: Henseler, Ringle and Sarstedt, *Testing measurement invariance of composites* (2016). Checked against: each step
worked out for one permutation at a time; the rate of false alarms over made groups that do not differ.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.moments import Moments, moments
from csatreport.measure.pathmodel.estimate import Fitted, Scheme, fit
from csatreport.measure.pathmodel.structure import Bools, Structure

_CLOSE = 1e-5  # weights that move less change a correlation of scores by its square


@dataclass(frozen=True, eq=False)
class Invariance:
    """Of ``G`` groups and ``L`` constructs, each (G, L); NaN where a group has no solution.

    ``correlation`` is ``c``, ``mean`` and ``variance`` the group minus the others and the logarithm of their ratio;
    ``p`` of the three steps are corrected over the groups; ``excess`` is ``1 − c`` over its mean under permutation.
    """

    correlation: Floats
    mean: Floats
    variance: Floats
    excess: Floats
    p_correlation: Floats
    p_mean: Floats
    p_variance: Floats


def invariance(
    values: Floats,
    weights: Floats,
    codes: Codes,
    structure: Structure,
    rng: np.random.Generator,
    *,
    scheme: Scheme = "path",
    times: int = 500,
) -> Invariance:
    """Test all groups ``codes`` (n,) 0 … G−1 on complete answers ``values`` (n, k).

    The first row of every block of permutations is what was observed.
    """
    whole = moments(values, weights)
    sd = np.sqrt(np.diagonal(whole.covariance[0]))
    everybody = _Everybody(
        structure, fit(whole.correlation, structure, scheme=scheme), whole.correlation[0], scheme,
        _sums((values - whole.mean[0]) / np.where(sd > 0, sd, np.nan), weights),
    )  # fmt: skip
    shuffled = np.repeat(codes.astype(np.int16)[None], times + 1, axis=0)
    rng.permuted(shuffled[1:], axis=1, out=shuffled[1:])
    found = [_of_group(everybody, shuffled == g) for g in range(int(codes.max()) + 1)]
    correlation, mean, variance = (np.stack(part, axis=1) for part in zip(*found, strict=True))
    return Invariance(
        correlation[0], mean[0], variance[0], _scaled(1 - correlation)[0],
        _p(1 - correlation), _p(np.abs(mean)), _p(np.abs(variance)),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Everybody:
    """The model of all together, and each respondent's part (n, 1 + k + k(k+1)/2) in the sums that moments come from."""

    structure: Structure
    pooled: Fitted
    correlation: Floats
    scheme: Scheme
    sums: Floats


def _of_group(everybody: _Everybody, member: Bools) -> tuple[Floats, Floats, Floats]:
    """Correlation, difference of means, log ratio of variances (1 + times, L) of one group and the others."""
    structure, pooled = everybody.structure, everybody.pooled
    group = member.astype(np.float64) @ everybody.sums
    both = [_moments(sums, len(structure.of)) for sums in (group, everybody.sums.sum(axis=0) - group)]
    a, b = (
        fit(m.correlation, structure, scheme=everybody.scheme, like=pooled, tolerance=_CLOSE).weights
        for m in both
    )
    within = everybody.correlation * structure.same
    ab, aa, bb = (((one @ within) * two) @ structure.member for one, two in ((a, b), (a, a), (b, b)))
    weight = pooled.weights[0]
    mean = ((both[0].mean - both[1].mean) * weight) @ structure.member
    variances = [((m.covariance * structure.same) @ weight * weight) @ structure.member for m in both]
    with np.errstate(divide="ignore", invalid="ignore"):
        return ab / np.sqrt(aa * bb), mean, np.log(variances[0] / variances[1])


def _sums(x: Floats, w: Floats) -> Floats:
    i, j = np.triu_indices(x.shape[1])
    return w[:, None] * np.hstack([np.ones((len(x), 1)), x, x[:, i] * x[:, j]])


def _moments(sums: Floats, k: int) -> Moments:
    """Moments (b, k) and (b, k, k) of standardised answers from their sums; NaN for a group of nobody."""
    base = np.where(sums[:, :1] > 0, sums[:, :1], np.nan)
    mean, second = sums[:, 1 : k + 1] / base, np.empty((len(sums), k, k))
    i, j = np.triu_indices(k)
    second[:, i, j] = second[:, j, i] = sums[:, k + 1 :] / base
    return Moments(mean, second - mean[:, :, None] * mean[:, None, :])


def _p(statistic: Floats) -> Floats:
    """Corrected p values (G, L) of statistics (1 + times, G, L), observed first; larger is stranger."""
    scaled = _scaled(statistic)
    largest = np.nanmax(np.where(np.isnan(scaled[1:]), -np.inf, scaled[1:]), axis=1, initial=-np.inf)
    beaten = (largest[:, None] >= scaled[0] * (1 - 1e-12)).sum(axis=0)
    return np.where(np.isnan(scaled[0]), np.nan, (1 + beaten) / (1 + len(largest)))


def _scaled(statistic: Floats) -> Floats:
    """Each statistic over its mean under permutation."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(statistic / np.nanmean(statistic[1:], axis=0))
