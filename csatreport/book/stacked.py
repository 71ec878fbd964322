"""Tables of a book as sheets: those that the pages of a fan have in common are one sheet, a page below the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from csatreport.book.manuscript import Fan, Manuscript, Page
from csatreport.records import Cell, Chart, Column, Table, Words

_COLON = {"en": ": ", "zh": "："}
_BETWEEN = {"en": re.compile(r"(?<=\.) "), "zh": re.compile(r"(?<=。)")}  # where a sentence of a note ends
Sheet = tuple[Words, Table]  # the chapter's title, and what the sheet shows


def sheets(manuscript: Manuscript) -> list[Sheet]:
    """Every table of the book in reading order, each with the title of its chapter."""
    groups: dict[tuple[object, ...], list[tuple[Page, Table]]] = {}
    for at, (page, table) in enumerate(manuscript.tables):
        key = _shared(page, page.fan, table) if page.fan else (at,)
        groups.setdefault(key, []).append((page, table))
    return [_sheet(found) for found in groups.values()]


def charts(manuscript: Manuscript) -> list[Chart]:
    """Every chart of the book; on pages of a fan the title says which page."""
    return [
        replace(record, title={k: page.title[k] + _COLON[k] + v for k, v in record.title.items()}) if page.fan else record
        for page in manuscript.pages
        for _, record in page.records
        if isinstance(record, Chart)
    ]  # fmt: skip


def _shared(page: Page, fan: Fan, table: Table) -> tuple[object, ...]:
    """Tables of a fan with one name and the same columns share a sheet."""
    return fan.name, _own(page, table), *(column.heading("en") for column in table.columns)


def _own(page: Page, table: Table) -> str:
    return table.id.removeprefix(f"{page.name}.")


def _sheet(found: Sequence[tuple[Page, Table]]) -> Sheet:
    page, table = found[0]
    if page.fan is None:
        return page.title, table
    return page.fan.title, _stacked(f"{page.fan.name}.{_own(page, table)}", page.fan, found)


def _stacked(name: str, fan: Fan, found: Sequence[tuple[Page, Table]]) -> Table:
    """One table of all pages, with a column in front that says whose row it is."""
    first = found[0][1]
    rows: list[tuple[Cell, ...]] = []
    groups: dict[str, Words] = {}
    for page, table in found:
        groups |= {str(int(at) + len(rows)): words for at, words in table.groups.items()}
        rows.extend((Cell(page.title, page.title["en"]), *row) for row in table.rows)
    titles = {language: {table.title[language] for _, table in found} for language in first.title}
    title = first.title if all(len(t) == 1 for t in titles.values()) else fan.title
    column = Column(fan.item, dict.fromkeys(fan.item, ""), "left")
    return Table(
        name, title, (column, *first.columns), tuple(rows), _note([table for _, table in found]), groups
    )


def _note(tables: Sequence[Table]) -> Words:
    """Sentences that stand under every one of the tables: the base of one page is not that of the others."""
    found: Words = {}
    for language, between in _BETWEEN.items():
        first, *others = (between.split(table.note[language]) for table in tables)
        kept = [sentence for sentence in first if all(sentence in note for note in others)]
        found[language] = {"en": " ", "zh": ""}[language].join(kept)
    return found
