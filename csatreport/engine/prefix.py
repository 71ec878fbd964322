"""How much of a notebook is the same for all its runs: decided from the code, and no when in doubt.

The runs of one notebook differ in a few parameters. Cells at its beginning that cannot see them may run once, and every
run goes on from there. A cell is taken for independent only if it does nothing but use names that such cells have set, and
the built-in functions that look at no names. As what is shared ends with the first other cell, no name of a shared cell can
have come from a changed parameter. Whatever this overlooks meets a parameter that is not there, and fails.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from csatreport.engine.source import Cell, assigned, place_of_parameters

_LOOKING = {  # built-in functions that see names, run text, ask people, or end things
    *("exec", "eval", "compile", "globals", "locals", "vars", "dir", "help", "input", "breakpoint"),
    *("quit", "exit", "open", "__import__", "__build_class__", "getattr", "setattr", "delattr"),
}
_KNOWN = {name for name in vars(builtins) if not name.startswith("_")} - _LOOKING
_MODULES = {  # modules that see names or frames, or that start what a fork would tear apart
    *("__main__", "builtins", "ctypes", "gc", "importlib", "inspect", "runpy", "sys", "types", "IPython"),
    *("asyncio", "concurrent", "multiprocessing", "os", "signal", "socket", "subprocess", "threading"),
}
_HARMLESS = {"IPython.display"}
_UNDERSTOOD = (  # and nothing that a later Python brings; del, global, yield and await are left out
    *(
        ast.Module,
        ast.Expr,
        ast.Assign,
        ast.AugAssign,
        ast.AnnAssign,
        ast.NamedExpr,
        ast.Pass,
        ast.Import,
        ast.ImportFrom,
    ),
    *(
        ast.For,
        ast.While,
        ast.If,
        ast.With,
        ast.Try,
        ast.Match,
        ast.Raise,
        ast.Assert,
        ast.Break,
        ast.Continue,
    ),
    *(ast.FunctionDef, ast.ClassDef, ast.Return, ast.Lambda, ast.arguments, ast.arg, ast.keyword, ast.alias),
    *(ast.withitem, ast.excepthandler, ast.match_case, ast.pattern, ast.comprehension),
    *(
        ast.BoolOp,
        ast.BinOp,
        ast.UnaryOp,
        ast.Compare,
        ast.IfExp,
        ast.Call,
        ast.Subscript,
        ast.Slice,
        ast.Starred,
    ),
    *(
        ast.Constant,
        ast.JoinedStr,
        ast.FormattedValue,
        ast.List,
        ast.Tuple,
        ast.Dict,
        ast.Set,
        ast.Name,
        ast.Attribute,
    ),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
    *(ast.operator, ast.unaryop, ast.cmpop, ast.boolop, ast.expr_context),
)


def shared(cells: Sequence[Cell], changed: Collection[str]) -> int:
    """How many cells from the beginning may run once for all runs that differ in the parameters ``changed``.

    Cells that hold no code count; 0 where no cell with code may be shared.
    """
    place = place_of_parameters(cells)
    known = set(_KNOWN)
    end = last = 0
    for end, cell in enumerate(cells):
        if cell["cell_type"] != "code":
            continue
        tree = _parsed(cell["source"])
        if tree is None or not (
            _plain(tree) if end == place else _independent(tree, cell["source"], known, changed)
        ):
            break
        known |= _bound(tree) - (set(changed) if end == place else set())
        last = end + 1
    return last


def _parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):  # magics, shell commands
        return None


def _plain(tree: ast.Module) -> bool:
    """Whether a cell of parameters does nothing but give each a plain value."""
    values = assigned(tree)
    return len(values) == len(tree.body) and all(_literal(value) for value in values.values())


def _literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except ValueError:
        return False
    return True


def _independent(tree: ast.Module, source: str, known: set[str], changed: Collection[str]) -> bool:
    if any(
        re.search(rf"\b{re.escape(name)}\b", source) for name in changed
    ):  # in texts as well: they may be queries
        return False
    names = known | _bound(tree)
    return all(_understood(node, names) for node in ast.walk(tree))


def _understood(node: ast.AST, names: set[str]) -> bool:
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return name in names
        case ast.Attribute(attr=name):
            return not name.startswith("_")
        case ast.Import(names=modules):
            return all(_module(alias.name) for alias in modules)
        case ast.ImportFrom(module=module, level=level, names=members):
            found = [f"{module}.{alias.name}" for alias in members]
            return level == 0 and "*" not in {alias.name for alias in members} and all(map(_module, found))
    return isinstance(node, _UNDERSTOOD)


def _module(name: str) -> bool:
    within = {name, name.rpartition(".")[0]}
    return bool(within & _HARMLESS) or name.partition(".")[0] not in _MODULES


def _bound(tree: ast.Module) -> set[str]:
    return {name for node in ast.walk(tree) for name in _binds(node)}


def _binds(node: Any) -> Iterator[str]:  # noqa: ANN401 - any node of a syntax tree
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name.partition(".")[0]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
