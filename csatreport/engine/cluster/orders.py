"""Jobs as orders for workers: single chapters alone, pages of one notebook together, longest first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from csatreport.engine.jobs import Job

Order = tuple[Job, ...]

_MOST = 32  # pages of an order: what a lost worker costs, and what an answer weighs
_FEWEST = 4  # pages for which the cells that they share are run once
_ROUNDS = 2  # orders of what remains for every place, so that all end at about the same time
_CHANCES = 3  # workers that a job may lose before it is blamed


class Pile:
    """Jobs that wait.

    An order is cut when somebody is there to take it: large ones while there is much to do, small ones at the end.
    """

    def __init__(self, jobs: Sequence[Job]) -> None:
        groups: dict[str, list[Job]] = {}
        for job in jobs:
            groups.setdefault(str(job.args.get("notebook", job.name)), []).append(job)
        self._groups = list(groups.values())
        self._again: list[Job] = []
        self._suspects: list[Job] = []
        self._lost: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._groups or self._again or self._suspects)

    @property
    def alone(self) -> bool:
        """Whether only jobs are left that two workers were lost with: nobody shall work beside such a job."""
        return not (self._groups or self._again)

    def take(self, places: int) -> Order:
        """Cut the next order, for one of so many places where jobs are run."""
        if self._again:
            return (self._again.pop(0),)
        if not self._groups:
            return (self._suspects.pop(0),)
        size, group = max(
            ((_size(len(group), places), group) for group in self._groups),
            key=lambda found: _expected(found[1][: found[0]]),
        )
        order = tuple(group[:size])
        del group[:size]
        self._groups = [group for group in self._groups if group]
        return order

    def lose(self, order: Order) -> Order:
        """Take back an order whose worker was lost, each job by itself; return those that lost too many."""
        guilty: list[Job] = []
        for job in order:
            self._lost[job.name] += 1
            chances = _CHANCES - self._lost[job.name]
            (guilty if chances <= 0 else self._suspects if chances == 1 else self._again).append(job)
        return tuple(guilty)

    def put_back(self, order: Order) -> None:
        """Take back an order that its worker could not even begin."""
        for job in order:
            (self._suspects if self._lost[job.name] == _CHANCES - 1 else self._again).append(job)


def _size(pages: int, places: int) -> int:
    fair = -(-pages // (places * _ROUNDS))
    return min(_MOST, max(fair, min(_FEWEST, -(-pages // places))))


def _expected(order: Sequence[Job]) -> float:
    """Seconds that an order takes; what nobody knows counts as long."""
    return sum(job.expected or math.inf for job in order)
