"""From bytes to text in UTF-8; what is in another encoding than declared is told from what is damaged."""

from __future__ import annotations

import codecs
import re

from csatreport.errors import DataError

ENCODINGS = ("utf-8", "gb18030", "big5", "cp949", "cp1252", "latin-1")  # tried in this order
_BLOCK = 1 << 24  # bytes decoded at a time
_SAMPLE = 1 << 20  # bytes from which the kind of text is known
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PICTURED = 0.02  # share of control characters that no text has
_HALF = 0.3  # least share of zeros among every second byte of text in UTF-16
_LETTERS, _SIGNS = "\x7f", "\u07ff"  # the last character of one byte in UTF-8, and of two
_SINGLE = frozenset({"iso8859-1", "cp1252"})  # two bytes of these are two letters, never one sign
_SURE = 10  # characters of several bytes that are UTF-8 by no accident; times as many as are not


def utf8(content: bytes, encoding: str, *, where: str) -> bytes:
    """Text in UTF-8; a byte-order mark is no part of it.

    Raises
    ------
    DataError
        The file is not in that encoding, or not whole; proposes encodings that fit.
    """
    name = codecs.lookup(encoding).name
    _contradicted(content, name, where)
    kept = name in ("utf-8", "utf-8-sig", "ascii")
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
        See :func:`utf8`.
    """
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _undecoded(content, encoding, error, where) from error


def _contradicted(content: bytes, name: str, where: str) -> None:
    """Refuse a declaration that the bytes contradict, though they can be read as declared."""
    order = _order(content[:_SAMPLE])
    if order and name not in (order, "utf-16" if order == "utf-16-le" else order):
        raise _another(where, name, order)
    if name not in ("utf-8", "utf-8-sig", "ascii") and not name.startswith("utf-16"):
        text = _beginning(content)
        if text is not None and _several(text, above=_LETTERS if name in _SINGLE else _SIGNS) >= _SURE:
            raise _another(where, name, "utf-8")


def _order(sample: bytes) -> str:
    """Which UTF-16 text without a mark is in, by the zeros beside its signs; "" where it is none."""
    if sample.startswith(_MARKS):
        return ""
    low, high = sample[::2].count(0), sample[1::2].count(0)
    least = _HALF * len(sample) / 2
    if high > least and low < high / _SURE:
        return "utf-16-le"
    return "utf-16-be" if low > least and high < low / _SURE else ""


def _beginning(content: bytes) -> str | None:
    """The first part as UTF-8, if it is that."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content[:_SAMPLE])
    except UnicodeDecodeError:
        return None


def _several(text: str, *, above: str = _LETTERS) -> int:
    """How many characters of several bytes, or of more than two, it holds in UTF-8."""
    return len(re.sub(f"[\0-{above}]", "", text))


def _undecoded(content: bytes, encoding: str, error: UnicodeDecodeError, where: str) -> DataError:
    """Why bytes are not text of an encoding, and what to do about it."""
    row = content.count(b"\n", 0, error.start) + 1
    place, got = f"{where}, row {row}", f"byte 0x{content[error.start]:02x}"
    if len(_CONTROL.findall(content[:_SAMPLE])) > _PICTURED * len(content[:_SAMPLE]) and not _marked(content):
        return DataError(
            "no text file",
            where=where,
            expected="CSV, Excel, Parquet or SPSS",
            got="bytes that no text holds",
            todo="declare the right file, or export the answers as a table",
        )
    if error.reason in ("unexpected end of data", "incomplete multibyte sequence"):
        return DataError(
            "the file ends in the middle of a character",
            where=place,
            expected="a whole file",
            got=f"{got} and nothing behind it",
            todo="export it again: its end is missing",
        )
    if codecs.lookup(encoding).name.startswith("utf-8") and _mostly(content, error.start):
        return DataError(
            "text in more than one encoding, or damaged",
            where=f"{place}, byte {error.start}",
            expected=f"{encoding} to the end, as up to there",
            got=got,
            todo="export it again; if files were joined, deliver each as a [[source]] of its own `encoding`",
        )
    fits = ["utf-16"] if _marked(content) else [e for e in ENCODINGS[:-1] if _decodes(content, e)]
    fits += ["latin-1"] * ("cp1252" in fits)
    return DataError(
        f"not {encoding} at byte {error.start}",
        where=place,
        expected=encoding,
        got=got,
        todo=f"declare one that fits: encoding = {' or '.join(map(repr, fits))}"
        if fits
        else "export it again, in UTF-8",
    )


def _marked(content: bytes) -> bool:
    return content.startswith(_MARKS)


def _mostly(content: bytes, first: int) -> bool:
    """Whether it is UTF-8 up to the first fault, or but for a few."""
    if _several(content[:first].decode(errors="replace")) >= _SURE:
        return True
    sample = content[:_SAMPLE].decode(errors="replace")
    bad = sample.count("\ufffd")
    return _several(sample) - bad >= _SURE * max(1, bad)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _another(where: str, declared: str, found: str) -> DataError:
    return DataError(
        "text in another encoding than declared",
        where=where,
        expected=declared,
        got=found,
        todo=f"declare encoding = {found!r}",
    )
