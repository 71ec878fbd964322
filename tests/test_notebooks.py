"""Chapters stay thin: what a cell may hold, for every notebook of every project."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from csatreport.book.checks import typed_digits

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("tests/projects/*/notebooks/*.ipynb")])
FORBIDDEN = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While, ast.If,
    ast.IfExp, ast.Try, ast.TryStar, ast.Match, ast.With, ast.ListComp, ast.SetComp, ast.DictComp,
    ast.GeneratorExp, ast.Global, ast.Delete, ast.NamedExpr, ast.Assert, ast.Raise,
)  # fmt: skip
LONGEST_CELL = 8


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [c for c in found if c["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def logic(code: str) -> list[str]:
    """Names of the syntax in ``code`` that belongs into the library."""
    return [type(node).__name__ for node in ast.walk(ast.parse(code)) if isinstance(node, FORBIDDEN)]


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: str(p.relative_to(ROOT)))


def test_there_are_chapters() -> None:
    assert len(NOTEBOOKS) >= 11


@each_notebook
def test_no_cell_holds_logic(path: Path) -> None:
    assert {source(c): logic(source(c)) for c in cells(path, "code") if logic(source(c))} == {}


@pytest.mark.parametrize(
    "code", ["def f(): pass", "[x for x in y]", "if a: b", "try: a\nexcept E: b", "f = lambda: 1"]
)
def test_logic_is_seen_in_whatever_form(code: str) -> None:
    assert logic(code)


@each_notebook
def test_no_cell_is_long(path: Path) -> None:
    assert [source(c) for c in cells(path, "code") if len(source(c).splitlines()) > LONGEST_CELL] == []


@each_notebook
def test_outputs_are_stripped(path: Path) -> None:
    assert all(not c["outputs"] and c["execution_count"] is None for c in cells(path, "code"))


@each_notebook
def test_one_parameters_cell_holds_plain_values_only(path: Path) -> None:
    tagged = [c for c in cells(path, "code") if "parameters" in c["metadata"].get("tags", [])]
    assert len(tagged) == 1
    body = ast.parse(source(tagged[0])).body
    assert all(isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant) for s in body)


@each_notebook
def test_no_figure_is_typed_into_prose(path: Path) -> None:
    assert {source(c): d for c in cells(path, "markdown") if (d := typed_digits(source(c)))} == {}


@each_notebook
def test_the_first_cell_is_the_title_in_both_languages(path: Path) -> None:
    title = source(json.loads(path.read_text(encoding="utf-8"))["cells"][0])
    en, zh = (half.strip() for half in title.split("\n---\n"))
    assert en.startswith("# ")
    assert zh.startswith("# ")


@each_notebook
def test_every_exhibit_is_named_after_its_chapter(path: Path) -> None:
    names = [
        node.value
        for cell in cells(path, "code")
        for call in ast.walk(ast.parse(source(cell)))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name)
        for node in call.args[:1]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value
    ]
    assert names
    assert [n for n in names if n.split(".")[0] != path.stem] == []
