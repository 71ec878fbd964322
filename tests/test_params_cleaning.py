"""Cleaning is declared for a project and an edition; what cannot be meant is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from received import QUESTIONNAIRE

from csatreport.errors import ParamsError
from csatreport.params.cleaning import Cleaning, faults_in, merged, project_table
from csatreport.params.condition import Condition
from csatreport.params.load import load_questionnaire

ODD = '[[contradiction]]\nname = "odd"\nlabel = { en = "Odd", zh = "矛盾" }\nwhen = ["a <= 2", "e >= 6"]\n'


def declared(tmp_path: Path, text: str) -> dict[str, Any]:
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "cleaning.toml").write_text(text, encoding="utf-8")
    return project_table(tmp_path)


def odd(*when: str) -> Cleaning:
    return Cleaning.model_validate(
        {"contradiction": [{"name": "odd", "label": {"en": "o", "zh": "o"}, "when": when}]}
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("overall <= 2", ("overall", "", "<=", "2")),
        ("overall>=9", ("overall", "", ">=", "9")),
        ("  region == north_1 ", ("region", "", "==", "north_1")),
        ("uses.tv != 1", ("uses", "tv", "!=", "1")),
        ("a > -1", ("a", "", ">", "-1")),
    ],
)
def test_a_condition_is_read_as_it_is_written(text, parts):
    condition = Condition.parse(text)
    assert (condition.item, condition.choice, condition.operator, condition.value) == parts


@pytest.mark.parametrize(
    "text",
    ["", "overall", "overall <=", "<= 2", "overall =< 2", "1 <= 2", "a <= 2 and b > 3", "a <> 2", "A <= 2"],
)
def test_what_is_no_condition_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match='a condition such as "overall <= 2"'):
        Condition.parse(text)


def test_one_sign_of_equality_is_told_from_two():
    with pytest.raises(ValueError, match="with two signs ="):
        Condition.parse("overall = 2")


def test_what_editions_declared_before_still_holds():
    cleaning = Cleaning()
    assert (cleaning.unique_respondent, cleaning.window) == (True, False)
    keys = ("minimum_minutes", "straight_line_items", "minimum_answered")
    assert [cleaning.limit(key) for key in keys] == [{"": None}] * 3


def test_a_mode_has_its_own_limit_and_false_is_none():
    cleaning = Cleaning.model_validate(
        {
            "minimum_minutes": 2,
            "mode": {"tel": {"minimum_minutes": 4}, "web": {"minimum_minutes": False}, "x": {}},
        }
    )
    assert cleaning.limit("minimum_minutes") == {"": 2, "tel": 4, "web": None}
    assert Cleaning.model_validate({"minimum_minutes": False}).minimum_minutes is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"minimum_minutes": -1}, {"minimum_answered": 30}, {"straight_line_items": 2}, {"maximum_faulty": -1},
        {"unique_respondent": "row"}, {"mode": {"tel": {"window": True}}}, {"interviewer": {"sameness": 95}},
        {"interviewer": {"per_day": 0}}, {"minimum_minuts": 2},
    ],
)  # fmt: skip
def test_impossible_limits_and_unknown_keys_are_refused(wrong):
    with pytest.raises(ValidationError):
        Cleaning.model_validate(wrong)


def test_the_schema_lets_an_editor_accept_false():
    schema = Cleaning.model_json_schema()["properties"]["minimum_minutes"]
    assert {"const": False} in schema["anyOf"]


def test_a_project_without_the_file_declares_nothing(tmp_path):
    assert project_table(tmp_path) == {}


def test_the_file_of_a_project_is_read_as_it_stands(tmp_path):
    table = declared(
        tmp_path, "minimum_minutes = 2\nwindow = true\n[mode.tel]\nminimum_minutes = false\n" + ODD
    )
    assert table["mode"] == {"tel": {"minimum_minutes": False}}
    assert [c.when for c in Cleaning.model_validate(table).contradiction] == [("a <= 2", "e >= 6")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("minimum_minuts = 2", ("unknown key 'minimum_minuts'", "line 1", "did you mean 'minimum_minutes'")),
        ("window = true\nminimum_minutes = true", ("line 2", "minimum_minutes")),
        ("[mode.tel]\nminimum_minuts = 2", ("mode.tel.minimum_minuts", "did you mean 'minimum_minutes'")),
        (
            ODD.replace("a <= 2", "a = 2"),
            ("contradiction[1].when[1]", '"overall == 2", with two signs =', "'a = 2'"),
        ),
        (ODD.replace('zh = "矛盾"', 'zh = ""'), ("contradiction[1].label.zh", "not empty")),
        (ODD + ODD, ("'odd' is there twice",)),
        ("window = ", ("not readable as TOML",)),
        ("test_words = 'test'", ("test_words",)),
        ("[interviewer]\nsame = 1", ("unknown key 'same'", "sameness")),
    ],
)
def test_faults_of_the_file_name_line_and_key(tmp_path, text, parts):
    with pytest.raises(ParamsError) as caught:
        declared(tmp_path, text)
    assert "params/cleaning.toml" in caught.value.message
    assert [part for part in parts if part not in caught.value.message] == []


def test_an_edition_says_only_what_differs():
    project = {
        "minimum_minutes": 2,
        "window": True,
        "mode": {"tel": {"minimum_minutes": 4, "device_minutes": 5}},
    }
    edition = {
        "minimum_minutes": False,
        "mode": {"tel": {"minimum_minutes": 3}, "web": {"maximum_faulty": 1}},
    }
    assert merged(project, edition) == {
        "minimum_minutes": False, "window": True,
        "mode": {"tel": {"minimum_minutes": 3, "device_minutes": 5}, "web": {"maximum_faulty": 1}},
    }  # fmt: skip
    assert merged(project, {}) == project
    assert merged({}, edition) == edition


def test_a_contradiction_of_an_edition_replaces_that_of_its_name_or_is_added():
    below = [{"name": "one", "when": ["a <= 1"]}, {"name": "two", "when": ["a <= 2"]}]
    above = [{"name": "two", "when": ["a <= 3"]}, {"name": "three", "when": ["a <= 4"]}]
    both = merged({"contradiction": below}, {"contradiction": above})["contradiction"]
    assert both == [below[0], *above]
    assert merged({"contradiction": below}, {"contradiction": []})["contradiction"] == below


def test_what_is_no_table_is_left_for_the_model_to_refuse():
    assert merged({"mode": {"tel": {}}}, {"mode": 3}) == {"mode": 3}
    assert merged({"contradiction": [1]}, {"contradiction": ["x"]}) == {"contradiction": [1, "x"]}


def test_merging_changes_neither_table():
    project: dict[str, Any] = {"mode": {"tel": {"minimum_minutes": 4}}}
    merged(project, {"mode": {"tel": {"minimum_minutes": 3}}})
    assert project == {"mode": {"tel": {"minimum_minutes": 4}}}


def test_contradictions_that_the_questionnaire_bears_out_have_no_fault():
    assert list(faults_in(odd("a <= 2", "e == 7", "region != n", "uses.tv == 1"), QUESTIONNAIRE)) == []


@pytest.mark.parametrize(
    ("condition", "parts"),
    [
        ("aa <= 2", ("no item 'aa'", "did you mean 'a'")),
        ("a <= 6", ("a number from 1 to 5", "6")),
        ("a == n", ("a number from 1 to 5", "n")),
        ("region < n", ("codes know no more and less", "== or !=")),
        ("region == nn", ("no code 'nn' in list 'region'", "did you mean 'n'")),
        ("uses == 1", ("a choice belongs", "item.code")),
        ("a.tv == 1", ("a choice belongs",)),
        ("uses.tw == 1", ("no code 'tw' in list 'use'",)),
        ("uses.tv == 2", ("a number from 0 to 1",)),
    ],
)
def test_a_condition_on_what_nobody_asks_or_answers_is_a_fault(condition, parts):
    (fault,) = faults_in(odd("b >= 1", condition), QUESTIONNAIRE)
    assert fault.where == "params/cleaning.toml, contradiction 'odd', when[2]"
    assert [part for part in parts if part not in fault.line] == []


def test_limits_of_a_mode_that_does_not_exist_are_a_fault():
    (fault,) = faults_in(Cleaning.model_validate({"mode": {"telephone": {}, "web": {}}}), QUESTIONNAIRE)
    assert "no mode 'telephone'" in fault.line
    assert fault.where == "params/cleaning.toml, mode.telephone"


def test_the_cleaning_of_the_root_project_agrees_with_its_questionnaire():
    root = Path(__file__).parents[1]
    cleaning = Cleaning.model_validate(project_table(root))
    assert list(faults_in(cleaning, load_questionnaire(root))) == []
