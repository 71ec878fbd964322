"""Chapters in processes of their own: beginnings shared, a time limit each, failures named and kept."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from csatreport.engine import executed, prefix, source
from csatreport.engine.jobs import Done, Job, Say
from csatreport.errors import ChapterError
from csatreport.storage import NO_SPACE

Parameters = source.Parameters

PRELOAD = (  # imported once, before the first chapter forks
    "csatreport.engine.chapter",
    "pandas",
    "pyarrow.parquet",
    "scipy.optimize",
    "scipy.stats",
    "sklearn.decomposition",
    "sklearn.linear_model",
    "matplotlib.figure",
    "matplotlib.backends.backend_svg",
    "seaborn",
)
_FEW = 3  # chapters that import what they need themselves, at the same time, sooner than one process imports everything
_GRACE = 5.0  # seconds between asking a chapter to stop and killing its process


class Workers(Protocol):
    """Whoever runs jobs: a :class:`csatreport.engine.crew.Crew`, or many machines."""

    def work(
        self,
        jobs: Sequence[Job],
        *,
        preload: Sequence[str] = (),
        say: Say,
        ended: Callable[[Done], None] | None = None,
    ) -> tuple[Done, ...]:
        """Run all jobs and return how each ended, in the order given."""


@dataclass(frozen=True)
class Run:
    """A notebook to be run with these parameters; ``name`` is the page that comes of it."""

    name: str
    notebook: Path
    parameters: Parameters

    @property
    def file(self) -> str:
        """What the executed notebook is called."""
        return f"{self.name}.ipynb"


@dataclass(frozen=True)
class Cost:
    """What a page took the last time: seconds, and bytes at its peak."""

    seconds: float
    peak: int


@dataclass(frozen=True)
class Executed:
    """A chapter that ran: seconds by the clock and of the processor, and bytes at its peak beyond what all share."""

    name: str
    path: Path
    seconds: float
    cpu: float = 0.0
    peak: int = 0


def chapters(
    crew: Workers,
    runs: Sequence[Run],
    *,
    project: Path,
    into: Path,
    failed: Path,
    seconds: float,
    say: Say,
    expected: Mapping[str, Cost] | None = None,
    kept: Callable[[Executed], None] | None = None,
    shared: bool = True,
) -> tuple[Executed, ...]:
    """Run notebooks and write them, executed, to ``into``; on failure, the failed ones go to ``failed``.

    Parameters
    ----------
    expected : mapping
        What each page took the last time, by name: the longest run first.
    kept : callable
        Told of each chapter as soon as it ended well.
    shared : bool
        Whether cells that are the same for all runs of a notebook are run once.

    Raises
    ------
    ChapterError
        A notebook has not these parameters, failed, or took longer than ``seconds``.
    OSError
        There is no room for an executed notebook.
    """
    for first in {each.notebook: each for each in runs}.values():
        source.check_parameters(first.notebook, first.parameters)
    into.mkdir(parents=True, exist_ok=True)
    (project / "build").mkdir(exist_ok=True)

    def ended(done: Done) -> None:
        if kept and done.outcome == "done":
            kept(_executed(done, into))

    with tempfile.TemporaryDirectory(prefix="scratch-", dir=project / "build") as scratch:
        jobs = _jobs(runs, into=into.resolve(), scratch=Path(scratch).resolve(), seconds=seconds)
        jobs = [_costed(job, (expected or {}).get(job.name)) for job in jobs]
        if shared:
            jobs = _with_beginnings(jobs, runs)
        preload = (*PRELOAD, *_imported(runs)) if len(runs) > _FEW else ()
        done = crew.work(jobs, preload=preload, say=say, ended=ended)
    errors = [
        _error(d, each, into, failed) for d, each in zip(done, runs, strict=True) if d.outcome != "done"
    ]
    if errors:
        raise _together(errors)
    return tuple(_executed(each, into) for each in done)


def _jobs(runs: Sequence[Run], *, into: Path, scratch: Path, seconds: float) -> list[Job]:
    return [
        Job(
            each.name,
            "csatreport.engine.chapter:execute",
            {
                "notebook": str(each.notebook.resolve()),
                "output": str(into / each.file),
                "parameters": dict(each.parameters),
                "scratch": str(scratch / each.name),
                "seconds": seconds,
            },
            seconds + _GRACE,
        )
        for each in runs
    ]


def _costed(job: Job, cost: Cost | None) -> Job:
    return replace(job, expected=cost.seconds, memory=cost.peak) if cost else job


def _with_beginnings(jobs: Sequence[Job], runs: Sequence[Run]) -> list[Job]:
    """Give the jobs of a notebook that is run several times a beginning, where it has cells that all of them share."""
    begins: dict[Path, Job | None] = {}
    for notebook in {each.notebook for each in runs}:
        own = [job for job, each in zip(jobs, runs, strict=True) if each.notebook == notebook]
        begins[notebook] = _beginning(notebook, own) if len(own) > 1 else None
    return [replace(job, begin=begins[each.notebook]) for job, each in zip(jobs, runs, strict=True)]


def _beginning(notebook: Path, jobs: Sequence[Job]) -> Job | None:
    first, *others = [job.args["parameters"] for job in jobs]
    if any(other.keys() != first.keys() for other in others):
        return None
    changed = [name for name, value in first.items() if any(other[name] != value for other in others)]
    cells = prefix.shared(source.cells(notebook), changed)
    name = f"{notebook.stem} (what its pages share)"
    args = {
        "notebook": jobs[0].args["notebook"],
        "cells": cells,
        "parameters": {k: v for k, v in first.items() if k not in changed},
        "changed": changed,
        "scratch": str(Path(jobs[0].args["scratch"]).with_name(name)),
    }
    return Job(name, "csatreport.engine.chapter:begin", args, jobs[0].seconds) if cells else None


def _imported(runs: Iterable[Run]) -> list[str]:
    """Modules of csatreport that the notebooks import; of others nobody knows whether they start threads."""
    return sorted(
        {m for notebook in {r.notebook for r in runs} for m in source.imported(notebook, {"csatreport"})}
    )


def _executed(done: Done, into: Path) -> Executed:
    return Executed(done.name, into / f"{done.name}.ipynb", done.seconds, done.cpu, done.peak)


def _error(done: Done, of: Run, into: Path, failed: Path) -> ChapterError:
    if done.errno in NO_SPACE:
        raise OSError(done.errno, done.problem)
    failed.mkdir(parents=True, exist_ok=True)
    ran, kept = into / of.file, failed / of.file
    shutil.copyfile(ran if ran.exists() else of.notebook, kept)
    if done.error:
        return ChapterError(
            done.error.problem,
            where=done.error.where,
            got=done.error.got,
            todo=f"open {kept}, correct {of.notebook.name}, build again",
        )
    problems: dict[str, Any] = {
        "late": f"chapter {done.name} took too long and had to be killed",
        "memory": f"chapter {done.name} needs more memory than there is",
    }
    return ChapterError(
        problems.get(done.outcome, f"chapter {done.name} broke"),
        where=_at(of, done.at),
        got=done.problem or f"no end after {done.seconds:.0f} seconds",
        todo=f"open {kept}; the chapter's log is {done.log}",
    )


def _at(of: Run, called: str) -> str:
    found = re.fullmatch(r"cell (\d+)", called)
    if not found:
        return f"{of.notebook.name}, before the first cell"
    number = int(found[1])
    return f"{of.notebook.name}, cell {number}: {executed.first_line(source.cells(of.notebook)[number - 1])}"


def _together(errors: Sequence[ChapterError]) -> ChapterError:
    if len(errors) == 1:
        return errors[0]
    return ChapterError(
        f"{len(errors)} chapters failed",
        got="\n    ".join(e.message.replace("\n", "\n    ") for e in errors),
        todo="correct these chapters and build again",
    )
