from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from surveys import make_survey, rating, responses

from csatreport.errors import ParamsError, UsageError
from csatreport.measure import demands
from csatreport.params import Analysis

ORACLE = Path(__file__).parent / "oracle"
ITEMS = (
    rating("good", roles={"satisfaction": "a"}),
    rating("matters", roles={"importance": "a"}),
    rating("seen", low=1, high=7, roles={"perception": "b"}),
    rating("hoped", low=1, high=7, roles={"expectation": "b"}),
)


def demand(code, *items, **more):
    return {"code": code, "label": {"en": code, "zh": code}, "need": "time", "items": list(items), **more}


USUAL = (demand("d", "good"),)


def survey(*frames, declared=USUAL, **edition):
    made = make_survey(ITEMS, *frames, **edition)
    return replace(made, analysis=Analysis.model_validate({"demands": {"demand": list(declared)}}))


def oracle_frame(order=None, scale=1.0):
    d = pd.read_csv(ORACLE / "journey.csv")
    d = d if order is None else d.iloc[order]
    return responses(
        good=d["overall"],
        matters=d["stage_use"],
        weight=scale * d["weight"],
        stratum=d["stratum"],
        cluster=d["cluster"],
    )


def test_the_gap_its_interval_and_its_test_are_those_of_r():
    r = pd.read_csv(ORACLE / "demands_r.csv").set_index("quantity")["value"]
    found = demands.gaps(survey(oracle_frame())).rows[0]
    assert [found.gap.value, found.gap.se, found.gap.low, found.gap.high] == pytest.approx(
        [r["gap"], r["se"], r["low"], r["high"]], rel=1e-9
    )
    assert found.test.p == pytest.approx(r["p"], rel=1e-9)
    assert found.gap.value == pytest.approx(found.perception.value - found.expectation.value)


def test_permuting_rows_and_scaling_weights_change_nothing():
    order = np.random.default_rng(2).permutation(160)
    one, other = (
        demands.gaps(survey(f)).rows[0].gap for f in (oracle_frame(), oracle_frame(order, scale=9.0))
    )
    assert [one.value, one.se] == pytest.approx([other.value, other.se])


def test_scales_of_different_length_meet_on_one_scale():
    frame = responses(
        good=[5.0, 3.0] * 20, matters=[5.0, 5.0] * 20, seen=[7.0, 4.0] * 20, hoped=[7.0, 7.0] * 20
    )
    found = demands.gaps(survey(frame, declared=[demand("d", "good", "seen")])).rows[0]
    assert found.gap.value == pytest.approx(
        (0 - 50) / 2
    )  # both pairs fall 50 short for every other respondent


def test_wanted_items_may_be_declared_and_have_to_go_with_the_ratings():
    frame = responses(good=[4.0] * 20, hoped=[7.0] * 20)
    found = demands.gaps(survey(frame, declared=[demand("d", "good", wanted=["hoped"])])).rows[0]
    assert found.gap.value == pytest.approx(75 - 100)
    with pytest.raises(ParamsError, match="two sides do not go together"):
        demands.gaps(survey(frame, declared=[demand("d", "good", wanted=["hoped", "matters"])]))


def test_demands_without_questions_are_left_out():
    frame = responses(good=[4.0] * 20, matters=[5.0] * 20)
    found = demands.gaps(
        survey(frame, declared=[demand("words"), demand("d", "good"), demand("alone", "seen")])
    )
    assert [m.demand.code for m in found.rows] == ["d"]


def test_all_alike_has_a_gap_and_no_test_and_few_are_hidden():
    constant = demands.gaps(survey(responses(good=[4.0] * 20, matters=[5.0] * 20))).rows[0]
    assert constant.gap.value == -25
    assert not constant.test.tested
    few = demands.gaps(survey(responses(good=[4.0, 3.0] * 2, matters=[5.0] * 4))).rows[0]
    assert not few.gap.shown
    with pytest.raises(UsageError):
        demands.gaps(survey(responses(good=[4.0, 3.0] * 2, matters=[5.0] * 4))).widest.gap  # noqa: B018


def test_changes_are_one_family_and_empty_without_an_earlier_wave():
    now = responses(good=[4.0, 5.0] * 50, matters=[5.0] * 100)
    before = responses("2026Q2", good=[1.0, 2.0] * 50, matters=[5.0] * 100)
    assert not demands.changes(survey(now)).rows
    change = demands.changes(survey(before, now)).rows[0]
    assert change.direction == "up"
    assert change.value == pytest.approx(75)


def test_types_of_need_are_called_as_in_the_questionnaire_else_by_their_own_names():
    made = survey(responses(good=[4.0] * 20, matters=[5.0] * 20))
    assert demands.need_label(made.questionnaire, "courtesy").zh == "礼遇需求"
    assert demands.need_label(made.questionnaire, "luck").en == "luck"
