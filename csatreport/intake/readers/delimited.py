"""Text files with a separator: comma, semicolon or tab.

Two readers that give the same cells: a fast one, which only sees files that it provably reads like the
strict one, and the strict one, which names the row of what is wrong.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from csatreport.errors import DataError
from csatreport.intake.readers import columnar, encoded
from csatreport.intake.readers.grid import WIDEST, Grid, batch

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered

_LINE, _QUOTED = re.compile(r"[\r\n]"), re.compile(r'"[^"]*"')
_HEADER = 1 << 20  # bytes in which the first row is looked for
_TOLD = re.compile(rb'"?sep=([,;\t])"?\r?\n')  # by Excel, above the header
_ROWS = 20_000  # rows held as lists at a time
_LONGEST = 1 << 22  # characters of a cell; what is longer is a quote that nothing closes
_SAID = {"unexpected end of data": "a quote that nothing closes before the file ends"}
_TOLERATED = 0.05  # more than this share of short rows means that the header is wrong, not the rows


def read(content: bytes, source: Delivered, sha256: str) -> Grid:
    """Every cell as text, header rows included.

    Raises
    ------
    DataError
        The file is not in that encoding, or rows and header do not fit together.
    """
    where = str(source.file)
    text = encoded.utf8(content, source.encoding, where=where)
    if b"\0" in text:
        raise _nul(text, where)
    told = _TOLD.match(text)
    text, above = (text[told.end() :], 1) if told else (text, 0)
    separator, width = _shape(text, where)
    separator = told[1].decode() if told else separator
    fast = columnar.read(text, separator, width)
    if fast is not None:
        return Grid(where, "csv", fast, np.arange(1, fast.num_rows + 1) + above, sha256)
    return _strict(text, separator, where, sha256, above=above)


def _nul(text: bytes, where: str) -> DataError:
    at = text.index(b"\0")
    row = text.count(b"\n", 0, at) + 1
    return DataError(
        "bytes that are no text",
        where=f"{where}, row {row}",
        expected="text",
        got=f"a zero byte, the first at byte {at}",
        todo="export it again: the file was damaged, or it is text of another `encoding` such as utf-16",
    )


def _shape(text: bytes, where: str) -> tuple[str, int]:
    """Separator and number of cells of the first row."""
    head = _QUOTED.sub("", text[:_HEADER].decode(errors="ignore")).lstrip("\r\n")
    first = _LINE.split(head, maxsplit=1)[0]
    separator = max(",;\t", key=first.count)
    width = len(next((row for row in islice(_records(text, separator, where), 1)), []))
    if width > WIDEST:
        raise DataError(
            "too many columns",
            where=f"{where}, row 1",
            expected=f"at most {WIDEST:,} columns",
            got=f"{width:,}",
            todo="export answers only, with one row per response",
        )
    return separator, width


def _strict(text: bytes, separator: str, where: str, sha256: str, *, above: int = 0) -> Grid:
    """Every row but empty lines; strictly, for a stray quote would swallow all rows up to the next one."""
    blocks: list[pa.Table] = []
    held: list[list[str]] = []
    numbers: list[int] = []
    short: dict[int, str] = {}
    width = needed = 0
    for number, row in _numbered(text, separator, where, above=above):
        if not numbers:
            width, needed = len(row), max((n for n, name in enumerate(row, 1) if name.strip()), default=0)
        if any(row[width:]):
            raise _too_long(where, number, width, len(row))
        if len(row) < needed:
            short[len(numbers)] = f"{len(row)} of {width} cells: the line was cut off"
        held.append(row[:width] + [""] * (width - len(row)))
        numbers.append(number)
        if len(held) == _ROWS:
            blocks.append(batch(held))
            held = []
    blocks += [batch(held)] * bool(held)
    _mostly_whole(short, numbers, where)
    return Grid(where, "csv", pa.concat_tables(blocks), np.array(numbers, dtype=np.int64), sha256, short)


def _mostly_whole(short: dict[int, str], numbers: list[int], where: str) -> None:
    if len(short) > max(1, _TOLERATED * len(numbers)):
        at, what = next(iter(short.items()))
        raise DataError(
            "rows and header do not fit together",
            where=f"{where}, row {numbers[at]} and {len(short) - 1} more",
            expected="as many cells in a row as in the header",
            got=what,
            todo="begin the file with its header, and export it again with a separator for every cell",
        )


def _numbered(text: bytes, separator: str, where: str, *, above: int = 0) -> Iterator[tuple[int, list[str]]]:
    records = _records(text, separator, where, above=above)
    return ((number, row) for number, row in enumerate(records, above + 1) if row)


def _records(text: bytes, separator: str, where: str, *, above: int = 0) -> Iterator[list[str]]:
    lines = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
    number = above
    csv.field_size_limit(_LONGEST)
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            number += 1
            yield row
    except csv.Error as error:
        raise DataError(
            "quotes that do not fit together",
            where=f"{where}, row {number + 1}",
            expected="text between double quotes, and each quote in it written twice",
            got=_SAID.get(str(error), str(error)),
            todo="export it again with text between quotes; where it was edited by hand, correct that row",
        ) from error


def _too_long(where: str, row: int, width: int, cells: int) -> DataError:
    alone = width == 1
    return DataError(
        "rows and header do not fit together",
        where=f"{where}, row {row}",
        expected="cells separated by comma, semicolon or tab"
        if alone
        else f"{width} cells, as in the header",
        got="a header of one cell" if alone else f"{cells} cells",
        todo="begin the file with its header, and export it again with one of these separators"
        if alone
        else "begin the file with its header, and export it again with text between quotes",
    )
