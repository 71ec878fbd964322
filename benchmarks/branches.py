"""A page per branch: 24 and 240 pages of the simulated company, beside papermill called page by page.

    CSATREPORT_KEY=... python benchmarks/branches.py [PAGES ...]

Pages are chapters executed by two processes of the build's own runner; 240 pages are the 24 branches ten times over, so that a
page has as many answers as in the book. papermill starts a kernel for every page; it runs four pages, and the time of more is
in proportion. Site and PDF are not part of it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import papermill
from machine import described

from csatreport.engine import run
from csatreport.engine.crew import Crew
from csatreport.params.load import load_book

PROJECT = Path(__file__).resolve().parents[1]
NOTEBOOK = PROJECT / "notebooks" / "branch.ipynb"
EDITION = "2026Q3"
ALONE = 4  # pages that papermill runs by itself


def main(sizes: list[int]) -> None:
    """Print a table."""
    print(described("papermill", "pandas", "numpy"))
    levels = [c.level for c in load_book(PROJECT).chapters if c.stem == NOTEBOOK.stem]
    alone = by_papermill(levels[:ALONE])
    print(
        f"{'pages':>6}  {'csatreport, 2 processes':>24}  {'a page':>7}  {'papermill, one by one':>22}  {'ratio':>6}"
    )
    for size in sizes:
        wanted = [run.Run(f"branch-{n}", NOTEBOOK, _with(levels[n % len(levels)])) for n in range(size)]
        ours, theirs = by_crew(wanted), alone * size
        print(f"{size:>6}  {ours:>22.1f} s  {ours / size:>5.2f} s  {theirs:>20.1f} s  {theirs / ours:>5.1f}x")


def by_crew(wanted: list[run.Run]) -> float:
    """Seconds until all pages have run."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        began = time.perf_counter()
        with Crew(here / "log", 2) as crew:
            run.chapters(
                crew,
                wanted,
                project=PROJECT,
                into=here / "out",
                failed=here / "failed",
                seconds=600,
                say=_quiet,
            )
        return time.perf_counter() - began


def by_papermill(levels: list[str]) -> float:
    """Seconds of one page, each in a kernel of its own."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        for level in levels:
            papermill.execute_notebook(
                str(NOTEBOOK), f"{folder}/{level}.ipynb", _with(level), cwd=str(PROJECT), progress_bar=False,
                kernel_name="python3",
            )  # fmt: skip
        return (time.perf_counter() - began) / len(levels)


def _with(level: str) -> dict[str, str]:
    return {"edition": EDITION, "level": level}


def _quiet(*_: object) -> None:
    """Say nothing of single pages."""


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [24, 240])
