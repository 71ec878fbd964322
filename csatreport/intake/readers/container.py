"""What kind of file it is, found out from its content, and what is refused whoever calls it what."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from csatreport.errors import DataError

Container = Literal["csv", "excel", "parquet", "spss"]
CONTAINERS: tuple[Container, ...] = ("csv", "excel", "parquet", "spss")

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MAGIC: dict[bytes, Container] = {
    ZIP: "excel",
    OLE: "excel",
    b"PAR1": "parquet",
    b"$FL2": "spss",
    b"$FL3": "spss",
}
_PORTABLE = 400  # characters in which a portable file of SPSS says what it is, one line per character set
_PAGE = re.compile(rb"\s*<(!doctype|html|head|body|meta|table|\?xml)\b", re.IGNORECASE)
_JSON = re.compile(rb'\s*(\[\s*)?\{\s*"[^"]*"\s*:')
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRANGERS = {
    b"%PDF": ("a PDF file", "export the answers as a table"),
    b"\x1f\x8b": ("a file packed by gzip", "unpack it"),
    b"Rar!": ("a RAR archive", "unpack it"),
    b"7z\xbc\xaf": ("a 7z archive", "unpack it"),
}


def found(content: bytes) -> Container:
    """Which container the content is."""
    known = _MAGIC.get(content[:4])
    if known is not None:
        return known
    return "spss" if b"SPSS PORT FILE" in re.sub(rb"[\r\n]", b"", content[:_PORTABLE]) else "csv"


def settle(content: bytes, declared: str, *, where: str) -> Container:
    """The container of a file that says what was declared of it.

    Raises
    ------
    DataError
        It is a page, an archive, or locked by a password; or something else than declared.
    """
    refuse(content, where=where)
    kind = found(content)
    for name in CONTAINERS:
        if declared == name and declared != kind:
            if kind == "csv":
                return name  # its own reader says what is wrong
            raise DataError(
                f"not a file of format {declared!r}",
                where=where,
                expected=f"a file of format {declared!r}",
                got=f"a file of format {kind!r}",
                todo=f'declare format = "{kind}", or leave it out',
            )
    return kind


def refuse(content: bytes, *, where: str) -> None:
    """Refuse what no reader is for.

    Raises
    ------
    DataError
        See :func:`settle`.
    """
    if _PAGE.match(content.removeprefix(codecs.BOM_UTF8)):
        raise DataError(
            "a web page, whatever its name says",
            where=where,
            expected="a table",
            got="HTML or XML",
            todo="open it in a spreadsheet program and save it as .xlsx or .csv",
        )
    if content.startswith(OLE) and _ENCRYPTED in content:
        raise locked(where)
    known = [(what, todo) for magic, (what, todo) in _STRANGERS.items() if content.startswith(magic)]
    if _JSON.match(content.removeprefix(codecs.BOM_UTF8)):
        known.append(("JSON", "export the answers as CSV or Excel"))
    for what, todo in known:
        raise DataError(
            "not a table", where=where, expected="CSV, Excel, Parquet or SPSS", got=what, todo=todo
        )


def locked(where: str) -> DataError:
    """Say that a workbook needs a password."""
    return DataError(
        "the workbook is locked by a password",
        where=where,
        expected="a workbook that opens without one",
        got="an encrypted file",
        todo="save it without a password (File, Info, Protect Workbook)",
    )
