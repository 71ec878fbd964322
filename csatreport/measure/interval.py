"""Confidence intervals, vectorised: t for means, logit for shares; exact ones of a simple sample as telling."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from scipy import stats
from scipy.special import expit

from csatreport.measure.design import Codes, Floats

Numbers = TypeVar("Numbers", float, Floats)


def of_mean(value: Numbers, se: Numbers, *, df: float, confidence: float) -> tuple[Numbers, Numbers]:
    """``value ± t(df) se``, as R ``confint(svymean(...), df=degf(design))``; not cut to the scale's ends.

    NaN without degrees of freedom; with infinitely many of them t is the normal quantile.
    """
    reach = quantile(df, confidence) * se
    return value - reach, value + reach


def of_share(
    value: Floats, se: Floats, *, df: float, n: Codes, effective_n: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Interval of a share on the logit scale, back-transformed, as R ``svyciprop(method="logit")``.

    ``logit(p) ± t(df) se / (p (1 − p))``. Where p is exactly 0 or 1 the logit does not exist and the
    standard error is 0: there the exact binomial interval (Clopper-Pearson) is used with Kish's effective
    base times ``(t(n−1) / t(df))²``, but never more than that base, in place of n.

    Source: Korn and Graubard (1998); the cap as NCHS, *Data Presentation Standards for Proportions* (2017).
    Checked against: R survey on SFO 2013-2016 and apistrat (tests/oracle); Clopper-Pearson at 0 of n.
    """
    inside = (value > 0) & (value < 1)
    p = np.where(inside, value, 0.5)
    reach = quantile(df, confidence) * se / (p * (1 - p))
    centre = np.log(p / (1 - p))
    low, high = expit(centre - reach), expit(centre + reach)
    limit = _exact_limit(n, effective_n, df=df, confidence=confidence)
    low = np.where(inside, low, np.where(value == 1, 1 - limit, np.where(value == 0, 0.0, np.nan)))
    high = np.where(inside, high, np.where(value == 0, limit, np.where(value == 1, 1.0, np.nan)))
    return low, high


def exact(share: float, se: float, base: float, confidence: float) -> tuple[float, float]:
    """Exact interval of a share as if it came from a simple sample as telling as this one (Korn and Graubard).

    That sample has ``p (1 − p) / se²`` answers, and never more than ``base``, the effective base; near 0 and 1, where the
    standard error of a corrected share says little, ``p`` is taken at least one answer inside. NaN without a base.

    Source: Korn and Graubard (1998). Checked against: scipy ``binomtest(...).proportion_ci(method="exact")``.
    """
    if not base > 0:
        return float("nan"), float("nan")
    inner = min(max(share, 1 / base), 1 - 1 / base)
    n = base if not se > 0 else min(base, inner * (1 - inner) / se**2)
    tail, x = (1 - confidence) / 2, share * n
    low = 0.0 if x <= 0 else float(stats.beta.ppf(tail, x, n - x + 1))
    high = 1.0 if x >= n else float(stats.beta.ppf(1 - tail, x + 1, n - x))
    return low, high


def _exact_limit(n: Codes, effective_n: Floats, *, df: float, confidence: float) -> Floats:
    """Upper limit of a share when none of an effective base has the property."""
    wide = stats.t.ppf(0.5 + confidence / 2, n - 1)  # NaN, and so no interval, for a base of one
    adjusted = effective_n * np.minimum((wide / quantile(df, confidence)) ** 2, 1)
    return np.asarray(1 - ((1 - confidence) / 2) ** (1 / adjusted))


def quantile(df: float, confidence: float) -> float:
    """Standard errors on each side of an interval: that of t; NaN without degrees of freedom."""
    return float(stats.t.ppf(0.5 + confidence / 2, df)) if df > 0 else float("nan")
