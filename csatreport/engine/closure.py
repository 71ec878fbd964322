"""Modules of csatreport that a chapter can come to use, found from its source without running it.

A chapter's modules are those that it imports, anywhere, and those that these import in turn. What only a type checker imports
is left out. Of a package somebody uses as a name (``charts.trend``), the module of that name counts too.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

_OWN = "csatreport"
PREPARES = "csatreport.intake.prepare"  # what it makes is known by its content, so that how it does is nobody's business
_WATCHED = {  # whatever these read, Python's own `open` tells of
    *("pandas", "numpy", "scipy", "sklearn", "statsmodels", "matplotlib", "seaborn", "IPython", _OWN),
}
_BLIND = {  # modules of Python's own that read or import unseen
    *("ctypes", "dbm", "importlib", "mmap", "multiprocessing", "pkgutil", "runpy", "sqlite3", "zipimport"),
}
_FOLLOWED_BY_NOBODY = {"__import__", "compile", "eval", "exec", "get_ipython", "globals"}
_UNSEEN = {  # whatever they belong to: folders read without `open`, files only looked at, the clock, the surroundings
    *("read_feather", "read_hdf", "read_orc", "read_parquet"),
    *("exists", "is_file", "is_dir", "isfile", "isdir", "getmtime", "getsize"),
    *("now", "today", "utcnow", "environ", "getenv"),
}
_LEAVES = (ast.Name, ast.Constant, ast.alias)


class Modules:
    """Modules of a package by name; ``folder`` is the package's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._direct: dict[str, frozenset[str]] = {}

    def file(self, module: str) -> Path | None:
        """The file of a module; None where there is no such module."""
        if module.partition(".")[0] != _OWN:
            return None
        path = self.folder.joinpath(*module.split(".")[1:])
        found = (path / "__init__.py", path.with_suffix(".py"))
        return next((each for each in found if each.is_file()), None)

    @cached_property
    def preparing(self) -> frozenset[str]:
        """Modules that are there because data can be prepared."""
        return frozenset(self.closure([PREPARES], beyond=()))

    def closure(self, modules: Iterable[str], *, beyond: Collection[str] = (PREPARES,)) -> dict[str, Path]:
        """These modules, the packages they are in, and all that they import, with their files; not what ``beyond`` import."""
        found: dict[str, Path] = {}
        waiting = list(modules)
        while waiting:
            module = waiting.pop()
            file = None if module in found else self.file(module)
            if file is not None:
                found[module] = file
                waiting.append(module.rpartition(".")[0])
                waiting += () if module in beyond else self._imports(module, file)
        return found

    def used(self, tree: ast.Module) -> frozenset[str]:
        """Modules that some source imports or names."""
        return frozenset(_Imports(self, "", tree).found)

    def _imports(self, module: str, file: Path) -> frozenset[str]:
        if module not in self._direct:
            package = module if file.name == "__init__.py" else module.rpartition(".")[0]
            tree = ast.parse(file.read_bytes())
            self._direct[module] = frozenset(_Imports(self, package, tree).found)
        return self._direct[module]


class _Imports:
    """What a source imports, and which modules it names through the packages it imported."""

    def __init__(self, modules: Modules, package: str, tree: ast.Module) -> None:
        self._modules, self._package = modules, package
        self._bound: dict[str, str] = {}
        nodes = list(_running(tree))
        self.found = {name for node in nodes for name in self._imported(node)}
        self.found |= {name for node in nodes for name in self._named(node)}

    def _imported(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name
                first = alias.name.partition(".")[0]
                self._bound[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom):
            base = self._base(node)
            yield base
            for alias in node.names:
                full = f"{base}.{alias.name}"
                if self._modules.file(full):
                    yield full
                    self._bound[alias.asname or alias.name] = full

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self._package.split(".")
        return ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])

    def _named(self, node: ast.AST) -> Iterator[str]:
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id in self._bound:
            full = self._bound[node.id]
            for part in reversed(parts):
                full = f"{full}.{part}"
                if not self._modules.file(full):
                    return
                yield full


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes in the order of the text, but those below ``if TYPE_CHECKING``."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += reversed([node.test, *node.orelse])
        elif not isinstance(node, _LEAVES):
            waiting += reversed(list(ast.iter_child_nodes(node)))


class Source:
    """The code of a notebook, as far as it is plain Python."""

    def __init__(self, cells: Sequence[Mapping[str, Any]]) -> None:
        self._trees: list[ast.Module] = []
        self._other = False
        for cell in cells:
            if cell["cell_type"] == "code":
                try:
                    self._trees.append(ast.parse("".join(cell["source"])))
                except SyntaxError:
                    self._other = True

    @cached_property
    def tree(self) -> ast.Module:
        """All cells as one module."""
        return ast.Module([statement for tree in self._trees for statement in tree.body], type_ignores=[])

    def unseen(self) -> tuple[str, ...]:
        """Why nobody can say what the notebook depends on; empty where one can."""
        nodes = list(ast.walk(self.tree))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        imported = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
        libraries = {name.partition(".")[0] for name in _names_imported(self.tree)}
        strangers = libraries - _WATCHED - (sys.stdlib_module_names - _BLIND)
        return (
            *(["has a cell that is not plain Python"] if self._other else []),
            *(f"imports {name}, whose reading nobody sees" for name in sorted(strangers)),
            *(
                f"uses {name}"
                for name in sorted((names & _FOLLOWED_BY_NOBODY) | ((attributes | imported) & _UNSEEN))
            ),
        )


def _names_imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "a neighbour"
