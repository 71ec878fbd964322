"""From a project to a published edition, or to the finding that nothing changed.

lock -> what would change -> prepare -> chapters -> manuscript -> checks -> site, PDF, Excel, claims in a
staging folder -> manifest -> one rename -> list of editions. A build that stops anywhere before the
rename leaves nothing but a staging folder, which the next build removes.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from csatreport import storage
from csatreport.book import due, editions, lock, manifest, needs, products, shelf
from csatreport.book.kept import Kept
from csatreport.book.manuscript import Manuscript
from csatreport.book.needs import LeftOut
from csatreport.book.plan import Plan, plan
from csatreport.book.progress import Progress
from csatreport.engine import run
from csatreport.engine.crew import Crew
from csatreport.engine.keys import Now
from csatreport.engine.run import Workers
from csatreport.errors import BookError, DataError


@dataclass(frozen=True)
class Outcome:
    """What a build did, or would do."""

    edition: str
    status: Literal["published", "unchanged", "would publish"]
    revision: int
    folder: Path
    seconds: float = 0.0
    changed: tuple[str, ...] = ()
    left_out: LeftOut = field(default_factory=dict)


def build(
    project: Path,
    edition: str,
    *,
    jobs: int | None = None,
    reason: str = "",
    quiet: bool = False,
    dry_run: bool = False,
    scheduler: str = "",
    fresh: bool = False,
    shared: bool = True,
) -> Outcome:
    """Build and publish an edition, unless the newest revision is already what would come out.

    Chapters run on the workers of the Dask cluster whose ``scheduler`` is named, else on this machine; those whose every
    input is as it was the last time are not run again, unless the build is to be ``fresh``. Cells that are the same for
    all runs of a notebook are run once, unless nothing is to be ``shared``.

    Raises
    ------
    UsageError
        The newest revision would change and no reason was given.
    CsatError
        Anything that stops a build; nothing is published then.
    """
    began, project = time.monotonic(), project.resolve()
    with storage.told(outcome="nothing was published"):
        outcome = _build(
            project,
            edition,
            jobs=jobs,
            reason=reason,
            quiet=quiet,
            dry_run=dry_run,
            scheduler=scheduler,
            fresh=fresh,
            shared=shared,
        )
    return replace(outcome, seconds=round(time.monotonic() - began, 3))


def _build(
    project: Path,
    edition: str,
    *,
    jobs: int | None,
    reason: str,
    quiet: bool,
    dry_run: bool,
    scheduler: str,
    fresh: bool,
    shared: bool,
) -> Outcome:
    if dry_run:
        return _outlook(plan(project, edition, reason=reason))
    with lock.hold(project / "build"):
        editions.sweep(project / "reports")
        planned = plan(project, edition, reason=reason)
        planned.demand_reason(manifest.DELIBERATE)
        if planned.unchanged and not fresh:
            outcome = _outlook(planned)
        else:
            outcome = _make(planned, jobs=jobs, quiet=quiet, scheduler=scheduler, fresh=fresh, shared=shared)
        shelf.index(project / "reports", Kept(planned.work / "kept-site" / "shelf", products.tools(planned)))
        return outcome


def _outlook(planned: Plan) -> Outcome:
    name = planned.edition.name
    if planned.newest and planned.unchanged:
        return Outcome(name, "unchanged", planned.newest.revision, planned.newest.folder)
    return Outcome(name, "would publish", planned.revision, planned.target, changed=tuple(planned.changed))


def _make(
    planned: Plan, *, jobs: int | None, quiet: bool, scheduler: str, fresh: bool, shared: bool
) -> Outcome:
    name, started, now = planned.edition.name, datetime.now(UTC), planned.now
    now.look()
    with (
        Progress(planned.work / "log" / f"{name}.jsonl", quiet=quiet) as progress,
        editions.staging(planned.reports, name) as staged,
        Crew(planned.work / "log" / name, jobs, preload=_soon(planned, fresh=fresh)) as crew,
        _runners(planned, crew, scheduler) as runners,
    ):
        left_out = _prepare(planned, crew, progress)
        ran = _run(
            planned,
            runners,
            progress,
            now=now,
            left_out=left_out,
            staged=staged,
            fresh=fresh,
            shared=shared,
        )
        if planned.newest and _same_book(planned, crew, progress, staged=staged):
            return Outcome(
                name, "unchanged", planned.newest.revision, planned.newest.folder, left_out=left_out
            )
        planned.demand_reason()
        made = products.write(
            planned, crew, progress, staged=staged, revision=planned.revision, reason=planned.reason
        )
        _demand_stillness(planned)
        _record(planned, made, ran, left_out=left_out, staged=staged, started=started)
        folder = editions.publish(staged, planned.reports, edition=name, revision=planned.revision)
    return Outcome(
        name, "published", planned.revision, folder, changed=tuple(planned.changed), left_out=left_out
    )


def _soon(planned: Plan, *, fresh: bool) -> tuple[str, ...]:
    """Modules to import while the data are prepared: where no page was kept, most chapters will run."""
    some = any(planned.store.records(each.name, planned.edition.name) for each in planned.runs)
    return run.PRELOAD if fresh or not some else ()


def _prepare(planned: Plan, crew: Crew, progress: Progress) -> LeftOut:
    """Prepare the data; return the chapters that must be left out."""
    name = planned.edition.name
    progress.stage(f"{name}: check and prepare the data")
    left_out = needs.unmet(planned, crew, say=progress.step)
    if len(left_out) == len(planned.chapters):
        raise BookError(
            "no chapter has the data it needs",
            where=name,
            expected="at least one chapter without needs, such as the cover",
            got="; ".join(f"{chapter} lacks {', '.join(lacking)}" for chapter, lacking in left_out.items()),
            todo="ask for less in params/book.toml, or deliver the data",
        )
    return left_out


def _runners(planned: Plan, crew: Crew, scheduler: str) -> AbstractContextManager[Workers]:
    """Who runs the chapters: this machine's crew, or the workers of a cluster."""
    if not scheduler:
        return nullcontext(crew)
    from csatreport.engine.cluster.fleet import Fleet

    return Fleet(scheduler, crew.folder, project=planned.project, edition=planned.edition.name)


