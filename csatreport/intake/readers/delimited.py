"""Text files with a separator: comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

import pandas as pd

from csatreport.errors import DataError

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered

ENCODINGS = ("utf-8", "gb18030", "big5", "cp949", "cp1252", "latin-1")  # tried in this order
_QUOTED = re.compile(r'"[^"]*"')


def read(content: bytes, source: Delivered) -> pd.DataFrame:
    """Every cell as text, the header in the first row.

    Raises
    ------
    DataError
        The file is not in that encoding, or a row has more cells than the header.
    """
    where = str(source.file)
    text = decode(content, source.encoding, where=where)
    first = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    rows = _rows(text, max(",;\t", key=first.count), where)
    width = len(rows[0]) if rows else 0
    return pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=str)


def _rows(text: str, separator: str, where: str) -> list[list[str]]:
    """Every row but empty lines; strictly, for a stray quote would swallow all rows up to the next one."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    number = 0
    try:
        for number, row in enumerate(lines, 1):
            if rows and len(row) > len(rows[0]):
                raise _misfit(where, number, f"{len(rows[0])} cells, as in the header", f"{len(row)} cells")
            if row:
                rows.append(row)
    except csv.Error as error:
        expected = "text between double quotes, and each quote in it written twice"
        raise _misfit(where, number + 1, expected, str(error)) from error
    return rows


def _misfit(where: str, row: int, expected: str, got: str) -> DataError:
    return DataError(
        "rows and header do not fit together",
        where=f"{where}, row {row}",
        expected=expected,
        got=got,
        todo="begin the file with its header, and export it again with text between quotes",
    )


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
