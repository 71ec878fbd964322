"""Importing modules in a process that will fork: as a kernel would, and without a thread or socket left behind."""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import importlib.util
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from csatreport.engine.forkserver.loaded import Loaded
from csatreport.errors import UsageError

_KERNEL = (  # what a kernel imports until it is ready, and when it ends
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "ipykernel.debugger", "IPython.core.completer",
    "IPython.core.completerlib", "IPython.core.debugger", "IPython.core.oinspect", "IPython.extensions.storemagic",
    "tornado.locks", "tornado.platform.asyncio", "tornado.queues", "zmq.utils.garbage", "psutil",
)  # fmt: skip
_SETTLING = 2.0  # seconds in which a thread of an import may end: matplotlib's, when it looks for fonts the first time
_LOOK = 0.02


def preload(modules: Sequence[str]) -> tuple[dict[str, str], Loaded]:
    """Import what a kernel needs and these modules, and put them where the collector does not touch them.

    Modules that are not installed are left out; a notebook that needs one says so better. Returns the variables that imports
    have set in the environment, for a kernel has them too, and what is loaded now.

    Raises
    ------
    UsageError
        An import left a thread or a socket behind, so that this process must not fork.
    """
    given = dict(os.environ)
    with _looking_like_a_kernel():
        for module in (*_KERNEL, *modules):
            before = _open_sockets()
            _import(module)
            check(f"import {module}", before)
    loaded = Loaded()
    gc.collect()
    gc.freeze()
    return {name: value for name, value in os.environ.items() if given.get(name) != value}, loaded


def check(after: str = "before a fork", sockets: frozenset[str] | None = None) -> None:
    """Refuse a process that has more than one thread, or other sockets than ``sockets``."""
    until = time.monotonic() + _SETTLING
    while len(threads := _threads()) > 1 and time.monotonic() < until:
        time.sleep(_LOOK)
    strange = _open_sockets() - sockets if sockets is not None else frozenset()
    if len(threads) > 1 or strange:
        raise UsageError(
            "a process that must not fork",
            where=after,
            expected="one thread, and no socket of a library",
            got=", ".join([*threads[1:], *sorted(strange)]),
            todo="leave that module out of `preload` in kernel.json; notebooks import it themselves",
        )


def _import(module: str) -> None:
    package = module.partition(".")[0]
    if importlib.util.find_spec(package) is None:
        return
    importlib.import_module(module)


def _threads() -> list[str]:
    """Threads of this process as the system counts them, the main one first, with Python's names where it knows them."""
    names = {str(thread.native_id): thread.name for thread in threading.enumerate()}
    found = sorted(
        (task.name for task in Path("/proc/self/task").iterdir()), key=lambda t: t != str(os.getpid())
    )
    if len(found) == 1:
        return found
    return [f"thread {names.get(task) or _command(task)}" for task in found]


def _command(task: str) -> str:
    with contextlib.suppress(OSError):  # it has just ended
        return Path(f"/proc/self/task/{task}/comm").read_text(encoding="utf-8", errors="replace").strip()
    return task


def _open_sockets() -> frozenset[str]:
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the descriptor of the listing itself
            if descriptor.is_socket():
                found.add(f"socket {descriptor.name}")
    return frozenset(found)


class _Kernel:
    """What libraries look at to see whether they are in a notebook (pandas: the width of tables)."""

    kernel = True
    config: Mapping[str, object] = {"IPKernelApp": {}}


@contextlib.contextmanager
def _looking_like_a_kernel() -> Iterator[None]:
    name = "get_ipython"
    setattr(builtins, name, _Kernel)
    try:
        yield
    finally:
        delattr(builtins, name)
