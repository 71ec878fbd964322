"""Headings of columns: on a few lines where their words fit, else upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csatreport.exhibit import style

_SMALLER = style.SMALL * 0.85
_FORMS = (
    (style.SMALL, 2),
    (_SMALLER, 2),
    (_SMALLER, 3),
)  # type size and lines at most: the first that fits is taken
_AIR, _LINE = 0.04, 0.155  # inches beside a heading, and of a line
_LONGEST = 1.4  # inches of an upright line


@dataclass(frozen=True)
class Headings:
    """Texts with their breaks, type size, whether they stand upright, and inches that they take."""

    texts: list[str]
    size: float
    height: float
    upright: bool = False


def of(texts: Sequence[str], wide: float) -> Headings:
    """Headings of columns ``wide`` inches wide."""
    room = wide - _AIR
    for size, at_most in _FORMS:
        lines = [style.wrapped(t, room, size) for t in texts]
        most = max(map(len, lines))
        if most <= at_most and all(style.text_width(w, size) <= room for t in texts for w in style.words(t)):
            return Headings(["\n".join(x) for x in lines], size, 0.1 + _LINE * most)
    lines = [style.wrapped(t, _LONGEST, style.SMALL) for t in texts]
    longest = max(style.text_width(x, style.SMALL) for found in lines for x in found)
    return Headings(["\n".join(x) for x in lines], style.SMALL, longest + 0.1, upright=True)
