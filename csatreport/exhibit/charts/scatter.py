"""Scatter: two measures of the same groups against each other. Points carry numbers; a key beside them says their names."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import numbered, said
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

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
        raise said.nothing(name, "a pair")
    x, y = (words.measure(e.measure) for e in found[0])
    made = both(f"{x.en} and {y.en.lower()}", f"{x.zh}与{y.zh}")
    drawn = style.drawn(name, lambda language: _draw(found, language))
    note = notes.of([e for p in found for e in p], [_LINES])
    return Chart(name, said.words_of(title, made), _alt(found), drawn, note, _data(found))


def _draw(found: Sequence[Pair], language: Language) -> Figure:
    fig, ax = numbered.square(numbered.key_of([words.plain(e.level_label[language]) for e, _ in found]))
    at = [(_scaled(x), _scaled(y)) for x, y in found]
    middle = sum(x for x, _ in at) / len(at), sum(y for _, y in at) / len(at)
    numbered.axis(ax, "x", [x for x, _ in at], found[0][0].unit)
    numbered.axis(ax, "y", [y for _, y in at], found[0][1].unit)
    right, up = (f"{words.measure(e.measure)[language]} ({words.UNITS[e.unit][language]})" for e in found[0])
    numbered.names(ax, right, up)
    numbered.cross(ax, middle, dashed=True)
    for (x, y), pair in zip(at, found, strict=True):
        style.dot(ax, x, y, colour=LIGHT["accent"], hollow="low" in {e.flag for e in pair}, size=6.0)
    numbered.number(ax, at, middle)
    return fig


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
