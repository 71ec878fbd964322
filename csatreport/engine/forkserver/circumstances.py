"""What a process started in the ordinary way has from its parent, and a forked one must be given."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_KEPT_IGNORED = {signal.SIGPIPE, signal.SIGXFSZ}  # Python itself ignores these
_LIMITS = [name for name in dir(resource) if name.startswith("RLIMIT_")]


def taken(environment: Mapping[str, str], directory: str | None) -> dict[str, Any]:
    """Collect what a child of this process would have."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    umask = next((line.split()[1] for line in status.splitlines() if line.startswith("Umask:")), "077")
    return {
        "environment": dict(environment),
        "directory": os.path.abspath(directory or "."),  # noqa: PTH100 - a kernel keeps links in its path
        "umask": int(umask, 8),
        "limits": {name: resource.getrlimit(getattr(resource, name)) for name in _LIMITS},
        "processors": sorted(os.sched_getaffinity(0)),
    }


def assume(given: Mapping[str, Any], variables: Mapping[str, str]) -> None:
    """Take environment, working directory, limits and the rest over, and begin signals and chance anew."""
    os.environ.clear()
    os.environ.update({**variables, **given["environment"]})
    os.chdir(given["directory"])
    os.umask(given["umask"])
    for name, limit in given["limits"].items():
        with contextlib.suppress(ValueError, OSError, AttributeError):  # only root may raise one
            resource.setrlimit(getattr(resource, name), tuple(limit))
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, given["processors"])
    _signals()
    _chance()


def _signals() -> None:
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in signal.valid_signals() - _KEPT_IGNORED:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _chance() -> None:
    """Give random numbers that no other kernel has, as a fresh interpreter would."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()  # the old global state, which notebooks and libraries still use
