"""A notebook before it runs: its cells, its parameters, what it imports."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from csatreport.errors import ChapterError

Cell = dict[str, Any]
Parameters = Mapping[str, Any]


def cells(notebook: Path) -> list[Cell]:
    """The cells of a notebook, the source of each as one text.

    Raises
    ------
    ChapterError
        No notebook there, or no JSON in it.
    """
    try:
        found: list[Cell] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        for cell in found:
            _ = cell["cell_type"], cell["metadata"].get("tags")
            cell["source"] = "".join(cell["source"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ChapterError(
            "not a notebook",
            where=str(notebook),
            expected="a Jupyter notebook (.ipynb, JSON)",
            got=f"{type(error).__name__}: {error}",
            todo="restore it, or save it again in Jupyter",
        ) from error
    return found


def place_of_parameters(found: Sequence[Cell]) -> int | None:
    """Where the cell tagged ``parameters`` stands; None where there is none."""
    return next((i for i, c in enumerate(found) if "parameters" in c["metadata"].get("tags", ())), None)


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
    found = cells(notebook)
    place = place_of_parameters(found)
    source = "" if place is None else found[place]["source"]
    try:
        return {name: ast.literal_eval(value) for name, value in assigned(ast.parse(source)).items()}
    except (ValueError, SyntaxError) as error:
        raise ChapterError(
            "a parameter with a default that is not a plain value",
            where=f"{notebook.name}, the cell tagged `parameters`",
            expected='a text or a number, as in edition = "2026Q3"',
            got=source,
        ) from error


def assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """Names that the statements of a cell set, one each, with what they are set to."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = value
    return found


def assignments(parameters: Parameters) -> str:
    """Lines that give parameters their values, written as papermill writes them."""
    return "".join(f"{name} = {_literal(value)}\n" for name, value in parameters.items())


def _literal(value: object) -> str:
    if isinstance(value, str):
        escaped = value.encode("unicode_escape").decode("ascii").replace('"', r"\"")
        return f'"{escaped}"'
    if isinstance(value, float) and not math.isfinite(value):
        return f"float('{value}')"
    return repr(value)


def imported(notebook: Path, packages: Collection[str]) -> set[str]:
    """Modules of these packages that a chapter may import, so that they can be imported once for all chapters."""
    sources = [cell["source"] for cell in cells(notebook) if cell["cell_type"] == "code"]
    names = {name for source in sources for name in _imports(source)}
    return {name for name in names if name.partition(".")[0] in packages}


def _imports(source: str) -> set[str]:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:  # the chapter's own run reports it
        return set()
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    members = {f"{node.module}.{alias.name}" for node in named for alias in node.names}
    return plain | members | {str(node.module) for node in named}
