"""``[value]``: usual answers that hold anywhere, and declarations that cannot be."""

import pytest
from pydantic import ValidationError
from surveys import make_survey, rating

from csatreport.params import Analysis

QUESTIONS = make_survey((rating("overall"),)).questionnaire


def tiers(*shares, codes="abc"):
    label = {"en": "x", "zh": "x"}
    parts = [{"code": c, "share": share, "label": label} for c, share in zip(codes, shares, strict=False)]
    return {"tier": parts, "state": {"prime": 1}}


def faults(**declared):
    return [f.problem for f in Analysis.model_validate({"value": declared}).value.faults(QUESTIONS)]


def test_the_usual_answers_bear_themselves_out():
    assert faults() == []


@pytest.mark.parametrize(
    ("declared", "problem"),
    [
        (tiers(0.2, 0.7), "tiers do not take all customers"),
        (tiers(0.2, 0.8, codes="aa"), "tier 'a' is declared twice"),
        ({"lifetime": {"tenure": [3, 1]}}, "tenure is not in order"),
        ({"lifetime": {"tenure": [1, 1]}}, "tenure is not in order"),
        ({"state": {"prime": 4}}, "every tier is prime"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(declared, problem):
    assert faults(**declared) == [problem]


@pytest.mark.parametrize(
    "declared",
    [
        {"months": 0}, {"tier": []}, {"lifetime": {"discount": -0.1}}, {"lifetime": {"retention": 1.0}}, {"by": "luck"},
        {"state": {"colour": 1}},
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused(declared):
    with pytest.raises(ValidationError):
        Analysis.model_validate({"value": declared})
