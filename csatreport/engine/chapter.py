"""One chapter, run cell by cell in the process this is called in; several may share how they begin.

The process is a child of :mod:`csatreport.engine.foreman`: it has imported everything already, and killing it kills the
chapter, for there is no second process that could go on. It calls itself by the cell at work, so that whoever finds it dead
knows where.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from csatreport import reads
from csatreport.engine import executed, source
from csatreport.engine.shell import Shell, TimeLimit, shell
from csatreport.engine.source import Cell, Parameters
from csatreport.errors import ChapterError

_NAME = Path("/proc/self/comm")  # what `ps` calls this process


@dataclass(frozen=True)
class Begun:
    """The first cells of a notebook with what they show, and the process state that the next ones find."""

    cells: Sequence[Cell]
    changed: Sequence[str]
    shell: Shell
    random: tuple[Any, ...]
    seconds: float
    scratch: Path


def begin(notebook: str, cells: int, parameters: dict[str, Any], changed: list[str], scratch: str) -> Begun:
    """Run so many first cells of a notebook; parameters that change between its runs are not there.

    Raises
    ------
    ChapterError
        A cell failed.
    """
    began = time.monotonic()
    reads.begin(str(parameters.get("edition", "")))
    folder = _enter(Path(scratch))
    with reads.quietly():
        declared, written = source.declared_parameters(Path(notebook)), source.cells(Path(notebook))
    same = {name: value for name, value in (declared | parameters).items() if name not in changed}
    found = _parameterised(written[:cells], same)
    at_work = shell()
    ran = list(_ran(at_work, found, same))
    if executed.error_of({"cells": ran}):
        raise _refusal(Path(notebook), ran)
    return Begun(ran, changed, at_work, random.getstate(), time.monotonic() - began, folder)


def execute(
    notebook: str,
    output: str,
    parameters: dict[str, Any],
    scratch: str,
    *,
    seconds: float,
    begun: Begun | None = None,
) -> None:
    """Run ``notebook`` with ``scratch`` as its working directory and write it, normalised, to ``output``.

    Raises
    ------
    ChapterError
        A cell failed or took too long; ``output`` then holds the cells up to the one at fault.
    """
    reads.begin(str(parameters.get("edition", "")))
    _enter(Path(scratch), like=begun.scratch if begun else None)
    with reads.quietly():  # what the page is made from is the code in it, whatever stands around
        found = source.cells(Path(notebook))
    with _time_limit(seconds, gone=begun.seconds if begun else 0.0):
        ran = _rest(found, parameters, begun) if begun else list(_ran(shell(), found, parameters))
    made = executed.normalised({"cells": _parameterised([*ran, *found[len(ran) :]], parameters)})
    executed.write(made, Path(output))
    if executed.error_of(made):
        raise _refusal(Path(notebook), made["cells"])
    reads.write(Path(output).with_suffix(".reads.json"))


def _rest(found: Sequence[Cell], parameters: Parameters, begun: Begun) -> list[Cell]:
    """Run the cells after those that ran already, which saw all parameters but those that change."""
    random.setstate(begun.random)  # Python gives every forked process fresh ones
    place = source.place_of_parameters(begun.cells)
    if place is not None:
        begun.shell.push({name: parameters[name] for name in begun.changed})
    return [*begun.cells, *_ran(begun.shell, found, parameters, len(begun.cells))]


def _ran(at_work: Shell, cells: Sequence[Cell], parameters: Parameters, before: int = 0) -> Iterator[Cell]:
    """Run cells until one fails, all but the first ones, which ran; given parameters overwrite the declared ones."""
    owner, place = os.getpid(), source.place_of_parameters(cells)
    for number, cell in enumerate(cells[before:], before + 1):
        if cell["cell_type"] != "code":
            yield cell
            continue
        _call_yourself(f"cell {number}")
        outputs, fine = at_work.run(cell["source"])
        if os.getpid() != owner:  # a twin that the cell forked: it must neither go on nor write
            os._exit(1)
        if number - 1 == place:
            at_work.push(dict(parameters))
        yield {**cell, "outputs": outputs, "execution_count": number}
        if not fine:
            return


def _parameterised(cells: Sequence[Cell], parameters: Parameters) -> list[Cell]:
    """The cells with these parameters in place of those declared."""
    place = source.place_of_parameters(cells) if parameters else None
    given = source.assignments(parameters)
    return [{**cell, "source": given} if i == place else cell for i, cell in enumerate(cells)]


def _enter(scratch: Path, like: Path | None = None) -> Path:
    """Make a working directory, empty or with the files of another one, and go there."""
    shutil.rmtree(scratch, ignore_errors=True)
    if like is not None and like.is_dir():
        shutil.copytree(like, scratch, symlinks=True)
    scratch.mkdir(parents=True, exist_ok=True)
    os.chdir(scratch)
    return scratch


def _call_yourself(name: str) -> None:
    with contextlib.suppress(OSError):  # only Linux has it
        _NAME.write_text(name, encoding="ascii")


def _refusal(notebook: Path, cells: Sequence[Cell]) -> ChapterError:
    index, name, message = executed.error_of({"cells": cells}) or (0, "error", "")
    return ChapterError(
        f"chapter {notebook.stem} took too long"
        if name == "TimeLimit"
        else f"chapter {notebook.stem} failed",
        where=f"{notebook.name}, cell {index + 1}: {executed.first_line(cells[index])}",
        got=f"{name}: {message}",
    )


@contextlib.contextmanager
def _time_limit(seconds: float, *, gone: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeLimit(f"time limit of {seconds:g} seconds")

    before: Callable[[int, FrameType | None], object] | int | None = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, max(0.001, seconds - gone))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
