"""Large sources read by two processes: this one from the first on, another one from the last, until they meet.

The other one only fills the folder of parts (see :mod:`csatreport.intake.parts`). Whatever it does not bring, be it that
it was killed or met a fault, is read here, so that a refusal is told here too, the first one first.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from csatreport.params import Edition

_MANY = 30_000_000  # bytes of sources from which a second process pays for its start
_LARGEST = 200_000_000  # bytes of a source of which two at a time take too much memory


@contextlib.contextmanager
def reading(project: Path, edition: Edition, parts: Path) -> Iterator[None]:
    """Have sources read from the end while the block runs, where that pays and there is a processor for it."""
    files = [project / source.file for source in edition.source]
    sizes = [file.stat().st_size for file in files if file.is_file()]
    if len(sizes) < 2 or sum(sizes) < _MANY or max(sizes) > _LARGEST or _processors() < 2:
        yield
        return
    command = [sys.executable, "-m", "csatreport.intake.ahead", str(project), edition.name, str(parts)]
    process = subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.kill()  # no harm where it has ended; what it was at is forgotten with all parts that nobody uses
        process.wait()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def main(arguments: list[str]) -> None:
    """Read the sources of an edition from the last to the first."""
    from csatreport.intake.make import of_edition
    from csatreport.params.load import load_edition, load_questionnaire

    project, edition, parts = Path(arguments[0]), arguments[1], Path(arguments[2])
    made = of_edition(project, load_edition(project, edition), load_questionnaire(project), parts=parts)
    made.read_from_the_end()


if __name__ == "__main__":
    main(sys.argv[1:])
