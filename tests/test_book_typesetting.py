"""What must hold of the printed book's values: everything is there once, in order, in one language."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import executed
import pytest

from csatreport.book import typesetting
from csatreport.book.manuscript import Exhibit, Heading, Manuscript, Page, Part
from csatreport.errors import BookError
from csatreport.params import LANGUAGES, Language, Text
from csatreport.records import Cell, Chart, Claim, Column, Table


@pytest.fixture
def manuscript(tmp_path: Path) -> Manuscript:
    return executed.manuscript(tmp_path)


def with_blocks(manuscript: Manuscript, *blocks: Heading | Exhibit) -> Manuscript:
    title = Heading(1, {"en": "Page", "zh": "页"})
    part = Part(Text(en="Part", zh="部分"), (Page("page", title.text, (title, *blocks)),))
    return dataclasses.replace(manuscript, parts=(part,))


def blocks(manuscript: Manuscript, language: Language = "en") -> list[typesetting.Printed]:
    printed = typesetting.document(manuscript, language)["parts"][0]["chapters"][0]["blocks"]
    assert isinstance(printed, list)
    return printed


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_and_chapters_stand_in_order_and_the_appendix_last(
    manuscript: Manuscript, language: Language
) -> None:
    printed = typesetting.document(manuscript, language)
    expected = [(p.title[language], [c.title[language] for c in p.pages]) for p in manuscript.parts]
    found = [(p["title"], [c["title"] for c in p["chapters"]]) for p in printed["parts"]]
    assert found[:-1] == expected
    assert found[-1][0] == typesetting.WORDS["appendix"][language]


def test_the_book_is_plain_json(manuscript: Manuscript) -> None:
    printed = typesetting.document(manuscript, "zh")
    assert json.loads(json.dumps(printed)) == printed


def test_headline_cards_move_from_the_first_chapter_to_the_cover(manuscript: Manuscript) -> None:
    printed = typesetting.document(manuscript, "en")
    chapters = [c for p in printed["parts"] for c in p["chapters"]]
    assert [card["text"] for card in printed["cards"]["cards"]] == ["83.1%"] * 3
    assert [[b["kind"] for b in c["blocks"]].count("cards") for c in chapters] == [0, 1, 1, 0]


def test_the_cover_says_edition_revision_date_source_and_the_reason(manuscript: Manuscript) -> None:
    again = dataclasses.replace(manuscript, revision=2, reason="A weight was wrong.")
    assert typesetting.document(again, "en")["facts"] == [
        "Edition 2026Q3, revision 2", "Data to 30 September 2026", "Sample survey", "A weight was wrong.",
    ]  # fmt: skip
    assert typesetting.document(again, "zh")["facts"][1] == "数据截至2026年9月30日"


def test_the_pieces_of_a_claim_are_its_sentence_and_mark_its_numbers(manuscript: Manuscript) -> None:
    values = (executed.value("a"), executed.value("b"))
    spans = [(12, 17, "b"), (0, 5, "a")]
    claim = Claim("c", both("83.1% beats 61.0%."), {"en": spans, "zh": spans}, values, both(""))
    (printed,) = blocks(with_blocks(manuscript, Exhibit(claim, 3)))
    pieces = [("83.1%", True), (" beats ", False), ("61.0%", True), (".", False)]
    assert [(p["text"], p["number"]) for p in printed["pieces"]] == pieces


def test_heading_levels_follow_the_chapter_without_a_gap(manuscript: Manuscript) -> None:
    heads = [Heading(level, both(str(level))) for level in (4, 2, 3)]
    assert [b["level"] for b in blocks(with_blocks(manuscript, *heads))] == [3, 3, 4]


def test_a_book_without_numbers_has_no_appendix(manuscript: Manuscript) -> None:
    printed = typesetting.document(with_blocks(manuscript, Heading(2, both("Only words"))), "en")
    assert [part["title"] for part in printed["parts"]] == ["Part"]


@pytest.mark.parametrize("alt", ["", " \n"])
def test_a_chart_without_alternative_text_is_refused_by_name(manuscript: Manuscript, alt: str) -> None:
    chart = next(r for p in manuscript.pages for _, r in p.records if isinstance(r, Chart))
    mute = dataclasses.replace(chart, alt={**chart.alt, "zh": alt})
    book = with_blocks(manuscript, Exhibit(mute, 3))
    assert blocks(book, "en")
    with pytest.raises(BookError, match=f"{chart.id} .zh."):
        typesetting.document(book, "zh")


def test_a_low_base_is_marked_and_explained_once() -> None:
    head = (Column(both("A"), both("")),)
    rows = ((Cell(both("1.0"), 1.0, "low"),),)
    table = Table("t", both("T"), head, rows, both("Base 12."), {})
    printed = typesetting.table(table, "en", low_base=30)
    assert printed["rows"][0]["cells"][0]["mark"] == "°"
    assert printed["note"] == "Base 12. °: effective base below 30, read with care"
    said = dataclasses.replace(table, note=both("°: small base."))
    assert typesetting.table(said, "en", low_base=30)["note"] == "°: small base."
