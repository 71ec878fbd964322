"""Trend: one measure over waves; a few series in one picture, many in small ones side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.dots import dots
from csatreport.exhibit.values import level
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.params.wave import Wave
from csatreport.records import Chart, Words
from csatreport.results import Estimate, Estimates

_TOGETHER = 4  # series in one picture; more would be a tangle
_ALL_VALUES = 8  # waves whose values are all printed, for one series
_COLOURS = [LIGHT[name] for name in ("accent", "warn", "ink", "muted")]
_COLUMNS = 3
_TALL = 1.7  # inches of one picture


def trend(
    name: str,
    series: Estimates | Sequence[Estimates],
    *,
    title: Text | None = None,
    target: float | None = None,
) -> Chart:
    """Lines over waves, named at their ends; a wave without a score interrupts its line.

    Where there is one wave only, dots say as much.

    Raises
    ------
    BookError
        No estimate may be shown, or units differ.
    """
    lines = [[e for e in s] for s in ([series] if isinstance(series, Estimates) else series)]  # noqa: C416
    every = said.some([e for line in lines for e in line], name)
    if len({e.wave for e in every}) == 1:
        return dots(name, Estimates(tuple(every)), title=title, target=target)
    draw = _together if len(lines) <= _TOGETHER else _apart
    goal = None if target is None else numbers.scaled(target, every[0].unit)
    drawn = style.drawn(name, lambda language: draw(lines, language, goal))
    shown = words.words(title or said.title(every))
    return Chart(name, shown, _alt(lines), drawn, notes.of(every, notes.lines(every)), said.data(every))


def _together(lines: list[list[Estimate]], language: Language, goal: float | None) -> Figure:
    every = [e for line in lines for e in line]
    names = _names(lines, language) if len(lines) > 1 else [""]
    ends = [style.wrapped(f"{n} {level(_last(x))}".strip(), 1.75) for n, x in zip(names, lines, strict=True)]
    aim = [] if goal is None else [_target(goal, every, language)]
    right = max(style.text_width(part) for text in (*ends, aim) for part in text) + 0.3
    below = 0.2 + 0.17 * max(len(_two_lines(e.wave_label[language]).split("\n")) for e in every)
    fig = style.figure(0.15 + _TALL + below)
    ax = style.panel(fig, 0.5, 0.15, style.WIDTH - 0.5 - right, _TALL)
    _axes(ax, every, goal)
    _waves(ax, every, language, style.WIDTH - 0.5 - right)
    if goal is not None:
        ax.axhline(goal, color=LIGHT["ink"], linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    for line, colour in zip(lines, _COLOURS, strict=False):
        _line(ax, line, colour)
    if len(lines) == 1 and len(every) <= _ALL_VALUES:
        _values(ax, lines[0][:-1], goal)
    _at_ends(ax, lines, ends, (goal, aim))
    return fig


def _apart(lines: list[list[Estimate]], language: Language, goal: float | None) -> Figure:
    every = [e for line in lines for e in line]
    width = (style.WIDTH - 0.5) / _COLUMNS
    heads = [style.wrapped(n, width - 0.8, style.SMALL) for n in _names(lines, language)]
    head_height = 0.17 * max(map(len, heads)) + 0.15
    height, depth = 1.1 + head_height, math.ceil(len(lines) / _COLUMNS)
    fig = style.figure(height * depth + 0.45)
    for i, (line, head) in enumerate(zip(lines, heads, strict=True)):
        row, place = divmod(i, _COLUMNS)
        ax = style.panel(fig, 0.5 + place * width, row * height + head_height, width - 0.25, 0.95)
        _axes(ax, every, goal, labelled=place == 0)
        below = i + _COLUMNS >= len(lines)
        _waves(ax, every, language, width - 0.25 if below else 0.0)
        for other in lines:
            _line(ax, other, LIGHT["grid"], width=1.0, marks=False)
        _line(ax, line, LIGHT["accent"], marks=False)
        ax.text(
            0,
            1.06,
            "\n".join(head),
            transform=ax.transAxes,
            va="bottom",
            fontsize=style.SMALL,
            linespacing=1.1,
        )
        ax.text(
            1,
            1.06,
            level(_last(line)),
            transform=ax.transAxes,
            va="bottom",
            ha="right",
            color=LIGHT["accent"],
        )
    return fig


def _axes(ax: Axes, every: list[Estimate], goal: float | None, *, labelled: bool = True) -> None:
    unit = every[0].unit
    ax.set_ylim(rows.limits(rows.ends(every), unit, around=[] if goal is None else [goal]))
    at = [_x(e) for e in every]
    ax.set_xlim(min(at) - 0.2, max(at) + 0.2)
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: rows.tick(y, unit) if labelled else ""))
    ax.grid(axis="y")
    _break_lines(ax, every)


def _waves(ax: Axes, every: list[Estimate], language: Language, width: float) -> None:
    """Name as many waves as fit, counted back from the last."""
    names = {_x(e): _two_lines(e.wave_label[language]) for e in every}
    first, last = min(names), max(names)
    broad = max(style.text_width(part, style.SMALL) for n in names.values() for part in n.split("\n")) + 0.2
    step = max(1, math.ceil(broad * (last - first + 0.4) / width)) if width else 0
    at = [x for x in range(last, first - 1, -step) if x in names] if step else []
    ax.set_xticks(at, [names[x] for x in at])


def _two_lines(wave: str) -> str:
    return (
        wave.replace("年第", "年\n第")
        .replace("财年", "财年\n", 1)
        .replace("\n\n", "\n")
        .replace(" ", "\n")
        .strip()
    )


def _x(e: Estimate) -> int:
    return Wave.parse(e.wave).index


def _last(line: list[Estimate]) -> Estimate:
    return max(line, key=_x)


def _line(ax: Axes, line: list[Estimate], colour: str, *, width: float = 2.0, marks: bool = True) -> None:
    found = {_x(e): e for e in line if e.shown}
    span = range(min(found), max(found) + 1)
    few = marks and len(span) <= 16
    for part in _unbroken(span, {x for x, e in found.items() if e.broken}):
        y = [numbers.scaled(found[x].value, line[0].unit) if x in found else math.nan for x in part]
        mark = "o" if few or len(part) == 1 else ""
        ax.plot(part, y, color=colour, linewidth=width, marker=mark, markersize=6, clip_on=False, zorder=3)
    for x, e in found.items():
        if few and e.low is not None and e.high is not None:
            ends = [numbers.scaled(end, e.unit) for end in (e.low, e.high)]
            ax.plot((x, x), ends, color=colour, linewidth=1.2, zorder=2, clip_on=False)


def _unbroken(span: range, breaks: set[int]) -> list[range]:
    """Stretches of waves that can be compared; a line ends where its series breaks."""
    starts = [span.start, *sorted(x for x in breaks if x > span.start), span.stop]
    return [range(a, b) for a, b in pairwise(starts) if b > a]


def _break_lines(ax: Axes, every: list[Estimate]) -> None:
    """A dashed line before each wave from which on a series is measured otherwise."""
    for x in sorted({_x(e) for e in every if e.broken}):
        ax.axvline(x - 0.5, color=LIGHT["muted"], linewidth=1.0, linestyle=(0, (2, 2)), zorder=1)


def _values(ax: Axes, line: list[Estimate], goal: float | None) -> None:
    """Print values above their marks, or below where the target's line would cross them."""
    low_end, high_end = ax.get_ylim()
    room = 0.26 * (high_end - low_end) / _TALL
    for e in line:
        if not e.shown:
            continue
        ends = [numbers.scaled(e.value if end is None else end, e.unit) for end in (e.low, e.high)]
        crossed = goal is not None and ends[1] - room / 4 < goal < ends[1] + room
        y, shift, side = (ends[0], -4, "top") if crossed else (ends[1], 4, "bottom")
        ax.annotate(level(e), (_x(e), y), xytext=(0, shift), textcoords="offset points", ha="center", va=side)


