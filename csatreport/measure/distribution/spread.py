"""Standard deviation, variance and quantiles of one column of answers, with design-based intervals."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

import numpy as np
from scipy import stats

from csatreport.measure.design import Design, Floats
from csatreport.measure.linearisation import means

_TIE = 1e-12  # a cumulated share this near to p is p: sums of weights are not exact


class Found(NamedTuple):
    """A number with its standard error and interval; NaN where there is none."""

    value: float
    se: float
    low: float
    high: float


NOTHING = Found(np.nan, np.nan, np.nan, np.nan)


def variances(values: Floats, design: Design, *, confidence: float, root: bool) -> list[Found]:
    """Variance (``root``: standard deviation) of every column.

    ``s² = n/(n−1) · Σ w (x − m)² / Σ w`` over the n responses that have x, as R ``svyvar``: the sample
    variance where nobody is weighted. The mean m costs nothing to first order, so the standard error is that of
    the mean of ``(x − m)²``; ``se(s) = se(s²) / 2s``. The interval is made on the scale of ``log s²``, so that it
    stays above 0.

    Parameters
    ----------
    values : (n, k) float
        NaN where missing or outside the domain; the whole design stays.

    Source: Särndal, Swensson, Wretman, 5.5. Checked against: R survey ``svyvar`` on apistrat and apiclus1 (value and
    standard error), numpy ``var(ddof=1)``.
    """
    found = means((values - means(values, design).value[0]) ** 2, design)
    n = found.n[0]
    scale = np.divide(n, n - 1, out=np.full(n.shape, np.nan), where=n > 1)
    reach = float(stats.t.ppf(0.5 + confidence / 2, found.df)) if found.df > 0 else np.nan
    value, se = found.value[0] * scale, found.se[0] * scale
    return [_positive(v, e, reach=reach, root=root) for v, e in zip(value, se, strict=True)]


def _positive(value: float, se: float, *, reach: float, root: bool) -> Found:
    """A variance with its interval on the log scale; nobody differs: 0 without an interval."""
    if not value > 0:
        return Found(value, np.nan, np.nan, np.nan)
    if root:
        value, se = np.sqrt(value), se / (2 * np.sqrt(value))
    factor = np.exp(reach * se / value)
    return Found(float(value), float(se), float(value / factor), float(value * factor))


def quantile(values: Floats, design: Design, p: float, *, confidence: float) -> Found:
    """The ``p`` quantile: the smallest answer x whose cumulated weighted share F(x) is at least p.

    That is the left-continuous inverse of the distribution function (R's rule "math", Hyndman and Fan's type 1): a
    quantile of ratings is a rating that somebody gave. The interval inverts the pointwise intervals of F: from the
    smallest x with ``F(x) + t se(F(x)) ≥ p`` to the smallest with ``F(x) − t se(F(x)) ≥ p``. With many distinct
    answers that is Woodruff's interval; with the few of a rating it also holds where the quantile is the highest
    answer and ``F = 1`` has no error. The standard error is the interval's length over 2t.

    Parameters
    ----------
    values : (n,) float
        NaN where missing or outside the domain; the whole design stays.
    p : float
        Between 0 and 1.

    Source: Woodruff (1952); Francisco and Fuller (1991). Checked against: R survey ``svyquantile`` (value) and the
    inverted ``confint(svymean(x <= v))`` (ends) on apistrat and apiclus1. R's own ``interval.type="mean"`` centres the
    interval on F at the quantile in place of p, which lies higher where answers are tied.
    """
    inside = ~np.isnan(values) & (design.weights > 0)
    if not inside.any():
        return NOTHING
    answers, position = np.unique(values[inside], return_inverse=True)
    share = np.bincount(position, design.weights[inside])
    cumulated = np.cumsum(share) / share.sum()
    at = int(np.searchsorted(cumulated, p - _TIE))
    if not design.df > 0:
        return Found(float(answers[at]), np.nan, np.nan, np.nan)
    reach = float(stats.t.ppf(0.5 + confidence / 2, design.df))

    def first(side: int) -> float:
        """The smallest answer at which that end of the interval of F has reached p."""

        def reached(k: int) -> float:
            found = means(np.where(inside, values <= answers[k], np.nan)[:, None], design)
            return float(found.value[0, 0] + side * reach * found.se[0, 0]) + _TIE

        return float(answers[min(bisect_left(range(len(answers)), p, key=reached), len(answers) - 1)])

    low, high = first(1), first(-1)
    return Found(float(answers[at]), (high - low) / (2 * reach), low, high)


def mode(values: Floats, design: Design) -> float:
    """The answer with the largest weighted share; of several the smallest, NaN where nobody answered."""
    inside = ~np.isnan(values) & (design.weights > 0)
    if not inside.any():
        return np.nan
    answers, position = np.unique(values[inside], return_inverse=True)
    share = np.bincount(position, design.weights[inside])
    return float(answers[int(np.argmax(share > share.max() * (1 - _TIE)))])
