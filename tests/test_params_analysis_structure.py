"""``[structure]`` of params/analysis.toml."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from surveys import category, rating

from csatreport.params import Questionnaire, Text
from csatreport.params.analysis.structure import FactorName, Structure

QUESTIONNAIRE = Questionnaire((rating("a"), rating("b"), rating("c"), category("region", "region")), {})


def test_everything_has_a_usual_answer_without_fault():
    usual = Structure()
    assert (usual.extraction, usual.missing, usual.factors) == ("components", "auto", None)
    assert list(usual.faults(QUESTIONNAIRE)) == []


def test_items_that_are_no_ratings_are_named():
    name = FactorName(items=("aa",), name=Text.same("x"))
    faults = list(Structure(items=("a", "b", "region"), names=(name,)).faults(QUESTIONNAIRE))
    assert [f.problem for f in faults] == [
        "'region' is no rating of the questionnaire", "'aa' is no rating of the questionnaire",
    ]  # fmt: skip
    assert "names" in faults[1].where


def test_two_items_are_too_few():
    assert [f.problem for f in Structure(items=("a", "b")).faults(QUESTIONNAIRE)] == [
        "too few items for a structure"
    ]


@pytest.mark.parametrize(
    "wrong", [{"factors": 0}, {"large": 1.2}, {"extraction": "ml"}, {"rotation": "oblimin"}]
)
def test_what_is_not_known_is_refused(wrong):
    with pytest.raises(ValidationError):
        Structure(**wrong)
