"""The correlation of two columns of answers, its influence, and its standard error.

The correlation of x and y over the responses that have both is a smooth function of weighted means, so its
influence is known in closed form and its standard error is the one linearised variance of :mod:`.linearisation`:
strata, clusters and weights count, and ratings need not be normal. The interval is made through Fisher's z = atanh
r, ``z ± t(df) se / (1 − r²)``, and stays within −1 and 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import Literal, get_args

import numpy as np
from scipy import stats

from csatreport.errors import UsageError
from csatreport.measure.design import Design, Floats
from csatreport.measure.linearisation import errors

Method = Literal["pearson", "spearman"]
_NUMBERS = 8_000_000  # influences held at once
_FLAT = 1e-12  # of the squared range: a variance below it comes from rounding


def correlate(x: Floats, y: Floats, design: Design, *, method: Method = "pearson") -> tuple[float, float]:
    """Correlation of x and y (n,) and its standard error; NaN where one is constant or fewer than three have both.

    ``r = Σ w (x−mx)(y−my) / √(Σ w (x−mx)² Σ w (y−my)²)``. With standardised a, b the influence of a response is
    ``w/Σw · (ab − r (a² + b²)/2)``. Spearman's is Pearson's of weighted mid-ranks
    ``R(x) = (Σ_{x'<x} w + ½ Σ_{x'=x} w)/Σw``; ranks are estimated too, so its influence has the part by which a
    response moves the ranks of all others.

    With delivered replicate weights the correlation is computed once with each.

    Source: Kish and Frankel (1974); Särndal, Swensson, Wretman, 5.5. Checked against: R survey (delta method on
    ``svyvar``), a jackknife, scipy ``pearsonr`` and ``spearmanr`` (value, nobody weighted).
    """
    return correlate_all([(x, y)], design, method=method)[0]


def correlate_all(
    pairs: Sequence[tuple[Floats, Floats]], design: Design, *, method: Method = "pearson"
) -> list[tuple[float, float]]:
    """:func:`correlate` for many pairs, whose variances are taken together."""
    if method not in get_args(Method):
        raise UsageError("no such correlation", expected="pearson or spearman", got=repr(method))
    if design.replicates is not None:
        return [_replicated(x, y, design, method) for x, y in pairs]
    found: list[tuple[float, float]] = []
    block = max(1, _NUMBERS // max(len(design.weights), 1))
    for start in range(0, len(pairs), block):
        each = [influences(x, y, design.weights, method=method) for x, y in pairs[start : start + block]]
        se = errors(np.column_stack([z for _, z in each]), design)
        found += [(r, nan if np.isnan(r) else float(e)) for (r, _), e in zip(each, se, strict=True)]
    return found


def influences(x: Floats, y: Floats, weights: Floats, *, method: Method) -> tuple[float, Floats]:
    """The correlation and the influence (n,) of every response on it; 0 for those without both."""
    there = ~np.isnan(x) & ~np.isnan(y) & (weights > 0)
    z = np.zeros(len(x))
    if there.sum() < 3:
        return nan, z
    w = weights[there] / weights[there].sum()
    u, v = x[there], y[there]
    if method == "spearman":
        u, v = _ranks(u, w), _ranks(v, w)
    a, b = _standardised(u, w), _standardised(v, w)
    if a is None or b is None:
        return nan, z
    r = float(np.clip((w * a[0] * b[0]).sum(), -1, 1))
    one = w * (a[0] * b[0] - r * (a[0] ** 2 + b[0] ** 2) / 2)
    if method == "spearman":
        one += w * (
            _moved(x[there], w, (b[0] - r * a[0]) / a[1]) + _moved(y[there], w, (a[0] - r * b[0]) / b[1])
        )
    z[there] = one
    return r, z


def _standardised(x: Floats, w: Floats) -> tuple[Floats, float] | None:
    """Give ``x`` mean 0 and variance 1, and its standard deviation; None where it is constant."""
    centred = x - (w * x).sum()
    square = float((w * centred**2).sum())
    if np.ptp(x) == 0 or square <= _FLAT * np.ptp(x) ** 2:
        return None
    return centred / np.sqrt(square), float(np.sqrt(square))


def _ranks(x: Floats, w: Floats) -> Floats:
    """Weighted mid-ranks, 0-1."""
    _, at = np.unique(x, return_inverse=True)
    share = np.bincount(at, w)
    return np.asarray((np.cumsum(share) - share / 2)[at])


def _moved(x: Floats, w: Floats, slope: Floats) -> Floats:
    """By how much each response, through the ranks of all, moves what has this ``slope`` in each rank."""
    _, at = np.unique(x, return_inverse=True)
    pull = np.bincount(at, w * slope)
    above = pull.sum() - np.cumsum(pull)
    # A response adds to the ranks of those above it, half to its equals; a rank is a share: its mean is taken out.
    return np.asarray((above + pull / 2)[at] - (w * slope * _ranks(x, w)).sum())


def _replicated(x: Floats, y: Floats, design: Design, method: Method) -> tuple[float, float]:
    assert design.replicates is not None  # noqa: S101 - for the type checker; the caller looked
    value, _ = influences(x, y, design.weights, method=method)
    each = np.array([influences(x, y, w, method=method)[0] for w in design.replicates.weights.T])
    return value, float(np.sqrt(design.replicates.scale @ (each - value) ** 2))


def fisher(value: float, se: float, *, df: float, confidence: float) -> tuple[float, float]:
    """Interval of a correlation: ``tanh(atanh r ± t(df) se/(1 − r²))``; NaN where r is ±1 or has no error."""
    if np.isnan(value) or np.isnan(se) or abs(value) >= 1 or not df > 0:
        return nan, nan
    reach = float(stats.t.ppf(0.5 + confidence / 2, df)) * se / (1 - value**2)
    return float(np.tanh(np.arctanh(value) - reach)), float(np.tanh(np.arctanh(value) + reach))


def p_value(value: float, se: float, *, df: float) -> float:
    """Two-sided p value of no correlation, t test on Fisher's z; NaN where there is nothing to test with."""
    if np.isnan(value) or not se > 0 or abs(value) >= 1 or not df > 0:
        return nan
    return float(2 * stats.t.sf(abs(np.arctanh(value)) * (1 - value**2) / se, df))
