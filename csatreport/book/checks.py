"""Checks on the finished manuscript. All faults of a book are told at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from csatreport.book.manuscript import Exhibit, Heading, Manuscript, Page, Passage
from csatreport.errors import BookError
from csatreport.records import Claim, Value

_HIDDEN = re.compile(  # digits that nobody typed as a figure
    r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$\n]*\$"  # code and mathematics
    r"|!?\[(?P<text>[^\]]*)\]\([^)]*\)|<https?://[^>]*>|https?://\S+"  # addresses, not the text of links
    r"|^\s*\d+[.)]\s",  # numbers of list entries
    re.DOTALL | re.MULTILINE,
)
_ALLOWED = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b|\b(?:FY)?\d{4}(?:/\d{2})?(?:[QH]\d)?(?!\d)"  # dates, years, waves
    r"|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\b\d{1,2} (?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b|\d{1,2}月(?:\d{1,2}日)?"
    r"|\bQ\d+[A-Za-z]*\b|问题?\s?\d+|第\s?\d+\s?题|\bquestions? \d+\b",  # question numbers
)
_DIGITS = re.compile(r"[\d０-９]+(?:[.,]\d+)*\s*[%％]?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def check(manuscript: Manuscript) -> None:
    """Refuse a book that contradicts itself.

    Raises
    ------
    BookError
        Digits typed into prose, a claim whose sentence lacks its numbers, numbers that differ between
        languages, a language that is missing, or two pages with one title.
    """
    faults = [*_titles(manuscript), *(f for page in manuscript.pages for f in _page(page, manuscript))]
    if faults:
        raise BookError(
            f"the book has {len(faults)} fault{'s' * (len(faults) > 1)}",
            got="\n    ".join(faults),
            todo="correct the chapters named; numbers in text come from claim(...)",
        )


def typed_digits(text: str) -> list[str]:
    """Digits in Markdown that a person typed as a figure."""
    visible = _HIDDEN.sub(lambda m: m["text"] or " ", text)
    return [m.group().strip() for m in _DIGITS.finditer(_ALLOWED.sub(" ", visible))]


def _titles(manuscript: Manuscript) -> Iterator[str]:
    for language in manuscript.edition.languages:
        counted = Counter(page.title[language] for page in manuscript.pages)
        for title, times in counted.items():
            if times > 1:
                yield f"{times} pages are called {title!r}"


def _page(page: Page, manuscript: Manuscript) -> Iterator[str]:
    for block in page.blocks:
        match block:
            case Heading(_, text) | Passage(text):
                yield from _prose(page.name, text, manuscript)
            case Exhibit(Claim() as claim, cell):
                yield from _claim(f"{page.name}, cell {cell + 1}, claim {claim.id}", claim, manuscript)


def _prose(where: str, text: dict[str, str], manuscript: Manuscript) -> Iterator[str]:
    for language in manuscript.edition.languages:
        if not text.get(language, "").strip():
            yield f"{where}: text without its {language} half"
        elif digits := typed_digits(text[language]):
            yield f"{where} ({language}): digits typed by hand: {', '.join(digits)}"


def _claim(where: str, claim: Claim, manuscript: Manuscript) -> Iterator[str]:
    values = {value.name: value for value in claim.values}
    for language in manuscript.edition.languages:
        text = claim.text.get(language, "")
        if not text.strip():
            yield f"{where}: no sentence in {language}"
        for start, end, name in claim.spans.get(language, []):
            said, value = text[start:end], values.get(name)
            if value is None or said != value.text[language]:
                printed = value.text[language] if value else "no number"
                yield f"{where} ({language}): the sentence says {said!r}, its record {name} is {printed!r}"
    yield from (f"{where}: {fault}" for value in claim.values if (fault := _differs(value)))


def _differs(value: Value) -> str:
    nothing = ["0"] if value.value == 0 else []  # which a language may say in a word
    numbers = {language: sorted(_NUMBER.findall(text)) or nothing for language, text in value.text.items()}
    if len({tuple(found) for found in numbers.values()}) <= 1:
        return ""
    said = ", ".join(f"{text!r} in {language}" for language, text in value.text.items())
    return f"{value.name} differs between languages: {said}"
