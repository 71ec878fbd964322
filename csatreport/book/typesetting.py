"""The manuscript as plain values for the printed book: ``typst/book.typ`` sets what this returns.

Texts stay strings from here to the page, so no character in them can mean anything to Typst.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from csatreport.book import appendix, columns, prose
from csatreport.book.manuscript import Exhibit, Heading, Manuscript, Page, Passage
from csatreport.errors import BookError
from csatreport.params import LANGUAGES, Language, Text
from csatreport.records import Card, Cards, Cell, Chart, Claim, Prose, Record, Table, Words

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
_TALLEST = 185.0  # mm; a page holds 250 with heading, claim, caption and note
_WHOLE = 40  # lines, headings among them, of a table that is not parted; a page holds about 50
_MARKS = {"low": "°"}
_BOX = re.compile(r'^[^>]*?\bviewBox="\S+ \S+ ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class _Setting:
    """What the blocks of a book in one language need to know of the whole of it."""

    language: Language
    low_base: int
    names: frozenset[str]  # of the pages
    front: Cards | None  # the headline figures, on the cover instead of in their chapter


def document(manuscript: Manuscript, language: Language) -> Printed:
    """All that the printed book says, in reading order.

    Raises
    ------
    BookError
        A chart without alternative text, a formula that cannot be set.
    """
    names = frozenset(page.name for page in manuscript.pages)
    front = next((r for _, r in manuscript.pages[0].records if isinstance(r, Cards)), None)
    setting = _Setting(language, manuscript.edition.low_base, names, front)
    day = date.fromisoformat(manuscript.data_date)
    parts = [
        {"title": part.title[language], "chapters": [_chapter(p, setting) for p in part.pages]}
        for part in manuscript.parts
    ]
    return {
        "title": manuscript.book.title[language],
        "organisation": manuscript.book.organisation[language],
        "wave": manuscript.edition.wave.label[language],
        "date": [day.year, day.month, day.day],
        "facts": _facts(manuscript, day, language),
        "cards": _cards(front, language) if front else None,
        "words": {k: WORDS[k][language] for k in ("contents", "figure", "table")}
        | {"edition": _edition(manuscript, language)},
        "parts": _numbered([*parts, *_appendix(manuscript, setting)], language),
    }


def _numbered(parts: list[Printed], language: Language) -> list[Printed]:
    """The parts with a name for every chart and table: "Figure 12"."""
    numbers = {"chart": itertools.count(1), "table": itertools.count(1)}
    words = {"chart": WORDS["figure"][language], "table": WORDS["table"][language]}
    return [
        part | {"chapters": [
            chapter | {"blocks": [
                {**block, "label": f"{words[block['kind']]} {next(numbers[block['kind']])}"}
                if block["kind"] in numbers else block
                for block in chapter["blocks"]
            ]}
            for chapter in part["chapters"]
        ]}
        for part in parts
    ]  # fmt: skip


def _facts(manuscript: Manuscript, day: date, language: Language) -> list[str]:
    """Lines at the foot of the cover: edition, date, source, why there is a revision."""
    dated = WORDS["data"][language].format(date=_day(day, language))
    facts = [_edition(manuscript, language), dated, manuscript.book.source[language], manuscript.reason]
    return [prose.soft(fact) for fact in facts if fact]


def _edition(manuscript: Manuscript, language: Language) -> str:
    return WORDS["edition"][language].format(edition=manuscript.edition.name, revision=manuscript.revision)


def _day(day: date, language: Language) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _chapter(page: Page, setting: _Setting) -> Printed:
    return {
        "name": page.name,
        "title": page.title[setting.language],
        "blocks": list(_blocks(page, setting)),
    }


def _blocks(page: Page, setting: _Setting) -> Iterator[Printed]:
    level = 2
    for block, after in zip(page.blocks, (*page.blocks[1:], None), strict=True):
        if isinstance(block, Heading) and (block.level, block.text) == (1, page.title):
            continue
        if isinstance(block, Heading):
            level = prose.deeper(block.level, level)
            yield {"kind": "heading", "level": level, "text": prose.soft(block.text[setting.language])}
        elif isinstance(block, Passage):
            yield _prose(block.text, page.name, setting, level)
        elif block.record is not setting.front:
            shown = isinstance(after, Passage) or (
                isinstance(after, Exhibit) and isinstance(after.record, Chart | Table)
            )
            yield _record(block.record, page.name, setting, level) | {"sticky": shown}


def _record(record: Record, where: str, setting: _Setting, level: int) -> Printed:
    match record:
        case Claim():
            return _claim(record, setting.language)
        case Chart():
            return _chart(record, where, setting.language)
        case Table():
            return table(record, setting.language, low_base=setting.low_base)
        case Cards():
            return {"kind": "cards", **_cards(record, setting.language)}
        case Prose():
            return _prose(record.text, where, setting, level)


def _prose(text: Words, where: str, setting: _Setting, level: int) -> Printed:
    where = f"{where} ({setting.language})"
    nodes = prose.nodes(text[setting.language], where=where, level=level, pages=setting.names)
    return {"kind": "prose", "nodes": nodes}


def _claim(claim: Claim, language: Language) -> Printed:
    text, pieces, at = claim.text[language], [], 0
    for start, end, _ in sorted(claim.spans[language]):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    shown = [{"text": prose.soft(t), "number": number} for t, number in pieces if t]
    note = prose.soft(claim.note[language])
    return {"kind": "claim", "pieces": shown, "note": note, "anchor": claim.id if claim.values else ""}


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
        "ratio": _ratio(chart, where, language),
        "note": prose.soft(chart.note[language]),
        "width": chart.width,
        "tallest": _TALLEST,
    }


def _ratio(chart: Chart, where: str, language: Language) -> float:
    """How high the chart is, as a part of its width."""
    box = _BOX.search(chart.svg[language])
    if box is None:
        raise BookError(
            "a chart that does not say how large it is",
            where=f"{where}, {chart.id} ({language})",
            expected='a viewBox="0 0 width height" in its SVG',
            todo="draw the chart with csatreport, or give its SVG a viewBox",
        )
    return float(box[2]) / float(box[1])


def table(record: Table, language: Language, *, low_base: int) -> Printed:
    """A table with the widths of its columns, which no word overflows."""
    record = columns.filled(record, language)
    layout = columns.fitted(record, language)
    low = any(cell.mark == "low" for row in record.rows for cell in row)
    note = record.note[language]
    said = "" if not low or _MARKS["low"] in note else WORDS["low"][language].format(base=low_base)
    return {
        "kind": "table",
        "title": prose.soft(record.title[language]),
        "columns": [
            {"label": prose.soft(c.label[language]), "unit": c.unit[language], "align": c.align, "width": w}
            for c, w in zip(record.columns, layout.widths, strict=True)
        ],
        "rows": [
            {
                "heading": prose.soft(record.groups.get(str(i), {}).get(language, "")),
                "cells": [_cell(cell, language) for cell in row],
                "anchor": "",
            }
            for i, row in enumerate(record.rows)
        ],
        "note": prose.soft(f"{note} {said}".strip()),
        "size": layout.size,
        "inset": layout.inset,
        "across": layout.across,
        "high": layout.high,
        "apart": columns.APART,
        "long": columns.lines(record, layout, language) / layout.across + len(record.groups) > _WHOLE,
        "width": 1.0 if sum(layout.widths) > columns.LINE / 2 else 0.62,
    }


def _cell(cell: Cell, language: Language) -> Printed:
    return {
        "text": prose.soft(cell.text[language]),
        "status": cell.status,
        "mark": _MARKS.get(cell.mark, ""),
        "faint": cell.mark != "",
    }


def _cards(cards: Cards, language: Language) -> Printed:
    printed = [_card(c, language) for c in cards.cards]
    return {"cards": printed, "note": prose.soft(cards.note[language]), "anchor": cards.id}


def _card(card: Card, language: Language) -> Printed:
    texts = {k: prose.soft(getattr(card, k)[language]) for k in ("label", "text", "detail", "status_text")}
    return {**texts, "status": card.status}


def _appendix(manuscript: Manuscript, setting: _Setting) -> Iterator[Printed]:
    """Every number and its record; the first row of a record is where its numbers lead."""
    numbers = appendix.table(manuscript)
    if not numbers.rows:
        return
    printed = table(numbers, setting.language, low_base=setting.low_base)
    row = 0
    anchors: dict[str, int] = {}
    for _, record, values in appendix.stated(manuscript):
        anchors.setdefault(record.id, row)
        row += len(values)
    for anchor, row in anchors.items():
        printed["rows"][row]["anchor"] = anchor
    lead = _prose({k: WORDS["appendix_lead"][k] for k in LANGUAGES}, "appendix", setting, 2)
    chapter = {
        "name": "appendix-numbers",
        "title": numbers.title[setting.language],
        "blocks": [lead, printed],
    }
    yield {"title": WORDS["appendix"][setting.language], "chapters": [chapter]}
