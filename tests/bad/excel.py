"""Excel files: written by a library, then changed in the parts of their archives."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import xlsxwriter

from bad.sound import HEADER, rows

Content = Callable[[], bytes]
Fill = Callable[[Any, Any], object]
SHEET = "xl/worksheets/sheet1.xml"
_WHEN = dt.datetime(2026, 10, 1)  # noqa: DTZ001 - as the file says it
_NUMBERS = (3, 4)


def written(*sheets: tuple[str, Fill], options: Mapping[str, object] | None = None) -> bytes:
    """A workbook of these sheets."""
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True, **(options or {})})
    book.set_properties({"created": _WHEN})
    for name, fill in sheets:
        fill(book.add_worksheet(name), book)
    book.close()
    return into.getvalue()


def answers(
    given: Sequence[Sequence[str]] | None = None,
    *,
    header: Sequence[str] = HEADER,
    top: int = 0,
    left: int = 0,
) -> Fill:
    """Write answers below their header."""

    def fill(sheet: Any, _: Any) -> None:
        sheet.write_row(top, left, header)
        for n, cells in enumerate(given or rows()):
            for at, text in enumerate(cells):
                if at in _NUMBERS and text.isdecimal():
                    sheet.write_number(top + n + 1, left + at, int(text))
                else:
                    sheet.write_string(top + n + 1, left + at, text)

    return fill


def book(*fills: Fill, **options: object) -> Content:
    """A workbook of one sheet."""

    def fill(sheet: Any, workbook: Any) -> None:
        for own in fills:
            own(sheet, workbook)

    return lambda: written(("Answers", fill), options=options)


def patched(
    content: Content, change: Mapping[str, Callable[[bytes], bytes]], more: Mapping[str, bytes] | None = None
) -> Content:
    """Parts of the archive changed, and further ones added."""

    def made() -> bytes:
        into = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content())) as old,
            zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for info in old.infolist():
                data = old.read(info)
                new.writestr(_info(info.filename), change.get(info.filename, bytes)(data))
            for name, data in (more or {}).items():
                new.writestr(_info(name), data)
        return into.getvalue()

    return made


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def archive(parts: Mapping[str, bytes]) -> Content:
    def made() -> bytes:
        into = io.BytesIO()
        with zipfile.ZipFile(into, "w") as new:
            for name, data in parts.items():
                new.writestr(_info(name), data)
        return into.getvalue()

    return made


def cell(place: str, xml: str) -> Callable[[bytes], bytes]:
    """One cell of a sheet, replaced."""
    return lambda data: re.sub(rb'<c r="' + place.encode() + rb'".*?</c>', xml.encode(), data, count=1)


def both(*changes: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def changed(data: bytes) -> bytes:
        for change in changes:
            data = change(data)
        return data

    return changed


SOUND = book(answers())
