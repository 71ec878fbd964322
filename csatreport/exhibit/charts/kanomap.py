"""Kano's map: how much a feature satisfies against how much its lack dissatisfies, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from csatreport.exhibit import notes, style, words
from csatreport.exhibit.charts import numbered, rows, said
from csatreport.exhibit.charts.places import Bar
from csatreport.exhibit.shapes.kano import Feature, Kano
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

COLOURS = {
    "M": LIGHT["bad"],
    "O": LIGHT["accent"],
    "A": LIGHT["good"],
    "I": LIGHT["muted"],
    "R": LIGHT["warn"],
    "Q": LIGHT["neutral"],
}
_CORNERS = {"A": (0, 1), "O": (1, 1), "I": (0, 0), "M": (1, 0)}
_MIDDLE = (0.5, 0.5)  # of both coefficients
_RIGHT = both("Worse: dissatisfied without it", "缺失时不满意（Worse系数）")
_UP = both("Better: satisfied with it", "具备时满意（Better系数）")
_MEANING = both(
    "colours: class by its answers; quadrants: by the two coefficients, which cross in the middle of their scales; open "
    "marks: the two most frequent classes cannot be told apart (Fong)",
    "颜色表示按回答判定的类别；象限由两个系数划分，分界线为系数取值的中点；空心点表示最多的两类无法区分（Fong检验）",
)


def kanomap(name: str, kano: Kano, *, title: Text | None = None) -> Chart:
    """Worse to the right, better upwards, each feature in the colour of its class.

    Raises
    ------
    BookError
        No feature may be shown.
    """
    found = ordered(kano.features)
    if not found:
        raise said.nothing(name, "a feature")
    made = both(
        f"What must be there, what delights, {kano.wave.label.en}", f"必备与魅力，{kano.wave.label.zh}"
    )
    every = [e for f in kano.features for e in (f.better, f.worse)]
    return Chart(
        name,
        said.words_of(title, made),
        _alt(found),
        style.drawn(name, lambda language: _draw(found, language)),
        notes.of(every, [*notes.lines([f.better for f in found]), _MEANING]),
        _data(found),
    )


def ordered(features: Sequence[Feature]) -> list[Feature]:
    """Features with both coefficients, by class and then by what they do: the order of their numbers."""
    names = list(COLOURS)
    shown = [f for f in features if f.category and f.better.shown and f.worse.shown]
    return sorted(shown, key=lambda f: (names.index(f.category), f.worse.value - f.better.value))


def _draw(features: list[Feature], language: Language) -> Figure:
    labels = [words.plain(f.label[language]) for f in features]
    groups = [(words.KANO_CLASSES[f.category][language], COLOURS[f.category]) for f in features]
    fig, ax = numbered.square(numbered.key_of(labels, groups))
    _axes(ax, language)
    for f in features:
        for (x0, y0), (x1, y1) in _bars(f):
            ax.plot((x0, x1), (y0, y1), color=COLOURS[f.category], linewidth=1.2, zorder=2, clip_on=False)
        style.dot(ax, -f.worse.value, f.better.value, colour=COLOURS[f.category], hollow=bool(f.mixed))
    at = [(-f.worse.value, f.better.value) for f in features]
    numbered.number(ax, at, _MIDDLE, [bar for f in features for bar in _bars(f)])
    return fig


def _axes(ax: Axes, language: Language) -> None:
    ax.set(xlim=(0, 1), ylim=(0, 1), xticks=(0, 0.25, 0.5, 0.75, 1), yticks=(0, 0.25, 0.5, 0.75, 1))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: rows.tick(-v, "coefficient")))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: rows.tick(v, "coefficient")))
    numbered.names(ax, _RIGHT[language], _UP[language])
    numbered.cross(ax, _MIDDLE)
    for letter, at in _CORNERS.items():
        numbered.corner(ax, at, words.KANO_CLASSES[letter][language], COLOURS[letter])


def _bars(f: Feature) -> list[Bar]:
    """Both intervals of a feature, on the scales of the map."""
    x, y, worse, better = -f.worse.value, f.better.value, f.worse, f.better
    across = [] if worse.low is None or worse.high is None else [((-worse.high, y), (-worse.low, y))]
    up = [] if better.low is None or better.high is None else [((x, better.low), (x, better.high))]
    return [*across, *up]


def _alt(features: list[Feature]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        comma, stop, colon = {"en": ("; ", ". ", ": "), "zh": ("；", "。", "：")}[k]
        parts = []
        for letter in dict.fromkeys(f.category for f in features):
            named = [
                words.plain(f.label[k]) + words.aside(f"{level(f.better)}, {level(f.worse)}", k)
                for f in features
                if f.category == letter
            ]
            parts.append(f"{words.KANO_CLASSES[letter][k]}{colon}{comma.join(named)}")
        start = {"en": "Features by class (better, worse). ", "zh": "各类特性（Better，Worse）。"}[k]
        alt[k] = f"{start}{stop.join(parts)}{stop.strip()}"
    return alt


def _data(features: list[Feature]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        head: said.Line = [words.ITEM[k], words.KANO_CLASS[k]]
        for name in ("better", "worse"):
            head += [words.measure(name)[k], words.LOW[k], words.HIGH[k]]
        body: list[said.Line] = [
            [words.plain(f.label[k]), words.KANO_CLASSES[f.category][k], *_ends(f.better), *_ends(f.worse)]
            for f in features
        ]
        table[k] = [head, *body]
    return table


def _ends(e: Estimate) -> said.Line:
    return [said.exact(x, e) for x in (e.value, e.low, e.high)]
