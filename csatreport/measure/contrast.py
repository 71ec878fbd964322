"""Differences of two estimates, and Holm's correction of a family of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot, inf, isnan, nan
from typing import Literal

from scipy import stats

from csatreport.measure.holm import adjust, critical
from csatreport.results import Contrast, Contrasts, Estimate

Kind = Literal["change", "gap", "effect"]


def independent(first: Estimate, second: Estimate) -> Contrast:
    """``second − first`` of two independent samples (two waves): variances add.

    Degrees of freedom by Welch and Satterthwaite, ``(v₁ + v₂)² / (v₁²/df₁ + v₂²/df₂)``; a normal test where both are infinite.
    Checked against: scipy ``ttest_ind(equal_var=False)`` on unweighted samples.
    """
    if first.se is None or second.se is None:
        return untested(first, second, kind="change")
    se = hypot(first.se, second.se)
    parts = [e.se**4 / e.df for e in (first, second) if e.se and e.df]
    df = se**4 / sum(parts) if any(parts) else inf if parts else nan
    return joint(first, second, se=se, df=df, kind="change")


def joint(first: Estimate, second: Estimate, *, se: float, df: float, kind: Kind = "gap") -> Contrast:
    """``second − first`` with its standard error: t interval and two-sided t test.

    Without a standard error above 0 (nobody differs from anybody) there is nothing to test with.
    """
    if not (first.shown and second.shown) or isnan(se) or se <= 0 or not df > 0:
        return untested(first, second, kind=kind)
    value = second.value - first.value
    reach = float(stats.t.ppf(0.5 + second.confidence / 2, df)) * se
    return replace(
        untested(first, second, kind=kind),
        se=se, low=value - reach, high=value + reach, df=df, p=float(2 * stats.t.sf(abs(value) / se, df)),
    )  # fmt: skip


def untested(first: Estimate, second: Estimate, *, kind: Kind = "gap") -> Contrast:
    """``second − first`` without a test: published scores, or a difference picked for its size."""
    return Contrast(
        first=first, second=second, value=second.value - first.value, unit=second.unit, kind=kind,
        confidence=second.confidence,
    )  # fmt: skip


def family(rows: Sequence[Contrast]) -> Contrasts:
    """One family: p values adjusted together (Holm), and the difference each could have seen.

    Contrasts without a test stay as they are and do not count.
    """
    p = [r.p for r in rows if r.p is not None]
    adjusted = iter(enumerate(adjust(p)))
    return Contrasts(tuple(r if r.p is None else _adjusted(r, p, *next(adjusted)) for r in rows))


def _adjusted(row: Contrast, p: Sequence[float], which: int, adjusted: float) -> Contrast:
    level = critical(p, which, alpha=1 - row.confidence)
    visible = float(stats.t.isf(level / 2, row.df)) * (row.se or nan)
    return replace(row, p_adjusted=adjusted, family=len(p), visible=visible)
