"""Jobs in processes of their own.

At most so many at once, each with a time limit, all under one clock, language and hash seed, and none
left when the build ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from csatreport import errors
from csatreport.engine import machine, variables
from csatreport.engine.forks import obstacle
from csatreport.engine.jobs import Done, Job, Say

_LAST = 10  # seconds that a foreman has to end


class Crew:
    """A foreman process; leaving the ``with`` block ends it and every job it has.

    Parameters
    ----------
    folder : Path
        Where logs of the jobs go.
    at_once : int, optional
        How many jobs run at the same time; by default as many as there are processors.
    memory : int
        Bytes that all jobs may use together beyond what they share; 0 is a share of what is free.
    preload : sequence of str
        Modules that jobs will need: imported while there is nothing else to do.
    """

    def __init__(
        self, folder: Path, at_once: int | None = None, *, memory: int = 0, preload: Sequence[str] = ()
    ) -> None:
        self.folder = folder.resolve()
        self.at_once = max(1, machine.cores() if at_once is None else at_once)
        self._memory, self._preload = memory, tuple(preload)
        self._obstacle = obstacle()

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._obstacle:
            self._start()
        return self

    def _start(self) -> None:
        self._log = (self.folder / "foreman.txt").open("wb")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "csatreport.engine.foreman"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=variables.settled({"IPYTHONDIR": str(self.folder / "ipython")}),
            start_new_session=True,
            text=True,
        )
        self._send({"preload": self._preload})

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._obstacle:
            return
        if self._process.stdin and self._process.stdout:
            with contextlib.suppress(BrokenPipeError):  # the foreman is dead already
                self._process.stdin.close()
            self._process.stdout.close()
        if not self._ended():
            self._process.kill()  # its children die with it
        self._process.wait()
        self._log.close()

    def _ended(self) -> bool:
        """Wait for the foreman's end; the system tells of it, where `Popen.wait` with a limit would look now and then."""
        if self._process.poll() is not None:
            return True
        file = os.pidfd_open(self._process.pid)
        try:
            waiting = select.poll()
            waiting.register(file, select.POLLIN)
            return bool(waiting.poll(_LAST * 1000))
        finally:
            os.close(file)

    def work(
        self,
        jobs: Sequence[Job],
        *,
        preload: Sequence[str] = (),
        say: Say,
        ended: Callable[[Done], None] | None = None,
    ) -> tuple[Done, ...]:
        """Run all jobs and return how each ended, in the order given; ``ended`` is told of each when it ends."""
        found: dict[str, Done] = {}
        if self._obstacle:
            say("unforked", self._obstacle, 0.0)
        for event in self._apart(jobs) if self._obstacle else self._events(jobs, preload):
            match event["event"]:
                case "end":
                    done = Done.read(event)
                    found[done.name] = done
                    if ended:
                        ended(done)
                    say("end" if done.outcome == "done" else "failed", done.name, done.seconds)
                case "unshared":
                    say("unshared", f"{event['name']}: {event['why']}", event["seconds"])
                case kind:
                    say(kind, event["name"], event.get("seconds", 0.0))
        return tuple(found[job.name] for job in jobs)

    def _apart(self, jobs: Sequence[Job]) -> Iterator[dict[str, Any]]:
        from csatreport.engine.apart import Apart

        return Apart(self.folder, self.at_once).events(jobs)

    def _events(self, jobs: Sequence[Job], preload: Sequence[str]) -> Iterator[dict[str, Any]]:
        self._send({
            "at_once": self.at_once,
            "memory": self._memory,
            "preload": list(preload),
            "folder": str(self.folder),
            "jobs": [asdict(job) for job in jobs],
        })  # fmt: skip
        left = len(jobs)
        while left:
            event = self._event()
            left -= event["event"] == "end"
            yield event

    def _send(self, line: dict[str, Any]) -> None:
        send = self._process.stdin
        if send is None:
            raise RuntimeError("the crew is at work only inside its with block")
        with contextlib.suppress(BrokenPipeError):  # its end is told where its answer is read
            send.write(json.dumps(line) + "\n")
            send.flush()

    def _event(self) -> dict[str, Any]:
        stream = self._process.stdout
        line = stream.readline() if stream else ""
        if not line:
            raise errors.ChapterError(
                "the process that runs the jobs died",
                where=str(self.folder / "foreman.txt"),
                expected="enough memory, and nobody who kills it",
                todo="read that log and build again; nothing was published",
            )
        event: dict[str, Any] = json.loads(line)
        return event
