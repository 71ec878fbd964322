"""Declared values as a tree: the address of each, what stands there, and its hash.

An address is a path such as ``questionnaire/items/overall/label/zh``: fields by name, entries of a dictionary by key,
elements of a list by what they are called, or by number. Its last part may be a question: ``!all`` (everything below),
``!keys`` (the keys of a dictionary) or a call such as ``!with_role ["overall"]``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ALL, KEYS = "all", "keys"
_CALLED = ("item", "code", "key", "name")  # fields that tell elements of a list apart
_GONE = ["gone"]


def joined(path: str, key: object) -> str:
    """The address of what is called ``key`` below ``path``."""
    quoted = str(key).replace("%", "%25").replace("/", "%2F").replace("!", "%21")
    return f"{path}/{quoted}"


def called(path: str, method: str, arguments: Sequence[object]) -> str:
    """The address of a question to what stands at ``path``."""
    asked = json.dumps(arguments, ensure_ascii=False, default=str) if arguments else ""
    return f"{path}/!{method} {asked}".rstrip()


def fields(value: object) -> tuple[str, ...]:
    """Fields of a declared thing; none of a plain value."""
    declared = getattr(type(value), "model_fields", None)
    return tuple(declared) if isinstance(declared, Mapping) else ()


def below(value: object, *, root: bool = False) -> Iterator[tuple[str, Any]]:
    """What stands directly below a value, by key. A dataclass is opened where it is the ``root``, else it is plain."""
    if names := fields(value):
        yield from ((name, object.__getattribute__(value, name)) for name in names)
    elif root and dataclasses.is_dataclass(value):
        yield from ((f.name, object.__getattribute__(value, f.name)) for f in dataclasses.fields(value))
    elif isinstance(value, dict):
        yield from ((str(key), each) for key, each in dict.items(value))
    elif isinstance(value, tuple | list):
        yield from zip(names_of(value), value, strict=True)


def names_of(several: Sequence[object]) -> list[str]:
    """What the elements of a list are called: by a field that tells them apart, else by number."""
    first = fields(several[0]) if several else ()
    for name in _CALLED:
        if name in first and all(name in fields(each) for each in several):
            found = [str(object.__getattribute__(each, name)) for each in several]
            if len(set(found)) == len(found):
                return found
    return [str(number) for number in range(len(several))]


def shape(value: object) -> Any:  # noqa: ANN401 - JSON
    """What somebody knows who has the value and has not looked into it: plain values whole, of others what they are."""
    if fields(value):
        return {"": type(value).__name__}
    if isinstance(value, dict):
        return {}
    if isinstance(value, tuple | list):
        return [[name, shape(each)] for name, each in zip(names_of(value), value, strict=True)]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    return value if value is None or isinstance(value, str | int | float | bool) else repr(value)


def whole(value: object, *, root: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Everything a value holds."""
    inside = [[key, whole(each)] for key, each in below(value, root=root)]
    given = sorted(getattr(value, "model_fields_set", ())) if fields(value) else []
    return [shape(value), inside, given] if inside or given else shape(value)


def hashed(value: object) -> str:
    """A short hash of JSON values."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:24]


class Tree:
    """Everything at and below some roots, by address."""

    def __init__(self, roots: Mapping[str, object]) -> None:
        self.nodes: dict[str, object] = {}
        for name, value in roots.items():
            self._grow(name, value, root=True)
        self._roots = frozenset(roots)
        self._known: dict[str, str] = {}

    def _grow(self, path: str, value: object, *, root: bool) -> None:
        self.nodes[path] = value
        for key, each in below(value, root=root):
            self._grow(joined(path, key), each, root=False)

    def hash(self, path: str) -> str:
        """Hash of what an address says."""
        if path not in self._known:
            self._known[path] = hashed(self._said(path))
        return self._known[path]

    def _said(self, path: str) -> Any:  # noqa: ANN401 - JSON
        there, _, question = path.partition("/!")
        if there not in self.nodes:
            return _GONE
        value, root = self.nodes[there], there in self._roots
        if not question:
            return shape(value)
        if question == ALL:
            return whole(value, root=root)
        if question == KEYS:
            return [key for key, _ in below(value, root=root)]
        return _answer(value, question)


def _answer(value: object, question: str) -> Any:  # noqa: ANN401 - JSON
    method, _, arguments = question.partition(" ")
    try:
        return shape(getattr(value, method)(*json.loads(arguments)))
    except Exception as error:  # that it cannot be answered is an answer
        return ["refused", type(error).__name__]
