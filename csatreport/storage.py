"""What the operating system refuses: a full disk, a folder that may not be written to."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator

from csatreport.errors import BookError

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


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
