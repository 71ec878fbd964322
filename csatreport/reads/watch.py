"""Declared things that tell which of their fields were looked at.

The classes of what is watched get a ``__getattribute__`` of ours, so that the things themselves stay what they are. Whatever
looks at a thing as a whole (a comparison, a dump, a pickle) reads its ``__dict__``, and then all of it was read.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from csatreport.reads import values
from csatreport.reads.entries import Entries
from csatreport.reads.values import Tree, called, joined

_WHOLE = frozenset({"__dict__", "__pydantic_fields_set__"})


class Watch:
    """What was looked at of everything below some roots.

    Parameters
    ----------
    listens : callable
        Whether looks count at this moment.
    quiet : callable
        Makes a block in which they do not.
    """

    def __init__(
        self, listens: Callable[[], bool], quiet: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self.roots: dict[str, object] = {}
        self._seen: dict[str, None] = {}
        self._places: dict[int, list[str]] = {}  # of each thing; the roots keep them alive
        self._own: dict[int, frozenset[str]] = {}  # fields that a copy has for itself
        self._entries: dict[tuple[int, str], Entries] = {}
        self._alive: list[object] = []  # nothing else may get the id of what was watched
        self._taught: set[type] = set()
        self._listens, self._quiet = listens, quiet

    def add(self, name: str, root: Any) -> Any:  # noqa: ANN401 - whatever is declared
        """Watch a root from now on; what is returned is to be used in its place."""
        with self._quiet():
            same = name not in self.roots or values.whole(self.roots[name]) == values.whole(root)
            self.roots[name] = root
            self._alive.append(root)
            for path, value in Tree({name: root}).nodes.items():
                if values.fields(value) or value is root:
                    self._places.setdefault(id(value), []).append(path)
                    self._teach(type(value))
        if not same:
            self.asked([name], "changed while the chapter ran")  # which nothing answers
        return Entries(root, self, (name,)) if isinstance(root, dict) else root

    def hashes(self) -> dict[str, str]:
        """Every address that was looked at, with the hash of what it says."""
        with self._quiet():
            tree = Tree(self.roots)
            return {path: tree.hash(path) for path in sorted(self._seen)}

    def looked(self, paths: tuple[str, ...] | list[str], key: object) -> None:
        """Somebody looked at what is called ``key`` below these addresses."""
        if self._listens():
            for path in paths:
                self._seen[joined(path, key)] = None

    def asked(self, paths: tuple[str, ...] | list[str], question: str, *arguments: object) -> None:
        """Somebody asked what stands at these addresses a question."""
        if self._listens():
            for path in paths:
                self._seen[called(path, question, arguments)] = None

    def question(self, thing: object, question: str, *arguments: object) -> bool:
        """Somebody asks a thing a question; whether anybody takes note of it."""
        paths = self._places.get(id(thing))
        if paths is None or not self._listens():
            return False
        self.asked(paths, question, *arguments)
        return True

    def _field(self, thing: object, name: str, value: Any) -> Any:  # noqa: ANN401 - a field's value
        """Somebody looked at a field: what he gets."""
        paths = self._places.get(id(thing))
        if paths is None or name in self._own.get(id(thing), ()) or not self._listens():
            return value
        if name in _WHOLE:
            self.asked(paths, values.ALL)
            return value
        self.looked(paths, name)
        if not isinstance(value, dict):
            return value
        key = (id(thing), name)
        if key not in self._entries:
            self._entries[key] = Entries(value, self, tuple(joined(path, name) for path in paths))
        return self._entries[key]

    def _teach(self, kind: type) -> None:
        """Make things of a class tell what is looked at."""
        if kind in self._taught or kind is dict:
            return
        self._taught.add(kind)
        fields = getattr(kind, "model_fields", None) or getattr(kind, "__dataclass_fields__", {})
        names = _WHOLE | set(fields)

        def tell(thing: object, name: str) -> Any:  # noqa: ANN401 - any attribute
            value = object.__getattribute__(thing, name)
            return self._field(thing, name, value) if name in names else value

        kind.__getattribute__ = tell  # type: ignore[method-assign, assignment]
        plain = getattr(kind, "model_copy", None)
        if plain is not None:
            self._teach_to_copy(kind, plain)

    def _teach_to_copy(self, kind: Any, plain: Callable[..., Any]) -> None:  # noqa: ANN401 - a class
        def copy(thing: Any, *, update: dict[str, Any] | None = None, deep: bool = False) -> Any:  # noqa: ANN401
            if deep or id(thing) not in self._places or not self._listens():
                return plain(thing, update=update, deep=deep)
            with self._quiet():
                new = plain(thing, update=update)
            self._places[id(new)] = self._places[id(thing)]
            self._own[id(new)] = self._own.get(id(thing), frozenset()) | frozenset(update or ())
            self._alive.append(new)
            return new

        kind.model_copy = copy
