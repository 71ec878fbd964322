"""Importance-performance analysis: what matters to customers, and how well it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from csatreport.errors import ParamsError
from csatreport.measure import interval, scores
from csatreport.measure.fielding import Fielding, Subject, known, suppressed
from csatreport.measure.linearisation import influence, variance
from csatreport.params import Item
from csatreport.results import Estimate, Flag
from csatreport.survey import Survey

Quadrant = Literal["keep", "concentrate", "low", "overkill", ""]


@dataclass(frozen=True)
class Point:
    """One pair. ``quadrant`` is "" where a number is suppressed.

    ``uncertain`` is true where the interval of importance or of performance holds the crosshair: the data
    do not settle the quadrant. ``satisfied`` is the share in the top two boxes.
    """

    importance: Estimate
    performance: Estimate
    satisfied: Estimate
    priority: Estimate
    quadrant: Quadrant
    uncertain: bool


@dataclass(frozen=True)
class ImportancePerformance:
    """Points in questionnaire order, and the grand means that divide the quadrants."""

    points: tuple[Point, ...]
    importance: float
    performance: float

    @property
    def by_priority(self) -> tuple[Point, ...]:
        """Points that may be shown, the most urgent first."""
        return tuple(sorted((p for p in self.points if p.quadrant), key=lambda p: -p.priority.value))

    def within(self, quadrant: Quadrant) -> tuple[Point, ...]:
        """Points of one quadrant, the most urgent first."""
        return tuple(p for p in self.by_priority if p.quadrant == quadrant)


def quadrants(survey: Survey) -> ImportancePerformance:
    """Stated importance against satisfaction, pair by pair.

    Importance and performance are mean ratings, each on the answers it has. The crosshair stands at the
    means of all shown items. ``keep``: both at or above it; ``concentrate``: important, performance below;
    ``overkill``: performance above, less important; ``low``: both below. Priority = 100 × importance
    (rescaled to 0-1) × (1 − share satisfied), 0-100, with a linearised standard error.

    Source: Martilla and James (1977). Checked against: the definition on hand-made answers, and priority's
    standard error against a bootstrap.

    Raises
    ------
    ParamsError
        There is no pair.
    """
    fielding = Fielding.of(survey)
    pairs = [
        pair
        for pair in survey.questionnaire.pairs("importance", "satisfaction")
        if all(fielding.asked(i) for i in pair)
    ]
    if not pairs:
        raise ParamsError(
            "no importance-performance pair was asked",
            where="params/questionnaire.csv, column `roles`",
            expected="items with the roles importance:KEY and satisfaction:KEY",
            got="none",
            todo="give the roles, or leave the chapter out",
        )
    rows = _estimates(fielding, pairs)
    shown = [row for row in rows if all(e.shown for e in row)]
    centre = tuple(float(np.mean([row[axis].value for row in shown])) if shown else np.nan for axis in (0, 1))
    return ImportancePerformance(tuple(_point(row, centre) for row in rows), *centre)


_Row = tuple[Estimate, Estimate, Estimate, Estimate]


def _estimates(fielding: Fielding, pairs: Sequence[tuple[Item, Item]]) -> list[_Row]:
    """Importance, performance, share satisfied and priority of every pair."""
    important, satisfying = [i for i, _ in pairs], [s for _, s in pairs]
    subjects = [Subject.of(s, fielding.survey.questionnaire) for s in satisfying]
    importance = fielding.estimates(
        scores.of_items(fielding.responses, important, measure="mean"),
        subjects, measure="importance", unit="score",
    )  # fmt: skip
    performance = fielding.estimates(
        scores.of_items(fielding.responses, satisfying, measure="mean"),
        subjects, measure="mean", unit="score",
    )  # fmt: skip
    satisfied = fielding.estimates(
        scores.of_items(fielding.responses, satisfying, measure="csat"),
        subjects, measure="csat", unit="share",
    )  # fmt: skip
    priority = _priorities(fielding, important, satisfying, subjects)
    return list(zip(importance, performance, satisfied, priority, strict=True))


def _priorities(
    fielding: Fielding, important: Sequence[Item], satisfying: Sequence[Item], subjects: Sequence[Subject]
) -> list[Estimate]:
    """Products of two means: the influence is that of the product, term by term."""
    rescaled = scores.of_items(fielding.responses, important, measure="csat_index")
    unhappy = 1 - scores.of_items(fielding.responses, satisfying, measure="csat")
    weight = fielding.estimates(rescaled, subjects, measure="priority", unit="index")
    missing = fielding.estimates(unhappy, subjects, measure="priority", unit="index")
    first, second = (np.array([e.value for e in rows]) for rows in (weight, missing))
    z = influence(rescaled, fielding.design) * second + influence(unhappy, fielding.design) * first
    se = np.sqrt(variance(np.nan_to_num(z), fielding.design)[0])
    confidence = fielding.survey.edition.confidence
    low, high = interval.of_mean(first * second, se, df=fielding.design.df, confidence=confidence)
    return [
        _product(w, m, se=float(se[k]), low=float(low[k]), high=float(high[k]))
        for k, (w, m) in enumerate(zip(weight, missing, strict=True))
    ]


def _product(weight: Estimate, missing: Estimate, *, se: float, low: float, high: float) -> Estimate:
    """Priority, on the smaller of the two bases; hidden where one of them is."""
    smaller = min(weight, missing, key=lambda e: (e.n or 0, e.effective_n or 0.0))
    if not (weight.shown and missing.shown):
        return suppressed(smaller)
    flag: Flag = "low" if "low" in (weight.flag, missing.flag) else ""
    return replace(
        smaller, value=weight.value * missing.value, se=known(se), low=known(low), high=known(high),
        deff=None, flag=flag,
    )  # fmt: skip


def _point(row: _Row, centre: tuple[float, ...]) -> Point:
    importance, performance, _, _ = row
    if not all(e.shown for e in row):
        return Point(*row, quadrant="", uncertain=False)
    important, performing = importance.value >= centre[0], performance.value >= centre[1]
    quadrant: Quadrant = (
        ("keep" if performing else "concentrate") if important else ("overkill" if performing else "low")
    )
    return Point(
        *row, quadrant=quadrant, uncertain=_holds(importance, centre[0]) or _holds(performance, centre[1])
    )


def _holds(estimate: Estimate, value: float) -> bool:
    """Whether the interval holds the value; an estimate without one settles nothing."""
    return estimate.low is None or estimate.high is None or estimate.low <= value <= estimate.high
