"""The few questions that place a customer, and how often they do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from segmented import VIEWS, WHICH, answers, segments, survey
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from csatreport.measure.segments.misplaced import moments
from csatreport.measure.segments.named import named
from csatreport.measure.segments.questions import _asked, chosen, rule, typing_tool

LARGE = answers(n=900)


@pytest.fixture(scope="module")
def found():
    return segments(LARGE)


def test_the_rule_is_the_linear_discriminant_of_another_program(found):
    asked = _asked(found)
    theirs = LinearDiscriminantAnalysis(
        solver="lsqr", priors=moments(asked.x, np.eye(3)[asked.member], np.ones(len(asked.x)))[2]
    )
    theirs.fit(asked.x, asked.member)
    coefficients, constants = rule(
        moments(asked.x, np.eye(3)[asked.member], np.ones(len(asked.x))), [0, 1, 2, 3]
    )
    ours = asked.x @ coefficients + constants
    apart = ours - theirs.decision_function(asked.x)
    assert np.abs(apart - apart[:, :1]).max() < 1e-8


def test_few_questions_place_nearly_as_many_as_all_and_far_more_than_guessing(found):
    tool = typing_tool(found)
    assert len(tool.questions) < len(VIEWS)
    assert tool.few.value >= 0.95 * tool.all.value
    assert tool.guess.value == pytest.approx(found.now.shares.max(), abs=0.02)
    assert tool.gained.direction == "up"
    assert tool.few.low < tool.few.value < tool.few.high
    assert [e.value for e in tool.hits] == sorted(e.value for e in tool.hits)


def test_whole_points_place_customers_as_the_exact_rule_does(found):
    tool, asked = typing_tool(found), _asked(found)
    labels = [i.label for i in asked.items]
    x = asked.x[:, [labels.index(r.label) for r in tool.rules]]
    score = x @ np.array([r.points for r in tool.rules]) + np.array(tool.start)
    assert (np.argmax(score, axis=1) == asked.member).mean() > 0.9
    assert tool.rounded.value >= 0.99
    assert all(min(r.points) == 0 for r in tool.rules)
    assert min(tool.start) == 0


def test_the_first_question_is_the_one_that_places_most_alone(found):
    asked = _asked(found)
    everybody = np.ones(len(asked.rows), dtype=bool)
    alone = []
    for q in range(4):
        coefficients, constants = rule(moments(asked.x, np.eye(3)[asked.member], asked.weights), [q])
        alone.append(
            asked.weights @ (np.argmax(asked.x[:, [q]] @ coefficients + constants, axis=1) == asked.member)
        )
    assert chosen(asked, everybody)[0] == int(np.argmax(alone))


def test_hits_are_no_better_than_guessing_where_segments_are_invented(found):
    rng = np.random.default_rng(3)
    invented = replace(found, now=replace(found.now, member=rng.choice(WHICH, len(found.now.member))))
    tool = typing_tool(invented)
    assert tool.all.value < tool.guess.value + 0.03  # cross-validated: nothing is learned from chance


def test_neither_the_order_of_rows_nor_the_scale_of_weights_changes_the_rule(found):
    turned = LARGE.iloc[np.random.default_rng(4).permutation(len(LARGE))].reset_index(drop=True)
    turned["weight"] *= 1000
    here, there = typing_tool(found), typing_tool(segments(turned))
    assert here.questions == there.questions
    assert here.rules == there.rules


def test_with_few_customers_or_few_questions_there_is_no_short_form():
    small = segments(answers(n=60))
    sparse = replace(small, now=replace(small.now, member=np.where(np.arange(60) < 12, small.now.member, -1)))
    assert typing_tool(sparse) is None
    assert typing_tool(named(survey(answers(), items=["price", "fast"], names=()))) is None


def test_two_questions_that_say_the_same_are_borne():
    frame = answers()
    frame["offers"] = frame["price"]
    tool = typing_tool(segments(frame))
    assert tool.few.shown
    assert np.isfinite(tool.few.value)


def test_levels_of_a_category_have_points_of_their_own():
    frame = answers(n=600)
    made = survey(frame, items=["price", "fast", "person", "need"], method="prototypes", names=())
    tool = typing_tool(named(made))
    words = {r.answer.en for r in tool.rules if r.answer is not None}
    assert words <= {"A fair price", "No waiting"}
