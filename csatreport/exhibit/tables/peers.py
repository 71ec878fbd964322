"""Tables of peers: the funnel, shrinkage, mix adjustment, movers."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.funnel import BASE, dispersion
from csatreport.exhibit.shapes import Place
from csatreport.exhibit.shapes.standing import Dot, Funnel, Mix, Movers, Shrinkage
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Column, Table, Words
from csatreport.results import Estimate

_SHRUNKEN, _DRAWN = both("Shrunken", "收缩估计"), both("Drawn in", "收缩比例")
_ADJUSTED, _MOVED = both("Adjusted", "调整后"), both("Moved by the mix", "构成影响")
_ADJUSTED_RANK = both("Rank, adjusted", "调整后排名")
_EXPECTED, _BEYOND = both("Expected", "预期值"), both("Beyond expected", "超出预期")
_INSIDE = both("inside the limits", "在界限之内")
_PART = both("outside the narrower limits", "超出较窄界限")
_ABOVE, _BELOW = both("above all limits", "高于全部界限"), both("below all limits", "低于全部界限")
_FAR_ABOVE = both("above all limits, even for groups so dispersed", "高于全部界限（计入离散度后仍如此）")
_FAR_BELOW = both("below all limits, even for groups so dispersed", "低于全部界限（计入离散度后仍如此）")


def funnel(name: str, funnel: Funnel, *, title: Text | None = None) -> Table:
    """Every level with its effective base, the limits there, and where it lies."""
    found = [d.estimate for d in funnel.dots]
    unit = words.UNITS[funnel.overall.unit]
    limits = [
        cells.column(both(f"{level} limits", f"{level}界限"), unit)
        for level in (numbers.percent(line.confidence) for line in funnel.lines)
    ]
    columns = (
        cells.column(words.GROUP, left=True), cells.column(words.measure(funnel.overall.measure), unit),
        cells.column(BASE), *limits, cells.column(words.RESULT, left=True),
    )  # fmt: skip
    body = tuple(
        (
            cells.text(d.estimate.level_label), cells.point(d.estimate), cells.number(d.base, "count"),
            *(_ends(pair, d.estimate) for pair in d.limits), _verdict(d, funnel),
        )
        for d in funnel.dots
    )  # fmt: skip
    return Table(name, _titled(title, found), columns, body, notes.of(found, dispersion(funnel)), {})


def shrinkage(name: str, shrinkage: Shrinkage, *, title: Text | None = None) -> Table:
    """Every level with its estimate, the shrunken one with its interval, and the share drawn in."""
    found = [r.raw for r in shrinkage.rows]
    unit, level = words.UNITS[found[0].unit], numbers.percent(found[0].confidence)
    columns = (
        *_head(found), cells.column(_SHRUNKEN, unit), cells.column(both(f"{level} interval", f"{level}置信区间"), unit),
        cells.column(_DRAWN, words.UNITS["share"]), cells.column(words.EFFECTIVE_BASE),
    )  # fmt: skip
    body = tuple(
        (
            *_start(r.place), cells.point(r.estimate), cells.interval(r.estimate), cells.number(r.drawn, "share"),
            cells.number(r.raw.effective_n, "count"),
        )
        for r in shrinkage.rows
    )  # fmt: skip
    return Table(name, _titled(title, found), columns, body, notes.of(found), {})


def mix(name: str, mix: Mix, *, title: Text | None = None) -> Table:
    """Every level with its estimate and rank, as it is and at the mix of all customers."""
    found = [r.raw for r in mix.rows]
    unit, level = words.UNITS[found[0].unit], numbers.percent(found[0].confidence)
    difference = words.DIFFERENCE_UNITS[found[0].unit]
    columns = (
        *_head(found), cells.column(_ADJUSTED, unit), cells.column(both(f"{level} interval", f"{level}置信区间"), unit),
        cells.column(_MOVED, difference), cells.column(_ADJUSTED_RANK),
    )  # fmt: skip
    body = tuple(
        (
            *_start(r.place), cells.point(r.estimate), cells.interval(r.estimate), cells.difference(r.moved),
            cells.blank(mark="suppressed") if r.rank is None else cells.number(r.rank, "count"),
        )
        for r in mix.rows
    )  # fmt: skip
    note = notes.of(found, contrasts=[r.moved for r in mix.rows if r.estimate.shown])
    return Table(name, _titled(title, found), columns, body, note, {})


def movers(name: str, movers: Movers, *, title: Text | None = None) -> Table:
    """Every level then and now, what was to be expected, and what came beyond it."""
    found = [r.change for r in movers.rows]
    tested = [r.excess for r in movers.rows if r.excess is not None]
    unit, difference = words.UNITS[found[0].first.unit], words.DIFFERENCE_UNITS[found[0].unit]
    first, second = found[0].first.wave_label, found[0].second.wave_label
    more = (
        cells.column(_EXPECTED, unit), cells.column(_BEYOND, difference), cells.column(words.INTERVAL, difference),
        cells.column(words.P),
    )  # fmt: skip
    columns = (
        cells.column(words.GROUP, left=True), cells.column(first, unit), cells.column(second, unit),
        cells.column(words.CHANGE, difference), *(more if tested else ()), cells.column(words.RESULT, left=True),
    )  # fmt: skip
    body = []
    for r in movers.rows:
        row = [
            cells.text(r.change.second.level_label),
            cells.point(r.change.first),
            cells.point(r.change.second),
        ]
        row.append(cells.difference(r.change))
        if r.excess is not None:
            row += [cells.number(r.excess.first.value, r.excess.first.unit), cells.difference(r.excess)]
            row += [cells.difference_interval(r.excess), cells.p_value(r.excess.p_adjusted)]
        body.append((*row, cells.verdict(r.excess or r.change)))
    heading = both(f"Moves from {first.en} to {second.en}", f"{first.zh}至{second.zh}的变动")
    note = notes.of([], contrasts=tested or found)
    return Table(name, said.words_of(title, heading), columns, tuple(body), note, {})


def _head(found: Sequence[Estimate]) -> tuple[Column, ...]:
    unit = words.UNITS[found[0].unit]
    name = words.measure(found[0].measure)
    return cells.column(words.GROUP, left=True), cells.column(words.RANK), cells.column(name, unit)


def _start(place: Place) -> tuple[Cell, ...]:
    rank = cells.blank(mark="suppressed") if place.rank is None else cells.number(place.rank, "count")
    return cells.text(place.estimate.level_label), rank, cells.point(place.estimate)


def _ends(pair: tuple[float, float], e: Estimate) -> Cell:
    text = "–".join(numbers.bare(x, e.unit, signed=None) for x in pair)
    return Cell({"en": text, "zh": text}, text)


def _verdict(d: Dot, funnel: Funnel) -> Cell:
    """Where a level lies, in words."""
    if not d.beyond:
        return cells.text(_INSIDE)
    if d.beyond < funnel.lines[-1].confidence:
        return cells.text(_PART)
    up = d.z > 0
    where = (
        (_ABOVE if up else _BELOW)
        if not (d.apart and funnel.dispersed)
        else (_FAR_ABOVE if up else _FAR_BELOW)
    )
    return cells.text(where, status="good" if up else "bad")


def _titled(title: Text | None, found: Sequence[Estimate]) -> Words:
    return said.words_of(title, said.title(found))
