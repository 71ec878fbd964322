"""Where the boxes of a path diagram stand, how its arrows run round them, and where their numbers fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Place = tuple[float, float]
Line = npt.NDArray[np.float64]  # points (n, 2) in inches from the upper left
_BENDS = (0.0, 0.16, -0.16, 0.28, -0.28, 0.42, -0.42)  # height of the bow, of the length of the arrow
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)  # where on an arrow its number may stand
_POINTS = 121
_COLUMNS = 4


@dataclass(frozen=True)
class Box:
    """A rectangle by its middle and its size, in inches from the upper left."""

    x: float
    y: float
    width: float
    height: float

    def holds(self, points: Line, air: float = 0.0) -> npt.NDArray[np.bool_]:
        """Which points lie in it, or within ``air`` inches of it."""
        aside = np.abs(points - (self.x, self.y))
        return np.asarray((aside <= (self.width / 2 + air, self.height / 2 + air)).all(axis=1))

    def meets(self, other: Box) -> bool:
        """Whether two boxes overlap."""
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2
            and abs(self.y - other.y) < (self.height + other.height) / 2
        )


def grid(
    names: Sequence[str], arrows: Sequence[tuple[str, str]], at: Mapping[str, Place]
) -> dict[str, Place]:
    """Column and row of every name: as declared, or, where one has no place, by the longest way that leads to it.

    No more columns than a page holds. ``names`` come in an order in which no arrow points back.
    """
    if all(name in at for name in names):
        return {name: at[name] for name in names}
    depth: dict[str, int] = {}
    for name in names:
        depth[name] = max((depth[source] + 1 for source, target in arrows if target == name), default=0)
    deepest = max(depth.values())
    squeeze = min(1.0, (_COLUMNS - 1) / deepest) if deepest else 1.0
    columns = [[n for n in names if int(depth[n] * squeeze + 0.5) == c] for c in range(_COLUMNS)]
    tallest = max(map(len, columns))
    return {
        name: (float(c), row + (tallest - len(column)) / 2)
        for c, column in enumerate(columns)
        for row, name in enumerate(column)
    }


def boxes(
    places: Mapping[str, Place], *, wide: float, gap: float, height: float, row: float
) -> dict[str, Box]:
    """Boxes that fill a page ``wide`` inches, at least ``gap`` apart and at most 1.34 broad."""
    columns = [p[0] for p in places.values()]
    rows = [p[1] for p in places.values()]
    span = max(columns) - min(columns)
    width = min(1.34, (wide - span * gap) / (span + 1))
    step = (wide - width) / span if span else 0.0
    left = width / 2 if span else wide / 2
    return {
        name: Box(left + (c - min(columns)) * step, height / 2 + (r - min(rows)) * row, width, height)
        for name, (c, r) in places.items()
    }


def route(source: str, target: str, every: Mapping[str, Box], *, wide: float = np.inf) -> Line:
    """An arrow from box to box: straight where nothing is in the way, else the lowest bow that goes round on the page."""
    others = [box for name, box in every.items() if name not in (source, target)]
    ways = [_bow(every[source], every[target], bend) for bend in _BENDS]
    hits = [
        sum(int(box.holds(way, 0.05).sum()) for box in others)
        + int(((way[:, 0] < 0) | (way[:, 0] > wide)).sum())
        for way in ways
    ]
    return ways[int(np.argmin(hits))]


def _bow(source: Box, target: Box, bend: float) -> Line:
    """The part of a curve between two boxes that lies outside both."""
    a, b = np.array([source.x, source.y]), np.array([target.x, target.y])
    along = b - a
    control = (a + b) / 2 + 2 * bend * np.array([along[1], -along[0]])
    t = np.linspace(0, 1, _POINTS)[:, None]
    points = (1 - t) ** 2 * a + 2 * t * (1 - t) * control + t**2 * b
    inside = source.holds(points, 0.02) | target.holds(points, 0.04)
    return np.asarray(points[~inside] if (~inside).any() else points)


def labelled(lines: Sequence[Line], every: Sequence[Box], size: Sequence[Place]) -> list[Box]:
    """A place for each number: clear of boxes and numbers, and if it can be of other arrows and not next to a number."""
    placed: list[Box] = []
    for n, (line, (width, height)) in enumerate(zip(lines, size, strict=True)):
        others = [x for i, x in enumerate(lines) if i != n]
        middles = [line[int(t * (len(line) - 1))] for t in _ALONG]
        spots = [Box(float(x), float(y), width, height) for x, y in middles]
        costs = [
            100 * sum(spot.meets(p) for p in placed)
            + 50 * sum(spot.meets(b) for b in every)
            + sum(bool(spot.holds(other, 0.02).any()) for other in others)
            + 0.5 * sum(Box(spot.x, spot.y, width + 0.3, height + 0.2).meets(p) for p in placed)
            for spot in spots
        ]
        placed.append(spots[int(np.argmin(costs))])
    return placed
