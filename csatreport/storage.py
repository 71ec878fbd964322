"""The disk: files that come whole or not at all, and what the operating system refuses."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from csatreport.errors import BookError

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def replaced(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there: whoever reads it finds what was there before, or all of this."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def told(*, outcome: str = "") -> Iterator[None]:
    """Turn the system's refusal to read or write into an error for people.

    Parameters
    ----------
    outcome : str
        What that means for the work at hand, such as "nothing was published".

    Raises
    ------
    BookError
        There is no room, or a file or folder cannot be used.
    """
    try:
        yield
    except BrokenPipeError:  # nobody reads what we print: no fault of any file
        raise
    except OSError as error:
        raise _refusal(error, f"; {outcome}" if outcome else "") from error


def _refusal(error: OSError, outcome: str) -> BookError:
    if error.errno in NO_SPACE:
        return BookError(
            "the disk is full",
            where=str(error.filename or ""),
            expected="room for the whole edition beside those already published",
            got=str(error),
            todo=f"free some room and run the command again{outcome}",
        )
    return BookError(
        "a file or folder cannot be used",
        where=str(error.filename or ""),
        expected="a place that this user may read and write",
        got=error.strerror or str(error),
        todo=f"correct its permissions, or move away what stands there{outcome}",
    )
