"""Finding a project and loading what it declares in TOML; every fault names its file, line and key."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from csatreport import reads
from csatreport.errors import ParamsError
from csatreport.params.analysis import Analysis
from csatreport.params.book import Book, Chapter
from csatreport.params.cleaning import merged, project_table
from csatreport.params.edition import Edition
from csatreport.params.faults import Fault, closest, from_pydantic, refuse
from csatreport.params.files import text
from csatreport.params.levels import expanded as with_levels
from csatreport.params.series import expanded
from csatreport.params.sheet import load_questionnaire
from csatreport.params.text import Text

__all__ = [
    "editions",
    "find_project",
    "load_analysis",
    "load_book",
    "load_edition",
    "load_questionnaire",
    "notebook_path",
    "packaged",
]

Declared = TypeVar("Declared", bound=BaseModel)


def find_project(start: Path) -> Path:
    """Find the nearest folder at or above ``start`` that holds ``params/book.toml``.

    Raises
    ------
    ParamsError
        There is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "params" / "book.toml").is_file():
            return folder
    raise ParamsError(
        "not inside a project",
        where=str(start),
        expected="a folder with params/book.toml here or above",
        todo="run inside a project, pass --project DIR, or make one with `csatreport init DIR`",
    )


@reads.declared("book")
def load_book(project: Path) -> Book:
    """``params/book.toml``, each chapter with the title that its notebook begins with, and one for every level."""
    book = _load(Book, project, "params/book.toml", {})
    parts = [
        part.model_copy(update={"chapters": tuple(_titled(project, c) for c in part.chapters)})
        for part in book.part
    ]
    titled = book.model_copy(update={"part": tuple(parts)})
    return with_levels(titled, load_questionnaire(project)) if any(c.each for c in book.chapters) else titled


@reads.declared("analysis")
def load_analysis(project: Path) -> Analysis:
    """``params/analysis.toml``; a project without one is analysed as usual."""
    file = "params/analysis.toml"
    return _load(Analysis, project, file, {}) if (project / file).is_file() else Analysis()


@reads.declared("edition")
def load_edition(project: Path, name: str) -> Edition:
    """``params/editions/<name>.toml``; the name comes from the file.

    Raises
    ------
    ParamsError
        There is no such file, or it holds something that an edition cannot.
    """
    file = f"params/editions/{name}.toml"
    known = _names(project)
    if name not in known:
        todo = closest(name, known) if known else "write it"
        raise ParamsError(f"no edition {name!r}", where=file, expected="a file of this name", todo=todo)
    return _load(Edition, project, file, {"name": name}, below={"cleaning": project_table(project)})


def editions(project: Path) -> tuple[str, ...]:
    """Names of all editions of the project, oldest wave first."""
    loaded = [load_edition(project, name) for name in _names(project)]
    return tuple(e.name for e in sorted(loaded, key=lambda e: (e.wave.end, e.name)))


def packaged() -> Path:
    """Find the folder whose ``notebooks/`` and ``params/`` come with csatreport."""
    here = Path(__file__).resolve().parents[1]
    inside = here / "packaged"
    return inside if inside.is_dir() else here.parent


def notebook_path(project: Path, notebook: str) -> Path:
    """Find a chapter's file: the project's own notebook, else the packaged one.

    Raises
    ------
    ParamsError
        Neither exists.
    """
    folders = [project / "notebooks", packaged() / "notebooks"]
    for folder in folders:
        if (folder / notebook).is_file():
            return folder / notebook
    there = {p.name for folder in folders for p in folder.glob("*.ipynb")}
    raise ParamsError(
        f"no notebook {notebook!r}",
        where="params/book.toml",
        expected="a file in the project's notebooks/ or among the packaged chapters",
        todo=closest(notebook, there),
    )


def _titled(project: Path, chapter: Chapter) -> Chapter:
    """Fill in the title; a notebook that is missing or has none is refused where chapters are run."""
    for folder in (project / "notebooks", packaged() / "notebooks"):
        if (folder / chapter.notebook).is_file():
            lines = _headings(folder / chapter.notebook)
            title = Text(en=lines[0], zh=lines[1]) if len(lines) == 2 and all(lines) else None
            return chapter.model_copy(update={"title": chapter.title or title})
    return chapter


def _headings(notebook: Path) -> list[str]:
    """Headings of level 1 in the first cell."""
    try:
        first = json.loads(notebook.read_text(encoding="utf-8"))["cells"][0]
        return [x[2:].strip() for x in "".join(first["source"]).splitlines() if x.startswith("# ")]
    except (ValueError, LookupError, TypeError):  # not a notebook: refused where chapters are run
        return []


def _names(project: Path) -> tuple[str, ...]:
    return tuple(sorted(p.stem for p in (project / "params" / "editions").glob("*.toml")))


def _load(
    model: type[Declared],
    project: Path,
    file: str,
    given: dict[str, Any],
    *,
    below: dict[str, dict[str, Any]] | None = None,
) -> Declared:
    """Read one declared file; ``given`` is not written in it, ``below`` holds what its tables stand over."""
    content, data = _toml(project, file)
    data = expanded(data, where=file)
    data |= {key: _over(table, data.get(key, {})) for key, table in (below or {}).items()}
    own = [
        Fault(f"unknown key {key!r}", file, todo="leave it out: it is the file's name")
        for key in given
        if key in data
    ]
    refuse(own)
    try:
        return model.model_validate_json(json.dumps(given | data, default=str), strict=True)
    except ValidationError as error:
        refuse(from_pydantic(error, model, where=file, text=content))
        raise


def _over(below: dict[str, Any], own: Any) -> Any:  # noqa: ANN401 - as TOML has it
    return merged(below, own) if isinstance(own, dict) else own


def _toml(project: Path, file: str) -> tuple[str, dict[str, Any]]:
    content = text(project, file)
    try:
        return content, tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ParamsError(
            "not readable as TOML", where=file, got=str(error), todo="correct the line named"
        ) from error
