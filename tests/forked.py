"""Kernels as any Jupyter client starts them: forked ones of a small server of their own, and plain ones."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client import KernelManager

from csatreport.engine.forkserver import place

QUICK = "quick"  # our kernelspec with few modules to import
MODULES = ["numpy", "matplotlib.pyplot", "pandas"]
SPEC = Path(__file__).parents[1] / "csatreport" / "engine" / "forkserver" / "kernelspec" / "kernel.json"


def spec(folder: Path, name: str, **config: Any) -> None:
    """A kernelspec like ours, with another provisioner configuration, where Jupyter finds it."""
    made = json.loads(SPEC.read_text(encoding="utf-8"))
    made["metadata"]["kernel_provisioner"]["config"] = config
    kernels = folder / "kernels" / name
    kernels.mkdir(parents=True)
    (kernels / "kernel.json").write_text(json.dumps(made), encoding="utf-8")


class Kernel:
    """A kernel that runs code and gives what it printed."""

    def __init__(self, name: str = QUICK, **options: Any) -> None:
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(**options)
        self.connect()

    def connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    @property
    def process(self) -> int:
        return self.manager.provisioner.pid

    def run(self, code: str) -> str:
        said: list[str] = []

        def hear(message: dict[str, Any]) -> None:
            content = message["content"]
            if message["msg_type"] == "stream":
                said.append(content["text"])
            if message["msg_type"] == "error":
                said.append(content["ename"])

        self.client.execute_interactive(code, output_hook=hear, timeout=30)
        return "".join(said).strip()

    def stop(self, *, now: bool = False) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=now)


@contextlib.contextmanager
def kernel(name: str = QUICK, **options: Any) -> Iterator[Kernel]:
    made = Kernel(name, **options)
    try:
        yield made
    finally:
        made.stop(now=True)


def alive(process: int) -> bool:
    """Whether it runs: a dead one whom nobody has asked for is not alive."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    return False


def parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def soon(condition: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def servers(runtime: Path) -> list[Path]:
    return sorted(runtime.glob(f"csatreport-{os.getuid()}/*.sock"))


@contextlib.contextmanager
def own_runtime(folder: Path) -> Iterator[Path]:
    """A runtime folder and kernelspecs for one file of tests alone; servers end soon after them."""
    spec(folder, QUICK, preload=MODULES, idle=20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        patch.setenv("JUPYTER_PATH", str(folder))
        patch.setattr(place, "_software", lambda: "as it is")  # somebody may be editing
        yield folder


def server_of(running: Kernel) -> int:
    return parent(running.process)
