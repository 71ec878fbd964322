"""What may be declared of customers who leave, and what is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from surveys import rating

from csatreport.params import Questionnaire, Text
from csatreport.params.analysis.churn import Churn

LISTS = {
    "lifecycle": {"left": Text.same("left"), "contact": Text.same("contact")},
    "sale": {"upgrade": Text.same("upgrade"), "more": Text.same("more")},
}
ASKED = Questionnaire((rating("overall"),), LISTS)


def problems(**declared):
    return [(f.problem, f.got) for f in Churn(**declared).faults(ASKED)]


def test_nothing_declared_is_sound_where_the_lists_have_the_usual_codes():
    assert problems() == []


def test_a_usual_code_that_no_list_has_is_no_fault_of_those_who_declared_nothing():
    assert [f for f in Churn().faults(ASKED) if "cross_sell" in str(f)] == []


def test_years_out_of_order_are_told():
    assert problems(tenure=(3, 1)) == [("years of tenure out of order", "3, 1")]
    assert problems(age=(30, 30)) == [("years of age out of order", "30, 30")]


def test_codes_that_their_lists_do_not_have_are_told():
    assert problems(event="gone") == [("no such code", "gone")]
    assert problems(extras=("more", "besides")) == [("no such code", "besides")]
    assert problems(upgrades=("upgrade",)) == []


@pytest.mark.parametrize(
    "declared",
    [{"history": 0}, {"held_out": 0}, {"ridge": 0}, {"first": 1.0}, {"tenure": (0,)}, {"years": 3}],
)
def test_what_makes_no_sense_is_refused(declared):
    with pytest.raises(ValidationError):
        Churn(**declared)
