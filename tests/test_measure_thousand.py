"""The index out of 1,000 adds up, and its standard errors are those of the sum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError
from surveys import category, make_survey, rating, responses

from csatreport.compare import standing
from csatreport.errors import ParamsError
from csatreport.measure import thousand
from csatreport.measure.fielding import Fielding
from csatreport.measure.resample import resampled
from csatreport.params import Analysis
from csatreport.params.analysis.thousand import Thousand

RNG = np.random.default_rng(4)
N = 400
ITEMS = (
    rating("a", dimension="service"), rating("b", dimension="service"), rating("c", dimension="product"),
    rating("stay", roles={"loyalty": ""}), category("region", "region", roles={"standing": ""}),
)  # fmt: skip
HALF = Analysis.model_validate(
    {
        "thousand": {
            "factor": [{"dimension": "service", "weight": 0.7}, {"dimension": "product", "weight": 0.3}]
        }
    }
)


def holes(values, share):
    return np.where(RNG.random(N) < share, np.nan, values)


def wave(name="2026Q3", **more):
    base = RNG.normal(3.4, 1, N)
    values = {i: np.clip((base + RNG.normal(0, 0.8, N)).round(), 1, 5) for i in ("a", "b", "c", "stay")}
    values |= {"a": holes(values["a"], 0.2), "c": holes(values["c"], 0.4)}
    region = RNG.choice(["n", "s", "w"], N)
    return responses(name, **(values | {"region": region, "weight": RNG.uniform(0.5, 2, N)} | more))


SURVEY = replace(make_survey(ITEMS, wave("2025Q3"), wave("2026Q2"), wave()), analysis=HALF)


def test_the_index_is_the_sum_of_factor_scores_times_weights():
    found = thousand.index(SURVEY)
    assert found.declared
    assert found.index.value == pytest.approx(sum(f.weight * f.score.value for f in found.factors), rel=1e-12)
    assert found.most_to_gain.to_gain.value == pytest.approx(0.7 * (1000 - found.factors[0].score.value))


def test_its_standard_error_is_that_of_the_bootstrap():
    fielding = Fielding.of(SURVEY)
    y = thousand.values(fielding, ["service", "product"])
    there = ~np.isnan(y)

    def statistic(block):
        return ((block @ np.nan_to_num(y)) / (block @ there)) @ np.array([0.7, 0.3])

    found = resampled(statistic, fielding.design, np.random.default_rng(1), times=2000)
    assert thousand.index(SURVEY).index.se == pytest.approx(found.se(0.0), rel=0.06)


def test_without_declared_weights_all_factors_weigh_alike():
    found = thousand.index(replace(SURVEY, analysis=Analysis()))
    assert [f.weight for f in found.factors] == [0.5, 0.5]
    assert not found.declared


def test_a_group_that_rated_one_factor_only_has_an_index_of_that_factor():
    frame = wave()
    frame.loc[frame["region"] == "w", ["a", "b"]] = np.nan
    made = replace(make_survey(ITEMS, frame), analysis=HALF)
    west = thousand.levels(made, "region").one(level="w")
    inside = frame[frame["region"] == "w"].dropna(subset=["c"])
    assert west.value == pytest.approx(250 * (np.average(inside["c"], weights=inside["weight"]) - 1))
    assert west.n == len(inside)


def test_permuting_rows_and_scaling_weights_change_nothing():
    frame = SURVEY.in_wave(SURVEY.wave).responses
    other = frame.sample(frac=1, random_state=1).assign(weight=lambda f: 7 * f["weight"])
    one, two = (thousand.index(replace(SURVEY, responses=f)).index for f in (frame, other))
    assert two.value == pytest.approx(one.value, rel=1e-12)
    assert two.se == pytest.approx(one.se, rel=1e-10)


def test_branches_stand_by_the_index_as_they_do_by_the_levels():
    ranks = standing.of_index(SURVEY)
    levels = {e.level: e.value for e in thousand.levels(SURVEY, "region")}
    assert {p.estimate.level: p.estimate.value for p in ranks.rows} == pytest.approx(levels)
    assert ranks.overall.value == pytest.approx(thousand.index(SURVEY).index.value)
    assert all(p.gap.se > 0 for p in ranks.rows)
    assert ranks.best.value == max(levels.values())


def test_more_of_the_high_band_mean_to_stay():
    found = thousand.loyalty(SURVEY)
    assert [e.level for e in found.loyal] == ["high", "middle", "low"]
    assert sum(e.value for e in found.bands) == pytest.approx(1)
    assert found.gap.direction == "up"
    assert found.gap.value == pytest.approx(found.loyal.rows[0].value - found.loyal.rows[2].value)


def test_the_change_on_the_year_is_tested():
    moved = thousand.change(SURVEY, to="year_ago")
    assert (moved.first.wave, moved.second.wave) == ("2025Q3", "2026Q3")
    assert moved.tested
    assert [e.wave for e in thousand.series(SURVEY)] == ["2025Q3", "2026Q2", "2026Q3"]


def test_a_constant_rating_has_an_index_without_spread():
    n = dict.fromkeys(("a", "b", "c", "stay"), np.full(N, 4.0))
    found = thousand.index(make_survey(ITEMS, wave(**n))).index
    assert found.value == pytest.approx(750)
    assert found.se == pytest.approx(0, abs=1e-9)


def test_no_factor_and_no_loyalty_are_clear_errors():
    with pytest.raises(ParamsError, match="no factor"):
        thousand.index(make_survey((rating("a"),), responses(a=[1.0, 2.0] * 20)))
    with pytest.raises(ParamsError, match="loyalty"):
        thousand.loyalty(make_survey(ITEMS[:3], wave()))


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"factor": [{"dimension": "a", "weight": 0.7}]}, "add up to 1"),
        ({"factor": [{"dimension": "a", "weight": 0.5}] * 2}, "once"),
        ({"upper": 700, "lower": 800}, "lower band"),
    ],
)
def test_what_cannot_be_an_index_is_refused(declared, message):
    with pytest.raises(ValidationError, match=message):
        Thousand.model_validate(declared)


def test_a_factor_without_ratings_is_a_fault():
    declared = Analysis.model_validate({"thousand": {"factor": [{"dimension": "servce", "weight": 1.0}]}})
    (fault,) = declared.faults(SURVEY.questionnaire)
    assert "servce" in fault.problem
    assert "service" in fault.todo
