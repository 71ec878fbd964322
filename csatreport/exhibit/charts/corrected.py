"""An estimate as it is and as it is corrected, group by group: an open mark, a filled one, the way between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.change import COLOURS
from csatreport.exhibit.shapes.standing import Mix, Movers, Shrinkage
from csatreport.exhibit.values import change, level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Contrast, Estimate

_RAW, _SHRUNKEN = both("estimate", "原始估计"), both("shrunken", "收缩估计")
_ADJUSTED = both("at the mix of all customers", "按全体客户构成调整")
_DRAWN = both("Drawn in", "收缩比例")
_EXPECTED = both("expected", "预期值")
_BEYOND = both("Beyond expected", "超出预期")
_COLOURED = both(
    "the tick is what was to be expected; green and orange: clearly beyond it",
    "短竖线为预期值；绿色与橙色表示明显超出预期",
)
_SMALL = both(
    "estimates are drawn to the mean of all groups, the more the fewer answers they have",
    "估计值向各群体均值收缩，样本量越小收缩越多",
)


@dataclass(frozen=True)
class _Row:
    """From where to where, what is printed beside, the cell at the right; ``tick`` is a third value."""

    first: Estimate
    second: Estimate
    beside: Text
    cell: Text | None = None
    colour: str = LIGHT["accent"]
    tick: float | None = None


def shrinkage(name: str, shrinkage: Shrinkage, *, title: Text | None = None) -> Chart:
    """Raw and shrunken estimates, and the share of the distance that was drawn in."""
    made = [
        _Row(r.raw, r.estimate, Text.same(level(r.estimate)), Text.same(numbers.point(r.drawn, "share")))
        for r in shrinkage.rows
    ]
    heads = both("Estimates as they are, and shrunken", "原始估计与收缩估计")
    return _chart(name, made, (_RAW, _SHRUNKEN), title or _title(heads, made), [_SMALL], column=_DRAWN)


def mix(name: str, mix: Mix, *, title: Text | None = None) -> Chart:
    """Estimates as they are and at the mix of all customers, and how far that moves them."""
    made = [_Row(r.raw, r.estimate, _difference(r.moved)) for r in mix.rows if r.estimate.shown]
    heads = both(
        "Estimates as they are, and at the mix of all customers", "原始估计与按全体客户构成调整后的估计"
    )
    moved = [r.moved for r in mix.rows]
    return _chart(name, made, (_RAW, _ADJUSTED), title or _title(heads, made), [], contrasts=moved)


def movers(name: str, movers: Movers, *, title: Text | None = None) -> Chart:
    """Estimates then and now, a tick where they were to be expected, coloured where they went clearly beyond."""
    made = []
    for r in movers.rows:
        tick = None if r.excess is None else r.excess.first.value
        colour = LIGHT["neutral"] if r.excess is None else COLOURS[r.excess.direction]
        cell = None if r.excess is None else _difference(r.excess)
        made.append(
            _Row(r.change.first, r.change.second, Text.same(level(r.change.second)), cell, colour, tick)
        )
    first, second = made[0].first.wave_label, made[0].second.wave_label
    heads = both(f"Moves from {first.en} to {second.en}", f"{first.zh}至{second.zh}的变动")
    tested = [r.excess for r in movers.rows if r.excess is not None]
    return _chart(
        name, made, (first, second), title or heads, [_COLOURED] if tested else [],
        contrasts=tested or [r.change for r in movers.rows], column=_BEYOND if tested else None,
    )  # fmt: skip


def _title(what: Text, made: Sequence[_Row]) -> Text:
    wave = made[0].first.wave_label
    return both(f"{what.en}, {wave.en}", f"{what.zh}，{wave.zh}")


def _difference(c: Contrast) -> Text:
    return both(*(change(c, k) for k in LANGUAGES))


def _chart(
    name: str,
    made: Sequence[_Row],
    marks: tuple[Text, Text],
    title: Text,
    extra: Sequence[Text],
    *,
    contrasts: Sequence[Contrast] = (),
    column: Text | None = None,
) -> Chart:
    if not made:
        raise said.nothing(name, "a group")
    drawn = style.drawn(name, lambda language: _draw(made, marks, language, column))
    note = notes.of([] if contrasts else [r.first for r in made], extra, contrasts=contrasts)
    return Chart(name, words.words(title), _alt(made, title), drawn, note, _data(made, marks))


def _draw(made: Sequence[_Row], marks: tuple[Text, Text], language: Language, column: Text | None) -> Figure:
    unit = made[0].first.unit
    values = [x for r in made for x in (r.first.value, r.second.value, r.tick) if x is not None]
    limits = rows.limits([numbers.scaled(x, unit) for x in values], unit)
    to = rows.frame(
        rows.rows_of([r.second for r in made]),
        language,
        limits=limits,
        unit=unit,
        above=0.36,
        right=1.75 if column else 1.2,
    )
    rows.key(
        to, [(marks[0][language], LIGHT["neutral"], True), (marks[1][language], LIGHT["neutral"], False)]
    )
    for r, y in zip(made, to.y, strict=True):
        _row(to, y, r, language)
    if column:
        rows.column(to, column[language], [r.cell[language] if r.cell else "" for r in made])
    return to.figure


def _row(to: rows.Frame, y: float, r: _Row, language: Language) -> None:
    """Both marks, the way between, the tick, and the value beside all of them."""
    unit = r.first.unit
    ends = [numbers.scaled(e.value, unit) for e in (r.first, r.second)]
    to.axes.plot(ends, (y, y), color=r.colour, linewidth=2.2, zorder=2)
    style.dot(to.axes, ends[0], y, colour=LIGHT["neutral"], hollow=True)
    style.dot(to.axes, ends[1], y, colour=r.colour, hollow=r.second.flag == "low")
    if r.tick is not None:
        ends.append(numbers.scaled(r.tick, unit))
        to.axes.plot((ends[2], ends[2]), (y - 0.09, y + 0.09), color=LIGHT["ink"], linewidth=1.6, zorder=4)
    mark = "°" if r.second.flag == "low" else ""
    rows.beside(to, y, (min(ends), max(ends)), r.beside[language] + mark)


def _alt(made: Sequence[_Row], title: Text) -> Words:
    most = max(made, key=lambda r: abs(r.second.value - r.first.value))
    name = most.second.level_label
    return {
        "en": f"{title.en}: {len(made)} groups. Furthest apart: {words.plain(name.en)}, {level(most.first)} and "
        f"{level(most.second)}.",
        "zh": f"{title.zh}：共{len(made)}个群体。相差最大的是{words.plain(name.zh)}：{level(most.first)}与{level(most.second)}。",
    }


def _data(made: Sequence[_Row], marks: tuple[Text, Text]) -> said.Data:
    ticks = any(r.tick is not None for r in made)
    table: said.Data = {}
    for k in LANGUAGES:
        head: said.Line = [words.GROUP[k], marks[0][k], marks[1][k], *([_EXPECTED[k]] if ticks else [])]
        body: list[said.Line] = [
            [
                words.plain(r.second.level_label[k]), said.exact(r.first.value, r.first),
                said.exact(r.second.value, r.second), *([said.exact(r.tick, r.second)] if ticks else []),
            ]
            for r in made
        ]  # fmt: skip
        table[k] = [head, *body]
    return table
