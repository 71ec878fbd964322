"""Where the number of a point stands: beside it, off points, numbers, lines and bars."""

from __future__ import annotations

import math
from collections.abc import Sequence

_TO_POINT, _TO_NUMBER, _TO_BAR = 0.15, 0.22, 0.09  # inches a number keeps off points, numbers, bars

Place = tuple[float, float]
Bar = tuple[Place, Place]  # from its lower left to its upper right end


def placed(points: Sequence[Place], side: float, lines: Place, bars: Sequence[Bar] = ()) -> list[Place]:
    """Where each point's number stands: the first place around it that is free, in inches.

    ``points`` lie in a square of ``side`` inches that two ``lines`` (x, y) cross; ``bars`` are intervals to keep off.
    """
    taken: list[Place] = []
    for n, (x, y) in enumerate(points):
        others = [p for i, p in enumerate(points) if i != n]
        choices = [
            (x + r * math.cos(a), y + r * math.sin(a))
            for r in (0.17, 0.22, 0.28, 0.36, 0.48)
            for a in (math.pi * k / 8 for k in (2, 14, 6, 10, 0, 8, 4, 12, 1, 15, 7, 9, 3, 13, 5, 11))
        ]
        taken.append(
            max(
                choices,
                key=lambda c: (_free(c, others, taken, side, lines) * _clear(c, bars), -choices.index(c)),
            )
        )
    return taken


def _free(choice: Place, points: Sequence[Place], named: Sequence[Place], side: float, lines: Place) -> float:
    """Room around a place, up to what is enough; none outside the frame."""
    if not all(0.08 < c < side - 0.08 for c in choice):
        return -1.0
    room = [math.dist(choice, p) / _TO_POINT for p in points]
    room += [math.dist(choice, n) / _TO_NUMBER for n in named]
    room += [abs(c - line) / 0.1 for c, line in zip(choice, lines, strict=True)]
    return max(0.0, min([1.0, *room]))


def _clear(choice: Place, bars: Sequence[Bar]) -> float:
    """1 where no bar comes near, less where one does."""
    off = [
        math.hypot(max(x0 - choice[0], choice[0] - x1, 0.0), max(y0 - choice[1], choice[1] - y1, 0.0))
        for (x0, y0), (x1, y1) in bars
    ]
    return min([1.0, *(0.4 + 0.6 * d / _TO_BAR for d in off)])
