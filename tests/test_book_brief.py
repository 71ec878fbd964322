"""What must hold of what is measured: as little as can be, and exactly as high as what is printed."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import executed
import pytest

from csatreport.book import brief, measuring, typesetting
from csatreport.book.kept import Kept
from csatreport.book.manuscript import Exhibit, Heading, Manuscript, Page, Part
from csatreport.params import LANGUAGES, Language, Text
from csatreport.records import Cell, Column, Status, Table

_TEXTS = {
    "en": ("12.5", "8.6–15.7", "−3.1 pts", "±0.4", "clearly better", "“No”", "W" * 14, "a sentence longer than its column", ""),
    "zh": ("12.5", "8.6–15.7", "−3.1个百分点", "±0.4", "明显提高", "并入“网络”", "家中Wi-Fi覆盖", "一句比这一列更长的话", ""),
}  # fmt: skip
_STATUS: tuple[Status, ...] = ("none", "good", "warn", "bad", "unsure")


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def table(language: Language, seed: int) -> Table:
    """A table of texts that fit, nearly fit and do not fit, with lights, marks and groups."""
    draw = random.Random(seed)  # noqa: S311 - an example
    count = draw.randint(1, 9)
    head = tuple(
        Column(both(draw.choice(_TEXTS[language]) or "x"), both(draw.choice(("", "%")))) for _ in range(count)
    )
    rows = tuple(
        tuple(
            Cell(both(draw.choice(_TEXTS[language])), 1.0, draw.choice(("", "", "low")), draw.choice(_STATUS))
            for _ in range(count)
        )
        for _ in range(draw.choice((1, 7, 30, 60)))
    )
    groups = (
        {str(i): both(f"Group {i} " * draw.choice((1, 14))) for i in range(0, len(rows), 5)}
        if seed % 2
        else {}
    )
    return Table(f"t{seed}", both("Title"), head, rows, both("Note."), groups)


@pytest.fixture
def manuscript(tmp_path: Path) -> Manuscript:
    return executed.manuscript(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_measured_is_as_high_as_what_is_printed(
    manuscript: Manuscript, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    title = Heading(1, both("Page"))
    exhibits = [Exhibit(table(language, seed), seed) for seed in range(16)]
    part = Part(Text(en="Part", zh="部分"), (Page("page", title.text, (title, *exhibits)),))
    book = typesetting.document(dataclasses.replace(manuscript, parts=(part,)), language)
    short = measuring.heights(book, language, Kept())
    monkeypatch.setattr(brief, "_rows", lambda printed: printed["rows"])
    for found, full in zip(short, measuring.heights(book, language, Kept()), strict=True):
        for setting, printed in zip(found, full, strict=True):
            assert [tall for tall, _ in setting] == pytest.approx([tall for tall, _ in printed], abs=0.01)


def test_drawings_and_numbers_of_exhibits_are_left_out(manuscript: Manuscript) -> None:
    units = [
        unit
        for chapter in brief.chapters(typesetting.document(manuscript, "en"))
        for unit in chapter["units"]
    ]
    blocks = [block for unit in units for block in unit]
    assert {block["label"] for block in blocks if "label" in block} == {"Figure 188", "Table 188"}
    assert not any("svg" in block for block in blocks)


def test_only_the_first_chapter_of_a_part_bears_its_title(manuscript: Manuscript) -> None:
    book = typesetting.document(manuscript, "en")
    expected = [
        part["title"] if i == 0 else None for part in book["parts"] for i, _ in enumerate(part["chapters"])
    ]
    assert [chapter["part"] for chapter in brief.chapters(book)] == expected
