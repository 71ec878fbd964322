"""Text files with a separator: comma, semicolon or tab."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

import pandas as pd

from csatreport.errors import DataError, ParamsError

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered

_ENCODINGS = ("utf-8", "gb18030", "big5", "cp949", "cp1252", "latin-1")
_QUOTED = re.compile(r'"[^"]*"')


def read(content: bytes, source: Delivered) -> pd.DataFrame:
    """Every cell as text, the header in the first row.

    Raises
    ------
    ParamsError
        The encoding declared does not exist.
    DataError
        The file is not in that encoding, or a row has more cells than the header.
    """
    text = decode(content, source.encoding, where=str(source.file))
    first = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    separator = max(",;\t", key=first.count)
    try:
        return pd.read_csv(
            io.StringIO(text), sep=separator, header=None, dtype=str, na_filter=False, keep_default_na=False
        ).fillna("")
    except pd.errors.ParserError as error:
        raise DataError(
            "rows and header do not fit together",
            where=str(source.file),
            got=str(error).strip(),
            expected="as many cells in each row as in the header",
            todo="export it again with text between quotes",
        ) from error


def decode(content: bytes, encoding: str, *, where: str) -> str:
    """Decode text; a byte-order mark is no part of it.

    Raises
    ------
    ParamsError, DataError
        See :func:`read`.
    """
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise ParamsError(
            f"no encoding {encoding!r}",
            where=where,
            expected=", ".join(_ENCODINGS),
            todo="correct `encoding`",
        ) from None
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        fits = [e for e in _ENCODINGS if _decodes(content, e)]
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
