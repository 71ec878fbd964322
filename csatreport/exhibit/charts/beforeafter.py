"""Improvements over the waves: the effect in each wave, and both groups side by side, in small pictures."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import notes, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.beforeafter import BeforeAfter, Found
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.params.wave import Wave
from csatreport.records import Chart, Words
from csatreport.results import Estimate

Drawing = Callable[[Axes, Found], None]
_TALL, _LEFT, _BETWEEN, _RIGHT = 1.15, 0.5, 0.6, 0.2
_FEW = 4  # pictures that stand two beside each other; more stand in threes
_EVENTS = both(
    "Effect in each wave, in points of the mean score, measured from the last wave before",
    "各期对平均分的效果（分，以实施前最后一期为基准）",
)
_COURSES = both("Mean score where it was done, and where it was not", "实施组与对照组的平均分走势")
_BASE = both(
    "dashed line: it began; hollow mark: the wave that effects are measured from; marks left of the line should lie about 0",
    "虚线表示开始实施；空心点为基准期；虚线左侧各点应在0附近",
)
_LINES = both("dashed line: it began", "虚线表示开始实施")
_SIDES = (both("where it was done", "实施组"), both("comparison group", "对照组"))
_COLOURS = (LIGHT["accent"], LIGHT["muted"])


def events(name: str, found: BeforeAfter, *, title: Text | None = None) -> Chart:
    """The effect of each improvement wave by wave, with intervals, one picture each, all on one scale.

    Raises
    ------
    BookError
        No effect may be shown.
    """
    drawn = _some(name, found)
    every = [e for row in drawn for e in row.events]
    ends = rows.limits(rows.ends(every), "score", around=[0.0], free=True)

    def draw(ax: Axes, row: Found) -> None:
        ax.set_ylim(ends)
        ax.axhline(0, color=LIGHT["ink"], linewidth=0.8, zorder=1)
        for e in row.events:
            _mark(ax, e, LIGHT["accent"], hollow=e.wave == row.base)

    made = style.drawn(name, lambda language: _grid(drawn, draw, language, signed=True))
    note = notes.of(every, [*notes.lines(every), _BASE])
    return Chart(
        name, said.words_of(title, _EVENTS), _alt(drawn, _of_events), made, note, _data(drawn, _of_events)
    )


def courses(name: str, found: BeforeAfter, *, title: Text | None = None) -> Chart:
    """Mean scores of both groups wave by wave, one picture for each improvement.

    Raises
    ------
    BookError
        No effect may be shown.
    """
    drawn = _some(name, found)
    every = [e for row in drawn for line in row.trends for e in line]

    def draw(ax: Axes, row: Found) -> None:
        for line, colour in zip(row.trends, _COLOURS, strict=True):
            seen = [e for e in line if e.shown]
            ax.plot([_x(e) for e in seen], [e.value for e in seen], color=colour, linewidth=1.6, zorder=2)
            for e in seen:
                _mark(ax, e, colour)
        ax.set_ylim(rows.limits(rows.ends([e for line in row.trends for e in line]), "score"))

    made = style.drawn(name, lambda language: _grid(drawn, draw, language, key=True))
    note = notes.of(every, [*notes.lines(every), _LINES])
    return Chart(
        name, said.words_of(title, _COURSES), _alt(drawn, _of_trends), made, note, _data(drawn, _of_trends)
    )


def _some(name: str, found: BeforeAfter) -> list[Found]:
    drawn = [row for row in found.compared if any(e.shown for e in row.events)]
    if not drawn:
        raise said.nothing(name, "an effect")
    return drawn


def _grid(
    found: Sequence[Found], draw: Drawing, language: Language, *, signed: bool = False, key: bool = False
) -> Figure:
    """One picture beside and below the other, each named above."""
    columns = 2 if len(found) <= _FEW else 3
    width = (style.WIDTH - _LEFT - _RIGHT - _BETWEEN * (columns - 1)) / columns
    heads = [style.wrapped(_named(row, language), width, style.SMALL) for row in found]
    head, top = 0.17 * max(map(len, heads)) + 0.12, 0.3 if key else 0.05
    height, deep = head + _TALL + 0.5, math.ceil(len(found) / columns)
    fig = style.figure(top + height * deep)
    for i, (row, lines) in enumerate(zip(found, heads, strict=True)):
        down, across = divmod(i, columns)
        place = _LEFT + across * (width + _BETWEEN), top + down * height + head
        ax = style.panel(fig, place[0], place[1], width, _TALL)
        _axes(ax, row, language, width, signed=signed)
        draw(ax, row)
        ax.text(
            0,
            1 + 0.07 / _TALL,
            "\n".join(lines),
            transform=ax.transAxes,
            va="bottom",
            fontsize=style.SMALL,
            linespacing=1.1,
        )
    if key:
        _key(fig, language)
    return fig


def _axes(ax: Axes, row: Found, language: Language, width: float, *, signed: bool) -> None:
    waves = {_x(e): e.wave_label[language] for e in row.events}
    ax.set_xlim(min(waves) - 0.4, max(waves) + 0.4)
    names = {x: label.replace("年第", "年\n第").replace(" ", "\n", 1) for x, label in waves.items()}
    broad = max(style.text_width(part, style.SMALL) for n in names.values() for part in n.split("\n")) + 0.15
    step = max(1, math.ceil(broad * (len(waves) + 0.8) / width))
    at = [x for x in range(max(waves), min(waves) - 1, -step) if x in names]
    ax.set_xticks(at, [names[x] for x in at])
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: rows.tick(y, "score", signed=signed)))
    ax.grid(axis="y")
    began = Wave.parse(row.base).index + 0.5
    ax.axvline(began, color=LIGHT["muted"], linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)


def _mark(ax: Axes, e: Estimate, colour: str, *, hollow: bool = False) -> None:
    if not e.shown:
        return
    if e.low is not None and e.high is not None:
        ax.plot((_x(e), _x(e)), (e.low, e.high), color=colour, linewidth=1.3, zorder=2, clip_on=False)
    style.dot(ax, _x(e), e.value, colour=colour, hollow=hollow, size=5.0)


def _key(fig: Figure, language: Language) -> None:
    sheet, x = style.Sheet(fig, fig.get_size_inches()[1]), _LEFT
    for text, colour in zip(_SIDES, _COLOURS, strict=True):
        sheet.write(x, 0.12, "●", color=colour, va="center")
        sheet.write(x + 0.16, 0.12, text[language], color=LIGHT["muted"], va="center")
        x += style.text_width(text[language], style.SMALL) + 0.5


def _x(e: Estimate) -> int:
    return Wave.parse(e.wave).index


def _named(row: Found, language: Language) -> str:
    title, label = (words.plain(t[language]) for t in (row.title, row.label))
    return {"en": f"{title}: {label}", "zh": f"{title}：{label}"}[language]


def _of_events(row: Found) -> list[Estimate]:
    return list(row.events)


def _of_trends(row: Found) -> list[Estimate]:
    return [e for line in row.trends for e in line]


def _alt(found: Sequence[Found], of: Callable[[Found], list[Estimate]]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        parts = []
        for row in found:
            ends = [level(e) + words.aside(e.wave_label[k], k) for e in of(row) if e.shown]
            parts.append(
                _named(row, k)
                + {"en": ": from ", "zh": "：由"}[k]
                + {"en": " to ", "zh": "到"}[k].join((ends[0], ends[-1]))
            )
        alt[k] = {"en": f"Small pictures over waves, {len(found)}. ", "zh": f"分期小图，共{len(found)}幅。"}[
            k
        ]
        alt[k] += {"en": "; ", "zh": "；"}[k].join(parts) + {"en": ".", "zh": "。"}[k]
    return alt


def _data(found: Sequence[Found], of: Callable[[Found], list[Estimate]]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        heads = (words.ITEM, words.GROUP, words.WAVE, words.RESULT, words.LOW, words.HIGH, words.BASE)
        body: list[said.Line] = [
            [_named(row, k), words.plain(e.level_label[k]), e.wave_label[k], *said.measured(e)]
            for row in found
            for e in of(row)
        ]
        table[k] = [[h[k] for h in heads], *body]
    return table
