"""What client, server and kernel say to each other: lines of JSON over a unix socket, with file descriptors beside them."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

_MOST = 16 << 20  # bytes of one line; an environment has a tenth of that
_DESCRIPTORS = 8


class Channel:
    """One end of a connection."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self.descriptors: list[int] = []
        self._received = b""

    def fileno(self) -> int:
        """Number of the descriptor, so that it can be waited for."""
        return self.socket.fileno()

    def send(self, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
        """Send one line, and these descriptors with it."""
        data = json.dumps(message).encode() + b"\n"
        sent = socket.send_fds(self.socket, [data], descriptors) if descriptors else 0
        self.socket.sendall(data[sent:])

    def receive(self) -> dict[str, Any] | None:
        """Wait for one line; None where the other end is gone. Descriptors gather in ``descriptors``."""
        while b"\n" not in self._received:
            if len(self._received) > _MOST:
                raise ValueError("a message without end")
            data, descriptors, _, _ = socket.recv_fds(self.socket, 1 << 16, _DESCRIPTORS)
            for descriptor in descriptors:
                os.set_inheritable(descriptor, False)
            self.descriptors += descriptors
            if not data:
                return None
            self._received += data
        line, _, self._received = self._received.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def peer(self) -> tuple[int, int]:
        """Process and user at the other end, as the system knows them."""
        size = struct.calcsize("3i")
        found = self.socket.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
        process, user, _ = struct.unpack("3i", found)
        return process, user

    def close(self) -> None:
        """Close the connection and every descriptor that nobody took."""
        self.socket.close()
        while self.descriptors:
            os.close(self.descriptors.pop())
