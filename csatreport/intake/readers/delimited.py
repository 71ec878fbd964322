"""Text files with a separator: comma, semicolon or tab.

Two readers that give the same cells: a fast one, which only sees files that it provably reads like the
strict one, and the strict one, which names the row of what is wrong.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from csatreport.errors import DataError
from csatreport.intake.readers import columnar
from csatreport.intake.readers.grid import WIDEST, Grid, batch

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered

ENCODINGS = ("utf-8", "gb18030", "big5", "cp949", "cp1252", "latin-1")  # tried in this order
_LINE, _QUOTED = re.compile(r"[\r\n]"), re.compile(r'"[^"]*"')
_HEADER = 1 << 20  # bytes in which the first row is looked for
_BLOCK, _ROWS = 1 << 24, 20_000  # bytes decoded, and rows held as lists, at a time
_TOLERATED = 0.05  # more than this share of short rows means that the header is wrong, not the rows


def read(content: bytes, source: Delivered, sha256: str) -> Grid:
    """Every cell as text, header rows included.

    Raises
    ------
    DataError
        The file is not in that encoding, or rows and header do not fit together.
    """
    where = str(source.file)
    text = utf8(content, source.encoding, where=where)
    if b"\0" in text:
        raise _nul(text, where)
    separator, width = _shape(text, where)
    fast = columnar.read(text, separator, width)
    if fast is not None:
        return Grid(where, "csv", fast, np.arange(1, fast.num_rows + 1), sha256)
    return _strict(text, separator, where, sha256)


def utf8(content: bytes, encoding: str, *, where: str) -> bytes:
    """Text in UTF-8; a byte-order mark is no part of it.

    Raises
    ------
    DataError
        See :func:`read`; proposes encodings that fit.
    """
    kept = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")
    decoder = codecs.getincrementaldecoder(encoding)()
    made: list[bytes] = []
    try:
        for at in range(0, len(content) or 1, _BLOCK):
            piece = decoder.decode(content[at : at + _BLOCK], at + _BLOCK >= len(content))
            if not kept:
                made.append(piece.encode())
    except UnicodeError:
        decode(content, encoding, where=where)
        raise
    return (content if kept else b"".join(made)).removeprefix(codecs.BOM_UTF8)


def decode(content: bytes, encoding: str, *, where: str) -> str:
    """Decode text; a byte-order mark is no part of it.

    Raises
    ------
    DataError
        See :func:`read`.
    """
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        fits = ["utf-16"] if marked else [e for e in ENCODINGS if _decodes(content, e)]
        raise DataError(
            f"not {encoding} at byte {error.start}",
            where=where,
            expected=encoding,
            got=f"byte 0x{content[error.start]:02x}",
            todo=f"declare one that fits: encoding = {' or '.join(map(repr, fits))}",
        ) from error


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


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


def _strict(text: bytes, separator: str, where: str, sha256: str) -> Grid:
    """Every row but empty lines; strictly, for a stray quote would swallow all rows up to the next one."""
    blocks: list[pa.Table] = []
    held: list[list[str]] = []
    numbers: list[int] = []
    short: dict[int, str] = {}
    width = needed = 0
    for number, row in _numbered(text, separator, where):
        if not numbers:
            width, needed = len(row), max((n for n, name in enumerate(row, 1) if name.strip()), default=0)
        if len(row) > width:
            raise _misfit(where, number, f"{width} cells, as in the header", f"{len(row)} cells")
        if len(row) < needed:
            short[len(numbers)] = f"{len(row)} of {width} cells: the line was cut off"
        held.append(row + [""] * (width - len(row)))
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


def _numbered(text: bytes, separator: str, where: str) -> Iterator[tuple[int, list[str]]]:
    return ((number, row) for number, row in enumerate(_records(text, separator, where), 1) if row)


def _records(text: bytes, separator: str, where: str) -> Iterator[list[str]]:
    lines = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
    number = 0
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            number += 1
            yield row
    except csv.Error as error:
        expected = "text between double quotes, and each quote in it written twice"
        raise _misfit(where, number + 1, expected, str(error)) from error


def _misfit(where: str, row: int, expected: str, got: str) -> DataError:
    return DataError(
        "rows and header do not fit together",
        where=f"{where}, row {row}",
        expected=expected,
        got=got,
        todo="begin the file with its header, and export it again with text between quotes",
    )
