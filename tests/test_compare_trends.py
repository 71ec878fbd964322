"""Lines through waves, against numpy, and how often they find a trend where there is none."""

from __future__ import annotations

from dataclasses import replace

import figures
import numpy as np
import pytest
from surveys import make_survey, rating, responses

from csatreport.compare import trends
from csatreport.params import Analysis, Text

WAVES = ["2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3"]


def estimates(values, se=1.0, df=1000.0):
    return [
        figures.estimate(v, unit="index", measure="csat_index", wave=w, se=se * (1 + i % 3), df=df)
        for i, (v, w) in enumerate(zip(values, WAVES, strict=False))
    ]


def test_slope_and_standard_error_are_those_of_numpy():
    rows = estimates([70.0, 70.4, 71.2, 71.1, 72.0, 72.3, 72.9, 73.0])
    found = trends.line(rows)
    x = np.arange(8)
    slope, covariance = np.polyfit(x, [e.value for e in rows], 1, w=[1 / e.se for e in rows], cov="unscaled")
    assert found.value == pytest.approx(7 * slope[0], rel=1e-10)
    assert found.se == pytest.approx(7 * np.sqrt(covariance[0, 0]), rel=1e-10)
    assert found.first.value == pytest.approx(slope[1], rel=1e-10)
    assert found.second.value - found.first.value == pytest.approx(found.value, rel=1e-9)


def test_what_moves_beside_the_line_widens_the_interval():
    straight, rough = (trends.line(estimates(v, se=0.1)) for v in ([*range(8)], [0, 9, 1, 8, 2, 9, 3, 10]))
    assert rough.se > 5 * straight.se
    assert rough.df == 6
    assert straight.df == 1000


def test_series_without_a_trend_are_rarely_called_one():
    rng = np.random.default_rng(11)
    found = 0
    for _ in range(2000):
        rows = [replace(e, value=rng.normal(70, e.se)) for e in estimates([70.0] * 8)]
        found += trends.line(rows).p < 0.05
    assert found / 2000 < 0.06


def survey(*breaks, rise=0.1):
    rng = np.random.default_rng(5)
    waves = [
        responses(w, a=np.clip(rng.normal(3 + rise * i, 1, 300).round(), 1, 5)) for i, w in enumerate(WAVES)
    ]
    return replace(make_survey((rating("a"),), *waves), analysis=Analysis.model_validate({"breaks": breaks}))


def test_a_series_that_rises_is_found_to_rise():
    found = trends.trend(survey(), "a", "csat_index")
    assert found.change.direction == "up"
    assert found.change.first.wave == "2024Q4"
    assert trends.trend(survey(rise=0.0), "a", "csat_index").change.direction == "none"


def test_the_line_begins_after_the_last_break_and_needs_three_waves():
    note = Text(en="asked otherwise", zh="问法不同")
    at = {"what": "wording", "note": note}
    found = trends.trend(survey({**at, "wave": "2025Q4"}), "a", "csat_index")
    assert found.change.first.wave == "2025Q4"
    assert len(found.series) == 8
    assert trends.trend(survey({**at, "wave": "2026Q2"}), "a", "csat_index").change is None


def test_several_lines_are_one_family():
    found = trends.trends(survey(), ["a", "a"], "csat_index")
    assert [c.family for c in found] == [2, 2]
