"""The chapters of an edition, executed: those that must run are run, here or on a cluster; the others were kept."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from csatreport.book import due
from csatreport.book.needs import LeftOut
from csatreport.book.plan import Plan
from csatreport.book.progress import Progress
from csatreport.engine import run
from csatreport.engine.crew import Crew
from csatreport.engine.kept import Store
from csatreport.engine.keys import Now
from csatreport.engine.run import Workers


@dataclass(frozen=True)
class Manner:
    """How chapters are run.

    Parameters
    ----------
    jobs : int, optional
        Processes at a time; as many as there are processors unless told.
    scheduler : str
        Address of a Dask cluster whose workers run them; "" = this machine.
    fresh : bool
        Whether to run again what did not change.
    shared : bool
        Whether cells that are the same for all pages of a notebook are run once.
    """

    jobs: int | None = None
    scheduler: str = ""
    fresh: bool = False
    shared: bool = True


def soon(planned: Plan, manner: Manner) -> tuple[str, ...]:
    """Modules to import while the data are prepared: where no page was kept, most chapters will run."""
    some = any(any(planned.store.found(each.name, planned.edition.name)) for each in planned.runs)
    return run.PRELOAD if manner.fresh or not some else ()


def runners(planned: Plan, crew: Crew, manner: Manner) -> AbstractContextManager[Workers]:
    """Who runs the chapters: this machine's crew, or the workers of a cluster."""
    if not manner.scheduler:
        return nullcontext(crew)
    from csatreport.engine.cluster.fleet import Fleet

    return Fleet(manner.scheduler, crew.folder, project=planned.project, edition=planned.edition.name)


def executed(
    planned: Plan,
    workers: Workers,
    progress: Progress,
    manner: Manner,
    *,
    now: Now,
    left_out: LeftOut,
    into: Path,
) -> tuple[run.Executed, ...]:
    """Run what must be run, take the rest from what was kept, and put all of it into the folder ``into``.

    Raises
    ------
    ChapterError
        A chapter failed; those that did not are kept for the next build.
    """
    name, store = planned.edition.name, planned.store
    into.mkdir()
    runs = [each for each in planned.runs if each.name not in left_out]
    pages = due.decide(runs, store, now, fresh=manner.fresh)
    kept = [page for page in pages if due.fetched(page, store, into / page.run.file)]
    wanted = [p for p in pages if p not in kept]
    progress.stage(
        f"{name}: run chapters ({len(kept)} of {len(pages)} did not change)",
        len(wanted),
        expected={page.run.name: page.cost.seconds for page in wanted if page.cost},
    )
    ran = _ran(planned, workers, progress, wanted=wanted, store=store, now=now, shared=manner.shared)
    for each in ran:
        shutil.move(each.path, into / each.path.name)
    store.forget()
    before = [run.Executed(p.run.name, into / p.run.file, p.kept.cost.seconds) for p in kept if p.kept]
    return (*ran, *before)


def _ran(
    planned: Plan,
    workers: Workers,
    progress: Progress,
    *,
    wanted: Sequence[due.Page],
    store: Store,
    now: Now,
    shared: bool,
) -> tuple[run.Executed, ...]:
    name = planned.edition.name
    failed, into = planned.work / "failed" / name, planned.work / "run" / name
    for folder in (failed, into):
        shutil.rmtree(folder, ignore_errors=True)
    if not wanted:
        return ()
    runs = [page.run for page in wanted]
    by_name = {each.name: each for each in runs}

    def say(event: str, name: str, seconds: float) -> None:
        progress.step(event, name, seconds)
        if event == "start":  # while it runs, this process has nothing else to do
            now.foresee(by_name[name])

    return run.chapters(
        workers,
        runs,
        project=planned.project,
        into=into,
        failed=failed,
        seconds=planned.edition.chapter_seconds,
        say=say,
        expected={page.run.name: page.cost for page in wanted if page.cost},
        kept=due.keeper(store, now, runs),
        shared=shared,
    )
