"""Hosts of their own on this machine: network namespaces on a bridge, with a Dask scheduler and workers in them."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PORT = 8786
_NUMBERS = itertools.count()  # of networks of this process

# A worker's Python that does not find this repository: what it runs of csatreport, it was sent.
STRANGER = """\
import os, sys
sys.path[:] = [p for p in sys.path if not os.path.exists(os.path.join(p, "csatreport/__init__.py"))]
"""


@dataclass
class Hosts:
    """A network; `scheduler` and `worker` start what they say on hosts of their own."""

    folder: Path
    number: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)
    namespaces: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://{self._ip(2)}:{PORT}"

    def scheduler(self) -> subprocess.Popen[bytes]:
        found = self._start("dask_scheduler", "--host", self._ip(2), "--port", str(PORT), "--no-dashboard")
        self._wait(lambda: b"Scheduler at" in (self.folder / "host-2.txt").read_bytes())
        return found

    def worker(self, *options: str, site: str = STRANGER, **environment: str) -> subprocess.Popen[bytes]:
        """A worker of one thread, with its nanny; `site` is what its Python does first."""
        at = len(self.namespaces) + 2
        home = self.folder / f"worker-{at}"
        (home / "site").mkdir(parents=True)
        (home / "site" / "sitecustomize.py").write_text(site)
        path = os.pathsep.join(filter(None, (str(home / "site"), environment.pop("PYTHONPATH", ""))))
        options = ("--nthreads", "1", *options) if "--nthreads" not in options else options
        command = (self.address, "--host", self._ip(at), "--no-dashboard", "--local-directory", str(home))
        found = self._start("dask_worker", *command, *options, PYTHONPATH=path, **environment)
        self._wait(lambda: b"Registered to" in (self.folder / f"host-{at}.txt").read_bytes())
        return found

    def ip(self, host: subprocess.Popen[bytes]) -> str:
        return self._ip(self.running.index(host) + 2)

    def pids(self, host: subprocess.Popen[bytes]) -> list[int]:
        """Processes of a host that are still there."""
        name = self.namespaces[self.running.index(host)]
        return [int(pid) for pid in _ip("netns", "pids", name).split()]

    def kill(self, host: subprocess.Popen[bytes]) -> None:
        """Kill what was started there, worker and nanny, at once; what they started must end by itself."""
        os.killpg(host.pid, signal.SIGKILL)
        host.wait()

    def _start(self, module: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        at = len(self.namespaces) + 2
        name = f"csat{self.number}-{at}"
        _ip("netns", "add", name)
        self.namespaces.append(name)
        _ip("link", "add", f"v{name}", "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", f"v{name}", "master", f"csat{self.number}", "up")
        _ip("-n", name, "address", "add", f"{self._ip(at)}/24", "dev", "eth0")
        for device in ("lo", "eth0"):
            _ip("-n", name, "link", "set", device, "up")
        own = {k: v for k, v in os.environ.items() if k not in ("CSATREPORT_KEY", "PYTHONPATH")}
        with (self.folder / f"host-{at}.txt").open("wb") as log:
            started = subprocess.Popen(
                ["ip", "netns", "exec", name, sys.executable, "-m", f"distributed.cli.{module}", *arguments],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=own | environment,
                start_new_session=True,
            )
        self.running.append(started)
        return started

    def _ip(self, host: int) -> str:
        return f"10.{200 + self.number // 256}.{self.number % 256}.{host}"

    def _wait(self, there: object) -> None:
        assert callable(there)
        deadline = time.monotonic() + 60
        while not there():
            assert time.monotonic() < deadline, (
                self.folder / f"host-{len(self.namespaces) + 1}.txt"
            ).read_text()
            time.sleep(0.05)

    def close(self) -> None:
        for host in self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(host.pid, signal.SIGKILL)
            host.wait()
        for name in self.namespaces:
            for pid in _ip("netns", "pids", name).split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            _ip("netns", "delete", name)
        _ip("link", "delete", f"csat{self.number}")


@contextlib.contextmanager
def network(folder: Path) -> Iterator[Hosts]:
    """A network of hosts that can reach each other and this process."""
    if shutil.which("ip") is None:
        pytest.fail("the command `ip` is missing: install iproute2")
    folder.mkdir(exist_ok=True)
    number = (os.getpid() * 8 + next(_NUMBERS)) % 10_000
    try:
        _ip("link", "add", f"csat{number}", "type", "bridge")
        _ip("netns", "add", f"csat{number}")
        _ip("netns", "delete", f"csat{number}")
    except subprocess.CalledProcessError as error:
        if "not permitted" not in error.stderr and "not supported" not in error.stderr:
            raise
        pytest.skip(f"this kernel permits no network namespaces: {error.stderr}")
    hosts = Hosts(folder, number)
    try:
        _ip("address", "add", f"{hosts._ip(1)}/24", "dev", f"csat{number}")
        _ip("link", "set", f"csat{number}", "up")
        yield hosts
    finally:
        hosts.close()


def _ip(*arguments: str) -> str:
    return subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True).stdout
