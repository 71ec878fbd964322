"""The house style of charts: size, type, colours.

Figures are made without pyplot. One font draws both languages, so that Latin letters inside Chinese
labels match; a character that the font lacks is an error, never a box.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from csatreport.exhibit import font, svg
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language
from csatreport.records import Words

WIDTH = 7.2  # inches: the text column of the page
TEXT, SMALL = 10.5, 9.5  # points
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u201d\u300b%"  # never begin a line
_PIECES = re.compile(rf"[{_CJK}][{_CLOSING}]*|[^\s{_CJK}]+|\s+")


def drawn(name: str, draw: Callable[[Language], Figure]) -> Words:
    """Draw a chart in every language; ``name`` keeps the names inside apart from other charts of a page."""
    with house(), _collector_waiting():
        return {language: svg.svg(draw(language), name) for language in LANGUAGES}


@contextmanager
def _collector_waiting() -> Iterator[None]:
    """A figure is thousands of objects that refer to each other: the collector would look at all data again and again."""
    waits = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if waits:
            gc.enable()


def house() -> AbstractContextManager[None]:
    """The house style, in force inside a ``with`` block."""
    rc: dict[Any, Any] = {
        "font.family": font.family(),
        "font.size": TEXT,
        "text.color": LIGHT["ink"],
        "text.parse_math": False,
        "axes.unicode_minus": True,
        "axes.axisbelow": True,
        "axes.edgecolor": LIGHT["grid"],
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "grid.color": LIGHT["grid"],
        "grid.linewidth": 0.8,
        "lines.solid_capstyle": "butt",
    }
    rc |= {f"axes.spines.{side}": False for side in ("top", "right", "left", "bottom")}
    for axis in ("xtick", "ytick"):
        rc |= {f"{axis}.major.size": 0, f"{axis}.labelsize": SMALL, f"{axis}.labelcolor": LIGHT["muted"]}
    return mpl.rc_context(rc)


def figure(height: float) -> Figure:
    """An empty figure of the page's width."""
    return Figure(figsize=(WIDTH, height), dpi=svg.DPI)


def panel(fig: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes placed by inches from the figure's left and top edges."""
    w, h = fig.get_size_inches()
    return fig.add_axes((left / w, 1 - (top + height) / h, width / w, height / h))


def dot(
    ax: Axes,
    x: float,
    y: float,
    *,
    colour: str,
    hollow: bool = False,
    size: float = 7.0,
    **look: Any,  # noqa: ANN401
) -> None:
    """The mark of a result, which may reach over the edge of the axes; a hollow one is to be read with care."""
    shape: dict[str, Any] = {"marker": "o", "markersize": size, "linestyle": "none", "zorder": 3}
    shape |= {"markerfacecolor": LIGHT["paper"] if hollow else colour, "markeredgecolor": colour}
    ax.add_artist(Line2D([x], [y], markeredgewidth=1.6, **({"clip_on": False} | shape | look)))


@dataclass(frozen=True)
class Sheet:
    """A figure without axes on which places are inches from its upper left corner."""

    figure: Figure
    height: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A place in units of the figure."""
        return x / WIDTH, 1 - y / self.height

    def write(self, x: float, y: float, text: str, *, size: float = SMALL, **look: Any) -> None:  # noqa: ANN401
        """Write at a place."""
        self.figure.text(*self.at(x, y), text, fontsize=size, linespacing=1.05, **look)


def text_width(text: str, size: float = TEXT) -> float:
    """Width of one line in inches."""
    font.check(text)
    return sum(map(font.advance, text)) * size / 72


def wrapped(text: str, width: float, size: float = TEXT) -> list[str]:
    """Break ``text`` into lines of ``width`` inches: at spaces, between Chinese characters, else anywhere."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if text_width(lines[-1] + piece.rstrip(), size) <= width or not lines[-1]:
            lines[-1] += piece
        elif piece.strip():
            lines.append(piece)
        while text_width(lines[-1].rstrip(), size) > width and len(lines[-1]) > 1:
            cut = _fitting(lines[-1], width, size)
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return [line.strip() for line in lines if line.strip()] or [""]


def words(text: str) -> list[str]:
    """What is not broken where there is room for it: words, single Chinese characters with the marks that close them."""
    return [piece for piece in _PIECES.findall(text) if piece.strip()]


def _fitting(line: str, width: float, size: float) -> int:
    """How many characters of a line that is too long fit; at least one."""
    return max([1, *(n for n in range(1, len(line)) if text_width(line[:n], size) <= width)])
