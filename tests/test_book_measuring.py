"""What must hold of measured heights: those of a chapter alone, and never those of another chapter or style."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import executed
import pytest
import typst

from csatreport.book import measuring, pdf, press, typesetting
from csatreport.book.kept import Kept
from csatreport.book.manuscript import Manuscript, Passage
from csatreport.errors import BookError
from csatreport.params import LANGUAGES, Language


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory: pytest.TempPathFactory) -> Manuscript:
    return executed.manuscript(tmp_path_factory.mktemp("executed"))


@pytest.fixture
def book(manuscript: Manuscript) -> typesetting.Printed:
    return typesetting.document(manuscript, "en")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the chapters that Typst was asked to measure."""
    names: list[str] = []
    query = typst.query

    def told(**options: Any) -> str:
        names.extend(c["name"] for c in json.loads(options["sys_inputs"]["measured"]))
        return query(**options)

    monkeypatch.setattr(typst, "query", told)
    return names


def chapters(book: typesetting.Printed) -> list[typesetting.Printed]:
    return [chapter for part in book["parts"] for chapter in part["chapters"]]


def edited(manuscript: Manuscript, text: str) -> Manuscript:
    """The manuscript with a paragraph more on its second page."""
    first, *others = manuscript.parts
    pages = list(first.pages)
    pages[-1] = dataclasses.replace(pages[-1], blocks=(*pages[-1].blocks, Passage({"en": text, "zh": text})))
    return dataclasses.replace(manuscript, parts=(dataclasses.replace(first, pages=tuple(pages)), *others))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_is_as_high_alone_as_in_the_book(manuscript: Manuscript, language: Language) -> None:
    book = typesetting.document(manuscript, language)
    together = measuring.heights(book, language, Kept())
    part = book["parts"][0]
    alone = {**book, "parts": [{**part, "chapters": part["chapters"][:1]}]}
    assert measuring.heights(alone, language, Kept()) == together[:1]


def test_every_unit_has_a_height_under_every_setting(book: typesetting.Printed) -> None:
    for heights in measuring.heights(book, "en", Kept()):
        assert len({len(setting) for setting in heights}) == 1
        loose, *_, tight = ([tall for tall, _ in setting] for setting in heights)
        assert all(one > 0 for one in tight)
        assert all(one >= other for one, other in zip(loose, tight, strict=True))


def test_what_is_known_is_not_measured_again(
    book: typesetting.Printed, asked: list[str], tmp_path: Path
) -> None:
    first = measuring.heights(book, "en", Kept(tmp_path))
    assert asked == [c["name"] for c in chapters(book)]
    asked.clear()
    assert measuring.heights(book, "en", Kept(tmp_path)) == first
    assert asked == []


def test_of_an_edited_book_only_what_changed_is_measured(
    manuscript: Manuscript, asked: list[str], tmp_path: Path
) -> None:
    kept = Kept(tmp_path)
    measuring.heights(typesetting.document(manuscript, "en"), "en", kept)
    asked.clear()
    measuring.heights(typesetting.document(edited(manuscript, "One more."), "en"), "en", kept)
    assert asked == [manuscript.parts[0].pages[-1].name]


def test_numbers_of_figures_and_drawings_are_not_measured(
    book: typesetting.Printed, asked: list[str], tmp_path: Path
) -> None:
    kept = Kept(tmp_path)
    measuring.heights(book, "en", kept)
    asked.clear()
    for chapter in chapters(book):
        for block in chapter["blocks"]:
            if block["kind"] == "chart":
                block.update(svg=block["svg"].replace("#1f6f8b", "#000000"), label="Figure 9")
    measuring.heights(book, "en", kept)
    assert asked == []


def test_new_numbers_in_the_rows_of_a_table_are_not_measured(
    book: typesetting.Printed, asked: list[str], tmp_path: Path
) -> None:
    kept = Kept(tmp_path)
    before = measuring.heights(book, "en", kept)
    asked.clear()
    for row in chapters(book)[-1]["blocks"][-1]["rows"]:
        row["cells"][0]["text"] = "12.5%"
    assert measuring.heights(book, "en", kept) == before
    assert asked == []


@pytest.mark.parametrize(
    "damage", [lambda entry: entry[:-9], lambda entry: entry[:40] + b"9", lambda entry: entry[:0]]
)
def test_a_damaged_entry_is_measured_again(
    book: typesetting.Printed, asked: list[str], tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    first = measuring.heights(book, "en", Kept(tmp_path))
    for entry in tmp_path.iterdir():
        entry.write_bytes(damage(entry.read_bytes()))
    asked.clear()
    assert measuring.heights(book, "en", Kept(tmp_path)) == first
    assert len(asked) == len(chapters(book))


def test_another_style_or_language_is_measured_anew(
    book: typesetting.Printed, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept(tmp_path)
    measuring.heights(book, "en", kept)
    asked.clear()
    measuring.heights(book, "zh", kept)
    assert len(asked) == len(chapters(book))
    asked.clear()
    monkeypatch.setattr(press, "fingerprint", lambda language: f"other {language}")
    measuring.heights(book, "zh", kept)
    assert len(asked) == len(chapters(book))


def test_what_typst_refuses_is_told_with_its_reason(book: typesetting.Printed) -> None:
    chapters(book)[0]["blocks"].append({"kind": "prose", "nodes": [{"kind": "unheard"}]})
    with pytest.raises(BookError, match="unheard"):
        measuring.heights(book, "en", Kept())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pdf_made_with_what_was_kept_is_that_of_a_cold_build_byte_for_byte(
    manuscript: Manuscript, tmp_path: Path, language: Language
) -> None:
    changed = edited(manuscript, "A paragraph more. " * 60)
    pdf.write(manuscript, language, tmp_path / "before.pdf", Kept(tmp_path / "kept"))
    pdf.write(changed, language, tmp_path / "warm.pdf", Kept(tmp_path / "kept"))
    pdf.write(changed, language, tmp_path / "cold.pdf")
    assert (tmp_path / "warm.pdf").read_bytes() == (tmp_path / "cold.pdf").read_bytes()
    assert (tmp_path / "warm.pdf").read_bytes() != (tmp_path / "before.pdf").read_bytes()
