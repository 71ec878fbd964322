"""A batch of jobs at work: which are waiting, which run, and what becomes of each."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from csatreport.engine import child, machine, schedule
from csatreport.engine.beginning import Beginning, open_files, serve
from csatreport.engine.jobs import Job
from csatreport.engine.running import Files, Running, kill

_LOOK = 0.1  # seconds between two looks at the memory that jobs use


class Floor:
    """Jobs with their limits.

    Parameters
    ----------
    budget : int
        Bytes that all jobs together may use beyond what they share.
    folder : Path
        Where their logs go.
    say : callable
        Gets every event.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        at_once: int,
        budget: int,
        folder: Path,
        say: Callable[[dict[str, Any]], None],
    ) -> None:
        self._at_once, self._budget, self._folder, self._say = at_once, budget, folder, say
        self._pid, self._own = os.getpid(), machine.own(os.getpid())
        self._open = set(open_files())
        self._behind: dict[str, list[Job]] = {}
        self._ready: dict[str, Beginning] = {}
        self._running: list[Running] = []
        self._waiting: list[Job] = []
        for job in jobs:
            if job.begin is None:
                self._waiting.append(job)
            elif job.begin.name in self._behind:
                self._behind[job.begin.name].append(job)
            else:
                self._behind[job.begin.name] = [job]
                self._waiting.append(job.begin)
        self._left = {name: {job.name for job in behind} for name, behind in self._behind.items()}
        self._again: set[str] = set()

    @property
    def busy(self) -> bool:
        """Whether any job has not ended."""
        return bool(self._waiting or self._running)

    def start(self) -> None:
        """Start what there is room for."""
        while len(self._running) < self._at_once and (job := self._next()):
            self._waiting.remove(job)
            first = job.name in self._behind
            self._say({"event": "begin" if first else "start", "name": job.name})
            self._running.append(self._begin(job) if first else self._fork(job))

    def wait(self, seconds: float | None = None) -> None:
        """Wait until something happens, at most so many seconds, and see to it."""
        poll = select.poll()
        poll.register(0, select.POLLIN)
        for run in self._running:
            poll.register(run.watch, select.POLLIN)
            if run.beginning:
                poll.register(run.beginning.line, select.POLLIN)
        limit = min((r.deadline - time.monotonic() for r in self._running), default=_LOOK)
        happened = {
            file for file, _ in poll.poll(1000 * max(0.0, min(_LOOK, limit) if seconds is None else seconds))
        }
        if 0 in happened:
            raise SystemExit(1)  # the build is gone
        for run in list(self._running):
            if run.beginning and run.beginning.line.fileno() in happened:
                self._begun(run, run.beginning)
            elif run.watch in happened:
                self._ended(run)
            elif time.monotonic() > run.deadline:
                self._ended(run, {"outcome": "late"})
            elif run.wordy:
                self._ended(run, {"outcome": "failed", "problem": "it printed without end, to its log"})
        self._look_at_memory()

    def clear(self) -> None:
        """Leave no process behind, whoever its parent was."""
        for run in self._running:
            run.end()
        for beginning in list(self._ready.values()):
            self._close(beginning)
        while left := machine.children(os.getpid()):
            for pid in left:
                kill(pid)
                os.waitpid(pid, 0)

    def _next(self) -> Job | None:
        jobs = schedule.ordered(self._waiting, self._at_once, self._behind)
        taken = sum(max(run.job.memory, run.peak) for run in self._running)
        return schedule.fitting(jobs, taken=taken, budget=self._budget, idle=not self._running)

    def _fork(self, job: Job) -> Running:
        """Fork a job, from what it shares with others where that is there."""
        files = Files.opened(self._folder / f"{job.name}.txt")
        beginning = self._ready.get(job.begin.name) if job.begin else None
        if beginning:
            self._left[beginning.name].discard(job.name)
            pid = beginning.fork(job, files.log, files.answer)
            if pid:
                run = Running.started(job, pid, files, parent=beginning.pid)
                if not self._left[beginning.name]:
                    self._close(beginning)
                return run

        def alone() -> None:
            self._settle(files)
            child.work(job, files.answer)

        pid = child.fork(alone)
        return Running.started(job, pid, files, parent=os.getpid())

    def _begin(self, job: Job) -> Running:
        """Fork what several jobs begin with."""
        files = Files.opened(self._folder / f"{job.name}.txt")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

        def first() -> None:
            self._settle(files, theirs.fileno())
            serve(job, theirs, open_files())

        pid = child.fork(first)
        theirs.close()
        beginning = Beginning(job.name, pid, ours)
        return Running.started(job, pid, files, parent=os.getpid(), beginning=beginning)

    def _settle(self, files: Files, *more: int) -> None:
        """In a child: keep no file that the foreman opened for others."""
        for file in set(open_files()) - self._open - {files.log, files.answer, *more}:
            os.close(file)
        child.settle(files.log, self._pid)

    def _begun(self, run: Running, beginning: Beginning) -> None:
        """See what became of a beginning that said so."""
        told = beginning.answer()
        if told is None or told["outcome"] != "done":
            self._ended(run, told)
            return
        self._running.remove(run)
        self._ready[run.job.name] = beginning
        self._waiting += self._behind.pop(run.job.name)
        self._say({"event": "begun", "name": run.job.name, "seconds": run.seconds})
        run.forget()

    def _ended(self, run: Running, told: dict[str, Any] | None = None) -> None:
        """See what became of a job; of a beginning, what becomes of those behind it."""
        name = run.job.name
        self._running.remove(run)
        how = run.end(told)
        if run.beginning:
            run.beginning.line.close()
        behind = self._behind.pop(name, None)
        if behind is None:
            self._say({"event": "end", "name": name, **how})
        elif how["outcome"] in {"refused", "failed"}:  # perhaps only where it is shared
            why = how.get("problem") or how["parts"]["got"]
            self._say({"event": "unshared", "name": name, "why": why, "seconds": how["seconds"]})
            self._waiting += behind
        else:  # it would happen to each of them
            for job in behind:
                self._say({"event": "end", "name": job.name, **how})

    def _look_at_memory(self) -> None:
        """Where jobs use too much together, end the one that uses most; it gets a second chance alone."""
        used = [run.look() for run in self._running]
        resting = sum(machine.own(b.pid) for b in self._ready.values()) - len(self._ready) * self._own
        if not used or sum(used) + resting <= self._budget:
            return
        run = self._running[used.index(max(used))]
        if len(used) > 1 and run.job.name not in self._again:
            self._again.add(run.job.name)
            self._running.remove(run)
            run.end()
            if run.beginning:
                run.beginning.line.close()
            self._waiting.append(replace(run.job, memory=self._budget))
            return
        much, room = (f"{amount / 1e9:.1f} GB" for amount in (max(used), self._budget))
        self._ended(
            run, {"outcome": "memory", "problem": f"it used {much}, and {room} were free for the build"}
        )

    def _close(self, beginning: Beginning) -> None:
        del self._ready[beginning.name]
        beginning.line.close()
        # not its group: a child that it forked just now may still be in it
        os.kill(beginning.pid, signal.SIGKILL)
        os.waitpid(beginning.pid, 0)
