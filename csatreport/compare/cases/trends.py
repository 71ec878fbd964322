"""Trends before and after the first action: two straight lines through the figures of the waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isclose, sqrt

import numpy as np

from csatreport.compare.cases.figures import Figure, Line
from csatreport.measure import interval
from csatreport.measure.contrast import joint, untested
from csatreport.results import Contrast, Estimate

_FEWEST = 3  # figures that a line goes through
_FLAT = 1e-12  # scatter about the lines, to the figures, that is none


def bend(line: Line) -> Contrast | None:
    """Slope of the figures from the wave of the first action on, minus that of the figures before; None below three of each.

    Ordinary least squares on the waves' figures, all alike, with a line of its own on each side: slope
    ``Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²``, variance ``s² / Σ (x − x̄)²``, where s² is that of the residuals of both sides with
    k − 4 degrees of freedom. The scatter of the waves themselves is the yardstick, so a base is not needed.
    Units: those of the measure a wave.

    Checked against: R ``lm(y ~ x * after)``, coefficient ``x:after`` (tests/oracle/cases.R).
    """
    sides = [[f for f in line.figures if f.estimate.shown and (f.at >= 0) is late] for late in (False, True)]
    if min(map(len, sides)) < _FEWEST:
        return None
    fits = [_fit(side) for side in sides]
    df = sum(map(len, sides)) - 4
    scatter = sum(f[2] for f in fits)
    size = max(abs(f.told.value) for side in sides for f in side)
    s = 0.0 if scatter <= _FLAT * size**2 else sqrt(scatter / df)
    first, second = (
        _slope(side, slope, s / sqrt(spread), df)
        for side, (slope, spread, _) in zip(sides, fits, strict=True)
    )
    if isclose(s, 0.0):
        return untested(first, second, kind="change")
    return joint(first, second, se=s * sqrt(sum(1 / f[1] for f in fits)), df=df, kind="change")


def _fit(side: Sequence[Figure]) -> tuple[float, float, float]:
    """Slope, Σ (x − x̄)², Σ of squared residuals."""
    x, y = np.array([f.at for f in side], dtype=np.float64), np.array([f.told.value for f in side])
    x, y = x - x.mean(), y - y.mean()
    spread = float(x @ x)
    slope = float(x @ y) / spread
    return slope, spread, float(((y - slope * x) ** 2).sum())


def _slope(side: Sequence[Figure], slope: float, se: float, df: int) -> Estimate:
    """The slope as an estimate; its base are the waves."""
    e = side[-1].estimate
    found = replace(
        e, value=slope, measure="slope_wave", n=len(side), effective_n=None, flag="", se=None, low=None, high=None
    )  # fmt: skip
    if not se > 0:
        return found
    low, high = interval.of_mean(slope, se, df=df, confidence=e.confidence)
    return replace(found, se=se, low=low, high=high, df=float(df))
