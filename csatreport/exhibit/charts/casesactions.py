"""Actions of cases on one line of time, counted from the first action of each."""

from __future__ import annotations

from datetime import date
from typing import Final

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.cases import Comparison, Done
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.params.wave import Wave
from csatreport.records import Chart, Words

COLOURS: Final = tuple(LIGHT[name] for name in ("accent", "bad", "ink", "muted"))
MARKS: Final = ("o", "s", "^", "D")
_SINCE = {
    "Q": both("Quarters since the first action", "距首项措施的季度数"),
    "H": both("Half-years since the first action", "距首项措施的半年数"),
    "": both("Years since the first action", "距首项措施的年数"),
}
_ZERO = both("0 is the middle of the wave of the first action", "0为首项措施所在调查期的期中")
_AREA = both("Area", "领域")
_ACTION = both("Action", "措施")
_DAY = both("Day", "日期")
_CASE = both("Case", "案例")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def since(wave: Wave) -> Text:
    """What waves are counted from."""
    return _SINCE[wave.length]


def dated(day: date) -> Text:
    """A day as each language writes it."""
    return both(f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月{day.day}日")


def case_actions(name: str, comparison: Comparison, *, title: Text | None = None) -> Chart:
    """A row for each action, under the name of its case: a mark at its day, area and date beside it."""
    drawn = style.drawn(name, lambda language: _draw(comparison, language))
    every = since(comparison.wave)
    made = both(f"Actions, by {every.en.lower()}", f"各项措施（横轴为{every.zh}）")
    note = words.joined([_ZERO])
    return Chart(name, said.words_of(title, made), _alt(comparison), drawn, note, _data(comparison))


def _draw(comparison: Comparison, language: Language) -> Figure:
    found = [(i, n, a) for i, s in enumerate(comparison.stories) for n, a in enumerate(s.actions)]
    labels = [rows.Row(a.text, comparison.stories[i].title if n == 0 else None) for i, n, a in found]
    beside = [_beside(a)[language] for _, _, a in found]
    at = [a.at for _, _, a in found]
    right = max(map(style.text_width, beside)) + 0.15
    limits = (min(at) - 0.3, max(at) + 0.3)
    to = rows.frame(labels, language, limits=limits, unit="count", right=right)
    to.axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    to.axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: rows.tick(x, "count", signed=True)))
    for (i, _, a), y, text in zip(found, to.y, beside, strict=True):
        to.axes.plot((limits[0], a.at), (y, y), color=LIGHT["grid"], linewidth=1.2, zorder=1)
        style.dot(to.axes, a.at, y, colour=COLOURS[i % len(COLOURS)], marker=MARKS[i % len(MARKS)])
        rows.beside(to, y, (a.at, a.at), text)
    return to.figure


def _beside(a: Done) -> Text:
    day = dated(a.date)
    return both(f"{words.plain(a.area_label.en)}, {day.en}", f"{words.plain(a.area_label.zh)}，{day.zh}")


def _alt(comparison: Comparison) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        told = [
            {"en": "{0}: {1}", "zh": "{0}：{1}"}[k].format(
                words.plain(s.title[k]), {"en": "; ", "zh": "；"}[k].join(_beside(a)[k] for a in s.actions)
            )
            for s in comparison.stories
        ]  # fmt: skip
        alt[k] = {"en": f"Line of time. {'. '.join(told)}.", "zh": f"时间轴。{'。'.join(told)}。"}[k]
    return alt


def _data(comparison: Comparison) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        table[k] = [[_CASE[k], _DAY[k], since(comparison.wave)[k], _AREA[k], _ACTION[k]]]
        table[k] += [
            [words.plain(s.title[k]), str(a.date), said.printed(a.at, 2), words.plain(a.area_label[k]), words.plain(a.text[k])]
            for s in comparison.stories for a in s.actions
        ]  # fmt: skip
    return table
