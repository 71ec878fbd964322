"""Which chapters an edition has no data for: asked of the data themselves, in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping

from csatreport.book import products
from csatreport.book.plan import Plan
from csatreport.engine.crew import Crew, Job, Say
from csatreport.errors import DataError

LeftOut = Mapping[str, tuple[str, ...]]  # chapter -> needs that the data do not meet


def unmet(planned: Plan, crew: Crew, *, say: Say) -> LeftOut:
    """Check and prepare the data; return the chapters that must be left out.

    Raises
    ------
    CsatError
        What is declared or delivered is wrong.
    """
    answer = crew.folder / "needs.json"
    arguments = {"project": str(planned.project), "edition": planned.edition.name, "into": str(answer)}
    (done,) = crew.work([Job("prepare", "csatreport.readiness:prepare", arguments)], say=say)
    if done.outcome != "done":
        raise products.broken(done, DataError)
    lacks: dict[str, list[str]] = json.loads(answer.read_text(encoding="utf-8"))
    return {c.name: tuple(lacks[c.name]) for c in planned.chapters if c.name in lacks}
