"""One build of a project at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from csatreport.errors import LockedError


@contextlib.contextmanager
def hold(work: Path, *, what: str = "build") -> Iterator[None]:
    """Hold the project whose work folder (``build/``) is given; ``what`` names what holds it.

    The lock is the operating system's, on an open file: it ends with the process, however it ends.

    Raises
    ------
    LockedError
        Another process holds it.
    """
    work.mkdir(parents=True, exist_ok=True)
    (work / ".gitignore").write_text("*\n", encoding="utf-8")
    with (work / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockedError(
                f"another {what} of this project is running",
                where=str(work / "lock"),
                got=f"held by process {_holder(work)}",
                todo="wait until it ends, or stop it",
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _holder(work: Path) -> str:
    return (work / "lock").read_text(encoding="utf-8").strip() or "unknown"
