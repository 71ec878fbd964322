"""A process that forks one child per job, so that a job can be limited in time and really be killed.

Started by :mod:`csatreport.engine.crew` as ``python -m csatreport.engine.foreman``. It imports once what all
jobs need, then reads one batch a line from its standard input and answers one event a line. When its
input ends, because the build finished or was killed in any way, every child dies with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import select
import signal
import sys
import time
import traceback
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TextIO

from csatreport.errors import CsatError

_LOOK = 0.02  # seconds between two looks at the children
_PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal a child gets when its parent dies


@dataclass(frozen=True)
class _Running:
    job: dict[str, Any]
    folder: Path
    began: float

    @property
    def late(self) -> bool:
        limit = self.job["seconds"]
        return limit is not None and time.monotonic() - self.began > limit

    @property
    def answer(self) -> Path:
        return self.folder / f"{self.job['name']}.json"

    @property
    def log(self) -> Path:
        return self.folder / f"{self.job['name']}.txt"


def serve(events: TextIO) -> None:
    """Work off batches from standard input until it ends."""
    while line := sys.stdin.buffer.readline():
        batch = json.loads(line)
        for module in batch["preload"]:
            with contextlib.suppress(ImportError):  # the job that needs it says so better
                importlib.import_module(module)
        _work(batch, events)


def _work(batch: dict[str, Any], events: TextIO) -> None:
    waiting = deque(batch["jobs"])
    running: dict[int, _Running] = {}
    folder = Path(batch["folder"])
    try:
        while waiting or running:
            while waiting and len(running) < batch["at_once"]:
                job = waiting.popleft()
                running[_fork(job, folder)] = _Running(job, folder, time.monotonic())
                _say(events, {"event": "start", "name": job["name"]})
            if select.select([sys.stdin.buffer], [], [], _LOOK)[0]:
                raise SystemExit(1)  # the build is gone
            for pid in [p for p, run in running.items() if _ended(p, run)]:
                _say(events, _answer(running.pop(pid)))
    finally:
        for pid in running:
            _kill(pid)


def _ended(pid: int, run: _Running) -> bool:
    found, status = os.waitpid(pid, os.WNOHANG)
    if found:
        _kill(pid)  # whatever the job itself started
        if not run.answer.exists():
            run.answer.write_text(
                json.dumps({"outcome": "died", "status": os.waitstatus_to_exitcode(status)})
            )
        return True
    if run.late:
        _kill(pid)
        os.waitpid(pid, 0)
        run.answer.write_text(json.dumps({"outcome": "late"}))
        return True
    return False


def _answer(run: _Running) -> dict[str, Any]:
    answer = json.loads(run.answer.read_text())
    run.answer.unlink()
    seconds = round(time.monotonic() - run.began, 3)
    return {"event": "end", "name": run.job["name"], "seconds": seconds, "log": str(run.log), **answer}


def _fork(job: dict[str, Any], folder: Path) -> int:
    (folder / f"{job['name']}.json").unlink(missing_ok=True)
    pid = os.fork()
    if pid == 0:
        _child(job, folder)
    return pid


def _child(job: dict[str, Any], folder: Path) -> NoReturn:
    os.setsid()  # a group of its own: killing it kills what the job starts
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    log = os.open(folder / f"{job['name']}.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for target, source in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
        os.dup2(source, target)
    answer = _call(job)
    sys.stdout.flush()
    sys.stderr.flush()
    part = folder / f"{job['name']}.part"
    part.write_text(json.dumps(answer))
    part.rename(folder / f"{job['name']}.json")
    os._exit(0)


def _call(job: dict[str, Any]) -> dict[str, Any]:
    module, _, name = job["call"].partition(":")
    try:
        getattr(importlib.import_module(module), name)(**job["args"])
    except CsatError as error:
        parts = {k: getattr(error, k) for k in ("problem", "where", "expected", "got", "todo")}
        return {"outcome": "refused", "kind": type(error).__name__, "parts": parts}
    except BaseException as error:  # the process ends here: the other side must hear of everything
        traceback.print_exc()
        return {"outcome": "failed", "problem": f"{type(error).__name__}: {error}", "errno": _errno(error)}
    return {"outcome": "done"}


def _errno(error: BaseException | None) -> int | None:
    while error is not None:
        if isinstance(error, OSError) and error.errno is not None:
            return error.errno
        error = error.__cause__ or error.__context__
    return None


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):  # not yet the leader of its group
        os.kill(pid, signal.SIGKILL)


def _say(events: TextIO, event: dict[str, Any]) -> None:
    events.write(json.dumps(event) + "\n")
    events.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an import prints must not look like an event
    serve(channel)
