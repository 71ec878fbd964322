"""Tones: how many comment on each theme, negative to the left and positive to the right."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from csatreport.errors import BookError
from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.comments import Part
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

_THICK = 0.14  # inches
_SIDE = 0.68  # inches beside the longest bar of either side, for the number
_MEANING = both(
    "bars: share of all comments that are about the theme and negative or positive, with intervals; at the right "
    "those whose tone is unclear",
    "条形为该主题的负面、正面意见占全部意见的比例及其置信区间，右列为语气不明的意见占比",
)
NEGATIVE, POSITIVE, UNCLEAR = both("Negative", "负面"), both("Positive", "正面"), both("Unclear", "语气不明")


def tones(name: str, parts: Sequence[Part], *, title: Text | None = None) -> Chart:
    """A bar of negative and one of positive comments for each theme, from a line in the middle.

    Raises
    ------
    BookError
        No theme may be shown.
    """
    found = list(parts)
    if not any(p.negative.shown for p in found):
        raise BookError(
            "a chart without anything to show",
            where=name,
            expected="at least one theme that is not suppressed",
            got=f"{len(found)} themes",
            todo="let the chapter declare what it needs in params/book.toml",
        )
    wave = found[0].share.wave_label
    made = both(
        f"What customers comment on, and in which tone, {wave.en}", f"客户意见的主题与语气，{wave.zh}"
    )
    drawn = style.drawn(name, lambda language: _draw(found, language))
    every = [e for p in found for e in (p.negative, p.positive)]
    note = notes.of(every, [*notes.lines(every), _MEANING])
    return Chart(name, said.words_of(title, made), _alt(found), drawn, note, _data(found))


def _draw(parts: list[Part], language: Language) -> Figure:
    reach = [max(rows.ends([e for e in side if e.shown])) for side in _sides(parts)]
    labels = [rows.Row(p.share.label) for p in parts]
    plot = style.WIDTH - 2.75 - 1.1 - 2 * _SIDE  # inches that are left for bars at least
    per = sum(reach) / plot
    limits = (-reach[0] - _SIDE * per, reach[1] + _SIDE * per)
    to = rows.frame(labels, language, limits=limits, unit="share", above=0.36, right=0.85)
    to.axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: rows.tick(abs(x), "share")))
    rows.key(to, [(NEGATIVE[language], LIGHT["bad"], False), (POSITIVE[language], LIGHT["good"], False)])
    to.axes.axvline(0, color=LIGHT["neutral"], linewidth=1.0, zorder=3)
    for part, y in zip(parts, to.y, strict=True):
        _bar(to, y, part.negative, -1)
        _bar(to, y, part.positive, 1)
    rows.column(to, UNCLEAR[language], [level(p.unclear) for p in parts])
    return to.figure


def _sides(parts: Sequence[Part]) -> tuple[list[Estimate], list[Estimate]]:
    return [p.negative for p in parts], [p.positive for p in parts]


def _bar(to: rows.Frame, y: float, e: Estimate, side: int) -> None:
    """One bar from the middle line, its interval, and its number at the far end."""
    if not e.shown:
        rows.beside(to, y, (0, 0), numbers.SUPPRESSED, colour=LIGHT["muted"]) if side > 0 else None
        return
    colour = LIGHT["good" if side > 0 else "bad"]
    value = side * numbers.scaled(e.value, e.unit)
    to.axes.add_patch(
        Rectangle(
            (min(value, 0), y - _THICK / 2), abs(value), _THICK, facecolor=colour, edgecolor="none", zorder=2
        )
    )
    end = value
    if e.low is not None and e.high is not None:
        ends = [side * numbers.scaled(x, e.unit) for x in (e.low, e.high)]
        to.axes.plot(ends, (y, y), color=LIGHT["ink"], linewidth=1.1, zorder=3)
        end = ends[1]
    to.axes.text(
        end + side * 0.07 * to.per_inch(), y, level(e) + ("°" if e.flag == "low" else ""),
        ha="left" if side > 0 else "right", va="center_baseline", color=LIGHT["ink"], fontsize=style.TEXT,
    )  # fmt: skip


def _alt(parts: Sequence[Part]) -> Words:
    shown = [p for p in parts if p.negative.shown]
    told = {
        k: [f"{words.plain(p.share.label[k])} {level(p.negative)} / {level(p.positive)}" for p in shown]
        for k in LANGUAGES
    }
    return {
        "en": f"Negative and positive comments on each theme, of all comments: {'; '.join(told['en'])}.",
        "zh": f"各主题负面与正面意见占全部意见的比例：{'；'.join(told['zh'])}。",
    }


def _data(parts: Sequence[Part]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        head: said.Line = [w[k] for w in (words.THEME, words.measure("about"), NEGATIVE, UNCLEAR, POSITIVE)]
        table[k] = [head, *([words.plain(p.share.label[k]), *_numbers(p)] for p in parts)]
    return table


def _numbers(p: Part) -> said.Line:
    every = (p.share, p.negative, p.unclear, p.positive)
    return [said.exact(e.value, e) if e.shown else None for e in every]
