"""What a build would do, and why: told without running anything."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from csatreport.book import due, needs
from csatreport.book.due import Page
from csatreport.book.plan import Plan, plan

_TOLD = 3  # reasons for one page that are told to people


@dataclass(frozen=True)
class Outlook:
    """What a build of an edition would do.

    Attributes
    ----------
    prepare : tuple of str
        Why the data would be prepared first; tables may turn out as they were, and so may what is said of ``pages``.
    pages : tuple of Page
        Every page for which there are data, as far as that is known.
    """

    planned: Plan
    prepare: tuple[str, ...]
    pages: tuple[Page, ...]
    jobs: int

    @property
    def due(self) -> tuple[Page, ...]:
        """Pages that would be run."""
        return tuple(page for page in self.pages if page.due)

    @property
    def retold(self) -> tuple[Page, ...]:
        """Pages whose notebooks have other text around the same code: nothing is run for that."""
        return tuple(page for page in self.pages if page.retold)

    @cached_property
    def seconds(self) -> float:
        """How long the chapters would take, the longest first, each as long as the last time."""
        ends = [0.0] * self.jobs
        for seconds in sorted((page.cost.seconds for page in self.due if page.cost), reverse=True):
            heapq.heapreplace(ends, ends[0] + seconds)
        return max(ends)

    @property
    def products(self) -> tuple[str, ...]:
        """What would be written."""
        if self.planned.unchanged:
            return ()
        languages = self.planned.edition.languages
        return (*languages, *(f"report-{code}.pdf" for code in languages), "tables.xlsx", "claims.json")

    @property
    def facts(self) -> dict[str, Any]:
        """The outlook as JSON values."""
        return {
            "edition": self.planned.edition.name,
            "status": "unchanged" if self.planned.unchanged else "would publish",
            "revision": self.planned.revision,
            "changed": self.planned.changed,
            "prepare": list(self.prepare),
            "due": [
                {"page": p.run.name, "why": list(p.why), "seconds": p.cost.seconds if p.cost else None}
                for p in self.due
            ],
            "kept": [page.run.name for page in self.pages if not page.due],
            "retold": [page.run.name for page in self.retold],
            "seconds": round(self.seconds, 1),
            "products": list(self.products),
        }

    @property
    def lines(self) -> list[str]:
        """The outlook for people."""
        name = self.planned.edition.name
        if self.planned.unchanged and self.planned.newest:
            return [f"{name}: nothing to do; {self.planned.newest.name} is what would come out"]
        told = [f"{name}: revision {self.planned.revision} would be made"]
        if self.prepare:
            told.append("  the data would be prepared first; tables may turn out as they were:")
            told += [f"    {line}" for line in _some(self.prepare)]
        unknown = sum(page.cost is None for page in self.due)
        more = f", and {unknown} that nobody has timed" if unknown else ""
        told.append(
            f"  {len(self.due)} of {len(self.pages)} pages would be run: "
            f"about {self.seconds:.0f} s, {self.jobs} at a time{more}"
        )
        together: dict[str, list[str]] = {}
        for page in self.due:
            together.setdefault("; ".join(_some(page.why)), []).append(f"{page.run.name}{_took(page)}")
        told += [f"    {why}: {', '.join(pages)}" for why, pages in together.items()]
        if self.retold:
            told.append(
                f"  new text around the same code: {', '.join(page.run.name for page in self.retold)}"
            )
        return [*told, f"  then written: {', '.join(self.products)}"]


def outlook(project: Path, edition: str, *, jobs: int) -> Outlook:
    """Find what a build would do.

    Raises
    ------
    ParamsError, BookError
        What would stop a build before anything is run.
    """
    planned = plan(project.resolve(), edition)
    prepare = () if planned.unchanged else tuple(needs.stale(planned))
    left_out = needs.known(planned)
    runs = [run for run in planned.runs if run.name not in left_out]
    pages = () if planned.unchanged else due.decide(runs, planned.store, planned.now)
    return Outlook(planned, prepare, pages, jobs)


def _some(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _TOLD
    return [*lines[:_TOLD], *([f"and {more} more"] if more > 0 else [])]


def _took(page: Page) -> str:
    return f" ({page.cost.seconds:.1f} s)" if page.cost else ""
