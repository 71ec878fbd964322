"""What may be declared of drivers, and how every fault names its key."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from surveys import LABELS, category, rating

from csatreport.params import Questionnaire
from csatreport.params.analysis.drivers import Drivers

SHEET = Questionnaire(
    (
        rating("overall", roles={"overall": ""}),
        rating("speed"),
        rating("price"),
        category("region", "region"),
    ),
    LABELS,
)


def faults(**declared):
    return [(f.where, f.problem) for f in Drivers.model_validate(declared).faults(SHEET)]


def test_nothing_need_be_declared():
    assert faults() == []
    assert Drivers().missing == "auto"


def test_what_the_questionnaire_bears_out_has_no_fault():
    assert faults(outcome="overall", items=["speed", "price"], kind="satisfied", missing="listwise") == []


@pytest.mark.parametrize(
    ("declared", "where", "problem"),
    [
        ({"outcome": "overal"}, "outcome", "no item 'overal'"),
        ({"outcome": "region"}, "outcome", "is no rating"),
        ({"items": ["speed", "sped"]}, "items[2]", "no item 'sped'"),
        ({"items": ["speed", "region"]}, "items[2]", "is no rating"),
        ({"items": ["speed", "price", "speed"]}, "items", "named twice"),
        ({"outcome": "price", "items": ["speed", "price"]}, "items", "among its drivers"),
        ({"items": ["speed"]}, "items", "one driver alone"),
        ({"kind": "satisfied", "missing": "pairwise"}, "missing", "cannot use pairs"),
    ],
)
def test_a_fault_names_its_key(declared, where, problem):
    [(place, said)] = faults(**declared)
    assert place == f"params/analysis.toml [drivers] {where}"
    assert problem in said


@pytest.mark.parametrize(
    "declared",
    [
        {"kind": "median"},
        {"missing": "mean"},
        {"resamples": 5},
        {"stable": 0.3},
        {"top": 0},
        {"crosshair": "x"},
        {"no": 1},
    ],
)
def test_values_that_mean_nothing_are_refused(declared):
    with pytest.raises(ValidationError):
        Drivers.model_validate(declared)
