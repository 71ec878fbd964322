"""What may be declared of improvements, and how every fault names its place."""

from __future__ import annotations

from datetime import date

import pytest
from improved import ITEMS, LISTS, improvement
from pydantic import ValidationError

from csatreport.params import Analysis, Questionnaire

SHEET = Questionnaire(ITEMS, LISTS)


def faults(*declared):
    return list(Analysis.model_validate({"improvement": list(declared)}).faults(SHEET))


def test_a_complete_declaration_has_no_fault():
    assert not faults(
        improvement(), improvement(code="other", domain="", levels=[], first="2026Q2", cost=5.0)
    )


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"items": ["fod"]}, "no rating 'fod'"),
        ({"items": ["place"]}, "no rating 'place'"),
        ({"items": ["food", "food"]}, "item 'food' twice"),
        ({"levels": ["r0", "rX"]}, "no level 'rX' of 'place'"),
        ({"compared": ["rX"]}, "no level 'rX' of 'place'"),
        ({"compared": ["r0"]}, "level 'r0' compared with itself"),
        ({"domain": ""}, "levels of no domain"),
        ({"domain": "food"}, "no item 'food' with a list of answers"),
        ({"cost": 1.0, "project": "P1"}, "two costs"),
        ({"first": "2025Q1"}, "a first wave that was over before it began"),
    ],
)
def test_every_fault_is_named_with_its_place(changed, problem):
    (fault,) = faults(improvement(**changed))
    assert fault.problem == problem
    assert "improvement 'menu'" in fault.where


def test_two_improvements_with_one_code_are_refused():
    with pytest.raises(ValidationError, match="twice: menu"):
        faults(improvement(), improvement(since=date(2026, 4, 1)))


@pytest.mark.parametrize(
    "changed", [{"items": []}, {"cost": -1.0}, {"worth": 0.0}, {"code": "1 2"}, {"effect": 1}]
)
def test_values_that_cannot_be_are_refused(changed):
    with pytest.raises(ValidationError):
        faults(improvement(**changed))
