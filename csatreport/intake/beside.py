"""Records made in a process of their own while this one makes the survey: each takes about as long."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from csatreport import errors
from csatreport.errors import CsatError, DataError
from csatreport.intake.make import of_edition
from csatreport.intake.store import Unit
from csatreport.params.load import load_edition, load_questionnaire

_PARTS = ("problem", "where", "expected", "got", "todo")


class Beside:
    """Units on their way; made by :func:`started`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def units(self) -> dict[str, Unit]:
        """Wait for the units.

        Raises
        ------
        CsatError
            What the other process refused.
        """
        said, trace = self._process.communicate()
        try:
            answer: dict[str, Any] = json.loads(said)
        except ValueError:
            raise DataError(
                "records could not be prepared",
                got="\n    ".join(trace.strip().splitlines()[-3:]) or f"exit code {self._process.returncode}",
                todo="report this as a fault of csatreport",
            ) from None
        if "refused" in answer:
            kind: type[CsatError] = getattr(errors, answer["refused"])
            raise kind(answer["problem"], **{part: answer[part] for part in _PARTS[1:]})
        return {name: Unit(u["inputs"], u["tables"]) for name, u in answer["units"].items()}


@contextlib.contextmanager
def started(project: Path, edition: str, folder: Path, tables: set[str]) -> Iterator[Beside]:
    """Make these tables into ``folder`` in a process of its own, which does not outlive the block."""
    command = [
        sys.executable,
        "-m",
        "csatreport.intake.beside",
        str(project),
        edition,
        str(folder),
        *sorted(tables),
    ]
    process = subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield Beside(process)
    finally:
        process.kill()  # no harm where it has ended
        process.wait()


def main(arguments: list[str]) -> None:
    """Make the tables named and print what they are, or the refusal, as JSON."""
    project, edition, folder, *tables = arguments
    try:
        answer: dict[str, Any] = {"units": _made(Path(project), edition, Path(folder), set(tables))}
    except CsatError as error:
        answer = {"refused": type(error).__name__, **{part: getattr(error, part) for part in _PARTS}}
    sys.stdout.write(json.dumps(answer))


def _made(project: Path, edition: str, folder: Path, tables: set[str]) -> dict[str, Any]:
    declared, questionnaire = load_edition(project, edition), load_questionnaire(project)
    made = of_edition(project, declared, questionnaire, parts=folder)
    return {name: asdict(unit) for name, unit in made.into(folder, tables)}


if __name__ == "__main__":
    main(sys.argv[1:])
