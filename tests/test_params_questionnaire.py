"""Looking things up in a questionnaire."""

from __future__ import annotations

import pytest

from csatreport.params import Item, Questionnaire, Scale, Text, Wave


def item(name: str, **said: object) -> Item:
    return Item.model_validate(
        {"item": name, "kind": "rating", "label": Text.same(name), "wording": Text.same(name)} | said
    )


QUESTIONNAIRE = Questionnaire(
    (
        item("b", roles={"expectation": "2"}),
        item("a", roles={"expectation": "1"}),
        item("c", roles={"perception": "1"}),
        item("d", roles={"perception": "2"}),
        item("e", kind="category", codes="sex"),
    ),
    {"sex": {"f": Text(en="Women", zh="女性")}},
)


def test_items_are_found_by_code_kind_and_role_in_questionnaire_order() -> None:
    assert QUESTIONNAIRE["c"].item == "c"
    assert [i.item for i in QUESTIONNAIRE.of_kind("category")] == ["e"]
    assert [i.item for i in QUESTIONNAIRE.with_role("expectation")] == ["b", "a"]


def test_pairs_follow_their_keys_not_their_places() -> None:
    assert [(a.item, b.item) for a, b in QUESTIONNAIRE.pairs("expectation", "perception")] == [
        ("b", "d"),
        ("a", "c"),
    ]


@pytest.mark.parametrize(("high", "top"), [(5, 4), (7, 6), (10, 9)])
def test_the_top_two_boxes_begin_one_below_the_highest_answer(high: int, top: int) -> None:
    assert Scale(low=1, high=high).top == top


def test_a_wave_without_a_header_of_its_own_uses_the_general_one() -> None:
    asked = item("q", sources={None: "Q", Wave.parse("2025"): "Old", Wave.parse("2024"): "-"})
    assert [asked.source(Wave.parse(w)) for w in ("2026", "2025", "2024")] == ["Q", "Old", None]
