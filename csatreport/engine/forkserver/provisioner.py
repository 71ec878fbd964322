"""Jupyter's seam: the kernel provisioner that the kernelspec ``csatreport`` names.

Where it cannot have a forked kernel it starts the plain one, which is the same command, and says why.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner
from traitlets import Float, List, Unicode

from csatreport.engine.forks import obstacle
from csatreport.engine.forkserver import circumstances, client, place
from csatreport.errors import UsageError

LOG = logging.getLogger("csatreport.kernel")
_KNOWN = {"env", "cwd", "stdin", "stdout", "stderr", "kernel_id", "extra_arguments"}
_LAUNCHER = ["-m", "ipykernel_launcher"]
_LOOK = 0.1  # seconds that one look at a kernel that is ending may last


class ForkProvisioner(LocalProvisioner):  # type: ignore[misc]
    """A kernel forked from a process that has imported what chapters import."""

    preload: List[str] = List(Unicode(), help="Modules that the server imports before it forks.").tag(
        config=True
    )
    idle = Float(900.0, help="Seconds after which a server that nobody needs ends.").tag(config=True)

    ended: str = ""
    _sockets = ""
    _ending = False

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - as Jupyter has it
        """Choose unix sockets before Jupyter writes the connection file: no port to race for, nothing on the network."""
        manager = self.parent
        fresh = not self.connection_info and manager is not None and not any(manager.ports)
        if fresh and not obstacle():
            try:
                self._sockets = str(place.folder() / f"kernel-{secrets.token_hex(6)}")
            except (UsageError, OSError) as error:
                LOG.warning("%s", error)
            else:
                manager.cache_ports = False
                manager.transport, manager.ip = "ipc", self._sockets
        prepared: dict[str, Any] = await super().pre_launch(**kwargs)
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:  # noqa: ANN401 - as Jupyter has it
        """Have a kernel forked, or start the plain one."""
        self._ending, self.ended = False, ""
        why = obstacle() or _unusual(cmd, kwargs)
        if not why:
            try:
                self.process = await asyncio.to_thread(self._fork, cmd, kwargs)
            except (UsageError, OSError) as error:
                why = str(error)
        if why:
            LOG.warning("a plain kernel, which imports everything itself: %s", why)
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    def _fork(self, cmd: list[str], kwargs: dict[str, Any]) -> client.Forked:
        asked = kwargs["env"]
        environment = {**asked, **place.imposed(asked), "JPY_PARENT_PID": str(os.getpid())}
        taken = circumstances.taken(environment, kwargs.get("cwd"))
        given = [kwargs.get(name) for name in ("stdin", "stdout", "stderr")]
        opened: list[int] = []
        try:
            standard = [_descriptor(stream, number, opened) for number, stream in enumerate(given)]
            server = place.wanted(cmd[0], self.preload, self.idle, asked)
            return client.start(server, cmd[3:], taken, self._sockets, standard)
        finally:
            for descriptor in opened:
                os.close(descriptor)

    async def poll(self) -> int | None:
        """Exit status, or None while the kernel runs; once its end was asked for, wait a moment for it."""
        kernel = self.process
        if self._ending and isinstance(kernel, client.Forked) and kernel.poll() is None:
            await _readable(kernel, _LOOK)
        status: int | None = await super().poll()
        if status and isinstance(kernel, client.Forked) and not self._ending and not self.ended:
            self.ended = how(kernel)
            LOG.warning("kernel %s (process %s) %s", self.kernel_id, kernel.pid, self.ended)
        return status

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Note that the kernel is about to end."""
        self._ending = True
        await super().shutdown_requested(restart)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        self._ending = True
        await super().terminate(restart)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and whatever it has started."""
        self._ending = True
        await super().kill(restart)


def how(kernel: client.Forked) -> str:
    """Say how a kernel that nobody asked to end has ended."""
    status = kernel.returncode or 0
    text = f"ended with status {status}"
    if status < 0:
        text = f"was ended by {signal.Signals(-status).name}"
    if status == -signal.SIGKILL:
        text += ", as the system does when memory runs out"
    return f"{text} after {kernel.usage.peak / 2**20:,.0f} MiB at its peak" if kernel.usage else text


def _unusual(cmd: list[str], kwargs: dict[str, Any]) -> str:
    """Tell what a forked kernel could not do as asked; empty where there is nothing."""
    strange = sorted(name for name, value in kwargs.items() if name not in _KNOWN and value)
    if strange:
        return f"asked for {', '.join(strange)}"
    if cmd[0] != sys.executable or cmd[1:3] != _LAUNCHER:
        return f"the kernelspec's command is {' '.join(cmd[:3])}, not this interpreter's ipykernel"
    if subprocess.PIPE in (kwargs.get("stdout"), kwargs.get("stderr")):
        return "what the kernel prints is to come through a pipe"
    return ""


def _descriptor(stream: Any, number: int, opened: list[int]) -> int:  # noqa: ANN401 - whatever Popen takes
    """Descriptor that a standard stream is to be; input is empty unless given, as no kernel reads it."""
    if stream in (subprocess.DEVNULL, subprocess.PIPE) or (stream is None and number == 0):
        opened.append(os.open(os.devnull, os.O_RDWR))
        return opened[-1]
    if stream is None or stream == subprocess.STDOUT:
        return number if stream is None else 1
    return stream if isinstance(stream, int) else int(stream.fileno())


async def _readable(kernel: client.Forked, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    happened = asyncio.Event()
    descriptor = kernel.fileno()
    loop.add_reader(descriptor, happened.set)
    try:
        await asyncio.wait_for(happened.wait(), seconds)
    except TimeoutError:
        return
    finally:
        loop.remove_reader(descriptor)
