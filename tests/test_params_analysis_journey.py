"""What may be declared of the journey, and how every fault names its place."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from csatreport.params import Questionnaire, Text
from csatreport.params.analysis.journey import Journey

LISTS = {
    "stage": ("join", "use"),
    "lifecycle": ("ask",),
    "cause": ("slow",),
    "touchpoint": ("app",),
    "department": ("desk",),
}
SHEET = Questionnaire((), {name: {c: Text.same(c) for c in codes} for name, codes in LISTS.items()})


def faults(**declared):
    return [(f.where, f.got) for f in Journey.model_validate(declared).faults(SHEET)]


def test_nothing_has_to_be_declared():
    assert not faults()
    assert Journey().of("use").steps == ()


def test_what_is_declared_of_a_stage_is_found_by_its_code():
    declared = {
        "code": "use",
        "touchpoints": ["app"],
        "departments": ["desk"],
        "steps": ["ask"],
        "causes": ["slow"],
    }
    assert not faults(stage=[declared], order=["use", "join"], funnel=["ask"])
    assert Journey.model_validate({"stage": [declared]}).of("use").causes == ("slow",)


@pytest.mark.parametrize("field", ["touchpoints", "departments", "steps", "causes"])
def test_a_code_that_no_list_has_is_a_fault_of_its_stage(field):
    assert faults(stage=[{"code": "use", field: ["nowhere"]}]) == [
        ("params/analysis.toml [journey] stage 'use'", "nowhere")
    ]


def test_unknown_stages_in_the_order_and_steps_of_the_funnel_are_faults():
    assert faults(order=["later"], funnel=["left"]) == [
        ("params/analysis.toml [journey] order", "later"),
        ("params/analysis.toml [journey] funnel", "left"),
    ]


def test_a_stage_is_declared_once():
    assert ("params/analysis.toml [journey]", "use") in faults(stage=[{"code": "use"}, {"code": "use"}])


def test_a_misspelt_key_is_refused():
    with pytest.raises(ValidationError):
        Journey.model_validate({"stage": [{"code": "use", "touchpoint": ["app"]}]})
