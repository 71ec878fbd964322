"""Names beside points: where each stands, off all points, other names and the edges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from csatreport.exhibit.charts.places import Place

_TALL = 0.14  # inches: a line of small type
_DOT = 0.06  # inches that a name keeps off points
_REACH = (0.11, 0.16, 0.24, 0.34, 0.46)  # inches from a point to its name
_STRAYED = 0.4  # square inches that an inch counts by which a name is nearer to another point than to its own
_SIDES = tuple(math.pi * k / 6 for k in (0, 6, 3, 9, 1, 11, 5, 7, 2, 10, 4, 8))


@dataclass(frozen=True)
class Box:
    """A rectangle in inches: its middle, width and height."""

    x: float
    y: float
    wide: float
    tall: float = _TALL

    def overlap(self, other: Box) -> float:
        """Area in common."""
        across = min(self.x + self.wide / 2, other.x + other.wide / 2) - max(
            self.x - self.wide / 2, other.x - other.wide / 2
        )
        up = min(self.y + self.tall / 2, other.y + other.tall / 2) - max(
            self.y - self.tall / 2, other.y - other.tall / 2
        )
        return max(across, 0.0) * max(up, 0.0)

    def outside(self, size: Place) -> float:
        """How far it reaches over the edges of a panel."""
        return sum(
            max(half - at, 0.0) + max(at + half - end, 0.0)
            for at, half, end in ((self.x, self.wide / 2, size[0]), (self.y, self.tall / 2, size[1]))
        )

    def away(self, x: float, y: float) -> float:
        """Distance of a point from its edge."""
        return math.hypot(
            max(abs(x - self.x) - self.wide / 2, 0.0), max(abs(y - self.y) - self.tall / 2, 0.0)
        )


def named(points: Sequence[Place], widths: Sequence[float], size: Place) -> list[Place]:
    """The middle of each name, in inches; the first ``len(widths)`` points have one, the first of them is placed first.

    ``size`` is that of the panel, in whose lower left corner inches begin.
    """
    dots = [Box(x, y, 2 * _DOT, 2 * _DOT) for x, y in points]
    taken: list[Box] = []
    for (x, y), wide in zip(points, widths, strict=False):
        choices = [
            Box(
                x + math.cos(a) * (r + wide / 2),
                y + math.sin(a) * (r if abs(math.cos(a)) < 0.9 else 0.0),
                wide,
            )
            for r in _REACH
            for a in _SIDES
        ]
        near = [d for d in dots if abs(d.x - x) < wide + 2 * _REACH[-1] and abs(d.y - y) < 2 * _REACH[-1]]
        costs = [_cost(c, (x, y), near, taken, size) for c in choices]
        taken.append(choices[costs.index(min(costs))])
    return [(box.x, box.y) for box in taken]


def _cost(box: Box, own: Place, dots: Sequence[Box], taken: Sequence[Box], size: Place) -> float:
    """What is wrong with a place: area shared with points and names, reach over the edges, points nearer than its own."""
    nearest = min(box.away(d.x, d.y) for d in dots)
    strayed = box.away(*own) - nearest
    shared = 3 * sum(map(box.overlap, taken)) + sum(map(box.overlap, dots))
    return round(shared + 5 * box.outside(size) + _STRAYED * strayed, 6)
