"""The modules that a server has loaded, told to a kernel that begins without touching them.

A kernel asks all modules for their files, for the debugger to skip, and all of them for their names. They stand all over the
server's memory, and who looks at one writes to its page: every kernel would have its own copy of 15 MiB.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any


class Loaded:
    """Stand-ins, close together in memory, for the modules that are loaded at this moment."""

    def __init__(self) -> None:
        self._names = [_again(name) for name in sys.modules]
        files = [getattr(module, "__file__", None) for module in sys.modules.values()]
        self._modules = [SimpleNamespace(__file__=_again(file) if file else file) for file in files]

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Make a block in which ipykernel and IPython look at these, and at modules that were loaded since."""
        from ipykernel import ipkernel
        from IPython.core import shellapp

        looking = (ipkernel, shellapp)
        for module in looking:
            vars(module)["sys"] = _System(self)
        try:
            yield
        finally:
            for module in looking:
                vars(module)["sys"] = sys

    def keys(self) -> list[str]:
        """Names of all modules, as ``sys.modules`` would give them."""
        return [*self._names, *self._since(reversed(sys.modules))]

    def copy(self) -> dict[str, Any]:
        """All modules, as ``sys.modules`` would give them."""
        modules = [*self._modules, *self._since(reversed(sys.modules.values()))]
        return dict(zip(self.keys(), modules, strict=True))

    def _since(self, newest_first: Iterator[Any]) -> list[Any]:
        new = list(itertools.islice(newest_first, max(0, len(sys.modules) - len(self._names))))
        return new[::-1]


class _System:
    """``sys`` with other modules."""

    def __init__(self, modules: Loaded) -> None:
        vars(self)["modules"] = modules

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as of the module
        return getattr(sys, name)

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401 - as of the module
        setattr(sys, name, value)


def _again(text: str) -> str:
    """An equal text of its own."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass")
