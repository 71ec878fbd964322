"""The data of charts and tables as CSV, for readers who take them to a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from csatreport.records import Table

Datum = str | float | int | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: Iterable[Sequence[Datum]]) -> bytes:
    """Rows as CSV that a spreadsheet opens rightly: UTF-8 with its mark, and no text is a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([[_safe(v) for v in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _safe(value: Datum) -> Datum:
    if isinstance(value, str) and value.lstrip().startswith(_FORMULA):
        return f"'{value}"
    return value


def table_rows(table: Table, language: str) -> list[list[Datum]]:
    """A table as bare values: labels (with their unit), then rows, each under its group."""
    head = [column.heading(language) for column in table.columns]
    body = [[_value(c.value, c.text[language], c.mark) for c in row] for row in table.rows]
    if not table.groups:
        return [[*head], *body]
    groups = [heading[language] for heading in table.group_of_rows]
    return [["", *head], *([group, *row] for group, row in zip(groups, body, strict=True))]


def _value(value: Datum, shown: str, mark: str) -> Datum:
    return value if not isinstance(value, str) and (value is not None or mark) else shown