def _run(
    planned: Plan,
    crew: Workers,
    progress: Progress,
    *,
    now: Now,
    left_out: LeftOut,
    staged: Path,
    fresh: bool,
    shared: bool,
) -> tuple[run.Executed, ...]:
    """Run what must be run, and take the rest from what was kept."""
    name, notebooks, store = planned.edition.name, staged / "notebooks", planned.store
    notebooks.mkdir()
    runs = [each for each in planned.runs if each.name not in left_out]
    pages = due.decide(runs, store, now, fresh=fresh)
    kept = [p for p in pages if p.kept and store.fetch(p.kept, notebooks / p.run.file)]
    wanted = [p for p in pages if p not in kept]
    progress.stage(
        f"{name}: run chapters ({len(kept)} of {len(pages)} did not change)",
        len(wanted),
        expected={page.run.name: page.cost.seconds for page in wanted if page.cost},
    )
    keep = due.keeper(store, now, [page.run for page in wanted])
    ran = _executed(planned, crew, progress, wanted=wanted, keep=keep, shared=shared)
    for each in ran:
        shutil.move(each.path, notebooks / each.path.name)
    store.forget()
    before = [run.Executed(p.run.name, notebooks / p.run.file, p.kept.cost.seconds) for p in kept if p.kept]
    return (*ran, *before)


def _executed(
    planned: Plan,
    crew: Workers,
    progress: Progress,
    *,
    wanted: Sequence[due.Page],
    keep: Callable[[run.Executed], None],
    shared: bool,
) -> tuple[run.Executed, ...]:
    name = planned.edition.name
    failed, into = planned.work / "failed" / name, planned.work / "run" / name
    for folder in (failed, into):
        shutil.rmtree(folder, ignore_errors=True)
    if not wanted:
        return ()
    return run.chapters(
        crew,
        [page.run for page in wanted],
        project=planned.project,
        into=into,
        failed=failed,
        seconds=planned.edition.chapter_seconds,
        say=progress.step,
        expected={page.run.name: page.cost for page in wanted if page.cost},
        kept=keep,
        shared=shared,
    )


def _same_book(planned: Plan, crew: Crew, progress: Progress, *, staged: Path) -> bool:
    """Whether the inputs changed but the book did not: equal chapters, then equal bytes throughout."""
    published = planned.newest.manifest if planned.newest else {"files": {}}
    files: dict[str, str] = published["files"]
    if manifest.files(staged) != {k: v for k, v in files.items() if k.endswith(".ipynb")}:
        return False
    products.write(
        planned, crew, progress, staged=staged, revision=published["revision"], reason=published["reason"]
    )
    return manifest.files(staged) == files


def _demand_stillness(planned: Plan) -> None:
    """Refuse to publish when a file changed after it was read: the manifest would tell of another one."""
    now = plan(planned.project, planned.edition.name)
    moved = manifest.changed(planned.made_from, now.made_from, manifest.DELIBERATE)
    if moved:
        raise DataError(
            "a file changed while the edition was built",
            where=planned.edition.name,
            got="\n    ".join(moved),
            todo="build again; nothing was published",
        )


def _record(
    planned: Plan,
    made: Manuscript,
    ran: Sequence[run.Executed],
    *,
    left_out: LeftOut,
    staged: Path,
    started: datetime,
) -> None:
    times = {
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "chapters": {chapter.name: round(chapter.seconds, 2) for chapter in ran},
    }
    content = manifest.compose(
        made,
        planned.project,
        made_from=planned.made_from,
        made=manifest.files(staged),
        left_out=left_out,
        times=times,
    )
    manifest.write(content, staged)
