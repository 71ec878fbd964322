"""Raw files as tables of text: one reader per format, no guessing of types.

A new format is one module with ``read(content, ...) -> list of rows or frame of text`` and one entry in
``_READERS``.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

import pandas as pd

from csatreport.errors import DataError, ParamsError
from csatreport.intake.readers import delimited, workbook
from csatreport.params.faults import closest


class Delivered(Protocol):
    """What a declaration says about its file: a ``Source`` or a ``Published``."""

    @property
    def file(self) -> PurePosixPath: ...  # noqa: D102 - documented in params
    @property
    def encoding(self) -> str: ...  # noqa: D102 - documented in params
    @property
    def sha256(self) -> str | None: ...  # noqa: D102 - documented in params


@dataclass(frozen=True)
class Raw:
    """A file as delivered: its header, and its cells as text in columns 0, 1, 2 ...

    Row ``i`` of ``cells`` is row ``i + 2`` of the file as a spreadsheet shows it.
    """

    file: str
    header: tuple[str, ...]
    cells: pd.DataFrame
    sha256: str


_READERS: dict[str, Callable[[bytes, Delivered], pd.DataFrame]] = {
    "csv": delimited.read,
    "excel": workbook.read,
}
_MAGIC = {b"PK\x03\x04": "excel", b"\xd0\xcf\x11\xe0": "excel"}


def read(source: Delivered, project: Path) -> Raw:
    """Read the file that ``source`` declares.

    Raises
    ------
    ParamsError
        There is no such file.
    DataError
        It changed since it was declared, is empty, or cannot be read as declared.
    """
    file = str(source.file)
    content = contents(project, source.file)
    digest = hashlib.sha256(content).hexdigest()
    if source.sha256 is not None and digest != source.sha256:
        raise DataError(
            "the file changed since it was declared",
            where=file,
            expected=f"sha256 {source.sha256}",
            got=f"sha256 {digest}",
            todo="restore the file; or, if the change is meant, declare the new sha256",
        )
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise DataError(
            "the file is empty", where=file, expected="a header row and answers", todo="export it again"
        )
    table = _READERS[_format(source, content)](content, source)
    header = tuple(table.iloc[0]) if len(table) else ()
    if not any(header) or len(table) < 2:
        raise DataError(
            "the file holds no answers",
            where=file,
            expected="a header row and at least one row below",
            got=f"{len(table)} rows",
            todo="export it again, or leave the source out",
        )
    return Raw(file, header, table.iloc[1:].reset_index(drop=True), digest)


def contents(project: Path, file: PurePosixPath) -> bytes:
    """Read the bytes of a raw file.

    Raises
    ------
    ParamsError
        There is no such file.
    DataError
        The system does not let us read it.
    """
    path = project / file
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        there = (p.name for p in path.parent.glob("*") if p.is_file())
        raise ParamsError(
            "a declared file is missing", where=str(file), expected=str(path), todo=closest(path.name, there)
        ) from None
    except OSError as error:
        raise DataError(
            "a declared file cannot be read",
            where=str(file),
            expected="a file that this user may read",
            got=error.strerror or str(error),
            todo="correct its permissions",
        ) from error


def _format(source: Delivered, content: bytes) -> str:
    declared = getattr(source, "format", "auto")
    return declared if declared != "auto" else _MAGIC.get(content[:4], "csv")
