"""Steps of ``stale.py``, each in a process that imports the copy of csatreport: keep every page, or compare them all."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from csatreport.book import due, needs
from csatreport.book.plan import Plan, plan
from csatreport.engine import run
from csatreport.engine.crew import Crew

EDITION = "2026Q3"


def keep(planned: Plan) -> dict[str, Any]:
    """Run every page and keep it."""
    now, store = planned.now, planned.store
    now.look()
    with Crew(planned.work / "log", 2) as crew:
        left_out = needs.unmet(planned, crew, say=_quiet)
        runs = [each for each in planned.runs if each.name not in left_out]
        _run(planned, crew, runs, kept=due.keeper(store, now, runs))
    kept = [page.run.name for page in due.decide(runs, store, planned.now) if not page.due]
    return {"kept": kept, "lost": [each.name for each in runs if each.name not in kept]}


def compare(planned: Plan) -> dict[str, Any]:
    """Say which pages are due, and which come out otherwise than they were kept when every page is run."""
    with Crew(planned.work / "log", 2) as crew:
        left_out = needs.unmet(planned, crew, say=_quiet)
        runs = [each for each in planned.runs if each.name not in left_out]
        pages = due.decide(runs, planned.store, planned.now)
        ran = {each.name: each.path for each in _run(planned, crew, runs)}
    old = {page.run.name: _kept(planned, page) for page in pages}
    return {
        "due": [page.run.name for page in pages if page.due],
        "why": {page.run.name: page.why for page in pages if page.due},
        "differ": [name for name, path in ran.items() if path.read_bytes() != old[name]],
    }


def _kept(planned: Plan, page: due.Page) -> bytes:
    """The page as a build would take it from what is kept; as it was kept at first where it is due."""
    file = planned.work / "kept.ipynb"
    if due.fetched(page, planned.store, file):
        return file.read_bytes()
    records = planned.store.records(page.run.name, planned.edition.name)
    return (planned.store.folder / "notebooks" / records[-1].notebook).read_bytes() if records else b""


def _run(
    planned: Plan, crew: Crew, runs: list[run.Run], kept: Callable[[run.Executed], None] | None = None
) -> tuple[run.Executed, ...]:
    into = planned.work / "run"
    shutil.rmtree(into, ignore_errors=True)
    where = {"project": planned.project, "into": into, "failed": planned.work / "failed"}
    return run.chapters(crew, runs, **where, seconds=300, say=_quiet, kept=kept)


def _quiet(event: str, name: str, seconds: float) -> None:
    if event == "failed":
        print(f"{name} failed after {seconds:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    step, project = sys.argv[1:]
    found = {"keep": keep, "compare": compare}[step](plan(Path(project).resolve(), EDITION))
    json.dump(found, sys.stdout)
