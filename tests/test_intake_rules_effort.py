"""Rules on effort put aside what they name and nothing else."""

from __future__ import annotations

import pytest
from received import answers, received, responses, said

from csatreport.intake.rules import effort


def test_an_interview_shorter_than_the_minimum_is_too_fast_and_an_unknown_length_is_not():
    table = responses(4, minutes=[1.99, 2.0, float("nan"), 1.4])
    assert said(effort.too_fast(received(table, minimum_minutes=2))) == {
        0: "1.9 minutes, less than 2",
        3: "1.4 minutes, less than 2",
    }


def test_the_time_for_each_rating_counts_the_ratings_that_were_given():
    given = answers(4, a=[1, 1, None, 1], b=[2, None, None, 2])
    table = responses(4, minutes=[0.05, 0.05, 0.05, float("nan")])
    assert said(effort.too_fast(received(table, given, minimum_seconds_per_rating=2))) == {
        0: "1.5 seconds for each rating, less than 2"
    }


def test_a_mode_may_have_a_limit_of_its_own_or_none():
    table = responses(5, minutes=3, mode=["web", "tel", "field", "", "tel"])
    modes = {"tel": {"minimum_minutes": 4}, "field": {"minimum_minutes": False}}
    found = effort.too_fast(received(table, minimum_minutes=3.5, mode=modes))
    assert said(found) == {
        0: "3.0 minutes, less than 3.5",
        1: "3.0 minutes, less than 4",
        3: "3.0 minutes, less than 3.5",
        4: "3.0 minutes, less than 4",
    }
    assert list(said(effort.too_fast(received(table, mode=modes)))) == [1, 4]


def test_too_few_answers_are_judged_by_what_was_asked():
    given = answers(4, a=[1, 1, 1, None], b=[None, None, 2, None])
    table = responses(4, asked=[3, 2, 3, 0])
    assert said(effort.too_few_answers(received(table, given, minimum_answered=0.5))) == {
        0: "1 of 3 ratings answered, less than 50 %"
    }


def test_one_answer_to_every_rating_is_a_straight_line_from_the_declared_number_on():
    given = answers(3, a=4, b=[4, 4, 5], c=[4, None, 4])
    assert said(effort.straight_lines(received(responses(3), given, straight_line_items=3))) == {
        0: "4 in all 3 ratings of the scale 1-5, 3 or more"
    }


def test_a_straight_line_is_judged_within_one_scale():
    given = answers(2, a=[3, 3], b=[3, 2], c=[3, 3], d=[3, 3], e=[7, 7])
    assert list(said(effort.straight_lines(received(responses(2), given, straight_line_items=4)))) == [0]


def test_a_whole_limit_may_be_off_for_a_mode():
    given = received(
        responses(2, mode=["tel", "web"]), answers(2, a=4, b=4, c=4),
        straight_line_items=3, mode={"tel": {"straight_line_items": False}},
    )  # fmt: skip
    assert list(said(effort.straight_lines(given))) == [1]


@pytest.mark.parametrize("rule", [effort.too_fast, effort.too_few_answers, effort.straight_lines])
def test_a_rule_without_limit_does_not_run(rule):
    assert said(rule(received(responses(2, minutes=0), answers(2, a=1, b=1, c=1, d=1)))) == {}
