"""A process on a worker, of the code that was sent there: it has orders done by an ordinary crew, one after the other.

Started by :mod:`csatreport.engine.cluster.bench`; one order a line on standard input, one answer a line on standard
output. It lives for a whole build, so that its foreman imports the libraries once.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, TextIO

from csatreport.engine import machine, run
from csatreport.engine.crew import Crew
from csatreport.engine.jobs import Done, Job

_TOLD = 100_000  # characters of a log that are sent back


def serve(folder: Path, answers: TextIO, *, share: int) -> None:
    """Do orders until the worker is gone.

    Jobs go to a crew whose logs are in ``folder``, and which may use one of so many shares of the machine's memory.
    """
    with Crew(folder, 1, memory=machine.budget() // share, preload=run.PRELOAD) as crew:
        for order in _orders():
            jobs = [Job.read(job) for job in order["jobs"]]
            said: list[tuple[str, str, float]] = []
            done = crew.work(jobs, preload=order["preload"], say=lambda *told: said.append(told))  # noqa: B023
            answer = {"done": [packed(each) for each in done], "said": said}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def packed(done: Done) -> dict[str, Any]:
    """Turn the end of a job into JSON values; the log goes along where the job did not end well."""
    values = {f.name: getattr(done, f.name) for f in fields(done)}
    error = done.error
    if error is not None:
        parts = {k: getattr(error, k) for k in ("problem", "where", "expected", "got", "todo")}
        values["error"] = {"kind": type(error).__name__, "parts": parts}
    failed = done.outcome != "done" and done.log.is_file()
    return {**values, "log": done.log.read_text(errors="replace")[-_TOLD:] if failed else ""}


def _orders() -> Iterator[dict[str, Any]]:
    """Orders as they come; when the worker is gone this process ends at once, whatever it does."""
    come: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            come.put(line)
        os._exit(1)  # the foreman sees its input end, and kills what it runs

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield json.loads(come.get())


if __name__ == "__main__":
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what anything prints must not look like an answer
    serve(Path(sys.argv[1]), channel, share=int(sys.argv[2]))
