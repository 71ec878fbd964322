"""Impossible and contradictory answers put aside the responses that they are in, and no other."""

from __future__ import annotations

import pytest
from received import answers, received, responses, said

from csatreport.intake.rules import contradictions
from csatreport.params.condition import Condition

GIVEN = answers(
    4, **{"a": [1, 2, 3, None], "uses.tv": [1, 0, None, 1]}, region=["n", "s", None, "n"]
)  # fmt: skip


def entry(name: str, *when: str) -> dict[str, object]:
    return {"name": name, "label": {"en": f"It is {name}", "zh": "矛盾"}, "when": when}


def test_more_impossible_answers_than_allowed_put_the_response_aside():
    table = responses(3, faulty=[3, 4, 0])
    assert said(contradictions.impossible(received(table, maximum_faulty=3))) == {
        1: "4 answers set aside as impossible, more than 3"
    }
    assert said(contradictions.impossible(received(table))) == {}


@pytest.mark.parametrize(
    ("condition", "rows"),
    [
        ("a <= 2", [0, 1]), ("a < 2", [0]), ("a >= 2", [1, 2]), ("a > 2", [2]), ("a == 2", [1]),
        ("a != 2", [0, 2]), ("region == n", [0, 3]), ("region != n", [1]), ("uses.tv == 1", [0, 3]),
        ("uses.tv != 1", [1]),
    ],
)  # fmt: skip
def test_a_condition_holds_where_it_says_and_never_for_an_unknown_answer(condition, rows):
    held = contradictions.holds(received(responses(4), GIVEN), Condition.parse(condition))
    assert held.nonzero()[0].tolist() == rows


def test_a_contradiction_needs_all_its_conditions_and_says_the_answers():
    found = contradictions.contradictory(
        received(responses(4), GIVEN, contradiction=[entry("odd", "a <= 2", "region == n")])
    )
    assert said(found) == {0: "It is odd: a 1 (<= 2), region n (== n)"}


def test_of_two_contradictions_the_first_is_the_reason():
    found = contradictions.contradictory(
        received(responses(4), GIVEN, contradiction=[entry("low", "a <= 2"), entry("least", "a == 1")])
    )
    assert said(found) == {0: "It is low: a 1 (<= 2)", 1: "It is low: a 2 (<= 2)"}
