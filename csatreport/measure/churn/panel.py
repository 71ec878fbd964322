"""Customers quarter by quarter: who was there when it began, what was known of each, who had left when it ended.

Everything known is a factor with a few levels, so that rows that agree in all of them are counted together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from csatreport.measure.churn.answers import answers
from csatreport.measure.churn.clock import Clock
from csatreport.measure.churn.complaints import complaints
from csatreport.measure.churn.factor import Factor, Known, Small
from csatreport.measure.churn.purchases import purchases
from csatreport.measure.churn.traits import traits
from csatreport.measure.customers import Customers
from csatreport.survey import Survey

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Panel:
    """One row per customer and quarter.

    Attributes
    ----------
    known : tuple of Known
        What is known of everybody when each quarter begins.
    codes : (factors, n) int
        Level of each row.
    customer, place : (n,) int
        Row of the list of customers, place on the clock.
    left : (n,) bool
        Who left within the quarter; False throughout in the next wave, of which nothing is known.
    """

    clock: Clock
    customers: Customers
    known: tuple[Known, ...]
    codes: Small
    customer: Places
    place: Places
    left: Flags

    def __len__(self) -> int:
        return len(self.left)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What the rows of ``codes`` are."""
        return tuple(k.factor for k in self.known)

    def rows(self, which: Flags) -> Panel:
        """Some of the rows."""
        return Panel(
            self.clock, self.customers, self.known, self.codes[:, which], self.customer[which],
            self.place[which], self.left[which],
        )  # fmt: skip

    def within(self, places: range) -> Panel:
        """The rows of quarters that follow each other."""
        return self.rows(self.during(places))

    def during(self, places: range) -> Flags:
        """Which rows (n,) are of these quarters."""
        return np.asarray((self.place >= places.start) & (self.place < places.stop))


def panel(survey: Survey) -> Panel:
    """Every customer in every quarter of which the leavers are known, and in the next one.

    Factors that nobody differs in, and those whose table is not there, are left out.

    Raises
    ------
    UsageError
        There is no table of customers.
    DataError
        Nobody is known to have left.
    """
    customers = Customers.of(survey)
    clock = Clock.of(survey, customers)
    days = clock.begins
    active = np.column_stack([customers.active(day) for day in days.tolist()])
    customer, place = np.nonzero(active)
    left = np.zeros(active.shape, dtype=bool)
    for t, wave in enumerate(clock.waves):
        left[:, t] = customers.leaves(wave.start, wave.end)
    known = _told(_every(survey, customers, clock), customer, place, clock)
    codes = np.array([k.codes[customer, place] for k in known], dtype=np.int16).reshape(
        len(known), len(customer)
    )
    return Panel(clock, customers, tuple(known), codes, customer, place, left[customer, place])


def _every(survey: Survey, customers: Customers, clock: Clock) -> dict[str, Known]:
    sources = (traits, complaints, purchases, answers)  # of two with one name the later one knows better
    return {k.factor.code: k for source in sources for k in source(survey, customers, clock)}


def _told(every: dict[str, Known], customer: Places, place: Places, clock: Clock) -> list[Known]:
    """Those that customers differ in, each with the level that most of them have as the usual one."""
    learnt = (place >= clock.usable.start) & (place < clock.usable.stop)
    found = []
    for known in every.values():
        counts = np.bincount(known.codes[customer[learnt], place[learnt]], minlength=1)
        if (counts > 0).sum() > 1:
            found.append(replace(known, factor=replace(known.factor, usual=int(counts.argmax()))))
    return found
