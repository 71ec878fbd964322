"""What a sheet of an .xlsx file holds that the library does not tell, or would take all memory to tell.

Errors such as ``#REF!`` are blank to it, and so are formulas that nobody computed; one cell far away from all
others makes it hold every cell between.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from csatreport.errors import DataError
from csatreport.intake.readers.grid import not_full

Place = tuple[int, int]  # row and column, both from 0
_BOOK, _TARGETS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_PIECE, _TAIL = 1 << 24, 1 << 20  # bytes that are searched at a time, and kept where no row ends in them
_AREA, _FILLED_SHARE = (
    1 << 24,
    0.05,
)  # cells between the first and the last, and the least share that is filled
_WIDE, _WIDEST = 702, 1 << 14  # columns with names of two letters, and of a sheet

_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')
_LETTERS = re.compile(rb' r="[A-Z]{3}')
_CELL = re.compile(rb' r="([A-Z]{1,9})(\d{1,9})"[^>]*(?<!/)>')
_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(?:[^<]|<(?!/?(?:\w+:)?[cv]\b))*<(?:\w+:)?v>([^<]*)<')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_AT = re.compile(rb'\br="([A-Z]{1,9})(\d{1,9})"')


@dataclass(frozen=True)
class Span:
    """Rows and columns between the first and the last cell that holds something, and how many do."""

    rows: int
    columns: int
    filled: int
    last: str  # a cell in the last row or column


def errors(content: bytes, name: str, *, where: str) -> dict[Place, str]:
    """Cells of a sheet that hold an error, such as ``#REF!``.

    Raises
    ------
    DataError
        A cell is so far away that the sheet cannot be held; the sheet is full; formulas were never computed.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = _part(archive, name)
        if part is None:
            return {}
        _near(archive, part, where)
        found: dict[Place, str] = {}
        missing: list[str] = []
        for piece in _pieces(archive, part):
            if b't="e"' in piece:
                found |= {_place(m[1]): m[2].decode(errors="replace") for m in _ERROR.finditer(piece)}
            if b"<f" in piece or b":f" in piece:
                missing += [
                    _named(m[1]) for m in _FORMULA.finditer(piece) if not (m[2] and b't="str"' in m[1])
                ]
    if missing:
        raise _never_computed(missing, where)
    return found


def _part(archive: zipfile.ZipFile, name: str) -> str | None:
    """The part of the archive that holds a sheet; None where it is no sheet in XML."""
    names = {entry.replace("\\", "/").lower(): entry for entry in archive.namelist()}
    if not {_BOOK, _TARGETS} <= names.keys():
        return None
    try:
        sheets = _attributes(archive.read(names[_BOOK]), "sheet")
        rels = _attributes(archive.read(names[_TARGETS]), "Relationship")
    except ET.ParseError:
        return None
    found = next((a for a in sheets if a.get("name") == name), {})
    wanted = {value for key, value in found.items() if key.endswith("}id")}
    target = next((a.get("Target", "") for a in rels if a.get("Id") in wanted), "").lower()
    folder = "/" if target.startswith("xl/") else "/xl"
    return names.get(posixpath.normpath(posixpath.join(folder, target)).lstrip("/"))


def _attributes(xml: bytes, tag: str) -> list[dict[str, str]]:
    tree = ET.fromstring(xml)  # noqa: S314 - a few KB; expat refuses entities that grow
    return [e.attrib for e in tree.iter() if e.tag.rpartition("}")[2] == tag]


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces of whole rows."""
    rest = b""
    with archive.open(part) as file:
        while read := file.read(_PIECE):
            data = rest + read
            end = data.rfind(b"row>")
            cut = end + len(b"row>") if end >= 0 else max(0, len(data) - _TAIL)
            yield data[:cut]
            rest = data[cut:]
    yield rest


def _near(archive: zipfile.ZipFile, part: str, where: str) -> None:
    """Refuse a sheet that is full, or whose cells lie so far apart that it cannot be held."""
    rows = last = 0
    wide = False
    for piece in _pieces(archive, part):
        numbers = [int(m[1]) for m in _ROW.finditer(piece)]
        rows, last = rows + len(numbers), max(last, *numbers, 0)
        wide = wide or _LETTERS.search(piece) is not None
    not_full(rows, last=last, where=where)
    if last * (_WIDEST if wide else _WIDE) <= _AREA:
        return
    span = _span(archive, part)
    if span.rows * span.columns > _AREA and span.filled < _FILLED_SHARE * span.rows * span.columns:
        raise DataError(
            "a cell far away from all others",
            where=f"{where}, {span.last}",
            expected="a table whose cells lie beside each other",
            got=f"{span.filled:,} cells in {span.rows:,} rows and {span.columns:,} columns",
            todo="delete the rows and columns outside of the table, or save the sheet as .csv",
        )


def _span(archive: zipfile.ZipFile, part: str) -> Span:
    rows = columns = filled = 0
    last = b""
    for piece in _pieces(archive, part):
        for letters, number in _CELL.findall(piece):
            row, column = int(number), _number(letters)
            filled += 1
            if row > rows or column > columns:
                rows, columns, last = max(rows, row), max(columns, column), letters + number
    return Span(rows, columns, filled, last.decode())


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number


def _place(attributes: bytes) -> Place:
    at = _AT.search(attributes)
    return (int(at[2]) - 1, _number(at[1]) - 1) if at else (-1, -1)


def _named(attributes: bytes) -> str:
    at = _AT.search(attributes)
    return (at[1] + at[2]).decode() if at else "a cell"


def _never_computed(cells: list[str], where: str) -> DataError:
    return DataError(
        "formulas that nobody computed",
        where=f"{where}, {cells[0]}" + f" and {len(cells) - 1:,} more" * (len(cells) > 1),
        expected="formulas saved with their results",
        got="a formula without a result",
        todo="open the workbook in a spreadsheet program and save it, which computes them",
    )
