"""Charts with one row per result: labels at the left, marks in the middle, values beside the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import numbers, style, words
from csatreport.palette import LIGHT
from csatreport.params.text import Language, Text
from csatreport.results import Estimate, Unit

_LABELS = 2.75  # inches that labels may take at most
_LINE, _ROW, _HEAD = 0.175, 0.24, 0.33  # inches: a further line of a label, a row, a heading
_MANY, _CLOSE = 14, 0.205  # rows that stand as far apart as a few; inches of a row where there are more
_RIGHT, _BELOW, _ABOVE = 0.75, 0.3, 0.08


@dataclass(frozen=True)
class Row:
    """A row's label, how deep it is indented, and the heading that stands above it."""

    label: Text
    heading: Text | None = None
    indent: int = 0
    strong: bool = True
    lines: int = 1  # lines that something else in the row needs


@dataclass(frozen=True)
class Frame:
    """Axes whose y is inches from the top; ``y`` has the middle of each row."""

    figure: Figure
    axes: Axes
    y: list[float]
    language: Language

    def per_inch(self) -> float:
        """Units of the x axis in one inch."""
        low, high = self.axes.get_xlim()
        return float(high - low) / _inches(self.axes)


def frame(
    rows: Sequence[Row],
    language: Language,
    *,
    limits: tuple[float, float],
    unit: Unit,
    above: float = _ABOVE,
    right: float = _RIGHT,
    signed: bool | None = None,
) -> Frame:
    """Draw labels, headings and the x axis of ``rows`` (limits in printed units: shares in percent)."""
    labels = [style.wrapped(words.plain(r.label[language]), _LABELS - 0.15 * r.indent) for r in rows]
    widest = max(
        style.text_width(x) + 0.15 * r.indent for r, lines in zip(rows, labels, strict=True) for x in lines
    )
    left = widest + 0.2
    y, heads, end = _places(rows, labels)
    fig = style.figure(above + end + _BELOW)
    ax = style.panel(fig, left, above, style.WIDTH - left - right, end)
    ax.set(xlim=limits, ylim=(end, 0), yticks=[])
    _ticks(ax, unit, signed=signed)
    for row, lines, at in zip(rows, labels, y, strict=True):
        colour = LIGHT["ink" if row.strong else "muted"]
        _beside_axes(ax, left - 0.15 * row.indent, at, "\n".join(lines), colour)
    for row, at in zip([r for r in rows if r.heading], heads, strict=True):
        _beside_axes(ax, left, at, words.plain(row.heading[language]), LIGHT["muted"], size=style.SMALL)  # type: ignore[index]
        ax.plot(
            (-left / _inches(ax), 1),
            (at + 0.12, at + 0.12),
            transform=ax.get_yaxis_transform(),
            color=LIGHT["grid"],
            linewidth=0.8,
            clip_on=False,
        )
    return Frame(fig, ax, y, language)


def _places(rows: Sequence[Row], labels: list[list[str]]) -> tuple[list[float], list[float], float]:
    """Middles of rows and of headings, and the height of all."""
    y, heads, at = [], [], 0.0
    pitch = _ROW if len(rows) <= _MANY else _CLOSE
    for row, lines in zip(rows, labels, strict=True):
        if row.heading:
            heads.append(at + _HEAD - 0.17)
            at += _HEAD
        height = pitch + _LINE * (max(len(lines), row.lines) - 1)
        y.append(at + height / 2)
        at += height
    return y, heads, at + 0.04


def _inches(ax: Axes) -> float:
    figure = ax.get_figure(root=True)
    return float(ax.get_position().width * figure.get_size_inches()[0]) if figure else 1.0


def _beside_axes(
    ax: Axes, left: float, y: float, text: str, colour: str, *, size: float = style.TEXT
) -> None:
    ax.text(
        -left / _inches(ax),
        y,
        text,
        transform=ax.get_yaxis_transform(),
        ha="left",
        va="center_baseline" if "\n" not in text else "center",
        color=colour,
        fontsize=size,
        linespacing=1.15,
    )


def _ticks(ax: Axes, unit: Unit, *, signed: bool | None = None) -> None:
    ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: tick(x, unit, signed=signed)))
    ax.grid(axis="x")


def tick(x: float, unit: Unit, *, signed: bool | None = None) -> str:
    """A round number of an axis, already on the printed scale."""
    plus = unit == "nps" if signed is None else signed
    text = f"{abs(x):,.10g}"
    sign = "−" if x < 0 else "+" if plus and text != "0" else ""
    return sign + text + ("%" if unit == "share" and not plus else "")


def limits(
    values: Sequence[float], unit: Unit, *, around: Sequence[float] = (), free: bool = False
) -> tuple[float, float]:
    """Ends of an axis that hold ``values`` (on the printed scale) with some air; differences are ``free``."""
    known = [*values, *around]
    low, high = min(known), max(known)
    air = max((high - low) * 0.05, {"share": 1.0, "index": 1.0, "nps": 2.0}.get(unit, 0.05))
    low, high = low - air, high + air
    if unit in ("share", "index") and not free:
        return max(low, 0.0), min(high, 100.0)
    return low, high


def ends(estimates: Sequence[Estimate]) -> list[float]:
    """Every number that an axis has to hold, on the printed scale."""
    found = [x for e in estimates if e.shown for x in (e.value, e.low, e.high) if x is not None]
    return [numbers.scaled(x, estimates[0].unit) for x in found]


