"""Forty pages from one notebook on two cores, beside other ways to run a notebook with many sets of parameters.

    CSATREPORT_KEY=... python benchmarks/branches.py [PAGES [ROUNDS [OTHERS]]] [--ploomber PYTHON]

The notebook is the company's page per branch; more pages than it has branches are the same branches again, so that a page has
as many answers as in the book. ROUNDS rounds, all ways in turn in each. The slow ways run OTHERS pages a round (all, unless told
otherwise), and their time is taken in proportion. ploomber-engine needs an interpreter that has it beside csatreport.
Site and PDF are not part of it.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path
from statistics import median

import ways
from machine import described

from csatreport.engine import run
from csatreport.opening import open_edition
from csatreport.params.load import load_book

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOK = PROJECT / "notebooks" / "branch.ipynb"
EDITION = "2026Q3"


def main(pages: int, rounds: int, others: int, python: str) -> None:
    """Print a table."""
    print(described("papermill", "nbclient", "jupyter-cache", "pandas", "numpy"))
    open_edition(EDITION, PROJECT)  # prepared
    wanted = runs(pages)
    ways.warm(wanted, PROJECT)
    tried: dict[str, tuple[ways.Way, int]] = {
        "csatreport, shared beginning": (ways.ours, pages),
        "csatreport, nothing shared": (partial(ways.ours, shared=False), pages),
        "floor: a function, two warm processes": (ways.floor, pages),
        "nbclient, two at a time": (ways.nbclient, others),
        "jupyter-cache, parallel executor": (ways.jupyter_cache, others),
        "papermill command, two at a time": (ways.papermill_two, others),
        "papermill command, in a loop": (ways.papermill_loop, others),
    }
    if python:
        tried["ploomber-engine, two processes"] = (partial(ways.ploomber, python=python), pages)
    taken: dict[str, list[float]] = {name: [] for name in tried}
    for _ in range(rounds):
        for name, (way, size) in tried.items():
            began = time.perf_counter()
            way(wanted[:size], PROJECT)
            taken[name].append((time.perf_counter() - began) * pages / size)
    seconds = {name: median(found) for name, found in taken.items()}
    base, best = seconds["floor: a function, two warm processes"], seconds["csatreport, shared beginning"]
    print(
        f"{pages} pages, medians of {rounds} interleaved rounds; pages run by each way in a round: ", end=""
    )
    print(", ".join(f"{name.split(',')[0]} {size}" for name, (_, size) in tried.items()))
    print(f"{'':<40}{'seconds':>9}{'x floor':>9}{'x ours':>9}{'lowest':>9}{'highest':>9}")
    for name, found in sorted(seconds.items(), key=lambda pair: pair[1]):
        low, high = min(taken[name]), max(taken[name])
        print(f"{name:<40}{found:>9.1f}{found / base:>9.2f}{found / best:>9.1f}{low:>9.1f}{high:>9.1f}")


def runs(pages: int) -> list[run.Run]:
    """So many pages, each of a branch."""
    levels = [c.level for c in load_book(PROJECT).chapters if c.stem == NOTEBOOK.stem]
    return [
        run.Run(f"branch-{n}", NOTEBOOK, {"edition": EDITION, "level": levels[n % len(levels)]})
        for n in range(pages)
    ]


if __name__ == "__main__":
    ways.settle()
    words = sys.argv[1:]
    interpreter = words[words.index("--ploomber") + 1] if "--ploomber" in words else ""
    numbers = [int(word) for word in words if word.isdigit()]
    size, times, slow = [*numbers, *(40, 5, 0)[len(numbers) :]]
    main(size, times, slow or size, interpreter)
