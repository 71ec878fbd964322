"""Jobs as orders for workers: single chapters alone, pages of one notebook together, longest first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from csatreport.engine.jobs import Job

Order = tuple[Job, ...]

_MOST = 64  # pages of an order: what a lost worker costs, and what an answer weighs
_LONGEST = 60.0  # seconds of an order, where that is known
_FEWEST = 4  # pages for which what they share is run once more
_CHANCES = 3  # workers that a job may lose before it is blamed


class Pile:
    """Jobs that wait.

    An order is cut when somebody is there to take it: what pages share is run once for each order, so they are few.
    An order that was lost comes again; lost twice, each of its jobs comes by itself, when nothing else is left.
    """

    def __init__(self, jobs: Sequence[Job]) -> None:
        groups: dict[str, list[Job]] = {}
        for job in jobs:
            groups.setdefault(str(job.args.get("notebook", job.name)), []).append(job)
        self._groups = groups
        self._sizes: dict[str, int] = {}
        self._again: list[Order] = []
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
            return self._again.pop(0)
        if not self._groups:
            return (self._suspects.pop(0),)
        for name in self._groups.keys() - self._sizes.keys():
            self._sizes[name] = _size(self._groups[name], places)
        orders = {name: tuple(group[: self._sizes[name]]) for name, group in self._groups.items()}
        name = max(orders, key=lambda name: _expected(orders[name]))
        del self._groups[name][: len(orders[name])]
        if not self._groups[name]:
            del self._groups[name]
        return orders[name]

    def lose(self, order: Order) -> Order:
        """Take back an order whose worker was lost; return the jobs that lost too many."""
        self._lost.update(job.name for job in order)
        if self._lost[order[0].name] >= _CHANCES:
            return order
        self.put_back(order)
        return ()

    def put_back(self, order: Order) -> None:
        """Take back an order that its worker could not even begin."""
        if self._lost[order[0].name] == _CHANCES - 1:
            self._suspects += order
        else:
            self._again.append(order)


def _size(group: Sequence[Job], places: int) -> int:
    """Pages of each order, so that all places have as many orders of about the same size."""
    known = group[0].expected
    most = min(_MOST, max(_FEWEST, int(_LONGEST / known))) if known else _MOST
    rounds = math.ceil(len(group) / (places * most))
    return math.ceil(len(group) / (places * rounds))


def _expected(order: Sequence[Job]) -> float:
    """Seconds that an order takes; what nobody knows counts as long."""
    return sum(job.expected or math.inf for job in order)
