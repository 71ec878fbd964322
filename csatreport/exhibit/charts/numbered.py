"""Square maps whose points carry numbers, and the key that says their names: for charts too full for names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import style
from csatreport.exhibit.charts import rows
from csatreport.exhibit.charts.places import Bar, Place, placed
from csatreport.palette import LIGHT
from csatreport.results import Unit

_SIDE, _LEFT, _KEY = 3.9, 0.62, 2.45  # inches: the square, what is left of it, the key
_LINE = 0.18  # inches: a line of the key


@dataclass(frozen=True)
class Line:
    """A line of the key; a heading has no number."""

    text: str
    number: str = ""
    colour: str = LIGHT["ink"]
    heading: bool = False


def square(key: Sequence[Line]) -> tuple[Figure, Axes]:
    """An empty square map with its key."""
    fig = style.figure(max(_SIDE + 0.75, _LINE * len(key) + 0.4))
    ax = style.panel(fig, _LEFT, 0.15, _SIDE, _SIDE)
    for spine in ax.spines.values():
        spine.set_visible(True)
    _draw_key(fig, key, _LEFT + _SIDE + 0.25)
    return fig, ax


def axis(
    ax: Axes, side: Literal["x", "y"], values: Sequence[float], unit: Unit, *, around: Sequence[float] = ()
) -> None:
    """Limits that hold ``values`` (on the printed scale) with air for their numbers, and round ticks."""
    low, high = rows.limits(values, unit, around=around)
    air = (high - low) * 0.08
    of = ax.xaxis if side == "x" else ax.yaxis
    (ax.set_xlim if side == "x" else ax.set_ylim)(low - air, high + air)
    of.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    of.set_major_formatter(FuncFormatter(lambda v, _: rows.tick(v, unit)))


def names(ax: Axes, right: str, up: str) -> None:
    """What the axes are."""
    ax.set_xlabel(right, fontsize=style.SMALL, color=LIGHT["muted"])
    ax.set_ylabel(up, fontsize=style.SMALL, color=LIGHT["muted"])


def cross(ax: Axes, at: Place, *, dashed: bool = False) -> None:
    """The two lines that divide the map."""
    look: dict[str, Any] = {"color": LIGHT["muted"], "linewidth": 1.0, "zorder": 1}
    if dashed:
        look |= {"color": LIGHT["neutral"], "linestyle": (0, (4, 3))}
    ax.axvline(at[0], **look)
    ax.axhline(at[1], **look)


def corner(ax: Axes, at: tuple[int, int], text: str, colour: str) -> None:
    """A word in a corner (0 or 1, 0 or 1)."""
    x, y = at
    ax.annotate(
        text, at, xycoords="axes fraction", xytext=(4 if x == 0 else -4, 4 if y == 0 else -4),
        textcoords="offset points", ha="left" if x == 0 else "right", va="bottom" if y == 0 else "top", color=colour,
        fontsize=style.SMALL,
    )  # fmt: skip


def number(ax: Axes, points: Sequence[Place], lines: Place, bars: Sequence[Bar] = ()) -> None:
    """Print the number of every point beside it, off the two ``lines`` and the ``bars``; all in the units of the axes."""
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()

    def inches(at: Place) -> Place:
        return (at[0] - x0) / (x1 - x0) * _SIDE, (at[1] - y0) / (y1 - y0) * _SIDE

    off = [(inches(a), inches(b)) for a, b in bars]
    halo = [Stroke(linewidth=2.0, foreground=LIGHT["paper"]), Normal()] if bars else []
    for n, (x, y) in enumerate(placed([inches(p) for p in points], _SIDE, inches(lines), off), 1):
        ax.text(
            x / _SIDE, y / _SIDE, str(n), transform=ax.transAxes, ha="center", va="center", fontsize=style.SMALL,
            path_effects=halo,
        )  # fmt: skip


def key_of(labels: Sequence[str], groups: Sequence[tuple[str, str]] = ()) -> list[Line]:
    """Lines of the key: numbered labels, under (text, colour) of their group where the group begins."""
    found: list[Line] = []
    for n, label in enumerate(labels, 1):
        if groups and (n == 1 or groups[n - 1] != groups[n - 2]):
            text, colour = groups[n - 1]
            found += [*([Line("")] if found else []), Line(text, colour=colour, heading=True)]
        wrapped = style.wrapped(label, _KEY - 0.3, style.SMALL)
        found += [Line(text, str(n) if i == 0 else "") for i, text in enumerate(wrapped)]
    return found


def _draw_key(fig: Figure, lines: Sequence[Line], left: float) -> None:
    """The lines of the key below each other, from ``left`` inches on."""
    tall = fig.get_size_inches()[1]
    for i, line in enumerate(lines):
        y = 1 - (0.25 + i * _LINE) / tall
        place: dict[str, Any] = {"va": "center_baseline", "fontsize": style.SMALL}
        fig.text((left + 0.2) / style.WIDTH, y, line.number, ha="right", color=LIGHT["muted"], **place)
        x = left if line.heading else left + 0.28
        fig.text(x / style.WIDTH, y, line.text, color=line.colour, **place)
