"""A dictionary that tells which of its entries were looked at."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import TYPE_CHECKING, Any

from csatreport.reads import values
from csatreport.reads.values import joined

if TYPE_CHECKING:
    from csatreport.reads.watch import Watch


class Entries(dict[str, Any]):
    """Entries of a dictionary that stands at ``paths``. Whoever goes through it learns its keys, in their order."""

    def __init__(self, entries: dict[str, Any], watch: Watch, paths: tuple[str, ...]) -> None:
        super().__init__(entries)
        self._watch, self._paths = watch, paths
        self._inner: dict[str, Entries] = {}

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 - whatever the entry is
        self._watch.looked(self._paths, key)
        value = super().__getitem__(key)
        if not isinstance(value, dict):
            return value
        if key not in self._inner:
            paths = tuple(joined(path, key) for path in self._paths)
            self._inner[key] = Entries(value, self._watch, paths)
        return self._inner[key]

    def __contains__(self, key: object) -> bool:
        self._watch.looked(self._paths, key)
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as of any dictionary
        """The entry, or ``default``."""
        return self[key] if key in self else default  # noqa: SIM401 - this is what get is

    def _all(self) -> dict[str, Any]:
        return {key: self[key] for key in self}

    def _keys(self) -> None:
        self._watch.asked(self._paths, values.KEYS)

    def __iter__(self) -> Iterator[str]:
        self._keys()
        return super().__iter__()

    def __reversed__(self) -> Iterator[str]:
        self._keys()
        return super().__reversed__()

    def __len__(self) -> int:
        self._keys()
        return super().__len__()

    def keys(self) -> KeysView[str]:  # type: ignore[override]
        """Keys in their order."""
        self._keys()
        return {**dict.fromkeys(self)}.keys()

    def values(self) -> ValuesView[Any]:  # type: ignore[override]
        """Entries in their order."""
        return self._all().values()

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        """Keys with their entries."""
        return self._all().items()

    def copy(self) -> dict[str, Any]:
        """A plain copy."""
        return self._all()

    def __eq__(self, other: object) -> bool:
        return self._all() == other

    def __ne__(self, other: object) -> bool:
        return self._all() != other

    def __or__(self, other: Any) -> Any:  # noqa: ANN401 - as of any dictionary
        return self._all() | dict(other)

    def __ror__(self, other: Any) -> Any:  # noqa: ANN401 - as of any dictionary
        return dict(other) | self._all()

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self._all(),)

    __hash__ = None
