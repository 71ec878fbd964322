"""Gaps: what customers perceived beside what they expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.change import COLOURS
from csatreport.exhibit.shapes.servqual import Gap, Servqual
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

Of = Literal["items", "dimensions"]
_TITLES = {
    "items": both(
        "SERVQUAL gaps by item: perception against expectation", "SERVQUAL各项差距：感知与期望对比"
    ),
    "dimensions": both(
        "SERVQUAL gaps by dimension: perception against expectation", "SERVQUAL各维度差距：感知与期望对比"
    ),
}
_MEANING = both(
    "the number is the gap, perception minus expectation; green and orange: clear gaps, grey: no clear gap; at the right "
    "the share of customers whose perception reaches their expectation",
    "数字为差距（感知减期望）；绿色与橙色表示差距显著，灰色表示差距不显著；右侧为感知达到期望的客户占比",
)

_RIGHT = 1.45  # inches for the gap beside the last mark and the column of shares


def chosen(servqual: Servqual, of: Of) -> list[Gap]:
    """The gaps of the items, or of the dimensions and of all."""
    return list(servqual.items) if of == "items" else [*servqual.dimensions, servqual.total]


def title_of(found: Sequence[Gap], of: Of) -> Text:
    """What a chart or table of gaps shows, and of which wave."""
    wave = found[0].gap.wave_label
    return both(f"{_TITLES[of].en}, {wave.en}", f"{_TITLES[of].zh}，{wave.zh}")


def gaps(name: str, servqual: Servqual, *, of: Of = "items", title: Text | None = None) -> Chart:
    """An open mark at the expectation, a filled one at the perception, the gap printed beside them.

    Raises
    ------
    BookError
        No gap may be shown.
    """
    found = chosen(servqual, of)
    if not any(g.gap.shown for g in found):
        raise said.nothing(name, "a gap")
    note = notes.of([], [_MEANING], contrasts=[g.test for g in found])
    drawn = style.drawn(name, lambda language: _draw(found, language))
    return Chart(name, said.words_of(title, title_of(found, of)), _alt(found), drawn, note, _data(found))


def _draw(found: list[Gap], language: Language) -> Figure:
    unit = found[0].gap.unit
    values = [
        numbers.scaled(e.value, unit) for g in found if g.gap.shown for e in (g.perception, g.expectation)
    ]
    labels = rows.rows_of([g.perception for g in found])
    to = rows.frame(labels, language, limits=rows.limits(values, unit), unit=unit, above=0.34, right=_RIGHT)
    rows.key(
        to,
        [
            (words.EXPECTATION[language], LIGHT["neutral"], True),
            (words.PERCEPTION[language], LIGHT["neutral"], False),
        ],
    )
    for g, y in zip(found, to.y, strict=True):
        if not g.gap.shown:
            rows.hidden(to, y)
            continue
        ends = numbers.scaled(g.expectation.value, unit), numbers.scaled(g.perception.value, unit)
        rows.gap(to, y, ends, level(g.gap), colour=COLOURS[g.test.direction])
    rows.column(to, words.measure("met")[language], [level(g.met) if g.met.shown else "" for g in found])
    return to.figure


def _alt(found: list[Gap]) -> Words:
    shown = [g for g in found if g.gap.shown]
    worst, best = min(shown, key=lambda g: g.gap.value), max(shown, key=lambda g: g.gap.value)
    below = sum(g.test.direction == "down" for g in shown)
    name = {k: [f"{words.plain(g.gap.label[k])} {level(g.gap)}" for g in (worst, best)] for k in LANGUAGES}
    return {
        "en": f"Expectation and perception of {len(shown)} results: {below} clearly below expectation. "
        f"Widest gap: {name['en'][0]}; most favourable: {name['en'][1]}.",
        "zh": f"{len(shown)}项期望与感知对比：{below}项显著低于期望。"
        f"差距最大：{name['zh'][0]}；表现最好：{name['zh'][1]}。",
    }


def _data(found: list[Gap]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        head: said.Line = [
            w[k]
            for w in (
                words.ITEM,
                words.EXPECTATION,
                words.PERCEPTION,
                words.GAP,
                words.LOW,
                words.HIGH,
                words.measure("met"),
                words.P,
            )
        ]
        table[k] = [head, *([words.plain(g.gap.label[k]), *_numbers(g)] for g in found)]
    return table


def _numbers(g: Gap) -> said.Line:
    if not g.gap.shown:
        return [None] * 7
    values = (g.expectation.value, g.perception.value, g.gap.value, g.gap.low, g.gap.high)
    ends: said.Line = [said.exact(x, g.gap) for x in values]
    return [*ends, said.exact(g.met.value, g.met), said.printed(g.test.p_adjusted, 6)]
