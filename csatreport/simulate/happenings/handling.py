"""What becomes of a complaint: when it is answered and closed, whether it is resolved, whether it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from csatreport.simulate.happenings import chance
from csatreport.simulate.happenings.chance import Flags, Moments, Numbers, Rows, Texts
from csatreport.simulate.happenings.grievance import CAUSES, NAMES, Grievances, drawn
from csatreport.simulate.happenings.scene import TODAY, Scene, change, gone_bad

ANSWER: Final = {
    "network": 5.0,
    "service_desk": 2.5,
    "field_service": 7.5,
    "billing": 12.0,
    "shops_online": 9.0,
}
CLOSURE: Final = {
    "network": 26.0,
    "service_desk": 18.0,
    "field_service": 44.0,
    "billing": 52.0,
    "shops_online": 38.0,
}
SLOWER: Final = 1.9  # hours in the branch that goes bad, in proportion to others
FASTER: Final = -0.9  # log of the hours, by point that an improvement lifts the department's item
ITEMS: Final = {"service_desk": "hotline_wait", "field_service": "repair_speed"}
RESOLVED: Final = 1.35  # log-odds where it took a day
BY_HOURS: Final = -0.45  # log-odds, by log of the days it took
BEFORE_LEAVING: Final = -1.8  # log-odds of customers who leave within 180 days
COMES_BACK: Final = {True: 0.06, False: 0.34}  # by resolved
NEVER_ANSWERED: Final = 0.006


@dataclass(frozen=True)
class Cases:
    """Complaints in the order in which they came, one entry per complaint in every array."""

    customer: Rows
    cause: Rows
    opened: Moments
    answered: Moments
    closed: Moments
    resolved: Flags
    repeat: Flags
    rating: Numbers

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def department(self) -> Texts:
        """Who answers for the cause."""
        return chance.dealt([cause.department for cause in CAUSES.values()], self.cause)

    def rows(self, rows: Rows) -> Cases:
        """Only these, in this order."""
        return Cases(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def handled(scene: Scene) -> Cases:
    """All complaints: those that came of themselves, and those that came back because nothing was done."""
    first = drawn(scene)
    rng = scene.rng("complaints", "handling")
    cases = _through(scene, rng, first, repeat=np.zeros(len(first.day), dtype=bool))
    back = _back(scene, rng, cases)
    again = _through(scene, rng, back, repeat=np.ones(len(back.day), dtype=bool))
    both = Cases(
        *(np.concatenate([getattr(c, n) for c in (cases, again)]) for n in Cases.__dataclass_fields__)
    )
    return both.rows(np.argsort(both.opened, kind="stable"))


def _through(scene: Scene, rng: np.random.Generator, found: Grievances, *, repeat: Flags) -> Cases:
    size, place = len(found.day), scene.place[found.customer]
    department = chance.dealt([cause.department for cause in CAUSES.values()], found.cause)
    slower = np.where(gone_bad(place, found.day), SLOWER, 1.0) * _improved(department, place, found.day)
    opened = chance.working(rng, found.day, opens=7, closes=23)
    wait = chance.around(rng, slower * _hours(ANSWER, department), size, spread=0.85)
    work = chance.around(rng, slower * _hours(CLOSURE, department), size, spread=0.75)
    answered, closed = chance.later(opened, wait), chance.later(opened, wait + work)
    resolved = rng.random(size) < chance.logistic(_odds(scene, found, (wait + work) / 24))
    rating = _rating(rng, wait, resolved)
    end = np.datetime64(TODAY)
    answered[(answered >= end) | (rng.random(size) < NEVER_ANSWERED)] = chance.NEVER
    closed[(closed >= end) | np.isnat(answered)] = chance.NEVER
    rating[np.isnat(closed)] = np.nan
    return Cases(
        found.customer, found.cause, opened, answered, closed, resolved & ~np.isnat(closed), repeat, rating
    )


def _hours(known: dict[str, float], department: Texts) -> Numbers:
    return np.array([known[code] for code in department.tolist()])


def _improved(department: Texts, place: Rows, day: Moments) -> Numbers:
    """How much faster improvements have made the departments."""
    lifted = [np.where(department == code, change(item, place, day), 0.0) for code, item in ITEMS.items()]
    times: Numbers = np.exp(FASTER * sum(lifted, start=np.zeros(len(day))))
    return times


def _odds(scene: Scene, found: Grievances, days: Numbers) -> Numbers:
    """Log-odds of a solution. Customers left for want of one, so those about to leave seldom had it."""
    soon = leaves_soon(scene, found.customer, found.day)
    odds: Numbers = RESOLVED + BY_HOURS * np.log(days) + BEFORE_LEAVING * soon
    return odds


def leaves_soon(scene: Scene, customer: Rows, day: Moments) -> Flags:
    """Who leaves within 180 days."""
    left = scene.people.left[customer]
    soon: Flags = (left >= day) & (left <= day + np.timedelta64(180, "D"))
    return soon


def _rating(rng: np.random.Generator, wait: Numbers, resolved: Flags) -> Numbers:
    """How customers rate the handling, 1 to 5; many do not."""
    felt = 1.9 + 2.0 * resolved - 0.3 * np.log(wait / 6) + 0.8 * rng.standard_normal(len(wait))
    rating = np.clip(np.rint(felt), 1, 5)
    rating[rng.random(len(wait)) < 0.42] = np.nan
    return rating


def _back(scene: Scene, rng: np.random.Generator, cases: Cases) -> Grievances:
    """Complaints that come back for the same cause, from customers who are still there."""
    odds = np.where(cases.resolved, COMES_BACK[True], COMES_BACK[False])
    days = cases.opened.astype("datetime64[D]") + (4 + rng.integers(0, 50, len(cases))).astype(
        "timedelta64[D]"
    )
    there = np.isnat(scene.people.left[cases.customer]) | (scene.people.left[cases.customer] > days)
    within = days <= np.datetime64(scene.quarters[-1].last)
    rows = np.flatnonzero((rng.random(len(cases)) < odds) & there & within)
    return Grievances(cases.customer[rows], days[rows], cases.cause[rows])


def names_of(cause: Rows) -> Texts:
    """Codes of causes."""
    return chance.dealt(NAMES, cause)
