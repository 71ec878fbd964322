"""All tables of an edition as one Excel file, in both languages, with numbers as numbers.

Text is written as text: no cell is a formula, whatever it begins with. The only links are from the
first sheet to the others.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from csatreport.book import appendix, stacked
from csatreport.book.manuscript import Manuscript
from csatreport.book.prose import width
from csatreport.params import LANGUAGES
from csatreport.records import Cell, Chart, Column, Table, Words

_CONTENTS = ("Contents", "目录")
_CHARTS = "Chart data"
_APPENDIX: Words = {"en": "Appendix", "zh": "附录"}
_GROUP: Words = {"en": "Group", "zh": "分组"}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_NUMBER = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_WIDEST = 60


@dataclass(frozen=True)
class _Book:
    """The workbook being written and its formats, made once each."""

    file: Any
    formats: dict[tuple[tuple[str, object], ...], Any]

    def format(self, **properties: object) -> Any:  # noqa: ANN401 - xlsxwriter has no types
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.file.add_format({"valign": "top", **properties})
        return self.formats[key]


def write(manuscript: Manuscript, into: Path) -> None:
    """Write every table, the data of every chart and every number to the file ``into``.

    The only date in it is ``manuscript.data_date``: equal manuscripts give equal bytes.
    """
    import xlsxwriter

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(into, options) as file:
        file.set_properties({
            "title": manuscript.book.title.en,
            "author": manuscript.book.organisation.en,
            "created": datetime.fromisoformat(manuscript.data_date),
        })  # fmt: skip
        book = _Book(file, {})
        sheets = [*stacked.sheets(manuscript), (_APPENDIX, appendix.table(manuscript))]
        names = _names([t.id for _, t in sheets])
        charts = stacked.charts(manuscript)
        listed = [(n, chapter, t) for n, (chapter, t) in zip(names, sheets, strict=True)]
        _contents(book, manuscript, listed, charts=bool(charts))
        for name, (_, table) in zip(names, sheets, strict=True):
            _table(book, name, table)
        if charts:
            _charts(book, charts)


def _names(identifiers: Iterable[str]) -> list[str]:
    """Names that Excel accepts: at most 31 characters, none twice whatever its case."""
    taken, names = {"history", _CHARTS.lower(), _CONTENTS[0].lower()}, []
    for identifier in identifiers:
        stem = _FORBIDDEN.sub(" ", identifier).strip() or "table"
        tails = itertools.chain([""], (f" {i}" for i in itertools.count(2)))
        tries = (stem[: 31 - len(tail)] + tail for tail in tails)
        names.append(next(name for name in tries if name.lower() not in taken))
        taken.add(names[-1].lower())
    return names


def _contents(
    book: _Book, manuscript: Manuscript, tables: list[tuple[str, Words, Table]], *, charts: bool
) -> None:
    sheet = book.file.add_worksheet(_CONTENTS[0])
    head, plain = book.format(bold=True), book.format()
    facts = [manuscript.book.title[k] + " " + manuscript.edition.wave.label[k] for k in LANGUAGES]
    sheet.write_string(0, 0, " / ".join(facts), book.format(bold=True, font_size=14))
    revision = f"{manuscript.edition.name} r{manuscript.revision}, {manuscript.data_date}"
    sheet.write_string(1, 0, revision, plain)
    for i, label in enumerate(("Sheet / 工作表", "Table", "表", "Chapter", "章")):
        sheet.write_string(3, i, label, head)
    rows = [(name, table.title, chapter) for name, chapter, table in tables]
    if charts:
        rows.append((_CHARTS, {"en": "Data of every chart", "zh": "各图数据"}, _APPENDIX))
    for at, (name, title, chapter) in enumerate(rows, start=4):
        sheet.write_url(at, 0, f"internal:'{name}'!A1", string=name)
        for i, text in enumerate((title["en"], title["zh"], chapter["en"], chapter["zh"]), start=1):
            sheet.write_string(at, i, text, plain)
    for i, wide in enumerate((34, 48, 36, 44, 30)):
        sheet.set_column(i, i, wide)
    sheet.freeze_panes(4, 0)


def _table(book: _Book, name: str, table: Table) -> None:
    """Titles and notes, header rows in both languages, then the rows."""
    sheet = book.file.add_worksheet(name)
    sheet.write_string(0, 0, table.title["en"], book.format(bold=True, font_size=13))
    sheet.write_string(1, 0, table.title["zh"], book.format(bold=True, font_size=13))
    for row, language in enumerate(LANGUAGES, start=2):
        sheet.write_string(row, 0, table.note[language], book.format(font_color="#5a6670"))
    for at, (labels, cells) in enumerate(_columns(book, table)):
        for row, label in enumerate(labels, start=5):
            sheet.write_string(row, at, label, book.format(bold=True, bottom=row - 5, text_wrap=True))
        for row, (value, style) in enumerate(cells, start=7):
            _put(sheet, row, at, value, style)
        sheet.set_column(at, at, min(_WIDEST, max(10, *(width(t) + 2 for t in (*labels, *_texts(cells))))))
    sheet.freeze_panes(7, 1)


Written = tuple[str | float, Any]  # value, format


def _columns(book: _Book, table: Table) -> Iterator[tuple[tuple[str, str], list[Written]]]:
    """Columns of the sheet: a text that is not the same in both languages takes one for each."""
    if table.groups:
        for language in LANGUAGES:
            yield (_GROUP["en"], _GROUP["zh"]), [(g[language], book.format()) for g in table.group_of_rows]
    for i, column in enumerate(table.columns):
        cells = [row[i] for row in table.rows]
        labels = column.heading("en"), column.heading("zh")
        if any(isinstance(c.value, str) and c.text["en"] != c.text["zh"] for c in cells):
            for language in LANGUAGES:
                yield labels, [(c.text[language], book.format()) for c in cells]
        else:
            yield labels, [_cell(book, c, column) for c in cells]


def _cell(book: _Book, cell: Cell, column: Column) -> Written:
    """A number with its format, or text; "–" where there is nothing to show."""
    if isinstance(cell.value, str):
        return cell.text["en"], book.format()
    if cell.value is None or math.isnan(cell.value) or cell.mark == "suppressed":
        return "–", book.format(align="right")
    value, shown = _scaled(cell, column)
    return value, book.format(num_format=shown, **({"font_color": "#5a6670"} if cell.mark == "low" else {}))


def _scaled(cell: Cell, column: Column) -> tuple[float, str]:
    """The value in the unit that is printed, and a format with as many decimals.

    A share (0-1) that is printed as "77.1%" gets a percent format; in points it is written in points.
    """
    value, text = float(cell.value or 0), cell.text["en"]
    found = _NUMBER.search(text)
    digits = "0." + "0" * len(found[1]) if found and found[1] else "0"
    printed = float(found[0].replace(",", "")) if found else abs(value)
    shown = digits if "." in digits else "#,##0"
    if abs(printed - abs(value) * 100) < abs(printed - abs(value)):
        percent = "%" in text or "%" in column.unit["en"]
        value, shown = (value, f"{digits}%") if percent else (value * 100, shown)
    mark = '"°"' if cell.mark == "low" else ""
    plus = f"+{shown}{mark};-{shown}{mark};{shown}{mark}"
    return value, plus if text.startswith("+") else shown + mark


def _put(sheet: Any, row: int, column: int, value: str | float | None, style: Any) -> None:  # noqa: ANN401 - untyped
    if isinstance(value, str):
        sheet.write_string(row, column, value, style)
    elif value is not None and math.isfinite(value):
        sheet.write_number(row, column, value, style)


def _texts(cells: list[Written]) -> list[str]:
    return [value if isinstance(value, str) else f"{value:.2f}" for value, _ in cells]


def _charts(book: _Book, charts: list[Chart]) -> None:
    """The data that each chart draws, English on the left and Chinese on the right."""
    sheet = book.file.add_worksheet(_CHARTS)
    right = 1 + max(len(row) for chart in charts for row in chart.data["en"])
    top = 0
    for chart in charts:
        for left, language in ((0, "en"), (right, "zh")):
            sheet.write_string(top, left, chart.title[language], book.format(bold=True))
            for at, row in enumerate(chart.data[language], start=top + 1):
                style = book.format(bottom=1) if at == top + 1 else book.format()
                for i, value in enumerate(row, start=left):
                    _put(sheet, at, i, value, style)
        top += len(chart.data["en"]) + 2
    sheet.set_column(0, 2 * right, 18)
