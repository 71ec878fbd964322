"""A forked process that works on a job, seen by its foreman: limits, what it uses, how it ended."""

from __future__ import annotations

import contextlib
import json
import math
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csatreport.engine import machine
from csatreport.engine.beginning import Beginning
from csatreport.engine.jobs import Job

_LONGEST_LOG = 100_000_000  # bytes


@dataclass(frozen=True)
class Files:
    """The files that a job writes to: its log, and its answer, which needs no room on a disk."""

    path: Path
    log: int
    answer: int

    @classmethod
    def opened(cls, path: Path) -> Files:
        """Begin a new log, and an answer."""
        log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        return cls(path, log, os.memfd_create("answer"))


@dataclass
class Running:
    """A job and its process; ``watch`` tells when it ends.

    ``shared`` are the bytes it got with the fork, ``peak`` the most that was seen beyond; ``beginning`` is set where the job
    is what others begin with.
    """

    job: Job
    pid: int
    watch: int
    files: Files
    shared: int
    began: float
    beginning: Beginning | None = None
    peak: int = 0

    @classmethod
    def started(
        cls, job: Job, pid: int, files: Files, *, parent: int, beginning: Beginning | None = None
    ) -> Running:
        """What was forked just now from ``parent``."""
        shared = machine.own(parent)
        return cls(job, pid, os.pidfd_open(pid), files, shared, time.monotonic(), beginning)

    @property
    def deadline(self) -> float:
        """When it is killed, on the clock of :func:`time.monotonic`."""
        return math.inf if self.job.seconds is None else self.began + self.job.seconds

    def look(self) -> int:
        """Bytes that it holds now beyond what it shares."""
        used = machine.used(self.pid, self.shared)
        self.peak = max(self.peak, used)
        return used

    @property
    def wordy(self) -> bool:
        """Whether its log is longer than anybody reads."""
        return os.fstat(self.files.log).st_size > _LONGEST_LOG

    def end(self, told: dict[str, Any] | None = None) -> dict[str, Any]:
        """Kill it with all that it started, unless it ended; tell how it ended, or what is ``told``."""
        at = _called(self.pid)
        kill(self.pid)
        _, status, usage = os.wait4(self.pid, 0)
        found = told or _read(self.files.answer) or _died(os.waitstatus_to_exitcode(status))
        self.forget()
        return {
            "at": at,
            "seconds": self.seconds,
            "cpu": round(usage.ru_utime + usage.ru_stime, 3),
            "peak": self.peak,
            "log": str(self.files.path),
            **found,
        }

    @property
    def seconds(self) -> float:
        """How long it has run."""
        return round(time.monotonic() - self.began, 3)

    def forget(self) -> None:
        """Watch it no more."""
        for file in (self.watch, self.files.log, self.files.answer):
            os.close(file)


def kill(pid: int) -> None:
    """Kill a process and its group."""
    for end in (os.killpg, os.kill):  # the second where it does not lead its group yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(pid, signal.SIGKILL)


def _called(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _read(answer: int) -> dict[str, Any] | None:
    text = os.pread(answer, os.fstat(answer).st_size, 0)
    try:
        found: dict[str, Any] | None = json.loads(text) if text else None
    except ValueError:  # killed while it wrote
        return None
    return found


def _died(status: int) -> dict[str, Any]:
    why = " (killed, perhaps because the memory was full)" if status == -signal.SIGKILL else ""
    return {"outcome": "died", "problem": f"the process ended with status {status}{why}"}
