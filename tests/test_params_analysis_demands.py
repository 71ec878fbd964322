"""What may be declared of demands, and how every fault names its place."""

from __future__ import annotations

import pytest
import surveys
from pydantic import ValidationError

from csatreport.params import Questionnaire
from csatreport.params.analysis.demands import Demands

SHEET = Questionnaire((surveys.rating("speed"), surveys.category("region", "region")), surveys.LABELS)


def demand(code="fast", **more):
    return {"code": code, "label": {"en": "Fast", "zh": "快"}, "need": "functional", **more}


def faults(**declared):
    return [(f.problem, f.got) for f in Demands.model_validate(declared).faults(SHEET)]


def test_nothing_has_to_be_declared():
    assert not faults()


def test_a_demand_with_words_and_items_of_the_questionnaire_is_right():
    assert not faults(demand=[demand(words={"en": ["slow"], "zh": ["慢"]}, items=["speed"])])


def test_items_have_to_be_ratings_of_the_questionnaire():
    found = faults(demand=[demand(items=["speed", "region"], wanted=["nothing"])])
    assert found == [("no such rating", "region"), ("no such rating", "nothing")]


def test_a_word_belongs_to_one_demand():
    two = [demand(words={"en": ["Slow"]}), demand("quick", words={"en": ["slow"]})]
    assert faults(demand=two) == [("two demands have the same word", "slow")]


def test_a_code_is_declared_once():
    assert ("a demand is declared twice", "fast") in faults(demand=[demand(), demand()])


@pytest.mark.parametrize(
    "declared",
    [
        {"mass": 0},
        {"mass": 5},
        {"core": 1.0},
        {"channels": ["post"]},
        {"candidates": -1},
        {"demand": [demand(need="wealth")]},
        {"demand": [demand(words={"en": [" "]})]},
        {"demand": [demand(code="Two Words")]},
    ],
)
def test_what_cannot_be_meant_is_refused(declared):
    with pytest.raises(ValidationError):
        Demands.model_validate(declared)


def test_one_demand_may_have_a_word_in_both_languages_and_in_either_case():
    assert faults(demand=[demand(words={"en": ["app"], "zh": ["APP"]})]) == []
