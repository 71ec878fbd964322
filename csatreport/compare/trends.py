"""Trends: a straight line through all waves since the last break, and whether it rises or falls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from scipy import stats

from csatreport.measure import contrast, estimate, scores
from csatreport.measure.breaks import Breaks, Broken
from csatreport.params import Measure, Text, Wave
from csatreport.results import Contrast, Contrasts, Estimate, Estimates
from csatreport.survey import Survey

ALONG = Text(en="Change along the line through all waves", zh="各期拟合直线上的变化")
_FEWEST = 3  # waves that a line can be told from


@dataclass(frozen=True)
class Trend:
    """A series, and the change along its line from the first wave since the last break to the newest.

    ``change`` is None with fewer than three waves since then; its two sides lie on the line. ``broken`` is the
    last break, None where there was none.
    """

    series: Estimates
    change: Contrast | None
    broken: Broken | None


def trend(survey: Survey, item: str, measure: Measure) -> Trend:
    """The line of one item: a family of its own."""
    (series,) = estimate.all_series(survey, [item], measure)
    broken = Breaks.of(survey).last(item, upto=survey.wave)
    changes = contrast.family(_lines([series], [broken])).rows
    return Trend(series, changes[0] if changes else None, broken)


def trends(survey: Survey, items: list[str], measure: Measure) -> Contrasts:
    """The lines of several items that have enough waves, corrected together (Holm)."""
    breaks = Breaks.of(survey)
    last = [breaks.last(item, upto=survey.wave) for item in items]
    return contrast.family(_lines(estimate.all_series(survey, items, measure), last))


def attributes(survey: Survey, measure: Measure) -> Contrasts:
    """The lines of every single service, corrected together."""
    return trends(survey, [i.item for i in scores.attributes(survey.questionnaire, measure)], measure)


def _lines(series: Sequence[Estimates], last: Sequence[Broken | None]) -> list[Contrast]:
    """The line of each series through its waves since its last break, where they are enough."""
    usable = [
        [e for e in rows if e.shown and e.se and (broken is None or Wave.parse(e.wave) >= broken.wave)]
        for rows, broken in zip(series, last, strict=True)
    ]
    return [line(rows) for rows in usable if len(rows) >= _FEWEST]


def line(rows: list[Estimate]) -> Contrast:
    """Change along the weighted least-squares line through independent estimates, oldest first.

    With weights ``1/se²`` the slope's variance is ``1 / Σ w (x − x̄)²``. Where the estimates lie further from the line
    than their standard errors allow (``Q/(k − 2) > 1``), the variance is multiplied by that ratio and t has ``k − 2``
    degrees of freedom: what moves beside the line is not taken for a trend.

    Source: Birge (1932); Cochran (1954). Checked against: numpy ``polyfit(cov="unscaled")``; false alarms over
    series without a trend.

    Parameters
    ----------
    rows : list of Estimate
        At least three, of different waves, each with a standard error above 0.
    """
    x = np.array([Wave.parse(e.wave).index for e in rows], dtype=np.float64)
    y = np.array([e.value for e in rows])
    w = np.array([e.se or np.nan for e in rows]) ** -2.0
    centre = (w @ x) / w.sum()
    spread = w @ (x - centre) ** 2
    slope = (w @ ((x - centre) * y)) / spread
    middle = (w @ y) / w.sum()
    excess = float(w @ (y - middle - slope * (x - centre)) ** 2) / (len(rows) - 2)
    inflated = max(1.0, sqrt(excess))
    ends = [
        replace(
            e, value=float(middle + slope * (at - centre)),
            se=inflated * sqrt(1 / w.sum() + (at - centre) ** 2 / spread), low=None, high=None,
        )
        for e, at in ((rows[0], x[0]), (rows[-1], x[-1]))
    ]  # fmt: skip
    df = float(len(rows) - 2) if excess > 1 else min(e.df or np.inf for e in rows)
    se = inflated * float((x[-1] - x[0]) / np.sqrt(spread))
    return contrast.joint(*[_with_interval(e, df) for e in ends], se=se, df=df, kind="change")


def _with_interval(e: Estimate, df: float) -> Estimate:
    reach = float(stats.t.ppf(0.5 + e.confidence / 2, df)) * (e.se or 0.0)
    return replace(e, low=e.value - reach, high=e.value + reach)
