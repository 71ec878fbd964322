"""Declared files as text."""

from __future__ import annotations

from pathlib import Path

from csatreport.errors import ParamsError


def text(project: Path, file: str) -> str:
    """Read a file of the project, in UTF-8 with or without a byte-order mark.

    Raises
    ------
    ParamsError
        There is no such file, it cannot be read, or it is in another encoding.
    """
    try:
        return (project / file).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ParamsError(
            "a file is missing", where=file, expected=str(project / file), todo="write it"
        ) from None
    except OSError as error:
        raise ParamsError(
            "a file cannot be read",
            where=file,
            expected="a file that this user may read",
            got=error.strerror or str(error),
            todo="correct its permissions, or what stands in its place",
        ) from error
    except UnicodeDecodeError as error:
        raise ParamsError(
            f"not UTF-8 at byte {error.start}",
            where=file,
            expected="UTF-8",
            todo="save it as UTF-8 (in Excel: 'CSV UTF-8')",
        ) from error
