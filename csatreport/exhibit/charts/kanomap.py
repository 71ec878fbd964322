"""Kano's map: how much a feature satisfies against how much its lack dissatisfies, with intervals."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FuncFormatter

from csatreport.errors import BookError
from csatreport.exhibit import notes, style, words
from csatreport.exhibit.charts import numbered, rows, said
from csatreport.exhibit.charts.numbered import Bar, Line, Place
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
_SIDE, _LEFT, _KEY = 3.9, 0.6, 2.45  # inches
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
        raise BookError(
            "a chart without anything to show", where=name, expected="a feature that is not suppressed"
        )
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
    key = _key_lines(features, language)
    fig = style.figure(max(_SIDE + 0.75, numbered.height(key)))
    ax = style.panel(fig, _LEFT, 0.15, _SIDE, _SIDE)
    _axes(ax, language)
    for f in features:
        _point(ax, f)
    at = [(-f.worse.value * _SIDE, f.better.value * _SIDE) for f in features]
    bars = [(_scaled(a), _scaled(b)) for f in features for a, b in _bars(f)]
    for n, (x, y) in enumerate(numbered.placed(at, _SIDE, (_SIDE / 2, _SIDE / 2), bars), 1):
        text = ax.annotate(
            str(n),
            (x / _SIDE, y / _SIDE),
            ha="center",
            va="center",
            fontsize=style.SMALL,
            annotation_clip=False,
        )
        text.set_path_effects([Stroke(linewidth=2.0, foreground=LIGHT["paper"]), Normal()])
    numbered.key(fig, key, _LEFT + _SIDE + 0.25)
    return fig


def _axes(ax: Axes, language: Language) -> None:
    ax.set(xlim=(0, 1), ylim=(0, 1), xticks=(0, 0.25, 0.5, 0.75, 1), yticks=(0, 0.25, 0.5, 0.75, 1))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: rows.tick(-v, "coefficient")))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: rows.tick(v, "coefficient")))
    ax.set_xlabel(_RIGHT[language], fontsize=style.SMALL, color=LIGHT["muted"])
    ax.set_ylabel(_UP[language], fontsize=style.SMALL, color=LIGHT["muted"])
    for line in (ax.axvline, ax.axhline):
        line(0.5, color=LIGHT["muted"], linewidth=1.0, zorder=1)
    for letter, (x, y) in _CORNERS.items():
        ax.annotate(
            words.KANO_CLASSES[letter][language], (x, y), xycoords="axes fraction",
            xytext=(4 if x == 0 else -4, 4 if y == 0 else -4), textcoords="offset points",
            ha="left" if x == 0 else "right", va="bottom" if y == 0 else "top",
            color=COLOURS[letter], fontsize=style.SMALL,
        )  # fmt: skip
    for spine in ax.spines.values():
        spine.set_visible(True)


def _point(ax: Axes, f: Feature) -> None:
    """The mark of a feature with both intervals."""
    x, y, colour = -f.worse.value, f.better.value, COLOURS[f.category]
    for (x0, y0), (x1, y1) in _bars(f):
        ax.plot((x0, x1), (y0, y1), color=colour, linewidth=1.2, zorder=2, clip_on=False)
    ax.plot(
        [x], [y], "o", markersize=7, markerfacecolor=LIGHT["paper"] if f.mixed else colour, markeredgecolor=colour,
        markeredgewidth=1.6, zorder=3, clip_on=False,
    )  # fmt: skip


def _bars(f: Feature) -> list[Bar]:
    """Both intervals of a feature, on the scales of the map."""
    x, y, worse, better = -f.worse.value, f.better.value, f.worse, f.better
    across = [] if worse.low is None or worse.high is None else [((-worse.high, y), (-worse.low, y))]
    up = [] if better.low is None or better.high is None else [((x, better.low), (x, better.high))]
    return [*across, *up]


def _scaled(at: Place) -> Place:
    return at[0] * _SIDE, at[1] * _SIDE


def _key_lines(features: list[Feature], language: Language) -> list[Line]:
    lines: list[Line] = []
    letter = ""
    for n, f in enumerate(features, 1):
        if f.category != letter:
            lines += [Line("")] if lines else []
            letter = f.category
            lines.append(Line(words.KANO_CLASSES[letter][language], colour=COLOURS[letter], heading=True))
        texts = style.wrapped(words.plain(f.label[language]), _KEY - 0.3, style.SMALL)
        lines += [Line(text, str(n) if i == 0 else "") for i, text in enumerate(texts)]
    return lines


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
