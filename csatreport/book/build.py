"""From a project to a published edition, or to the finding that nothing changed.

lock -> what would change -> prepare -> chapters -> manuscript -> checks -> site, PDF, Excel, claims in a
staging folder -> manifest -> one rename -> list of editions. A build that stops anywhere before the
rename leaves nothing but a staging folder, which the next build removes.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from csatreport import storage
from csatreport.book import chapters, editions, lock, manifest, needs, products, shelf
from csatreport.book.chapters import Manner
from csatreport.book.kept import Kept
from csatreport.book.manuscript import Manuscript
from csatreport.book.needs import LeftOut
from csatreport.book.plan import Plan, plan
from csatreport.book.progress import Progress
from csatreport.engine import run
from csatreport.engine.crew import Crew
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
    manner = Manner(jobs, scheduler, fresh, shared)
    with storage.told(outcome="nothing was published"):
        if dry_run:
            outcome = _outlook(plan(project, edition, reason=reason))
        else:
            outcome = _build(project, edition, manner, reason=reason, quiet=quiet)
    return replace(outcome, seconds=round(time.monotonic() - began, 3))


def _build(project: Path, edition: str, manner: Manner, *, reason: str, quiet: bool) -> Outcome:
    with lock.hold(project / "build"):
        editions.sweep(project / "reports")
        planned = plan(project, edition, reason=reason)
        planned.demand_reason(manifest.DELIBERATE)
        same = planned.unchanged and not manner.fresh
        outcome = _outlook(planned) if same else _make(planned, manner, quiet=quiet)
        shelf.index(project / "reports", Kept(planned.work / "kept-site" / "shelf", products.tools(planned)))
        return outcome


def _outlook(planned: Plan) -> Outcome:
    name = planned.edition.name
    if planned.newest and planned.unchanged:
        return Outcome(name, "unchanged", planned.newest.revision, planned.newest.folder)
    return Outcome(name, "would publish", planned.revision, planned.target, changed=tuple(planned.changed))


def _make(planned: Plan, manner: Manner, *, quiet: bool) -> Outcome:
    name, started, now = planned.edition.name, datetime.now(UTC), planned.now
    now.look()
    with (
        Progress(planned.work / "log" / f"{name}.jsonl", quiet=quiet) as progress,
        editions.staging(planned.reports, name) as staged,
        Crew(planned.work / "log" / name, manner.jobs, preload=chapters.soon(planned, manner)) as crew,
        products.makers(planned, manner.jobs) as makers,
        chapters.runners(planned, crew, manner) as workers,
    ):
        left_out = _prepare(planned, crew, progress)
        ran = chapters.executed(
            planned, workers, progress, manner, now=now, left_out=left_out, into=staged / "notebooks"
        )
        if planned.newest and _same_book(planned, makers, progress, staged=staged):
            planned.remember_same()
            return Outcome(
                name, "unchanged", planned.newest.revision, planned.newest.folder, left_out=left_out
            )
        planned.demand_reason()
        made = products.write(
            planned, makers, progress, staged=staged, revision=planned.revision, reason=planned.reason
        )
        _demand_stillness(planned)
        _record(planned, made, ran, left_out=left_out, staged=staged, started=started)
        folder = editions.publish(staged, planned.reports, edition=name, revision=planned.revision)
    return Outcome(
        name, "published", planned.revision, folder, changed=tuple(planned.changed), left_out=left_out
    )


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


def _same_book(planned: Plan, makers: Crew, progress: Progress, *, staged: Path) -> bool:
    """Whether the inputs changed but the book did not: equal chapters, then equal bytes throughout."""
    published = planned.newest.manifest if planned.newest else {"files": {}}
    files: dict[str, str] = published["files"]
    if manifest.files(staged) != {k: v for k, v in files.items() if k.endswith(".ipynb")}:
        return False
    products.write(
        planned, makers, progress, staged=staged, revision=published["revision"], reason=published["reason"]
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
