"""Chapters run by papermill: parameters compared first, a time limit each, failures named and kept."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from csatreport.engine import executed
from csatreport.engine.crew import Done, Job, Say
from csatreport.errors import ChapterError

Parameters = Mapping[str, Any]

_GRACE = 5.0  # seconds between asking a chapter to stop and killing its process
_PRELOAD = (  # imported once, before the first chapter forks
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
class Executed:
    """A chapter that ran."""

    name: str
    path: Path
    seconds: float


class Workers(Protocol):
    """Who runs jobs: the crew of this machine, or the workers of a cluster."""

    def work(self, jobs: Sequence[Job], *, preload: Sequence[str] = (), say: Say) -> tuple[Done, ...]:
        """Run all jobs and return how each ended, in the order given."""


def chapters(
    crew: Workers,
    runs: Sequence[Run],
    *,
    project: Path,
    into: Path,
    failed: Path,
    seconds: float,
    say: Say,
) -> tuple[Executed, ...]:
    """Run notebooks and write them, executed, to ``into``; on failure, the failed ones go to ``failed``.

    Raises
    ------
    ChapterError
        A notebook has not these parameters, failed, or took longer than ``seconds``.
    """
    for first in {each.notebook: each for each in runs}.values():
        check_parameters(first.notebook, first.parameters)
    into.mkdir(parents=True, exist_ok=True)
    jobs = [
        Job(
            each.name,
            "csatreport.engine.chapter:execute",
            {
                "notebook": str(each.notebook.resolve()),
                "output": str((into / each.file).resolve()),
                "parameters": dict(each.parameters),
                "project": str(project.resolve()),
                "seconds": seconds,
            },
            seconds + _GRACE,
        )
        for each in runs
    ]
    preload = (
        *_PRELOAD,
        *sorted({m for notebook in {each.notebook for each in runs} for m in imported(notebook)}),
    )
    done = crew.work(jobs, preload=preload, say=say)
    errors = [
        _error(d, each, into, failed) for d, each in zip(done, runs, strict=True) if d.outcome != "done"
    ]
    if errors:
        raise _together(errors)
    return tuple(Executed(d.name, into / each.file, d.seconds) for d, each in zip(done, runs, strict=True))


def check_parameters(notebook: Path, parameters: Parameters) -> None:
    """Compare parameters with the notebook's cell tagged ``parameters``, by name and by type.

    Raises
    ------
    ChapterError
        A parameter the notebook does not declare, or declares with a value of another type.
    """
    declared = declared_parameters(notebook)
    strangers = sorted(set(parameters) - set(declared))
    if strangers:
        raise ChapterError(
            f"a parameter that the notebook does not have: {', '.join(strangers)}",
            where=notebook.name,
            expected=f"parameters among: {', '.join(declared) or 'none'}",
            got=", ".join(parameters),
            todo="declare it in the cell tagged `parameters`",
        )
    for name, value in parameters.items():
        if type(declared[name]) is not type(value):
            raise ChapterError(
                f"parameter {name} has another type in the notebook",
                where=f"{notebook.name}, the cell tagged `parameters`",
                expected=f"{name} = {value!r} or another {type(value).__name__}",
                got=f"{name} = {declared[name]!r}",
                todo="give the parameter a default of the type it is used with",
            )


def declared_parameters(notebook: Path) -> dict[str, Any]:
    """Name and default of every parameter the notebook declares.

    Raises
    ------
    ChapterError
        No notebook there, no JSON in it, or a default that is not a plain value.
    """
    import nbformat
    from papermill.translators import PythonTranslator

    cells = _cells(notebook)
    declared = _declared(cells)
    if declared is None:
        return {}
    cell = cells[declared]
    source = nbformat.from_dict({**cell, "source": "".join(cell["source"])})
    found = {p.name: p.default for p in PythonTranslator.inspect(source)}
    try:
        return {name: ast.literal_eval(default) for name, default in found.items()}
    except (ValueError, SyntaxError) as error:
        raise ChapterError(
            "a parameter with a default that is not a plain value",
            where=f"{notebook.name}, the cell tagged `parameters`",
            expected='a text or a number, as in edition = "2026Q3"',
            got="".join(cell["source"]),
        ) from error


def imported(notebook: Path) -> set[str]:
    """Modules a chapter may import, so that they can be imported once for all chapters."""
    found: set[str] = set()
    for cell in _cells(notebook):
        if cell["cell_type"] == "code":
            found |= _imports("".join(cell["source"]))
    return found


def _imports(source: str) -> set[str]:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # the chapter's own run reports it
        return set()
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    members = {f"{node.module}.{alias.name}" for node in named for alias in node.names}
    return plain | members | {str(node.module) for node in named}


def _declared(cells: Sequence[dict[str, Any]]) -> int | None:
    """Where the cell tagged ``parameters`` stands; None where there is none."""
    return next((i for i, c in enumerate(cells) if "parameters" in c["metadata"].get("tags", ())), None)


def _cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        for cell in cells:
            _ = cell["cell_type"], cell["source"], cell["metadata"].get("tags")
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ChapterError(
            "not a notebook",
            where=str(notebook),
            expected="a Jupyter notebook (.ipynb, JSON)",
            got=f"{type(error).__name__}: {error}",
            todo="restore it, or save it again in Jupyter",
        ) from error
    return cells


def _error(done: Done, of: Run, into: Path, failed: Path) -> ChapterError:
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
    return ChapterError(
        f"chapter {done.name} took too long and had to be killed"
        if done.outcome == "late"
        else f"chapter {done.name} broke",
        where=_at(of, into),
        got=done.problem or f"no end after {done.seconds:.0f} seconds",
        todo=f"open {kept}; the chapter's log is {done.log}",
    )


def _at(of: Run, into: Path) -> str:
    notebook, marker = of.notebook, (into / of.file).with_suffix(".cell")
    if not marker.exists():
        return f"{notebook.name}, before the first cell"
    # papermill's own parameters cell follows the declared one, and is not in the source
    cells = _cells(notebook)
    index = int(marker.read_text(encoding="utf-8"))
    declared = _declared(cells)
    index -= declared is not None and index > declared
    return f"{notebook.name}, cell {index + 1}: {executed.first_line(cells[index])}"


def _together(errors: Sequence[ChapterError]) -> ChapterError:
    if len(errors) == 1:
        return errors[0]
    return ChapterError(
        f"{len(errors)} chapters failed",
        got="\n    ".join(e.message.replace("\n", "\n    ") for e in errors),
        todo="correct these chapters and build again",
    )
