"""Google Forms, as CSV or from its sheet: a time stamp first, then one column per question."""

from __future__ import annotations

import re

import pandas as pd

from csatreport.intake.readers.export import Column, Export, Fact
from csatreport.intake.readers.grid import Grid, Part, distinct

_STAMPS = frozenset(
    {
        "timestamp", "time stamp", "时间戳记", "时间戳", "時間戳記", "タイムスタンプ", "타임스탬프", "zeitstempel",
        "horodateur", "marca temporal", "carimbo de data/hora", "informazioni cronologiche",
        "отметка времени", "tijdstempel", "sygnatura czasowa", "zaman damgası", "dấu thời gian",
    }
)  # fmt: skip
_PEOPLE = frozenset(
    {"email address", "username", "电子邮件地址", "電子郵件地址", "用户名", "メールアドレス", "이메일 주소"}
)
_ROW = re.compile(r"^(.*\S)\s*\[(.*)\]$", re.DOTALL)
_STAMP = re.compile(r"\d[-/.年]\s*\d{1,2}.*\d{1,2}:\d{2}")
_LONGEST = 100  # characters of a time stamp
_SEPARATORS = (";", ", ")  # in the CSV of the form, and in its sheet


def recognises(grid: Grid) -> bool:
    """Whether the first column is called a time stamp, and holds some."""
    if len(grid.head) < 2 or grid.head[0][0].strip().lower() not in _STAMPS:
        return False
    return any(_STAMP.search(row[0][:_LONGEST]) for row in grid.head[1:])


def export(grid: Grid) -> Export:
    """One column per column; choices stay as they were joined."""
    parts = [
        Part(Column(_names(name), _separator(column) if place else ""), column, _fact(name, place))
        for place, (name, column) in enumerate(zip(grid.head[0], grid.body(1), strict=True))
    ]
    return grid.export("google-forms", parts, headers=1)


def _names(header: str) -> tuple[str, ...]:
    """The header, and for a row of a table the row alone."""
    found = _ROW.match(header)
    return (header, found[2].strip()) if found else (header,)


def _separator(cells: pd.Series) -> str:
    """What stands between choices, if anything does; answers of one choice may hold it too."""
    texts = distinct(cells)
    return next((s for s in _SEPARATORS if any(s in text for text in texts)), "")


def _fact(header: str, place: int) -> Fact | None:
    if place == 0:
        return "end"
    return "respondent" if header.strip().lower() in _PEOPLE else None
