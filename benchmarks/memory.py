"""Memory of eight chapters running at once: kernels that are forked beside kernels that are started.

    CSATREPORT_KEY=... python benchmarks/memory.py [CHAPTER [KERNELS [RUNS]]]

Eight kernels run the same chapter of the company's newest edition at the same time and stay until all have ended. Memory is
the sum of proportional set sizes (a page that several processes share is counted once), the server of the forked kernels
included, looked at twenty times a second: the most there was, and what eight finished chapters hold. Runs are interleaved;
medians. Started kernels are measured twice: as they read tables everywhere, each decoding the Parquet file for itself, and as
csatreport has them share what they read, which kernels of any kind do.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_client import KernelManager
from machine import described

from csatreport.opening import open_edition

PROJECT = Path(__file__).resolve().parents[1]
EDITION = "2026Q3"
IMPORTS = (
    "import matplotlib.pyplot, numpy, pandas, pyarrow.parquet, scipy.stats, seaborn, sklearn.linear_model\n"
)
DECODING = (
    "from csatreport.intake import mapped, store\n"
    "mapped.read = lambda file, *, sha256: store.read(file, strings=(), sha256=sha256)\n"
)
WAYS = {  # kernel, and what it runs first
    "started": ("python3", DECODING),
    "started, sharing": ("python3", ""),
    "forked": ("csatreport", ""),
}


def main(chapter: str, kernels: int, runs: int) -> None:
    """Print a table."""
    print(described("ipykernel", "pandas", "numpy", "matplotlib"))
    open_edition(EDITION, PROJECT)
    notebook = json.loads((PROJECT / "notebooks" / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    cells = [IMPORTS, *("".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code")]
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        for _ in range(runs):
            for way, (name, first) in WAYS.items():
                found[way].append(held(name, [first, *cells], kernels))
    print(
        f"{kernels} kernels, chapter {chapter}; MiB, medians of {runs} runs; forked is so much of the others"
    )
    print(f"{'kernels':<18}{'at most':>10}{'at the end':>12}{'each':>8}{'forked':>14}")
    medians = {
        way: [statistics.median(each) / 2**20 for each in zip(*m, strict=True)] for way, m in found.items()
    }
    for way, (most, end) in medians.items():
        part = " / ".join(f"{of / m:.2f}" for of, m in zip(medians["forked"], (most, end), strict=True))
        print(f"{way:<18}{most:>10.0f}{end:>12.0f}{end / kernels:>8.0f}{part:>14}")


def held(name: str, cells: list[str], kernels: int) -> tuple[float, float]:
    """Bytes that kernels of this name hold together: at most while they run, and when all have run."""
    with contextlib.ExitStack() as running:
        started = [running.enter_context(kernel(name)) for _ in range(kernels)]
        processes = {manager.provisioner.pid for manager, _ in started}
        if name != "python3":
            processes |= {_parent(process) for process in processes}
        over, sizes = threading.Event(), [0.0]
        watching = threading.Thread(target=_watch, args=(processes, sizes, over))
        watching.start()
        asked = [(client, [client.execute(cell) for cell in cells]) for _, client in started]
        for client, requests in asked:
            for _ in requests:
                answer = client.get_shell_msg(timeout=600)["content"]
                if answer["status"] != "ok":
                    raise RuntimeError(f"{answer.get('ename')}: {answer.get('evalue')}")
        over.set()
        watching.join()
        return max(sizes), held_now(processes)


@contextlib.contextmanager
def kernel(name: str) -> Iterator[tuple[KernelManager, Any]]:
    """A kernel in the project's folder, ended afterwards."""
    manager = KernelManager(kernel_name=name)
    manager.start_kernel(cwd=str(PROJECT))
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def held_now(processes: set[int]) -> float:
    """Sum of their proportional set sizes, in bytes."""
    lines = [
        line
        for process in processes
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        if line.startswith("Pss:")
    ]
    return sum(int(line.split()[1]) for line in lines) * 1024.0


def _watch(processes: set[int], sizes: list[float], over: threading.Event) -> None:
    while not over.wait(0.05):
        sizes.append(held_now(processes))


def _parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[1])


if __name__ == "__main__":
    given = sys.argv[1:]
    main(given[0] if given else "trend", *(int(n) for n in [*given[1:], *["8", "5"][len(given[1:]) :]]))
