"""A process that did once what several jobs begin with, and forks a child for each of them.

Children are forked through a process that ends at once, so that the foreman, who reaps orphans, becomes their parent: it
waits for them, limits them and kills them like any other. What a fork would tear apart (threads, children, open files) is
looked for first; where any is found, nothing is shared.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from csatreport.engine import child, machine
from csatreport.engine.jobs import Job

_MOST = 1 << 20  # bytes of a message
_PATIENCE = 10.0  # seconds that a beginning may take to fork


@dataclass(frozen=True)
class Beginning:
    """The foreman's side: a beginning that is ready, or will be."""

    name: str
    pid: int
    line: socket.socket

    def answer(self) -> dict[str, Any] | None:
        """What became of it, as of a job; None where it died."""
        text = self.line.recv(_MOST)
        told: dict[str, Any] | None = json.loads(text) if text else None
        return told

    def fork(self, job: Job, log: int, answer: int) -> int | None:
        """Let it fork a child for a job; return the child's pid, or None where it cannot."""
        try:
            self.line.settimeout(_PATIENCE)
            socket.send_fds(self.line, [json.dumps(asdict(job)).encode()], [log, answer])
            return int(self.line.recv(_MOST) or 0) or None
        except OSError:  # it died, or does not answer: the job runs by itself
            return None


def serve(job: Job, line: socket.socket, inherited: Sequence[int]) -> NoReturn:
    """The other side: do the job, tell what became of it, then fork a child for every job that comes.

    ``inherited`` are the files that are open before.
    """
    signals = _signals()
    told, begun = child.outcome(job)
    if told["outcome"] == "done" and (torn := _torn(signals, inherited)):
        told = {"outcome": "failed", "problem": torn}
    foreman = os.getppid()
    line.send(json.dumps(told).encode())
    if told["outcome"] != "done":
        child.leave()
    gc.collect()
    gc.freeze()
    while True:
        text, files, _, _ = socket.recv_fds(line, _MOST, 2)
        if not text:
            child.leave()
        line.send(str(_child(Job.read(json.loads(text)), line, files, foreman, begun)).encode())
        for file in files:
            os.close(file)


def _child(job: Job, line: socket.socket, files: Sequence[int], foreman: int, begun: object) -> int:
    """Fork the child of a child, so that it becomes the foreman's; return its pid."""
    told, telling = os.pipe()
    go, going = os.pipe()

    def orphan() -> None:
        line.close()
        os.close(going)
        os.read(go, 1)  # the process between is gone
        for each in (told, telling, go):
            os.close(each)
        child.settle(files[0], foreman)
        child.work(job, files[1], begun=begun)

    def between() -> None:
        os.write(telling, str(child.fork(orphan)).encode())
        os._exit(0)

    gone = child.fork(between)
    pid = int(os.read(told, 32))
    os.waitpid(gone, 0)
    os.write(going, b".")
    for each in (told, telling, go, going):
        os.close(each)
    return pid


def _torn(signals: Mapping[int, object], inherited: Sequence[int]) -> str:
    """What the children could not share; empty where there is nothing."""
    if (running := machine.threads()) > 1:
        return f"{running - 1} threads run on"
    if machine.children(os.getpid()):
        return "a process that it started runs on"
    if set(open_files()) - set(inherited):
        return "a file or connection stays open"
    if _signals() != signals:
        return "it handles signals itself"
    return ""


def open_files() -> list[int]:
    """Numbers of the files that this process has open."""
    return [int(file.name) for file in list(Path("/proc/self/fd").iterdir()) if file.is_symlink()]


def _signals() -> dict[int, object]:
    return {number: signal.getsignal(number) for number in signal.valid_signals()}
