"""Jobs in processes of their own.

At most so many at once, each with a time limit, all under one clock, language and hash seed, and none
left when the build ends.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from csatreport import errors
from csatreport.engine import variables

Say = Callable[[str, str, float], None]  # event ("start", "end", "failed"), name of the job, seconds


@dataclass(frozen=True)
class Job:
    """A call of ``module:function`` with JSON arguments in a process of its own."""

    name: str
    call: str
    args: dict[str, Any]
    seconds: float | None = None


@dataclass(frozen=True)
class Done:
    """How a job ended. ``error`` is what csatreport itself refused; ``problem`` anything else."""

    name: str
    outcome: Literal["done", "refused", "failed", "late", "died"]
    seconds: float
    log: Path
    error: errors.CsatError | None = None
    problem: str = ""
    errno: int | None = None


class Crew:
    """A foreman process; leaving the ``with`` block ends it and every job it has.

    Parameters
    ----------
    folder : Path
        Where logs of the jobs go.
    at_once : int
        How many jobs run at the same time.
    """

    def __init__(self, folder: Path, at_once: int = 2) -> None:
        self.folder = folder.resolve()
        self.at_once = max(1, at_once)

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
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
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin and self._process.stdout:
            with contextlib.suppress(BrokenPipeError):  # the foreman is dead already
                self._process.stdin.close()
            self._process.stdout.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its children die with it
            self._process.wait()
        self._log.close()

    def work(self, jobs: Sequence[Job], *, preload: Sequence[str] = (), say: Say) -> tuple[Done, ...]:
        """Run all jobs and return how each ended, in the order given."""
        batch = {"at_once": self.at_once, "preload": list(preload), "folder": str(self.folder)}
        send = self._process.stdin
        if send is None:
            raise RuntimeError("the crew is at work only inside its with block")
        with contextlib.suppress(BrokenPipeError):  # its end is told where its answer is read
            send.write(json.dumps({**batch, "jobs": [asdict(job) for job in jobs]}) + "\n")
            send.flush()
        ended: dict[str, Done] = {}
        for event in self._events(len(jobs)):
            if event["event"] == "start":
                say("start", event["name"], 0.0)
            else:
                done = _done(event)
                ended[done.name] = done
                say("end" if done.outcome == "done" else "failed", done.name, done.seconds)
        return tuple(ended[job.name] for job in jobs)

    def _events(self, jobs: int) -> Iterator[dict[str, Any]]:
        stream = self._process.stdout
        while jobs and stream is not None:
            line = stream.readline()
            if not line:
                raise errors.ChapterError(
                    "the process that runs the jobs died",
                    where=str(self.folder / "foreman.txt"),
                    expected="enough memory, and nobody who kills it",
                    todo="read that log and build again; nothing was published",
                )
            event = json.loads(line)
            jobs -= event["event"] == "end"
            yield event


def _done(event: dict[str, Any]) -> Done:
    error = None
    if event["outcome"] == "refused":
        error = getattr(errors, event["kind"])(**event["parts"])
    problem = event.get("problem", "")
    if event["outcome"] == "died":
        problem = f"the process ended with status {event['status']}"
    return Done(
        event["name"],
        event["outcome"],
        event["seconds"],
        Path(event["log"]),
        error,
        problem,
        event.get("errno"),
    )
