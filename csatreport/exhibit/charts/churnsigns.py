"""Signs before customers leave: small pictures side by side, those who left beside those who stayed."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.churn import Sign
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate, Estimates

_COLUMNS, _HIGH = 3, 1.15
_TITLE = both("What was seen in the waves before customers left", "客户流失前各期的征兆")
_BEFORE = both("waves before", "距流失期数")
_KEY = 0.3


def signs(name: str, found: Sequence[Sign], *, title: Text | None = None) -> Chart:
    """One picture per sign, time to the right up to the quarter just before.

    Raises
    ------
    BookError
        No sign may be shown.
    """
    drawn = [s for s in found if _shown(s.left) and _shown(s.stayed)]
    if not drawn:
        raise said.nothing(name, "a sign")
    every = [e for s in drawn for e in (*s.left, *s.stayed)]
    note = notes.of(every, notes.lines(every), contrasts=[g for s in drawn for g in s.gaps])
    pictures = style.drawn(name, lambda language: _draw(drawn, language))
    return Chart(name, said.words_of(title, _TITLE), _alt(drawn), pictures, note, _data(drawn))


def _shown(series: Estimates) -> list[Estimate]:
    return [e for e in series if e.shown]


def _draw(found: Sequence[Sign], language: Language) -> Figure:
    width = (style.WIDTH - 0.45) / _COLUMNS
    heads = [style.wrapped(s.label[language], width - 0.3, style.SMALL) for s in found]
    head = 0.17 * max(map(len, heads)) + 0.12
    depth = math.ceil(len(found) / _COLUMNS)
    fig = style.figure(_KEY + depth * (_HIGH + head + 0.3) + 0.25)
    _key(fig, found[0], language)
    for i, (sign, lines) in enumerate(zip(found, heads, strict=True)):
        row, place = divmod(i, _COLUMNS)
        top = _KEY + row * (_HIGH + head + 0.3) + head
        ax = style.panel(fig, 0.45 + place * width, top, width - 0.4, _HIGH)
        _picture(ax, sign)
        ax.text(
            0,
            1.05,
            "\n".join(lines),
            transform=ax.transAxes,
            va="bottom",
            fontsize=style.SMALL,
            linespacing=1.1,
        )
        if i + _COLUMNS >= len(found):
            ax.set_xlabel(_BEFORE[language], fontsize=style.SMALL, color=LIGHT["muted"], labelpad=1)
    return fig


def _picture(ax: Axes, sign: Sign) -> None:
    back = len(sign.left)
    values = rows.ends([*sign.left, *sign.stayed])
    low, high = min(values), max(values)
    air = max(0.12 * (high - low), 0.3)
    ax.set(xlim=(-back - 0.3, -0.7), ylim=(max(low - air, 0.0), high + air))
    ax.set_xticks(range(-back, 0), [str(-x) for x in range(-back, 0)])
    ax.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: rows.tick(y, "share")))
    ax.grid(axis="y")
    for series, colour in ((sign.stayed, LIGHT["neutral"]), (sign.left, LIGHT["bad"])):
        _line(ax, series, colour)


def _line(ax: Axes, series: Estimates, colour: str) -> None:
    at = [(-k, e) for k, e in enumerate(series, 1) if e.shown]
    y = [numbers.scaled(e.value, "share") for _, e in at]
    ax.plot(
        [x for x, _ in at],
        y,
        color=colour,
        linewidth=1.8,
        marker="o",
        markersize=4.5,
        zorder=3,
        clip_on=False,
    )
    for x, e in at:
        if e.low is not None and e.high is not None:
            ends = [numbers.scaled(v, "share") for v in (e.low, e.high)]
            ax.plot((x, x), ends, color=colour, linewidth=1.2, zorder=2)


def _key(fig: Figure, sign: Sign, language: Language) -> None:
    x = 0.45
    sheet = style.Sheet(fig, float(fig.get_size_inches()[1]))
    for series, colour in ((sign.left, LIGHT["bad"]), (sign.stayed, LIGHT["neutral"])):
        text = series.rows[0].level_label[language]
        fig.add_artist(_mark(sheet, x, colour))
        sheet.write(x + 0.12, 0.14, text, va="center_baseline", color=LIGHT["muted"])
        x += style.text_width(text, style.SMALL) + 0.5


def _mark(sheet: style.Sheet, x: float, colour: str) -> Line2D:
    a, b = sheet.at(x, 0.14)
    return Line2D(
        [a], [b], marker="o", markersize=6, linestyle="none", color=colour, transform=sheet.figure.transFigure
    )


def _alt(found: Sequence[Sign]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        parts = []
        for s in found:
            left, stayed = s.left.rows[0], s.stayed.rows[0]
            parts.append(
                {
                    "en": f"{words.plain(s.label.en)}: {level(left)} of those who left, {level(stayed)} of those who stayed",
                    "zh": f"{words.plain(s.label.zh)}：流失客户{level(left)}，留存客户{level(stayed)}",
                }[k]
            )
        alt[k] = {
            "en": "Lines over the waves before. In the last one: " + "; ".join(parts) + ".",
            "zh": "流失前各期折线图。流失前一期：" + "；".join(parts) + "。",
        }[k]
    return alt


def _data(found: Sequence[Sign]) -> said.Data:
    heads = (words.ITEM, _BEFORE, words.GROUP, words.measure("sign"), words.LOW, words.HIGH, words.BASE)
    return {
        k: [
            [h[k] for h in heads],
            *(
                [words.plain(s.label[k]), n, e.level_label[k], *said.measured(e)]
                for s in found
                for series in (s.left, s.stayed)
                for n, e in enumerate(series, 1)
            ),
        ]
        for k in LANGUAGES
    }  # fmt: skip
