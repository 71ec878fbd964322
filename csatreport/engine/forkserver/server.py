"""A process that has imported everything and forks a kernel for every connection to its socket.

Started by :mod:`csatreport.engine.forkserver.client` as ``python -m … SOCKET IDLE MODULE…``. It returns to its caller when
the socket stands; a child of it serves on. One connection is one kernel's life: who closes it takes the kernel down, and who
keeps it hears how it ended.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from csatreport.engine.forkserver import child, place
from csatreport.engine.forkserver.loaded import Loaded
from csatreport.engine.forkserver.preload import check, preload
from csatreport.engine.forkserver.protocol import Channel
from csatreport.engine.running import kill

_PATIENCE = 10.0  # seconds for a request to arrive once its connection stands
_READY = b"1"


@dataclass(frozen=True)
class _Kernel:
    process: int
    watched: int  # descriptor that is readable when the process has ended
    channel: Channel
    sockets: str  # beginning of the paths of its own sockets


class Server:
    """The loop: one thread, one socket to listen on, a connection and a process for every kernel."""

    def __init__(self, path: Path, idle: float, variables: Mapping[str, str], loaded: Loaded) -> None:
        self.path = path
        self.idle = idle
        self.variables = variables
        self.loaded = loaded
        self._kernels: list[_Kernel] = []
        self._events = selectors.DefaultSelector()
        self._listening = socket.socket(socket.AF_UNIX)
        part = path.with_suffix(f".{os.getpid()}")
        self._listening.bind(str(part))
        self._listening.listen(64)
        part.rename(path)  # published at once, over whatever a dead server left
        self._events.register(self._listening, selectors.EVENT_READ, self._accept)
        self._own = path.stat().st_ino

    def serve(self) -> None:
        """Serve until nobody has wanted a kernel for so long."""
        since = time.monotonic()
        while True:
            for key, _ in self._events.select(timeout=None if self._kernels else self.idle):
                key.data()
                since = time.monotonic()
            if not self._kernels and time.monotonic() - since >= self.idle and self._retired():
                return

    def _retired(self) -> bool:
        """Take the socket away while no client can be looking at it; False where one is on its way."""
        with place.locked(self.path.parent, wait=False) as held:
            if not held or self._events.select(timeout=0):
                return False
            with contextlib.suppress(FileNotFoundError):
                if self.path.stat().st_ino == self._own:
                    self.path.unlink()
                    self.path.with_suffix(".log").unlink()
            return True

    def _accept(self) -> None:
        connected, _ = self._listening.accept()
        connected.settimeout(_PATIENCE)
        channel = Channel(connected)
        try:
            self._fork(_request(channel), channel)
        except Exception as error:  # one bad request must not end the kernels of others
            traceback.print_exc()
            with contextlib.suppress(OSError):
                channel.send({"refused": f"{type(error).__name__}: {error}"})
            channel.close()

    def _fork(self, request: dict[str, Any], channel: Channel) -> None:
        check()
        connected = channel.socket
        connected.settimeout(None)
        process = os.fork()
        if process == 0:
            child.live(request, channel, self.variables, self.loaded)
        watched = os.pidfd_open(process)
        kernel = _Kernel(process, watched, channel, request["sockets"])
        self._kernels.append(kernel)
        self._events.register(watched, selectors.EVENT_READ, lambda: self._ended(kernel))
        self._events.register(channel, selectors.EVENT_READ, lambda: self._left(kernel))
        channel.send({"process": process}, [watched])
        while channel.descriptors:
            os.close(channel.descriptors.pop())

    def _left(self, kernel: _Kernel) -> None:
        self._events.unregister(kernel.channel)
        kill(kernel.process)

    def _ended(self, kernel: _Kernel) -> None:
        kill(
            kernel.process
        )  # what the notebook started and left: its own number is taken until it is waited for
        _, status, used = os.wait4(kernel.process, 0)
        self._events.unregister(kernel.watched)
        with contextlib.suppress(KeyError):  # its client left first
            self._events.unregister(kernel.channel)
        os.close(kernel.watched)
        self._kernels.remove(kernel)
        _remove(kernel.sockets)
        with contextlib.suppress(OSError):  # nobody listens
            kernel.channel.send(
                {
                    "status": os.waitstatus_to_exitcode(status),
                    "cpu": round(used.ru_utime + used.ru_stime, 3),
                    "peak": used.ru_maxrss * 1024,
                }
            )
        kernel.channel.close()


def _request(channel: Channel) -> dict[str, Any]:
    if channel.peer()[1] != os.getuid():
        raise PermissionError("a client of another user")
    request = channel.receive()
    if request is None:
        raise ConnectionError("a client that went away")
    return request


def _remove(sockets: str) -> None:
    beginning = Path(sockets)
    if sockets and beginning.parent == place.folder():
        for path in beginning.parent.glob(f"{beginning.name}-*"):
            path.unlink(missing_ok=True)


def main(path: Path, idle: float, modules: list[str]) -> NoReturn:
    """Fork the server, and end when it serves or cannot."""
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        os._exit(0 if os.read(reading, 1) == _READY else 1)
    os.close(reading)
    os.setsid()
    os.chdir("/")
    try:
        variables, loaded = preload(modules)
    except Exception as error:  # the client reads why, after the last empty line
        traceback.print_exc()
        sys.stderr.write(f"\n{type(error).__name__}: {error}\n")
        sys.stderr.flush()
        os._exit(1)
    server = Server(path, idle, variables, loaded)
    os.write(writing, _READY)
    os.close(writing)
    server.serve()
    os._exit(0)


if __name__ == "__main__":
    del sys.path[0]  # the working directory, as in ipykernel_launcher
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:])
