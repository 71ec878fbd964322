import pytest
from kanoanswers import LISTS, pair
from pydantic import ValidationError
from surveys import category, rating

from csatreport.params import Questionnaire, Text
from csatreport.params.analysis.kano import ANSWERS, Kano, KanoFeature

REGION = category("region", "region", roles={"domain": ""})


def faults(kano, *items, labels=LISTS):
    found = kano.faults(Questionnaire((REGION, *(items or pair("x"))), labels))
    return [f.line for f in found]


def test_nothing_declared_is_the_usual_way():
    kano = Kano()
    assert (kano.table, kano.rule, kano.segments, kano.feature) == ("berger", "evaluation", (), ())
    assert faults(kano) == []


def test_a_questionnaire_without_pairs_is_no_fault():
    assert faults(Kano(), rating("a")) == []


def test_a_declaration_that_the_questionnaire_bears_out_has_no_fault():
    label = Text(en="X", zh="某")
    kano = Kano(segments=("region",), feature=(KanoFeature(key="x", label=label, cost=3.5),))
    assert faults(kano) == []


def test_codes_of_their_own_need_their_levels():
    labels = LISTS | {"k": {c: Text.same(c) for c in "abcde"}}
    missing = faults(Kano(), *pair("x", "k"), labels=labels)
    assert sum("an answer without its level" in line for line in missing) == 5
    assert sum("not one answer that means" in line for line in missing) == 5
    declared = Kano(answers=dict(zip("abcde", ANSWERS, strict=True)))
    assert faults(declared, *pair("x", "k"), labels=labels) == []


def test_two_answers_of_one_level_are_named():
    (line,) = faults(
        Kano(answers={"extra": "like"}), labels=LISTS | {"kano": {**LISTS["kano"], "extra": Text.same("!")}}
    )
    assert "not one answer that means 'like'" in line
    assert "2 answers" in line


def test_a_feature_without_its_pair_is_named_with_the_nearest_key():
    (line,) = faults(Kano(feature=(KanoFeature(key="evenin"),)), *pair("evening"))
    assert "no pair functional:evenin / dysfunctional:evenin" in line
    assert "did you mean 'evening'?" in line


def test_a_feature_declared_twice_is_named():
    lines = faults(Kano(feature=(KanoFeature(key="x"), KanoFeature(key="x"))))
    assert ["a feature is declared twice" in line for line in lines] == [True]


@pytest.mark.parametrize("segment", ["regio", "a"])
def test_a_segment_without_groups_is_named(segment):
    (line,) = faults(Kano(segments=(segment,)), *pair("x"), rating("a"))
    assert f"{segment!r} has no groups" in line


def test_half_of_a_pair_that_is_a_rating_is_named_with_its_row():
    items = (pair("x")[0], rating("x_d", roles={"dysfunctional": "x"}, row=7))
    (line,) = faults(Kano(), *items)
    assert "no category" in line
    assert "row 7" in line


@pytest.mark.parametrize(
    "wrong",
    [
        {"table": "kano"},
        {"rule": "mode"},
        {"per": 0},
        {"questionable": 0},
        {"answers": {"a": "love"}},
        {"tabel": "berger"},
    ],
)
def test_what_no_method_knows_is_refused(wrong):
    with pytest.raises(ValidationError):
        Kano.model_validate(wrong)


@pytest.mark.parametrize("cost", [0, -1])
def test_a_cost_is_above_nothing(cost):
    with pytest.raises(ValidationError):
        KanoFeature(key="x", cost=cost)
