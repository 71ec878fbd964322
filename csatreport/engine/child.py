"""What a process does that was forked for a job: its own group, log and limits; the call; the answer."""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from csatreport.engine.jobs import Job
from csatreport.errors import CsatError

_PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal a child gets when its parent dies
_PR_SET_CHILD_SUBREAPER = 36
_FIRST_TO_GO = "500"  # where memory runs out, the system ends a job rather than the foreman


def reap_orphans() -> None:
    """Become the parent of every descendant whose own parent ends."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def fork(what: Callable[[], object]) -> int:
    """Fork a process that does this and ends, so that nothing it does makes it go on with its parent's work; return its pid."""
    pid = os.fork()
    if pid == 0:
        try:
            what()
        except BaseException:  # nobody else is there to tell it
            traceback.print_exc()
        finally:
            os._exit(1)
    return pid


def settle(log: int, parent: int) -> None:
    """Live in a group of its own, write to ``log``, and die with the parent."""
    os.setsid()  # killing the group kills what the job starts
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)
    Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    for target, source in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
        os.dup2(source, target)


def work(job: Job, answer: int, **more: object) -> NoReturn:
    """Do the job, write what became of it to ``answer``, and end."""
    owner = os.getpid()
    told, _ = outcome(job, **more)
    if os.getpid() == owner:  # else a twin that the job forked
        os.write(answer, json.dumps(told).encode())
    leave()


def outcome(job: Job, **more: object) -> tuple[dict[str, Any], Any]:
    """Call what the job says; return what became of it as JSON, and what it returned."""
    module, _, name = job.call.partition(":")
    try:
        call: Callable[..., Any] = getattr(importlib.import_module(module), name)
        return {"outcome": "done"}, call(**job.args, **more)
    except CsatError as error:
        parts = {k: getattr(error, k) for k in ("problem", "where", "expected", "got", "todo")}
        return {"outcome": "refused", "kind": type(error).__name__, "parts": parts}, None
    except BaseException as error:  # the process ends here: the other side must hear of everything
        traceback.print_exc()
        problem = f"{type(error).__name__}: {error}"
        return {"outcome": "failed", "problem": problem, "errno": _errno(error)}, None


def leave() -> NoReturn:
    """End at once: the interpreter's own end costs more than it gives."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # a full disk, or a job that closed it: the log is not worth a job
            continue
    os._exit(0)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value)


def _errno(error: BaseException | None) -> int | None:
    while error is not None:
        if isinstance(error, OSError) and error.errno is not None:
            return error.errno
        error = error.__cause__ or error.__context__
    return None
