"""Demands: what customers perceive beside what they want, 0-100, the gap printed beside them."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from csatreport.exhibit import notes, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.change import COLOURS
from csatreport.exhibit.shapes.demands import Gaps, Met
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

_TITLE = both("Demands: perception against what is wanted", "客户需求：感知与需求程度对比")
_MEANING = both(
    "the number is the gap, perception minus demand; green and orange: clear gaps, grey: no clear gap",
    "数字为差距（感知减需求程度）；绿色与橙色表示差距显著，灰色表示差距不显著",
)


def demands(name: str, gaps: Gaps, *, title: Text | None = None) -> Chart:
    """An open mark at what is wanted, a filled one at what is perceived, the widest shortfall first.

    Raises
    ------
    BookError
        No gap may be shown.
    """
    found = sorted(gaps.rows, key=lambda m: m.gap.value if m.gap.shown else float("inf"))
    if not any(m.gap.shown for m in found):
        raise said.nothing(name, "a gap")
    wave = found[0].gap.wave_label
    made = both(f"{_TITLE.en}, {wave.en}", f"{_TITLE.zh}，{wave.zh}")
    note = notes.of([], [_MEANING], contrasts=[m.test for m in found])
    drawn = style.drawn(name, lambda language: _draw(found, language))
    return Chart(name, said.words_of(title, made), _alt(found), drawn, note, _data(found))


def _draw(found: Sequence[Met], language: Language) -> Figure:
    values = [e.value for m in found if m.gap.shown for e in (m.perception, m.expectation)]
    labels = [rows.Row(m.gap.label) for m in found]
    to = rows.frame(labels, language, limits=rows.limits(values, "index"), unit="index", above=0.34)
    names = ((words.measure("wanted"), True), (words.PERCEPTION, False))
    rows.key(to, [(text[language], LIGHT["neutral"], hollow) for text, hollow in names])
    for m, y in zip(found, to.y, strict=True):
        if not m.gap.shown:
            rows.hidden(to, y)
            continue
        ends = m.expectation.value, m.perception.value
        rows.gap(to, y, ends, level(m.gap), colour=COLOURS[m.test.direction])
    return to.figure


def _alt(found: Sequence[Met]) -> Words:
    shown = [m for m in found if m.gap.shown]
    below = sum(m.test.direction == "down" for m in shown)
    name = {
        k: [f"{words.plain(m.gap.label[k])} {level(m.gap)}" for m in (shown[0], shown[-1])] for k in LANGUAGES
    }
    return {
        "en": f"Perception against demand, {len(shown)} demands: {below} clearly short of what is wanted. "
        f"Widest shortfall: {name['en'][0]}; most favourable: {name['en'][1]}.",
        "zh": f"{len(shown)}项需求的感知与需求程度对比：{below}项显著未满足。"
        f"差距最大：{name['zh'][0]}；表现最好：{name['zh'][1]}。",
    }


def _data(found: Sequence[Met]) -> said.Data:
    heads = (words.ITEM, words.measure("wanted"), words.PERCEPTION, words.GAP, words.LOW, words.HIGH, words.P)
    table: said.Data = {}
    for k in LANGUAGES:
        head: said.Line = [h[k] for h in heads]
        table[k] = [head, *([words.plain(m.gap.label[k]), *_numbers(m)] for m in found)]
    return table


def _numbers(m: Met) -> said.Line:
    if not m.gap.shown:
        return [None] * 6
    values = (m.expectation.value, m.perception.value, m.gap.value, m.gap.low, m.gap.high)
    ends: said.Line = [said.exact(x, m.gap) for x in values]
    return [*ends, said.printed(m.test.p_adjusted, 6)]
