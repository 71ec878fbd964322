"""Which job is next: the longest first, as long as the memory is enough for what runs already and the next one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from csatreport.engine.jobs import Job


def ordered(jobs: Sequence[Job], at_once: int, waiting: Mapping[str, Sequence[Job]]) -> list[Job]:
    """The longest first; a beginning counts with the jobs that wait for it, and what nobody knows counts as long.

    Jobs that are alike keep their order, beginnings first.
    """

    def length(job: Job) -> float:
        behind = waiting.get(job.name, ())
        own = [job.expected, *(each.expected for each in behind)]
        return math.inf if not all(own) else own[0] + sum(own[1:]) / at_once

    return sorted(jobs, key=lambda job: (-length(job), job.name not in waiting))


def fitting(jobs: Sequence[Job], *, taken: int, budget: int, idle: bool) -> Job | None:
    """The first job whose memory there is room for; where nothing runs, the first one whatever it needs."""
    if idle:
        return jobs[0] if jobs else None
    return next((job for job in jobs if taken + job.memory <= budget), None)
