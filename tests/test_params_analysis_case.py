"""``[[case]]`` and ``[[case_measure]]``: what is wrong is named with its file and key."""

from __future__ import annotations

import cased
import pytest
from pydantic import ValidationError

from csatreport.params import Analysis, Questionnaire
from csatreport.params.analysis.case import Case

X = cased.text("x")
QUESTIONNAIRE = Questionnaire((), cased.LABELS)


def faults(*cases, measures=None):
    declared = {"case": list(cases), "case_measure": measures if measures is not None else cased.MEASURES}
    return list(Analysis.model_validate(declared).faults(QUESTIONNAIRE))


def test_what_is_declared_well_has_no_fault():
    assert faults(cased.case("a"), cased.case("b")) == []
    assert faults() == []


@pytest.mark.parametrize(
    ("rest", "where", "words"),
    [
        ({"action": [{"date": "2024-05-20", "area": "servise", "text": X}]}, "action 1, area", "did you mean 'service'"),
        ({"expected": [{"measure": "satisfied", "target": 1, "by": "2024-05-19"}]}, "expected 1, by", "2024-05-20"),
        ({"expected": [{"measure": "mood", "target": 1, "by": "2024-06-19"}]}, "expected 1, measure", "known: growth"),
        ({"expected": [{"measure": "hours", "target": t, "by": "2024-06-19"} for t in (1, 2)]}, "expected", "keep one"),
        ({"lesson": [{"measure": "hour", "moved": "better", "text": X}]}, "lesson 1, measure", "did you mean 'hours'?"),
        ({"background": cased.text("x" * 401)}, "background", "at most 400"),
        ({"lesson": [{"measure": "hours", "moved": "better", "text": cased.text("长" * 401)}]}, "lesson 1, text", "401"),
    ],
)  # fmt: skip
def test_a_fault_names_the_case_and_the_key(rest, where, words):
    (fault,) = faults(cased.case("a", **rest))
    assert fault.where == f"params/analysis.toml, case 'a', {where}"
    assert words in fault.line


def test_codes_stand_once_and_measures_have_labels():
    twice = faults(cased.case("a"), cased.case("a"))
    assert [f.problem for f in twice] == ["a case is declared twice"]
    found = faults(measures=[{"code": "mood", "unit": "share"}, {"code": "hours", "unit": "hours"}] * 2)
    assert [f.problem for f in found] == ["no code 'mood'"] * 2 + ["a case_measure is declared twice"] * 2
    assert "'case_measure' in params/labels.csv" in found[0].expected


@pytest.mark.parametrize(
    "rest",
    [{"action": []}, {"outcome": "draw"}, {"code": "a b"}, {"lesson": [{"measure": "hours", "moved": "up", "text": X}]},
     {"title": {"en": "only"}}, {"unknown": 1}],
)  # fmt: skip
def test_what_no_case_can_be_is_refused(rest):
    with pytest.raises(ValidationError):
        Case.model_validate({**cased.case("a"), **rest})


def test_actions_are_told_in_the_order_of_their_dates():
    case = Case.model_validate(cased.case("a"))
    turned = case.model_copy(update={"action": case.action[::-1]})
    assert turned.actions == case.actions == case.action
