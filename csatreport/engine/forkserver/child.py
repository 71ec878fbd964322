"""A kernel: from the fork to its end."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import select
import signal
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from csatreport.engine.forkserver import circumstances
from csatreport.engine.forkserver.loaded import Loaded
from csatreport.engine.forkserver.protocol import Channel

_TRIM = getattr(
    ctypes.CDLL(None), "malloc_trim", None
)  # glibc has it, other C libraries give back by themselves

_ANSWER = 2.0  # seconds


def live(request: dict[str, Any], channel: Channel, variables: Mapping[str, str], loaded: Loaded) -> NoReturn:
    """Be the kernel that was asked for, in a process that has just been forked. Never returns.

    ``variables`` are those that imports have set in the environment, ``loaded`` the modules that were imported.
    """
    code = 1
    try:
        os.setsid()  # a group of its own, which signals reach as a whole
        client, _ = channel.peer()
        _descriptors(channel)
        circumstances.assume(request["circumstances"], variables)
        _watch(client)
        code = _run(request["arguments"], channel, loaded)
    except BaseException:  # nothing may return into the server's own loop
        traceback.print_exc()
    finally:
        _end(code)


def _descriptors(channel: Channel) -> None:
    """Keep three standard descriptors and the channel, and nothing else of the server's."""
    for target, source in enumerate(channel.descriptors):
        os.dup2(source, target)
    own = channel.fileno()
    os.closerange(3, own)
    os.closerange(own + 1, os.sysconf("SC_OPEN_MAX"))
    channel.descriptors.clear()


def _watch(client: int) -> None:
    """End with the client even where the server, which sees that first, is gone itself."""
    if not client:  # it is in another container: only the server can see it
        return
    try:
        process = os.pidfd_open(client)
    except ProcessLookupError:
        os._exit(0)
    threading.Thread(target=_end_with, args=(process,), name="csatreport-client", daemon=True).start()


def _end_with(process: int) -> None:
    watched = select.poll()
    watched.register(process, select.POLLIN)
    watched.poll()
    os.killpg(0, signal.SIGKILL)


def _run(arguments: list[str], channel: Channel, loaded: Loaded) -> int:
    import ipykernel_launcher
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [str(ipykernel_launcher.__file__), *arguments]
    kernel = IPKernelApp.instance(
        parent_handle=1
    )  # somebody holds it, and it need not look whether its parent, the server, lives
    with loaded.told():
        kernel.initialize(arguments)
    _plotting()
    kernel.shell.events.register("post_run_cell", _give_back)
    with contextlib.suppress(OSError):  # a client that does not wait any more
        channel.send({"ready": True})
    channel.close()
    try:
        kernel.start()
    except SystemExit as wanted:
        return wanted.code if isinstance(wanted.code, int) else int(wanted.code is not None)
    finally:
        _answered(kernel.control_thread)
    return 0


def _answered(control: Any) -> None:  # noqa: ANN401 - a thread of ipykernel, which has no types
    """Let the thread that was asked for the end finish its answer while what it flushes is still there.

    ipykernel stops the thread of its output first; each would wait for the other until Jupyter loses patience.
    """
    if control is not None and control.is_alive():
        control.io_loop.add_callback(control.io_loop.stop)
        control.join(_ANSWER)


def _plotting() -> None:
    """Tell matplotlib what it would have seen, had it been imported now."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    if Path("matplotlibrc").is_file():
        matplotlib.rc_file("matplotlibrc")
    if backend := os.environ.get("MPLBACKEND"):
        matplotlib.rcParams["backend"] = backend


def _give_back(_: object) -> None:
    """Return to the system what a cell used and freed: many kernels share its memory, and glibc would keep it for this one."""
    if _TRIM is not None:
        _TRIM(0)


def _end(code: int) -> NoReturn:
    """Do what an interpreter does at its end, but for taking itself apart, which would cost more than the rest."""
    with contextlib.suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]  # waits for threads as an interpreter does
        atexit._run_exitfuncs()
    for stream in (sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            if stream is not None:
                stream.flush()
    os._exit(code)
