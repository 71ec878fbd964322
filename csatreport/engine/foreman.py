"""A process that forks one child per job, so that a job can be limited and really be killed.

Started by :mod:`csatreport.engine.crew` as ``python -m csatreport.engine.foreman``. It imports once what all
jobs need, then reads one batch a line from its standard input and answers one event a line. When its
input ends, because the build finished or was killed in any way, every child dies with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from csatreport.engine import child, machine
from csatreport.engine.floor import Floor
from csatreport.engine.jobs import Job


class Foreman:
    """Reads batches and has them worked off.

    A line of input is an object with ``preload``, modules to be imported; one with ``jobs`` (see
    :class:`csatreport.engine.jobs.Job`) has also ``at_once``, ``memory`` (bytes that they may use together, 0 for
    what is free) and ``folder`` for their logs. Modules of a line without jobs, or whose jobs can all begin at once, are imported
    while there is nothing else to do.
    """

    def __init__(self, say: Callable[[dict[str, Any]], None]) -> None:
        self._say = say
        self._modules: deque[str] = deque()

    def serve(self) -> None:
        """Work off batches from standard input until it ends."""
        while line := self._line():
            batch = json.loads(line)
            self._modules.extend(batch.get("preload", ()))
            if batch.get("jobs"):
                if batch["preload"] and not _at_once(batch):
                    self._preload()
                self._work(batch)

    def _line(self) -> bytes:
        while self._modules and not select.select([sys.stdin.buffer], [], [], 0)[0]:
            self._import()
        return sys.stdin.buffer.readline()

    def _work(self, batch: dict[str, Any]) -> None:
        jobs = [Job.read(job) for job in batch["jobs"]]
        budget = batch.get("memory") or machine.budget()
        floor = Floor(
            jobs, at_once=batch["at_once"], budget=budget, folder=Path(batch["folder"]), say=self._say
        )
        try:
            while floor.busy:
                floor.start()
                floor.wait(0.0 if self._modules else None)
                if self._modules:
                    self._import()
        finally:
            floor.clear()

    def _preload(self) -> None:
        while self._modules:
            self._import()
        gc.collect()
        gc.freeze()  # nothing that all children share is looked at, and so copied, by their collectors

    def _import(self) -> None:
        with contextlib.suppress(ImportError):  # the job that needs it says so better
            importlib.import_module(self._modules.popleft())


def _at_once(batch: dict[str, Any]) -> bool:
    """Whether all begin at once, jobs with the same beginning as one: they need not wait for modules that others share."""
    return len({(job["begin"] or job)["name"] for job in batch["jobs"]}) <= int(batch["at_once"])


def main() -> None:
    """Serve whoever started this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child.reap_orphans()
    channel = os.dup(1)
    os.dup2(2, 1)  # what an import prints must not look like an event
    with os.fdopen(channel, "w", encoding="utf-8") as events:

        def say(event: dict[str, Any]) -> None:
            events.write(json.dumps(event) + "\n")
            events.flush()

        Foreman(say).serve()
    child.leave()  # nothing is left that taking down all modules would be good for


if __name__ == "__main__":
    main()
