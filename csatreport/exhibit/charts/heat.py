"""Heat map: many series over waves, a cell the darker the higher its number."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import Language, Text
from csatreport.params.wave import Wave
from csatreport.records import Chart
from csatreport.results import Estimate, Estimates

_LABELS = 2.0  # inches that labels may take at most
_ROW, _LINE = 0.3, 0.16  # inches: a row, a further line of words
_GAP = 0.02  # between cells
_SMALLER = 0.85
_DARKEST = 0.55  # share of the full colour that the highest number has: its digits must be read on it


def heat(name: str, series: Sequence[Estimates], *, title: Text | None = None) -> Chart:
    """A row for each series, a column for each wave, numbers in the cells; a gap where nothing may be shown.

    Raises
    ------
    BookError
        No estimate may be shown, or units differ.
    """
    lines = [list(s) for s in series]
    every = said.some([e for line in lines for e in line], name)
    drawn = style.drawn(name, lambda language: _draw(lines, language))
    alt = said.extremes(every, both("Heat map", "热力图"))
    unit = words.UNITS[every[0].unit]
    darker = both(f"numbers in {unit.en}, the darker the higher", f"单位：{unit.zh}，颜色越深数值越高")
    note = notes.of(every, [darker])
    return Chart(name, said.words_of(title, said.title(every)), alt, drawn, note, said.data(every))


def _draw(lines: list[list[Estimate]], language: Language) -> Figure:
    waves = {e.wave: e.wave_label[language] for line in lines for e in line}
    order = sorted(waves, key=Wave.parse)
    names = [style.wrapped(words.plain(line[0].label[language]), _LABELS) for line in lines]
    left = max(style.text_width(part) for n in names for part in n) + 0.15
    room = (style.WIDTH - left) / len(order)
    size = _size([waves[w] for w in order], room)
    heads = [style.wrapped(waves[w], room - 0.03, size) for w in order]
    heights = [_ROW + _LINE * (len(n) - 1) for n in names]
    above = 0.12 + _LINE * max(map(len, heads))
    fig = style.figure(above + sum(heights) + 0.06)
    ax = style.panel(fig, left, above, style.WIDTH - left, sum(heights))
    ax.set(xlim=(0, len(order)), ylim=(sum(heights), 0), xticks=[], yticks=[])
    for at, head in enumerate(heads):
        _write(ax, (at + 0.5, -0.06), head, size=size, colour="muted", place=("center", "bottom"))
    high = max(numbers.scaled(e.value, e.unit) for line in lines for e in line if e.shown)
    top = 0.0
    for line, name, height in zip(lines, names, heights, strict=True):
        middle = "center" if len(name) > 1 else "center_baseline"
        _write(ax, (-left / room, top + height / 2), name, size=style.TEXT, place=("left", middle))
        for e in line:
            _cell(ax, (order.index(e.wave), top, height), e, high=high, size=size)
        top += height
    return fig


def _cell(ax: Axes, at: tuple[int, float, float], e: Estimate, *, high: float, size: float) -> None:
    """A box the darker the higher its number, and the number."""
    column, top, height = at
    strength = _DARKEST * numbers.scaled(e.value, e.unit) / high if e.shown and high > 0 else 0.0
    corner, wide, tall = (column + _GAP, top + _GAP), 1 - 2 * _GAP, height - 2 * _GAP
    ax.add_patch(Rectangle(corner, wide, tall, facecolor=LIGHT["accent"], alpha=strength, edgecolor="none"))
    text = numbers.bare(e.value, e.unit) if e.shown else numbers.SUPPRESSED
    _write(ax, (column + 0.5, top + height / 2), [text], size=size)


def _write(
    ax: Axes,
    at: tuple[float, float],
    lines: Sequence[str],
    *,
    size: float,
    colour: str = "ink",
    place: tuple[str, str] = ("center", "center_baseline"),
) -> None:
    ax.text(
        *at, "\n".join(lines), ha=place[0], va=place[1], fontsize=size, color=LIGHT[colour], linespacing=1.1
    )


def _size(waves: Sequence[str], room: float) -> float:
    """Type as large as two lines above a column allow, within reason."""
    fits = all(len(style.wrapped(w, room - 0.03, style.SMALL)) <= 2 for w in waves)
    return style.SMALL if fits else style.SMALL * _SMALLER
