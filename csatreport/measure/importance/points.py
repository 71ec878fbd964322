"""Services on a map of importance and performance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from csatreport.measure.importance.crosshair import Quadrant
from csatreport.results import Estimate


@dataclass(frozen=True)
class Point:
    """One service. ``quadrant`` is "" where a number is suppressed.

    ``certainty`` is the probability that the point lies in its quadrant, given how uncertain importance,
    performance and the crosshair are (None where it cannot be told); ``uncertain`` is true where it falls short of the
    edition's confidence. ``satisfied`` is the share in the top two boxes.
    """

    importance: Estimate
    performance: Estimate
    satisfied: Estimate
    priority: Estimate
    quadrant: Quadrant
    uncertain: bool
    certainty: float | None = None


@dataclass(frozen=True)
class ImportancePerformance:
    """Points in questionnaire order, and the crosshair that divides the quadrants.

    ``derived`` says whether importance was worked out (:mod:`csatreport.measure.importance.derived`) and not asked;
    ``crosshair`` whether the lines stand at the means of the items or at the middle of the scale.
    """

    points: tuple[Point, ...]
    importance: float
    performance: float
    derived: bool = False
    crosshair: Literal["mean", "midpoint"] = "mean"

    @property
    def by_priority(self) -> tuple[Point, ...]:
        """Points that may be shown, the most urgent first."""
        return tuple(sorted((p for p in self.points if p.quadrant), key=lambda p: -p.priority.value))

    def within(self, quadrant: Quadrant) -> tuple[Point, ...]:
        """Points of one quadrant, the most urgent first."""
        return tuple(p for p in self.by_priority if p.quadrant == quadrant)

    @property
    def certain(self) -> tuple[Point, ...]:
        """Points whose quadrant the data settle."""
        return tuple(p for p in self.by_priority if not p.uncertain)
