"""Raw files as exports: text as it was delivered, whatever wrote it; no guessing of types.

A container (CSV, Excel, Parquet, SPSS) is found out from the bytes, the platform that wrote it from the
table inside. A new platform is one module with ``recognises(grid)`` and ``export(grid)``, one entry in
:data:`PLATFORMS` and one test.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol

from csatreport.errors import DataError, ParamsError
from csatreport.intake.readers import (
    container,
    delimited,
    googleforms,
    kobo,
    limesurvey,
    parquet,
    plain,
    qualtrics,
    spss,
    surveymonkey,
    wjx,
    workbook,
    xlsform,
)
from csatreport.intake.readers.export import Export
from csatreport.intake.readers.grid import Grid
from csatreport.params.faults import closest


class Delivered(Protocol):
    """What a declaration says about its file: a ``Source``, ``Record`` or ``Published``."""

    @property
    def file(self) -> PurePosixPath: ...  # noqa: D102 - documented in params
    @property
    def encoding(self) -> str: ...  # noqa: D102 - documented in params
    @property
    def sha256(self) -> str | None: ...  # noqa: D102 - documented in params


class Platform(NamedTuple):
    """How a platform's exports are known, and what they are made of."""

    recognises: Callable[[Grid], bool]
    export: Callable[[Grid], Export]


PLATFORMS = {
    "qualtrics": Platform(qualtrics.recognises, qualtrics.export),
    "surveymonkey": Platform(surveymonkey.recognises, surveymonkey.export),
    "wjx": Platform(wjx.recognises, wjx.export),
    "limesurvey": Platform(limesurvey.recognises, limesurvey.export),
    "google-forms": Platform(googleforms.recognises, googleforms.export),
    "kobo": Platform(kobo.recognises, kobo.export),
}
_TABLES: dict[str, Callable[[bytes, Delivered, str], Grid]] = {
    "csv": delimited.read,
    "excel": workbook.read,
    "parquet": parquet.read,
}
_EMPTY = re.compile(rb"(?:%b)?\s*\Z" % codecs.BOM_UTF8)


def read(source: Delivered, project: Path) -> Export:
    """Read the answers that ``source`` declares, as the platform means them that wrote the file.

    Raises
    ------
    ParamsError
        There is no such file.
    DataError
        It changed since it was declared, is empty, or cannot be read as declared.
    """
    return _read(source, project, PLATFORMS)


def plain_table(delivered: Delivered, project: Path) -> Export:
    """Read a table whose first row is its header, whatever it looks like.

    Raises
    ------
    ParamsError, DataError
        See :func:`read`.
    """
    return _read(delivered, project, {})


def _read(source: Delivered, project: Path, platforms: Mapping[str, Platform]) -> Export:
    opened = _opened(source, project)
    if isinstance(opened, Export):
        return opened
    form: PurePosixPath | None = getattr(source, "form", None)
    declared = getattr(source, "format", "auto")
    grid = opened
    if form is not None:
        declared = "kobo" if declared == "auto" else declared
        grid = replace(grid, form=xlsform.read(contents(project, form), where=str(form)))
    if declared in platforms:
        return platforms[declared].export(grid)
    known = platforms.values() if declared == "auto" else ()
    return next((p.export for p in known if p.recognises(grid)), plain.export)(grid)


def _opened(source: Delivered, project: Path) -> Grid | Export:
    """The table in a file; SPSS files say themselves what their variables mean."""
    content, digest = _checked(source, project)
    kind = container.settle(content, getattr(source, "format", "auto"), where=str(source.file))
    if kind == "spss":
        return spss.read(content, source, digest)
    return _TABLES[kind](content, source, digest).plausible()


def _checked(source: Delivered, project: Path) -> tuple[bytes, str]:
    """The bytes of a file, and their hash."""
    content = contents(project, source.file)
    digest = hashlib.sha256(content).hexdigest()
    if source.sha256 is not None and digest != source.sha256:
        raise DataError(
            "the file changed since it was declared",
            where=str(source.file),
            expected=f"sha256 {source.sha256}",
            got=f"sha256 {digest}",
            todo="restore the file; or, if the change is meant, declare the new sha256",
        )
    if _EMPTY.match(content):
        raise DataError(
            "the file is empty",
            where=str(source.file),
            expected="a header row and answers",
            todo="export it again",
        )
    return content, digest


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
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device may never end
            raise ParamsError(
                "a declared file is none",
                where=str(file),
                expected="an ordinary file",
                got="a folder" if path.is_dir() else "something else of that name",
                todo="declare the file itself",
            )
        return path.read_bytes()
    except FileNotFoundError:
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
            todo="correct its name or its permissions",
        ) from error
