"""The manuscript as plain values for the printed book: ``typst/book.typ`` sets what this returns.

Texts stay strings from here to the page, so no character in them can mean anything to Typst.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from csatreport.book import appendix, prose
from csatreport.book.manuscript import Block, Exhibit, Heading, Manuscript, Page, Passage
from csatreport.errors import BookError
from csatreport.params import Language, Text
from csatreport.records import Card, Cards, Cell, Chart, Claim, Column, Prose, Table

Printed = dict[str, Any]  # JSON values

WORDS = {
    "contents": Text(en="Contents", zh="目录"),
    "figure": Text(en="Figure", zh="图"),
    "table": Text(en="Table", zh="表"),
    "appendix": Text(en="Appendix", zh="附录"),
    "edition": Text(en="Edition {edition}, revision {revision}", zh="{edition}版，修订号{revision}"),
    "data": Text(en="Data to {date}", zh="数据截至{date}"),
    "low": Text(
        en="°: effective base below {base}, read with care", zh="“°”表示有效样本量低于{base}，请谨慎解读"
    ),
    "appendix_lead": Text(
        en="Each figure in a sentence or on the cover, with the data it rests on.",
        zh="正文各结论与封面所用的每一个数值及其数据依据。",
    ),
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TALLEST = 195.0  # mm; a page holds 244 with heading, caption and note
_LINE = 96  # half-width characters of 9 point in a line of a table
_MARKS = {"low": "°"}


def document(manuscript: Manuscript, language: Language) -> Printed:
    """All that the printed book says, in reading order.

    Raises
    ------
    BookError
        A chart without alternative text, a formula that cannot be set.
    """
    edition = _edition(manuscript, language)
    names = frozenset(page.name for page in manuscript.pages)
    first = next(iter(manuscript.pages), None)
    front = next((r for _, r in first.records if isinstance(r, Cards)), None) if first else None
    parts = [
        {
            "title": part.title[language],
            "chapters": [_chapter(p, manuscript, language, names, front) for p in part.pages],
        }
        for part in manuscript.parts
    ]
    day = date.fromisoformat(manuscript.data_date)
    facts = [
        edition,
        WORDS["data"][language].format(date=_day(day, language)),
        manuscript.book.source[language],
    ]
    return {
        "title": manuscript.book.title[language],
        "organisation": manuscript.book.organisation[language],
        "wave": manuscript.edition.wave.label[language],
        "date": [day.year, day.month, day.day],
        "facts": [*facts, *([manuscript.reason] if manuscript.reason else [])],
        "cards": _cards(front, language) if front else None,
        "words": {k: WORDS[k][language] for k in ("contents", "figure", "table")} | {"edition": edition},
        "parts": [*parts, _appendix(manuscript, language)],
    }


def _edition(manuscript: Manuscript, language: Language) -> str:
    return WORDS["edition"][language].format(edition=manuscript.edition.name, revision=manuscript.revision)


def _day(day: date, language: Language) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _chapter(
    page: Page, manuscript: Manuscript, language: Language, names: frozenset[str], front: Cards | None
) -> Printed:
    blocks = (b for b in page.blocks[1:] if not (isinstance(b, Exhibit) and b.record is front))
    return {
        "name": page.name,
        "title": page.title[language],
        "blocks": list(_blocks(blocks, page.name, manuscript, language, names)),
    }


def _blocks(
    blocks: Iterator[Block], where: str, manuscript: Manuscript, language: Language, names: frozenset[str]
) -> Iterator[Printed]:
    level = 2
    for block in blocks:
        if isinstance(block, Heading):
            level = prose.deeper(block.level, level)
            yield {"kind": "heading", "level": level, "text": prose.soft(block.text[language])}
        elif isinstance(block, Passage):
            yield _prose(block.text[language], where, language, level, names)
        else:
            match block.record:
                case Claim():
                    yield _claim(block.record, language)
                case Chart():
                    yield _chart(block.record, where, language)
                case Table():
                    yield table(block.record, language, low_base=manuscript.edition.low_base)
                case Cards():
                    yield {"kind": "cards", **_cards(block.record, language)}
                case Prose():
                    yield _prose(block.record.text[language], where, language, level, names)


def _prose(text: str, where: str, language: Language, level: int, names: frozenset[str]) -> Printed:
    where = f"{where} ({language})"
    return {"kind": "prose", "nodes": prose.nodes(text, where=where, level=level, pages=names)}


def _claim(claim: Claim, language: Language) -> Printed:
    text, pieces, at = claim.text[language], [], 0
    for start, end, _ in sorted(claim.spans[language]):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    shown = [{"text": prose.soft(t), "number": number} for t, number in pieces if t]
    return {"kind": "claim", "pieces": shown, "note": prose.soft(claim.note[language])}


def _chart(chart: Chart, where: str, language: Language) -> Printed:
    if not chart.alt[language].strip():
        raise BookError(
            "a chart without alternative text",
            where=f"{where}, {chart.id} ({language})",
            expected="a sentence that says what the chart shows",
            todo="give the chart its alt text",
        )
    return {
        "kind": "chart",
        "title": prose.soft(chart.title[language]),
        "alt": chart.alt[language],
        "svg": chart.svg[language],
        "note": prose.soft(chart.note[language]),
        "width": chart.width,
        "tallest": _TALLEST,
    }


def table(record: Table, language: Language, *, low_base: int) -> Printed:
    """A table with the widths of its columns, which no word overflows."""
    columns = [_column(c, [row[i] for row in record.rows], language) for i, c in enumerate(record.columns)]
    total = sum(c["width"] for c in columns)
    low = any(cell.mark == "low" for row in record.rows for cell in row)
    note = record.note[language]
    said = "" if not low or _MARKS["low"] in note else WORDS["low"][language].format(base=low_base)
    return {
        "kind": "table",
        "title": prose.soft(record.title[language]),
        "columns": columns,
        "rows": [
            {
                "heading": prose.soft(record.groups.get(str(i), {}).get(language, "")),
                "cells": [_cell(cell, language) for cell in row],
            }
            for i, row in enumerate(record.rows)
        ],
        "note": prose.soft(f"{note} {said}".strip()),
        "size": max(6.5, min(9.0, 9.0 * _LINE / total)),
        "width": 1.0 if total > _LINE / 2 else 0.62,
    }


def _column(column: Column, cells: list[Cell], language: Language) -> Printed:
    """Numbers and words stay whole, a header folds once, sentences fold at 40 half-width characters."""
    texts = [cell.text[language] for cell in cells]
    label = prose.width(column.label[language])
    head = [*column.label[language].split(), *column.unit[language].split()]
    words = [word for text in texts for word in prose.soft(text).replace("\u200b", " ").split()]
    whole = (
        [prose.width(t) for t in texts]
        if column.align != "left"
        else [min(40, prose.width(t)) for t in texts]
    )
    least = [min(14, prose.width(w)) for w in (*head, *words)]
    return {
        "label": prose.soft(column.label[language]),
        "unit": column.unit[language],
        "align": column.align,
        "width": max([4, *whole, *least, label if label <= 10 else label // 2]) + 2,
    }


def _cell(cell: Cell, language: Language) -> Printed:
    return {
        "text": prose.soft(cell.text[language]),
        "status": cell.status,
        "mark": _MARKS.get(cell.mark, ""),
        "faint": cell.mark != "",
    }


def _cards(cards: Cards, language: Language) -> Printed:
    return {"cards": [_card(c, language) for c in cards.cards], "note": prose.soft(cards.note[language])}


def _card(card: Card, language: Language) -> Printed:
    texts = {k: prose.soft(getattr(card, k)[language]) for k in ("label", "text", "detail", "status_text")}
    return {**texts, "status": card.status}


def _appendix(manuscript: Manuscript, language: Language) -> Printed:
    numbers = appendix.table(manuscript)
    lead = {"kind": "prose", "nodes": prose.nodes(WORDS["appendix_lead"][language], where="appendix")}
    blocks = [lead, table(numbers, language, low_base=manuscript.edition.low_base)]
    chapter = {"name": "appendix-numbers", "title": numbers.title[language], "blocks": blocks}
    return {"title": WORDS["appendix"][language], "chapters": [chapter]}
