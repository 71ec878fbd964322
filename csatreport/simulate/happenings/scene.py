"""Where things happen: the customers, and what the company's improvements and its bad branch do to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import company, draws, events
from csatreport.simulate.happenings.chance import Flags, Moments, Numbers, Rows
from csatreport.simulate.population import Population

BRANCHES: Final = tuple(company.BRANCHES)
TODAY: Final = date(2026, 10, 8)  # when everything was exported
_LASTING: Final = (*events.IMPROVEMENTS.values(), events.NEW_BILL)


@dataclass(frozen=True, eq=False)
class Scene:
    """The customers of a simulation, and its random numbers."""

    people: Population
    seed: int

    @property
    def quarters(self) -> tuple[company.Quarter, ...]:
        """The quarters in which things happen."""
        return self.people.quarters

    def rng(self, *names: str) -> np.random.Generator:
        """Random numbers of one table, or of one quarter of it: nothing else moves them."""
        return draws.stream(self.seed, "happenings", *names)

    @cached_property
    def place(self) -> Rows:
        """Every customer's branch, as a place in :data:`BRANCHES`."""
        return places(self.people.branch)

    @cached_property
    def active(self) -> Flags:
        """Who is a customer when a quarter begins, by customer and quarter."""
        return np.stack([self.people.active(n) for n in range(len(self.quarters))], axis=1)

    @cached_property
    def satisfaction(self) -> Numbers:
        """Mean satisfaction of the customers there are, by branch and quarter."""
        there = self.active.astype(np.float64)
        sums = np.zeros((len(BRANCHES), len(self.quarters)))
        np.add.at(sums, self.place, self.people.satisfaction * there)
        means: Numbers = sums / np.maximum(self.customers, 1)
        return means

    @cached_property
    def customers(self) -> Numbers:
        """Customers there are when a quarter begins, by branch and quarter."""
        counts = np.zeros((len(BRANCHES), len(self.quarters)))
        np.add.at(counts, self.place, self.active)
        return counts

    def days(self, quarter: int) -> Moments:
        """All days of the quarter in this place."""
        return _days(self.quarters[quarter])

    def quarter(self, moments: Moments) -> Rows:
        """The place of the quarter in which each moment lies; before the first it is -1."""
        firsts = np.array([np.datetime64(q.first) for q in self.quarters])
        return np.searchsorted(firsts, moments.astype("datetime64[D]"), side="right").astype(np.int64) - 1


def _days(quarter: company.Quarter) -> Moments:
    return np.arange(np.datetime64(quarter.first), np.datetime64(quarter.last) + 1)


def places(branches: NDArray[np.str_]) -> Rows:
    """Places of branches in :data:`BRANCHES`."""
    codes = np.array(BRANCHES)
    order = np.argsort(codes)
    found: Rows = order[np.searchsorted(codes[order], branches)].astype(np.int64)
    return found


def change(item: str, place: Rows, days: Moments) -> Numbers:
    """What improvements have done to an item of the questionnaire by each day, in each branch."""
    total = np.zeros(np.broadcast(place, days).shape)
    for improvement in _LASTING:
        if effect := improvement.effect.get(item, 0.0):
            reached = np.array([improvement.reaches(branch) for branch in BRANCHES])
            total += effect * (reached[place] & (days >= np.datetime64(improvement.date)))
    return total


def gone_bad(place: Rows, days: Moments) -> Flags:
    """Whether it is the branch that goes bad, in or after the week in which it does."""
    bad: Flags = (place == BRANCHES.index(events.DECLINE.branch)) & (
        days >= np.datetime64(events.DECLINE.monday)
    )
    return bad