def mark(
    to: Frame,
    y: float,
    value: float,
    *,
    low: float | None,
    high: float | None,
    colour: str,
    hollow: bool = False,
) -> None:
    """A point with the line of its interval."""
    if low is not None and high is not None:
        line = Line2D((low, high), (y, y), color=colour, linewidth=1.6, zorder=2, clip_on=False)
        to.axes.add_artist(line)
    style.dot(to.axes, value, y, colour=colour, hollow=hollow)


def gap(to: Frame, y: float, ends: tuple[float, float], text: str, *, colour: str) -> None:
    """An open mark at what is compared with, a filled one at the result, a line between, their gap beside them."""
    to.axes.plot(ends, (y, y), color=colour, linewidth=2.2, zorder=2)
    mark(to, y, ends[0], low=None, high=None, colour=LIGHT["neutral"], hollow=True)
    mark(to, y, ends[1], low=None, high=None, colour=colour)
    beside(to, y, (min(ends), max(ends)), text)


def beside(
    to: Frame,
    y: float,
    ends: tuple[float, float],
    text: str,
    *,
    colour: str = LIGHT["ink"],
    clear: float | None = None,
) -> None:
    """Print a value right of a mark's ``ends``, or left of them where a line at ``clear`` would cross it."""
    inch, gap = to.per_inch(), 0.09
    width = style.text_width(text) + gap
    crossed = clear is not None and ends[1] < clear < ends[1] + (width + 0.04) * inch
    room = ends[0] - (width + 0.02) * inch > to.axes.get_xlim()[0]
    x, side = ends[1] + gap * inch, "left"
    if crossed and room:
        x, side = ends[0] - gap * inch, "right"
    elif crossed and clear is not None:
        x = clear + gap * inch
    to.axes.text(x, y, text, ha=side, va="center_baseline", color=colour, fontsize=style.TEXT)


def reference(to: Frame, x: float, text: str, *, colour: str = LIGHT["ink"]) -> None:
    """A vertical line through all rows with its name above it."""
    to.axes.axvline(x, color=colour, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    low, high = to.axes.get_xlim()
    side = "right" if x > low + 0.8 * (high - low) else "left" if x < low + 0.2 * (high - low) else "center"
    to.axes.text(x, -0.06, text, ha=side, va="bottom", color=colour, fontsize=style.SMALL)


def rows_of(estimates: Sequence[Estimate]) -> list[Row]:
    """A row for each estimate: labelled by what differs, headed by group where groups are together."""
    groups = [e.group for e in estimates]
    starts = [i for i, g in enumerate(groups) if i == 0 or g != groups[i - 1]]
    headed = (
        len(set(groups)) > 1 and len(starts) == len(set(groups)) and all(e.group_label for e in estimates)
    )
    return [
        Row(label, e.group_label if headed and i in starts else None)
        for i, (e, label) in enumerate(zip(estimates, labels(estimates), strict=True))
    ]


def labels(estimates: Sequence[Estimate]) -> list[Text]:
    """What tells the estimates apart: item, level, wave, or several of them."""
    varied = [
        name
        for name, code in (("label", "item"), ("level_label", "level"), ("wave_label", "wave"))
        if len({getattr(e, code) for e in estimates}) > 1
    ] or ["label"]
    return [
        Text(en=", ".join(getattr(e, n).en for n in varied), zh="，".join(getattr(e, n).zh for n in varied))
        for e in estimates
    ]


def hidden(to: Frame, y: float) -> None:
    """A row whose base is too small to show anything."""
    edge = to.axes.get_xlim()[0] - 0.06 * to.per_inch()
    beside(to, y, (edge, edge), f"{numbers.SUPPRESSED} {words.TOO_SMALL[to.language]}", colour=LIGHT["muted"])


def column(to: Frame, head: str, cells: Sequence[str], *, wide: float = 0.0) -> None:
    """A column of words at the right: flush right, or wrapped from the left where it is ``wide`` inches."""
    inches = _inches(to.axes)
    edge = style.WIDTH - to.axes.get_position().x0 * style.WIDTH - wide
    place: dict[str, Any] = {
        "transform": to.axes.get_yaxis_transform(),
        "ha": "left" if wide else "right",
        "fontsize": style.SMALL,
        "color": LIGHT["muted"],
        "linespacing": 1.05,
    }
    to.axes.text(edge / inches, -0.06, head, va="bottom", **place)
    for cell, y in zip(cells, to.y, strict=True):
        lines = style.wrapped(cell, wide, style.SMALL) if wide else [cell]
        to.axes.text(edge / inches, y, "\n".join(lines), va="center", **place)


def key(to: Frame, names: Sequence[tuple[str, str, bool]]) -> None:
    """What the marks mean, once, above the rows: (name, colour, whether the mark is hollow).

    It begins above the axes, or further left where it is long.
    """
    wide = sum(style.text_width(name, style.SMALL) + 0.45 for name, *_ in names)
    room = style.WIDTH - to.axes.get_position().x0 * style.WIDTH
    x = min(0.1, room - wide) / _inches(to.axes)
    for name, colour, hollow in names:
        above = to.axes.get_yaxis_transform()
        style.dot(to.axes, x, -0.16, colour=colour, hollow=hollow, transform=above)
        to.axes.text(
            x + 0.1 / _inches(to.axes),
            -0.16,
            name,
            transform=above,
            va="center_baseline",
            fontsize=style.SMALL,
            color=LIGHT["muted"],
        )
        x += (style.text_width(name, style.SMALL) + 0.45) / _inches(to.axes)
