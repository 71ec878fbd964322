"""Confidence intervals, vectorised: t for means, logit for shares."""

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
    reach = _quantile(df, confidence) * se
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
    reach = _quantile(df, confidence) * se / (p * (1 - p))
    centre = np.log(p / (1 - p))
    low, high = expit(centre - reach), expit(centre + reach)
    limit = _exact_limit(n, effective_n, df=df, confidence=confidence)
    low = np.where(inside, low, np.where(value == 1, 1 - limit, np.where(value == 0, 0.0, np.nan)))
    high = np.where(inside, high, np.where(value == 0, limit, np.where(value == 1, 1.0, np.nan)))
    return low, high


def _exact_limit(n: Codes, effective_n: Floats, *, df: float, confidence: float) -> Floats:
    """Upper limit of a share when none of an effective base has the property."""
    wide = stats.t.ppf(0.5 + confidence / 2, n - 1)  # NaN, and so no interval, for a base of one
    adjusted = effective_n * np.minimum((wide / _quantile(df, confidence)) ** 2, 1)
    return np.asarray(1 - ((1 - confidence) / 2) ** (1 / adjusted))


def _quantile(df: float, confidence: float) -> float:
    return float(stats.t.ppf(0.5 + confidence / 2, df)) if df > 0 else float("nan")
