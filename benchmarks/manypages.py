"""Time and memory as pages of one notebook grow: 10, 100 and 1,000 pages of the company's branches.

    CSATREPORT_KEY=... python benchmarks/manypages.py [PAGES ...]

Memory is the largest sum of proportional set sizes (what several processes share is counted once) of the build's processes,
looked at ten times a second.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from pathlib import Path

import branches
import ways
from machine import described

from csatreport.opening import open_edition


def main(sizes: list[int]) -> None:
    """Print a table."""
    print(described("papermill", "pandas", "numpy"))
    open_edition(branches.EDITION, branches.PROJECT)
    print(f"{'pages':>6}{'seconds':>9}{'a page':>9}{'memory, MiB':>13}")
    for size in sizes:
        with Watched() as watched:
            began = time.perf_counter()
            ways.ours(branches.runs(size), branches.PROJECT)
            seconds = time.perf_counter() - began
        print(f"{size:>6}{seconds:>9.1f}{seconds / size:>9.3f}{watched.most / 2**20:>13.0f}", flush=True)


class Watched:
    """The most memory that processes begun from here held together; use it in a ``with`` block."""

    def __init__(self) -> None:
        self.most = 0
        self._over = threading.Event()

    def __enter__(self) -> Watched:
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        import psutil

        here = psutil.Process()
        while not self._over.wait(0.1):
            found = 0
            for process in here.children(recursive=True):
                with contextlib.suppress(OSError, psutil.Error):  # it ended between two looks
                    found += _proportional(process.pid)
            self.most = max(self.most, found)


def _proportional(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    ways.settle()
    main([int(word) for word in sys.argv[1:]] or [10, 100, 1000])
