"""What may be declared of service standards, and how every fault names its place."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from surveys import category, rating

from csatreport.params import Questionnaire, Text
from csatreport.params.analysis.standards import Standards

SHEET = Questionnaire(
    (rating("shop"), rating("speed"), category("region", "region")),
    {"standard": {"greeting": Text.same("greeting"), "queue": Text.same("queue")}},
)


def faults(**declared):
    return list(Standards.model_validate(declared).faults(SHEET))


def test_nothing_has_to_be_declared():
    assert not faults()
    assert (Standards().of("queue").items, Standards().aim("queue"), Standards().waves) == ((), 0.9, 4)


def test_a_standard_has_its_own_target_or_that_of_all():
    declared = Standards.model_validate(
        {
            "target": 0.8,
            "standard": [{"code": "queue", "target": 0.7}, {"code": "greeting", "items": ["shop"]}],
        }
    )
    assert (declared.aim("queue"), declared.aim("greeting"), declared.aim("else")) == (0.7, 0.8, 0.8)
    assert declared.of("greeting").items == ("shop",)
    assert not list(declared.faults(SHEET))


def test_an_unknown_standard_is_named_with_what_it_may_have_meant():
    (fault,) = faults(standard=[{"code": "greting"}])
    assert (fault.got, fault.todo) == ("greting", "did you mean 'greeting'?")
    assert "standard 'greting'" in fault.where


@pytest.mark.parametrize("item", ["shopp", "region"])
def test_what_is_no_rating_cannot_say_what_customers_think(item):
    (fault,) = faults(standard=[{"code": "queue", "items": ["speed", item]}])
    assert (fault.problem, fault.got) == ("no rating", item)


def test_a_standard_declared_twice_is_one_fault():
    (fault,) = faults(standard=[{"code": "queue"}, {"code": "queue"}, {"code": "greeting"}])
    assert "'queue' is declared twice" in fault.problem


@pytest.mark.parametrize(
    "declared",
    [
        {"target": 85},
        {"target": 0},
        {"waves": 0},
        {"goal": 0.8},
        {"standard": [{"code": "queue", "target": 1.2}]},
    ],
)
def test_numbers_out_of_range_and_unknown_keys_are_refused(declared):
    with pytest.raises(ValidationError):
        Standards.model_validate(declared)
