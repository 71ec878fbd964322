"""Asking a server for a kernel, and starting that server where there is none."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from csatreport.engine.forkserver import place
from csatreport.engine.forkserver.protocol import Channel
from csatreport.errors import UsageError

_STARTING = 120.0  # seconds for a server to import everything
_TRIES = 3  # a server may end between two looks at its socket
_UNKNOWN = 255  # status of a kernel whose server, which would have told it, is gone


@dataclass(frozen=True)
class Usage:
    """What a kernel used: processor seconds, and bytes of memory at its peak."""

    cpu: float
    peak: int


class Forked:
    """A kernel's process, as :class:`subprocess.Popen` shows one."""

    stdin: IO[bytes] | None = None
    stdout: IO[bytes] | None = None
    stderr: IO[bytes] | None = None

    def __init__(self, channel: Channel, process: int, watched: int) -> None:
        self.pid = process
        self.returncode: int | None = None
        self.usage: Usage | None = None
        self._channel = channel
        self._watched = watched
        self._orphan = False

    def fileno(self) -> int:
        """Descriptor that is readable when something has happened to the kernel."""
        return self._watched if self._orphan else self._channel.fileno()

    def poll(self) -> int | None:
        """Exit status, negative for a signal, or None while it runs."""
        while self.returncode is None and self._readable(0):
            self._hear()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the exit status.

        Raises
        ------
        subprocess.TimeoutExpired
            The kernel is still running.
        """
        until = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            if not self._readable(None if until is None else max(0.0, until - time.monotonic())):
                raise subprocess.TimeoutExpired(["kernel", str(self.pid)], timeout or 0.0)
            self._hear()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to this process, never to another that has taken its number."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):  # it has ended, and its server has not told yet
                signal.pidfd_send_signal(self._watched, number)

    def kill(self) -> None:
        """Kill the process."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def _readable(self, timeout: float | None) -> bool:
        waiting = select.poll()
        waiting.register(self.fileno(), select.POLLIN)
        return bool(waiting.poll(None if timeout is None else timeout * 1000))

    def _hear(self) -> None:
        if self._orphan:
            self._over(_UNKNOWN)
            return
        with contextlib.suppress(ConnectionResetError):
            message = self._channel.receive()
            if message is not None:
                self.usage = Usage(message["cpu"], message["peak"])
                self._over(message["status"])
                return
        self._orphan = True

    def _over(self, status: int) -> None:
        self.returncode = status
        self._channel.close()
        os.close(self._watched)


def start(
    server: place.Wanted,
    arguments: list[str],
    circumstances: dict[str, Any],
    sockets: str,
    standard: list[int],
) -> Forked:
    """Have a kernel forked, and wait until it can be spoken to.

    Parameters
    ----------
    server : Wanted
        Which server; it is started where none of that kind serves.
    arguments : list of str
        Arguments of ipykernel.
    circumstances : dict
        What :func:`csatreport.engine.forkserver.circumstances.taken` collected.
    sockets : str
        Beginning of the paths of the kernel's sockets, which the server removes at its end.
    standard : list of int
        Three descriptors: standard input, output and error.

    Raises
    ------
    UsageError
        No server, or it refused.
    """
    channel = _connected(server)
    try:
        channel.send({"arguments": arguments, "circumstances": circumstances, "sockets": sockets}, standard)
        answer = channel.receive()
        if answer is None or "process" not in answer:
            raise _unavailable("a fork server that refused", (answer or {}).get("refused", "no answer"))
        kernel = Forked(channel, answer["process"], channel.descriptors.pop())
        ready = channel.receive()
    except OSError as error:
        channel.close()
        raise _unavailable("a fork server that went away", str(error)) from error
    if ready is None or "ready" not in ready:
        channel.close()
        raise _unavailable("a forked kernel that did not start", f"{ready}, see what it printed")
    return kernel


def _connected(server: place.Wanted) -> Channel:
    path = place.folder() / f"{server.key}.sock"
    for _ in range(_TRIES):
        if found := _connect(path):
            return found
        with place.locked(path.parent):
            if found := _connect(path):  # somebody else has started it meanwhile
                return found
            _start(server, path)
    raise _unavailable("a fork server that ends as soon as it has started", str(path))


def _connect(path: Path) -> Channel | None:
    connected = socket.socket(socket.AF_UNIX)
    try:
        connected.connect(str(path))
    except (FileNotFoundError, ConnectionRefusedError):  # none yet, or one that was killed
        connected.close()
        return None
    return Channel(connected)


def _start(server: place.Wanted, path: Path) -> None:
    log = path.with_suffix(".log")
    command = [server.python, "-m", "csatreport.engine.forkserver.server", str(path), str(server.idle)]
    with log.open("wb") as printed:
        starting = subprocess.Popen(  # noqa: S603 - our own module, in the interpreter of the kernelspec
            [*command, *server.preload],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            cwd="/",
            env={"PATH": os.defpath, **server.environment},
            start_new_session=True,
        )
        try:
            status = starting.wait(_STARTING)
        except subprocess.TimeoutExpired:
            os.killpg(starting.pid, signal.SIGKILL)
            status = starting.wait()
    if status:
        said = log.read_text(encoding="utf-8", errors="replace").strip().rpartition("\n\n")[2]
        raise _unavailable(f"a fork server that did not start (status {status})", f"{said}, see {log}")


def _unavailable(problem: str, got: str) -> UsageError:
    return UsageError(problem, expected="a process that forks kernels", got=got)
