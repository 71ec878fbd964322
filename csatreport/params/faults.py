"""Faults in declarations: collected, then refused together in one message."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel

from csatreport.errors import ParamsError

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_TOLD = 20  # faults that one message lists
_KNOWN, _LONG = 30, 40  # names that a fault lists, and characters of each


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a declaration; the parts are those of :class:`CsatError`."""

    problem: str
    where: str
    expected: str = ""
    got: str = ""
    todo: str = ""

    @property
    def line(self) -> str:
        """The fault in one line, for a list of several."""
        parts = [f"expected {self.expected}"] * bool(self.expected) + [f"got {self.got}"] * bool(self.got)
        tail = f" ({'; '.join(parts)})" if parts else ""
        return f"{self.where}: {self.problem}{tail}" + (f"; {self.todo}" if self.todo else "")


def refuse(faults: Sequence[Fault]) -> None:
    """Raise one error that names every fault; return when there is none.

    Raises
    ------
    ParamsError
        ``faults`` is not empty.
    """
    if len(faults) == 1:
        (f,) = faults
        raise ParamsError(f.problem, where=f.where, expected=f.expected, got=f.got, todo=f.todo)
    if faults:
        told = [f"  {n}. {f.line}" for n, f in enumerate(faults[:_TOLD], 1)]
        more = [f"  and {len(faults) - _TOLD} more"] * (len(faults) > _TOLD)
        raise ParamsError(
            "\n".join([f"{len(faults)} faults", *told, *more]),
            todo="correct each of them, then run `csatreport check` again",
        )


def closest(word: str, known: Iterable[str]) -> str:
    """'did you mean ...?' for a word that is nearly one of the known ones, else the known ones."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(map(repr, near))}?"
    known = ", ".join(name if len(name) <= _LONG else f"{name[: _LONG - 1]}…" for name in names[:_KNOWN])
    return f"known: {known}{', …' * (len(names) > _KNOWN)}" if names else "none is known"


def from_pydantic(
    error: ValidationError, model: type[BaseModel], *, where: str, text: str = ""
) -> list[Fault]:
    """Every fault that pydantic found, with the line of ``text`` (a TOML file) where it can be told."""
    found = error.errors(include_url=False)
    inner = {e["loc"][:n] for e in found for n in range(len(e["loc"]))}
    return [
        _fault(e, model, where, text) for e in found if e["loc"] not in inner
    ]  # causes, not what follows from them


def _fault(e: ErrorDetails, model: type[BaseModel], where: str, text: str) -> Fault:
    loc = tuple(p for p in e["loc"] if p not in ("[key]",))
    line = _line(text, loc[:-1] if e["type"] == "missing" else loc)
    place = ", ".join([where, *([f"line {line}"] if line else []), *([_dotted(loc)] if loc else [])])
    if e["type"] == "extra_forbidden":
        key = str(loc[-1])
        return Fault(f"unknown key {key!r}", place, todo=closest(key, _fields(model, loc[:-1])))
    if e["type"] == "missing":
        return Fault(f"{loc[-1]!r} is missing", place, todo="add it")
    return Fault(
        "not an acceptable value",
        place,
        expected=_expected(e),
        got=_short(e["input"]) if loc else "",
        todo="correct it",
    )


def _expected(e: ErrorDetails) -> str:
    pattern = e.get("ctx", {}).get("pattern", "")
    if pattern:
        return "a text that is not empty" if pattern == r"\S" else f"a text of the form {pattern}"
    if e["type"] == "too_short":
        return "at least one entry"
    return e["msg"].removeprefix("Value error, ").removeprefix("Input should be ")


def _dotted(loc: tuple[int | str, ...]) -> str:
    return "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in loc).lstrip(".")


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."


def _fields(model: type[BaseModel], loc: tuple[int | str, ...]) -> Iterator[str]:
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            model = next(_models(model.model_fields[part].annotation), model)
    yield from model.model_fields


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _line(text: str, loc: tuple[int | str, ...]) -> int | None:
    at = 0
    for part, following in zip_longest(loc, loc[1:]):
        if isinstance(part, int):
            continue
        name = re.escape(part)
        skip = following if isinstance(following, int) else 0
        found = list(
            re.finditer(
                rf"^\s*\[*(?:[\w-]+\.)*{name}(?:\]+|\s*=)|[{{,]\s*{name}\s*=", text[at:], re.MULTILINE
            )
        )
        if len(found) <= skip:
            break
        at += found[skip].end()
    return text.count("\n", 0, at) + 1 if at else None
