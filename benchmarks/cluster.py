"""Pages of one notebook on two cores of one machine, beside a Dask scheduler and two workers with a core each.

    CSATREPORT_KEY=... python benchmarks/cluster.py [ROUNDS [PAGES ...]]

What a cluster costs: files are compared and sent, folders laid out, software compared, and every worker imports the libraries
for itself and runs what pages share for itself. `new workers` have nothing of csatreport yet; `the same` had a build before.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import branches
import ways
from distributed import Client
from machine import described

from csatreport.engine import run
from csatreport.engine.cluster.fleet import Fleet
from csatreport.engine.crew import Crew
from csatreport.opening import open_edition

ADDRESS = "tcp://127.0.0.1:18799"
Times = dict[str, list[tuple[float, float]]]  # way -> seconds in all, and until the first page began


def main(rounds: int, sizes: list[int]) -> None:
    """Print a table."""
    print(described("distributed", "pandas", "numpy"))
    open_edition(branches.EDITION, branches.PROJECT)
    print(f"{'pages':>6}  {'':<28}{'seconds':>9}{'x one machine':>15}{'first page':>12}{'a page more':>13}")
    before: dict[str, tuple[int, float]] = {}
    for size in sizes:
        times = _rounds(branches.runs(size), rounds)
        here = median(seconds for seconds, _ in times["one machine, two cores"])
        for way, found in times.items():
            seconds, first = (median(column) for column in zip(*found, strict=True))
            pages, less = before.get(way, (0, 0.0))
            more = f"{(seconds - less) / (size - pages):.3f}" if pages else ""
            print(
                f"{size:>6}  {way:<28}{seconds:>9.1f}{seconds / here:>15.2f}{first:>12.1f}{more:>13}",
                flush=True,
            )
            before[way] = (size, seconds)


def _rounds(runs: list[run.Run], rounds: int) -> Times:
    times: Times = {
        name: [] for name in ("one machine, two cores", "cluster, new workers", "cluster, the same")
    }
    for _ in range(rounds):
        times["one machine, two cores"].append(_timed(lambda folder: Crew(folder, 2), runs))
        with _cluster():
            for name in ("cluster, new workers", "cluster, the same"):
                times[name].append(_timed(_fleet, runs))
    return times


def _fleet(folder: Path) -> Fleet:
    return Fleet(ADDRESS, folder, project=branches.PROJECT, edition=branches.EDITION)


def _timed(workers: Callable[[Path], Crew | Fleet], runs: list[run.Run]) -> tuple[float, float]:
    began, first = time.perf_counter(), []

    def say(event: str, _name: str, _seconds: float) -> None:
        if event == "start" and not first:
            first.append(time.perf_counter() - began)

    with tempfile.TemporaryDirectory() as name, workers(Path(name) / "log") as at_work:
        folder = Path(name)
        run.chapters(
            at_work,
            runs,
            project=branches.PROJECT,
            into=folder / "out",
            failed=folder / "failed",
            seconds=600,
            say=say,
        )
    return time.perf_counter() - began, first[0]


@contextlib.contextmanager
def _cluster() -> Iterator[None]:
    """A scheduler and two workers, each on a core of its own."""
    port = ADDRESS.rsplit(":", 1)[1]
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as opened:
        scheduler = ["dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]
        commands = [scheduler]
        for core in ("0", "1"):
            home = f"{name}/{core}"
            commands.append(
                ["dask_worker", ADDRESS, "--nthreads", "1", "--no-dashboard", "--local-directory", home]
            )
        for core, (module, *options) in zip(("0-1", "0", "1"), commands, strict=True):
            process = subprocess.Popen(
                ["taskset", "-c", core, sys.executable, "-m", f"distributed.cli.{module}", *options],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            opened.callback(process.wait)
            opened.callback(process.terminate)
        with Client(ADDRESS, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield


if __name__ == "__main__":
    ways.settle()
    numbers = [int(word) for word in sys.argv[1:]]
    main(numbers[0] if numbers else 5, numbers[1:] or [40, 200])
