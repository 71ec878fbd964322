"""Jobs where no process can be forked: an interpreter of its own for each, which imports everything itself.

Slower than :mod:`csatreport.engine.foreman`, with the same results; nothing is shared, and only time is limited.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from csatreport.engine import child, schedule, variables
from csatreport.engine.jobs import Job


@dataclass(frozen=True)
class Apart:
    """So many interpreters at a time, with logs in ``folder``."""

    folder: Path
    at_once: int

    def events(self, jobs: Sequence[Job]) -> Iterator[dict[str, Any]]:
        """Run the jobs, the longest first; give the events that a foreman would."""
        told: SimpleQueue[dict[str, Any]] = SimpleQueue()

        def run(job: Job) -> None:
            told.put({"event": "start", "name": job.name})
            told.put({"event": "end", "name": job.name, **self._run(job)})

        with ThreadPoolExecutor(self.at_once) as pool:
            for job in schedule.ordered(jobs, self.at_once, {}):
                pool.submit(run, job)
            left = len(jobs)
            while left:
                event = told.get()
                left -= event["event"] == "end"
                yield event

    def _run(self, job: Job) -> dict[str, Any]:
        began, log = time.monotonic(), self.folder / f"{job.name}.txt"
        with log.open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "csatreport.engine.apart"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=variables.settled({"IPYTHONDIR": str(self.folder / "ipython")}),
            )
            how = _ended(process, job)
        return {"seconds": round(time.monotonic() - began, 3), "log": str(log), **how}


def _ended(process: subprocess.Popen[bytes], job: Job) -> dict[str, Any]:
    try:
        answer, _ = process.communicate(json.dumps(asdict(job)).encode(), timeout=job.seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return {"outcome": "late"}
    died = {"outcome": "died", "problem": f"the process ended with status {process.returncode}"}
    found: dict[str, Any] = json.loads(answer) if answer else died
    return found


def main() -> None:
    """Do the one job that standard input tells."""
    channel = os.dup(1)
    os.dup2(2, 1)  # what the job prints is no answer
    text = sys.stdin.buffer.read()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    told, _ = child.outcome(Job.read(json.loads(text)))
    os.write(channel, json.dumps(told).encode())
    child.leave()


if __name__ == "__main__":
    main()
