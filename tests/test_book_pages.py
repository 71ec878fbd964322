"""What must hold of the printed pages: none is wasted, nothing that belongs together is torn apart."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from pathlib import Path

import executed
import pytest
from built import Built
from pypdf import PdfReader
from tools import tool

from csatreport.book import pdf
from csatreport.book.manuscript import Exhibit, Heading, Manuscript, Page, Part, Passage
from csatreport.params import LANGUAGES, Language, Text
from csatreport.records import Cell, Chart, Column, Table, Words

_FRONT = 2  # pages of cover and contents
_HEAD, _FOOT = 60.0, 785.0  # points from the top between which the text stands


def both(text: str) -> Words:
    return {"en": text, "zh": text}


def printed(manuscript: Manuscript, folder: Path, *chapters: Page) -> PdfReader:
    """The book of one part that holds these chapters."""
    made = dataclasses.replace(manuscript, parts=(Part(Text(en="Part", zh="部分"), chapters),))
    pdf.write(made, "en", folder / "out.pdf")
    return PdfReader(folder / "out.pdf")


def chapter(name: str, *blocks: Heading | Exhibit | Passage) -> Page:
    title = Heading(1, both(f"Chapter {name}"))
    return Page(name, title.text, (title, *blocks))


def chart(height: int) -> Exhibit:
    """A chart ``height`` percent as high as wide."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 {height}"><path d="M0 0L100 {height}"/></svg>'
    return Exhibit(Chart("c", both("Title"), both("A line"), both(svg), both(""), {"en": [], "zh": []}), 1)


@pytest.fixture
def manuscript(tmp_path: Path) -> Manuscript:
    return executed.manuscript(tmp_path)


@pytest.mark.parametrize(("height", "pages"), [(60, 1), (72, 1), (95, 2)])
def test_two_charts_share_a_page_where_shrinking_a_little_is_enough(
    manuscript: Manuscript, tmp_path: Path, height: int, pages: int
) -> None:
    found = printed(manuscript, tmp_path, chapter("a", chart(height), chart(height)))
    assert len(found.pages) == _FRONT + pages


@pytest.mark.parametrize(("lines", "begun"), [(1, [2, 2, 2]), (30, [2, 3, 4])])
def test_a_chapter_begins_below_another_only_where_that_saves_a_page(
    manuscript: Manuscript, tmp_path: Path, lines: int, begun: list[int]
) -> None:
    short = Passage(both("\n\n".join(["A paragraph."] * lines)))
    found = printed(manuscript, tmp_path, *(chapter(name, short) for name in "abc"))
    part = next(entry for entry in found.outline if isinstance(entry, list))
    assert [found.get_destination_page_number(entry) for entry in part] == begun
    assert len(found.pages) == begun[-1] + 1


@pytest.mark.parametrize("before", range(6))
def test_the_heading_of_a_group_never_stands_last_on_a_page(
    manuscript: Manuscript, tmp_path: Path, before: int
) -> None:
    head = (Column(both("Item"), both(""), "left"), Column(both("Share"), both("%")))
    rows = tuple((Cell(both(f"Item {i}"), ""), Cell(both("1.0"), 1.0)) for i in range(120))
    groups = {str(i): both(f"Group {i}") for i in range(before, 120, 3)}
    record = Table("t", both("T"), head, rows, both(""), groups)
    found = printed(manuscript, tmp_path, chapter("a", Exhibit(record, 1)))
    for page in found.pages[_FRONT:]:
        lines = page.extract_text().split("\n")
        shown = [line for line in lines if re.match(r"(Item|Group) \d+", line)]
        assert shown
        assert not shown[-1].startswith("Group")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_an_edition_is_nearly_empty(edition: Built, language: Language) -> None:
    done = subprocess.run(
        [tool("pdftotext"), "-bbox", str(edition.edition / f"report-{language}.pdf"), "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    for number, page in enumerate(done.stdout.split("<page ")[1:-1], start=1):  # the last ends where it ends
        tops = [float(y) for y in re.findall(r'yMin="([\d.]+)"', page)]
        ends = [float(y) for y in re.findall(r'yMax="([\d.]+)"', page)]
        text = [end for top, end in zip(tops, ends, strict=True) if top > _HEAD and end < _FOOT]
        assert max(text) > _HEAD + 0.22 * (_FOOT - _HEAD), f"page {number}"
        filled = max(text) > _HEAD + 0.5 * (_FOOT - _HEAD)  # by a chart, whose words are drawn, and its note
        assert len(text) >= 12 or filled, f"page {number}"