def _target(goal: float, every: list[Estimate], language: Language) -> str:
    return said.target_words(goal / 100 if every[0].unit == "share" else goal, every)[language]


def _at_ends(
    ax: Axes, lines: list[list[Estimate]], texts: list[list[str]], goal: tuple[float | None, list[str]]
) -> None:
    """Name each line and the target at their ends, moved apart where ends are close."""
    low, high = ax.get_ylim()
    inch = (high - low) / _TALL
    single = [LIGHT["ink"]] if len(lines) == 1 else _COLOURS
    named = [
        (numbers.scaled(_last(x).value, x[0].unit) if _last(x).shown else low, text, colour)
        for x, text, colour in zip(lines, texts, single, strict=False)
    ]
    named += [] if goal[0] is None else [(goal[0], goal[1], LIGHT["muted"])]
    lowest = -math.inf
    for end, text, colour in sorted(named):
        half = (0.1 + 0.085 * (len(text) - 1)) * inch
        y = max(end, lowest + half)
        lowest = y + half
        ax.annotate(
            "\n".join(text),
            (ax.get_xlim()[1], y),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            linespacing=1.1,
            annotation_clip=False,
        )


def _names(lines: list[list[Estimate]], language: Language) -> list[str]:
    return [words.plain(t[language]) for t in rows.labels([_last(line) for line in lines])]


def _alt(lines: list[list[Estimate]]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        parts = []
        for name, line in zip(_names(lines, k), lines, strict=True):
            shown = sorted((e for e in line if e.shown), key=_x)
            ends = [min(shown, key=lambda e: e.value), max(shown, key=lambda e: e.value), shown[0], shown[-1]]
            low, high, first, last = (level(e) + words.aside(e.wave_label[k], k) for e in ends)
            parts.append(
                {
                    "en": f"{name}: from {first} to {last}; lowest {low}, highest {high}",
                    "zh": f"{name}：由{first}到{last}；最低{low}，最高{high}",
                }[k]
            )
        alt[k] = {
            "en": "Lines over waves. " + ". ".join(parts) + ".",
            "zh": "趋势图。" + "。".join(parts) + "。",
        }[k]
    return alt
