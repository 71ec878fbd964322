"""The series that are watched for early warnings, and their thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from csatreport.simulate import events
from csatreport.simulate.happenings import visits
from csatreport.simulate.happenings.chance import Moments, Numbers, Rows
from csatreport.simulate.happenings.handling import Cases
from csatreport.simulate.happenings.scene import BRANCHES, Scene

FEWEST: Final = 1400  # customers of a branch whose series is watched
RATE: Final = 5.9  # complaints a week and 1,000 customers
HOURS: Final = 14.0  # to the first answer, mean of a month
REPEATED: Final = 0.34  # of the complaints of a month
IN_TIME: Final = 0.80  # of the complaints of a month, answered within a day
SCORE: Final = 75.0  # of 100, in the survey of a quarter
LEFT: Final = 0.036  # of the customers, in a quarter
PASSED: Final = 0.55  # of the checks of mystery visits, in a quarter


@dataclass(frozen=True, eq=False)
class Series:
    """Values by branch and period; ``ends`` is the last day of each period. ``low`` where low is bad."""

    indicator: str
    department: str
    threshold: float
    values: Numbers
    ends: Moments
    low: bool = False

    def exceeds(self) -> Numbers:
        """Values in proportion to the threshold; above 1 is a warning."""
        with np.errstate(divide="ignore"):
            times: Numbers = self.threshold / self.values if self.low else self.values / self.threshold
        return times

    def excess(self, value: float) -> float:
        """The same, of one value."""
        return (self.threshold / max(value, 1e-9)) if self.low else value / self.threshold


def watched(scene: Scene, cases: Cases) -> list[Series]:
    """All series of the branches that are large enough."""
    small = scene.customers.min(axis=1) < FEWEST
    found = [_rate(scene, cases), *_monthly(scene, cases), _churn(scene), _visits(scene), _score(scene)]
    for series in found:
        series.values[small] = np.nan
    return found


def _rate(scene: Scene, cases: Cases) -> Series:
    """Complaints by week, Monday to Sunday, within the quarters."""
    first, last = np.datetime64(scene.quarters[0].first), np.datetime64(scene.quarters[-1].last)
    monday = first + (-(first.astype(int) + 3)) % 7
    weeks = (last - monday).astype(int) // 7
    week = (cases.opened.astype("datetime64[D]") - monday).astype(int) // 7
    counts = _table(scene.place[cases.customer], week, np.ones(len(cases)), weeks)
    ends = monday + 7 * np.arange(weeks) + 6
    customers = scene.customers[:, scene.quarter(ends)]
    return Series("complaint_rate", "service_desk", RATE, 1000 * counts / np.maximum(customers, 1), ends)


def _monthly(scene: Scene, cases: Cases) -> list[Series]:
    months = np.array([m for q in scene.quarters for m in q.months], dtype="datetime64[M]")
    month = (cases.opened.astype("datetime64[M]") - months[0]).astype(int)
    ends = (months + 1).astype("datetime64[D]") - 1
    place = scene.place[cases.customer]
    hours = (cases.answered - cases.opened).astype("timedelta64[s]").astype(float) / 3600
    known = ~np.isnat(cases.answered)
    counts = _table(place, month, np.ones(len(cases)), len(months))
    waits = _table(place[known], month[known], hours[known], len(months))
    timely = _table(place[known], month[known], (hours[known] <= 24).astype(float), len(months))
    again = _table(place, month, cases.repeat.astype(float), len(months))
    enough = np.where(counts >= 20, counts, np.nan)
    return [
        Series("response_hours", "service_desk", HOURS, np.round(waits / enough, 2), ends),
        Series("in_time", "service_desk", IN_TIME, timely / enough, ends, low=True),
        Series("repeat_complaints", "service_desk", REPEATED, again / enough, ends),
    ]


def _churn(scene: Scene) -> Series:
    ends = np.array([q.last for q in scene.quarters], dtype="datetime64[D]")
    left = np.zeros((len(BRANCHES), len(ends)))
    for n, quarter in enumerate(scene.quarters):
        first, last = np.datetime64(quarter.first), np.datetime64(quarter.last)
        leaves = (scene.people.left >= first) & (scene.people.left <= last)
        left[:, n] = np.bincount(scene.place[leaves], minlength=len(BRANCHES))
    return Series("churn_rate", "shops_online", LEFT, left / np.maximum(scene.customers, 1), ends)


def _visits(scene: Scene) -> Series:
    branch, quarter, _, passed = visits.checked(scene)
    ends = np.array([q.last for q in scene.quarters], dtype="datetime64[D]")
    good = _table(branch, quarter, passed.astype(float), len(ends))
    every = _table(branch, quarter, np.ones(len(branch)), len(ends))
    return Series("visit_passed", "field_service", PASSED, good / every, ends, low=True)


def _score(scene: Scene) -> Series:
    """The satisfaction index, as well as a survey knows it."""
    ends = np.array([q.last for q in scene.quarters], dtype="datetime64[D]")
    noise = scene.rng("warnings", "score").standard_normal(scene.satisfaction.shape)
    index = events.INDEX_LEVEL + scene.satisfaction / events.INDEX_POINT + noise
    return Series("survey_score", "service_desk", SCORE, np.round(index, 1), ends, low=True)


def _table(place: Rows, period: Rows, values: Numbers, periods: int) -> Numbers:
    """Sums by branch and period."""
    kept = (period >= 0) & (period < periods)
    sums = np.zeros((len(BRANCHES), periods))
    np.add.at(sums, (place[kept], period[kept]), values[kept])
    return sums
