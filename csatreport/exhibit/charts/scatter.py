"""Scatter: two measures of the same groups against each other. Points carry numbers; a key beside them says their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.errors import BookError
from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import numbered, rows, said
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

_SIDE, _LEFT, _KEY = 3.9, 0.62, 2.45  # inches
_LINES = both("dashed lines stand at the means of the points", "虚线为各点的平均值")
Pair = tuple[Estimate, Estimate]


def scatter(name: str, pairs: Sequence[Pair], *, title: Text | None = None) -> Chart:
    """The first measure to the right, the second upwards, a numbered point for each group, the highest first.

    Raises
    ------
    BookError
        No pair may be shown.
    """
    found = sorted((p for p in pairs if p[0].shown and p[1].shown), key=lambda p: -p[1].value)
    if not found:
        raise BookError(
            "a chart without anything to show", where=name, expected="a pair that is not suppressed"
        )
    x, y = (words.measure(e.measure) for e in found[0])
    made = both(f"{x.en} and {y.en.lower()}", f"{x.zh}与{y.zh}")
    drawn = style.drawn(name, lambda language: _draw(found, language))
    note = notes.of([e for p in found for e in p], [_LINES])
    return Chart(name, said.words_of(title, made), _alt(found), drawn, note, _data(found))


def _draw(found: Sequence[Pair], language: Language) -> Figure:
    key = [
        numbered.Line(line, str(n) if i == 0 else "")
        for n, (e, _) in enumerate(found, 1)
        for i, line in enumerate(style.wrapped(words.plain(e.level_label[language]), _KEY - 0.3, style.SMALL))
    ]
    fig = style.figure(max(_SIDE + 0.75, numbered.height(key)))
    ax = style.panel(fig, _LEFT, 0.15, _SIDE, _SIDE)
    at = [(_scaled(x), _scaled(y)) for x, y in found]
    middle = sum(x for x, _ in at) / len(at), sum(y for _, y in at) / len(at)
    for side, name, k in ((ax.xaxis, "x", 0), (ax.yaxis, "y", 1)):
        unit = found[0][k].unit
        low, high = rows.limits([p[k] for p in at], unit)
        air = (high - low) * 0.08
        getattr(ax, f"set_{name}lim")(low - air, high + air)
        side.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        side.set_major_formatter(FuncFormatter(lambda v, _, unit=unit: rows.tick(v, unit)))
        label = f"{words.measure(found[0][k].measure)[language]} ({words.UNITS[unit][language]})"
        getattr(ax, f"set_{name}label")(label, fontsize=style.SMALL, color=LIGHT["muted"])
    dashed: dict[str, Any] = {
        "color": LIGHT["neutral"],
        "linewidth": 0.9,
        "linestyle": (0, (4, 3)),
        "zorder": 1,
    }
    ax.axvline(middle[0], **dashed)
    ax.axhline(middle[1], **dashed)
    for spine in ax.spines.values():
        spine.set_visible(True)
    for (x, y), pair in zip(at, found, strict=True):
        _point(ax, x, y, hollow="low" in {e.flag for e in pair})
    _number(ax, at, middle)
    numbered.key(fig, key, _LEFT + _SIDE + 0.25)
    return fig


def _point(ax: Axes, x: float, y: float, *, hollow: bool) -> None:
    colour = LIGHT["accent"]
    fill = LIGHT["paper"] if hollow else colour
    ax.plot(
        [x], [y], "o", markersize=6, markerfacecolor=fill, markeredgecolor=colour, markeredgewidth=1.4, zorder=3,
        clip_on=False,
    )  # fmt: skip


def _number(ax: Axes, at: Sequence[tuple[float, float]], middle: tuple[float, float]) -> None:
    """Print each point's number beside it, where there is room."""
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()

    def inches(x: float, y: float) -> tuple[float, float]:
        return (x - x0) / (x1 - x0) * _SIDE, (y - y0) / (y1 - y0) * _SIDE

    places = numbered.placed([inches(*p) for p in at], _SIDE, inches(*middle))
    for number, (x, y) in enumerate(places, 1):
        ax.text(
            x / _SIDE,
            y / _SIDE,
            str(number),
            transform=ax.transAxes,
            ha="center",
            va="center",
            fontsize=style.SMALL,
        )


def _scaled(e: Estimate) -> float:
    return numbers.scaled(e.value, e.unit)


def _alt(found: Sequence[Pair]) -> Words:
    x, y = (words.measure(e.measure) for e in found[0])
    alt: Words = {}
    for k in LANGUAGES:
        ends = [
            words.plain(a.level_label[k]) + words.aside(f"{level(a)}, {level(b)}", k)
            for a, b in (found[0], found[-1])
        ]
        alt[k] = {
            "en": f"{x.en} against {y.en.lower()}, {len(found)} points. Upmost: {ends[0]}. Lowest: {ends[1]}.",
            "zh": f"{x.zh}与{y.zh}散点图，共{len(found)}个点。最上方：{ends[0]}。最下方：{ends[1]}。",
        }[k]
    return alt


def _data(found: Sequence[Pair]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        heads = [f"{words.measure(e.measure)[k]} ({words.UNITS[e.unit][k]})" for e in found[0]]
        lines: list[said.Line] = [
            [words.plain(a.level_label[k]), said.exact(a.value, a), said.exact(b.value, b), a.n, b.n]
            for a, b in found
        ]
        table[k] = [[words.GROUP[k], *heads, words.BASE[k], words.BASE[k]], *lines]
    return table
