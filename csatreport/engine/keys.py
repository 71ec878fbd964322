"""What a page was made from, by name and hash, and what of that is not so any more.

A name says where to look: ``environment:python``, ``code:measure/kano/rules.py``, ``value:questionnaire/items/...``,
``file:...``, ``folder:...``, ``notebook``, ``parameters``. Whatever a chapter can depend on is among them, or it is said why not.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from csatreport.engine import environment, source, variables
from csatreport.engine.closure import Modules, Source
from csatreport.engine.executed import KEPT
from csatreport.engine.run import Run
from csatreport.params.load import load_analysis, load_book, load_edition, load_questionnaire
from csatreport.reads import opened, tables
from csatreport.reads.places import path_of
from csatreport.reads.values import Tree, hashed

MadeFrom = dict[str, str]

_PACKAGE = Path(__file__).resolve().parents[1]
_ALWAYS = (  # modules that have a part in every page: how cells are run, and how tables are read
    "csatreport.engine.chapter",
    "csatreport.engine.prefix",
    "csatreport.engine.variables",
    "csatreport.intake.ondisk",
)


@dataclass(frozen=True)
class Written:
    """What stands in a notebook, by hash: the cells that are run, and those around them, which nothing that runs can see."""

    code: str
    prose: str


@dataclass(frozen=True)
class Now:
    """The state of everything at this moment; what was looked up is remembered.

    Attributes
    ----------
    project : Path
        The project's folder.
    edition : str
        The edition whose pages are in question.
    software : mapping
        Hash or version of what the result depends on besides csatreport's own source.
    """

    project: Path
    edition: str
    software: Mapping[str, str]
    _known: dict[str, str] = field(default_factory=dict)
    _stamps: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _notebooks: dict[Path, Written] = field(default_factory=dict)

    def look(self) -> None:
        """Look at csatreport's own source before any of it is run."""
        for place, path in environment.own_files():
            if path.suffix == ".py":
                self._stamps[place] = _stamp(path)
                self.hash(f"code:{place}")

    def moved(self, made_from: MadeFrom) -> bool:
        """Whether source that a page was made from was touched since then: nobody knows which of it was run."""
        places = (name.removeprefix("code:") for name in made_from if name.startswith("code:"))
        return any(_stamp(_PACKAGE / place) != self._stamps.get(place) for place in places)

    def hash(self, name: str) -> str:
        """Hash of what has this name now."""
        if name not in self._known:
            self._known[name] = self._found(*name.split(":", 1))
        return self._known[name]

    def _found(self, kind: str, rest: str) -> str:
        match kind:
            case "environment":
                return self._environment.get(rest, "")
            case "code":
                return opened.content(_PACKAGE / rest)
            case "value":
                return self._tree.hash(rest)
            case "folder":
                return opened.listed(path_of(rest, self.project))
            case "file":
                return opened.content(path_of(rest, self.project))
        raise ValueError(kind)

    @cached_property
    def _environment(self) -> Mapping[str, str]:
        """What the results depend on besides declarations, data and csatreport's source."""
        return {**self.software, "processor": hashed(variables.one_processor())}

    def of_run(self, run: Run) -> MadeFrom:
        """What a page is made from that is its own: its notebook's code and its parameters."""
        return {"notebook": self.written(run).code, "parameters": hashed(dict(run.parameters))}

    def written(self, run: Run) -> Written:
        """What stands in a page's notebook, as it was when it was first looked at."""
        if run.notebook not in self._notebooks:
            self._notebooks[run.notebook] = written(run.notebook)
        return self._notebooks[run.notebook]

    @property
    def surroundings(self) -> MadeFrom:
        """What every page is made from."""
        return {f"environment:{name}": value for name, value in self._environment.items()}

    @cached_property
    def _tree(self) -> Tree:
        """Everything that is declared, and what the prepared tables hold."""
        return Tree(
            {
                "book": load_book(self.project),
                "questionnaire": load_questionnaire(self.project),
                "analysis": load_analysis(self.project),
                f"edition/{self.edition}": load_edition(self.project, self.edition),
                **tables.roots(self.edition, prepared(self.project, self.edition)),
            }
        )

    @cached_property
    def modules(self) -> Modules:
        """Modules of csatreport itself."""
        return Modules(_PACKAGE)

    def foresee(self, run: Run) -> None:
        """Read the source that a page can come to use, so that :func:`made_from` need not when it has run."""
        _ = self.modules.preparing
        self.modules.closure({*self.modules.used(Source(source.cells(run.notebook)).tree), *_ALWAYS})


def prepared(project: Path, edition: str) -> dict[str, dict[str, Any]]:
    """Units of a prepared edition as its ``prepared.json`` tells them; none where there is none."""
    try:
        file = project / "data" / "prepared" / edition / "prepared.json"
        units: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["units"]
        tables.roots(edition, units)  # which fails where it is another kind of file
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}
    return units


def written(file: Path) -> Written:
    """A notebook as far as it is run or printed: what it showed the last time in an editor does not count."""
    cells = [
        [c["cell_type"], c["source"], {k: c["metadata"][k] for k in KEPT if c["metadata"].get(k)}]
        for c in source.cells(file)
    ]
    code = [cell for cell in cells if cell[0] == "code"]
    return Written(hashed(code), hashed([cell if cell[0] != "code" else None for cell in cells]))


def made_from(run: Run, reads: Mapping[str, Any], now: Now) -> tuple[MadeFrom, tuple[str, ...]]:
    """Everything that an executed page was made from, and why it may depend on more than that; nothing, if all is known.

    Parameters
    ----------
    reads : mapping
        What the chapter wrote down of its reads (:mod:`csatreport.reads`).
    """
    code = Source(source.cells(run.notebook))
    late = set(reads["modules"]) - now.modules.preparing
    modules = now.modules.closure({*now.modules.used(code.tree), *late, *_ALWAYS})
    files = (file.relative_to(_PACKAGE).as_posix() for file in modules.values())
    found = {
        **now.of_run(run),
        **now.surroundings,
        **{f"code:{file}": now.hash(f"code:{file}") for file in sorted(files)},
        **{f"value:{path}": each for path, each in reads["values"].items()},
        **{f"file:{place}": each for place, each in reads["files"].items()},
        **{f"folder:{place}": each for place, each in reads["folders"].items()},
    }
    return found, (*reads["unseen"], *code.unseen())


def changed(before: MadeFrom, run: Run, now: Now) -> list[str]:
    """Names of what is not as it was when a page was made."""
    own = now.of_run(run)
    return [name for name, value in before.items() if value != (own[name] if name in own else now.hash(name))]


def _stamp(path: Path) -> tuple[int, ...]:
    """What changes with every change of a file, whatever the clock says."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns
