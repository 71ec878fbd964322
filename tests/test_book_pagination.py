"""What must hold of the plan of printed pages: the fewest pages, then the loosest setting."""

from __future__ import annotations

from typing import Any

import pytest

from csatreport.book import pagination
from csatreport.book.pagination import Decision, Unit

_PAGE = 708.66  # points


def whole(tall: float, gap: float = 10.0) -> Unit:
    return Unit(gap, tall, tall, parts=False)


def text(tall: float, gap: float = 10.0) -> Unit:
    return Unit(gap, tall, min(tall, 70.0), parts=True)


def cost(*chapters: list[Unit]) -> int:
    return list(pagination.laid(chapters))[-1].cost


def block(kind: str, **more: Any) -> pagination.Printed:
    return {"kind": kind, "sticky": True, "long": False, "across": 1, **more}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["prose", "prose"], [["prose"], ["prose"]]),
        (["heading", "claim", "chart", "table"], [["heading", "claim", "chart"], ["table"]]),
        (["prose", "heading"], [["prose"], ["heading"]]),
        ([], [[]]),
    ],
)
def test_headings_and_sentences_stay_with_what_they_introduce(
    kinds: list[str], expected: list[list[str]]
) -> None:
    found = pagination.units([block(kind) for kind in kinds])
    assert [[b["kind"] for b in unit] for unit in found] == expected


def test_a_sentence_that_introduces_nothing_stands_alone() -> None:
    assert len(pagination.units([block("claim", sticky=False), block("chart")])) == 2


def test_what_cannot_be_parted_turns_the_page_and_text_runs_on() -> None:
    assert cost([whole(400), whole(400)]) == 2
    assert cost([whole(400), text(400)]) == 2 + 1  # the rest of it leaves the second page nearly empty
    assert cost([whole(400), text(600)]) == 2
    assert cost([whole(400), whole(200), text(60)]) == 1


def test_a_last_page_that_is_nearly_empty_counts_twice() -> None:
    assert cost([whole(600), whole(300)]) == 2
    assert cost([whole(600), whole(120)]) == 3
    assert cost([whole(120)]) == 1


def test_what_is_taller_than_a_page_takes_as_many_as_it_needs() -> None:
    assert cost([text(2.5 * _PAGE)]) == 3
    assert cost([whole(_PAGE + 100), whole(300)]) == 3


def test_the_loosest_setting_of_those_with_the_fewest_pages_is_taken() -> None:
    chapter = [[whole(400), whole(400)], [whole(350), whole(340)], [whole(300), whole(300)]]
    assert pagination.planned([chapter]) == [Decision(1, new=True)]


def test_chapters_stand_together_only_where_that_saves_a_page() -> None:
    short, long = [[whole(200)]], [[whole(600)]]
    assert [d.new for d in pagination.planned([short, short, short])] == [True, False, False]
    assert [d.new for d in pagination.planned([long, short, long])] == [True, True, True]


def test_chapters_between_two_new_pages_are_set_alike() -> None:
    loose, tight = [[whole(500)], [whole(340)]], [[whole(480)], [whole(345)]]
    assert pagination.planned([loose, tight]) == [Decision(1, new=True), Decision(1, new=False)]


def test_a_chapter_without_anything_below_its_title_has_a_decision() -> None:
    assert len(pagination.planned([[[whole(40)]], [[whole(40)]]])) == 2


def test_a_thousand_chapters_are_planned_and_none_is_lost() -> None:
    chapter = [[whole(300 - 20 * i)] * 3 for i in range(4)]
    plan = pagination.planned([chapter] * 1000)
    assert len(plan) == 1000
    assert plan[0].new


def test_every_chapter_of_every_part_gets_its_own_decision() -> None:
    chapters = [{"name": name, "blocks": [block("prose")]} for name in "abc"]
    book = {"parts": [{"chapters": chapters[:2]}, {"chapters": chapters[2:]}]}
    heights = [[[[600.0, 9.0]]], [[[700.0, 9.0]]], [[[100.0, 9.0]]]]
    arranged = pagination.arranged(book, heights)
    found = [(c["name"], c["setting"], c["new"]) for part in arranged["parts"] for c in part["chapters"]]
    assert [name for name, _, _ in found] == ["a", "b", "c"]
    assert found[0][2]
    assert found[2][2]
    assert "new" not in chapters[0]
