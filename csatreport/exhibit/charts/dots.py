"""Dots: one measure of many items or groups, with intervals."""

from __future__ import annotations

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import Language, Text
from csatreport.records import Chart
from csatreport.results import Estimate, Estimates


def dots(name: str, estimates: Estimates, *, title: Text | None = None, target: float | None = None) -> Chart:
    """A dot with its interval for each estimate, in the order given, and the target as a line.

    Raises
    ------
    BookError
        There is nothing to draw, or a label has a character that the font lacks.
    """
    drawn = said.some(estimates, name)
    form = both("Dot chart with intervals", "点图（含置信区间）")
    alt = said.extremes(drawn, form)
    if target is not None:
        reached = sum(e.value >= target for e in drawn if e.shown)
        goal = said.target_words(target, drawn)
        alt = {
            "en": f"{alt['en']} {goal.en}: {reached} reach it.",
            "zh": f"{alt['zh']}{goal.zh}：{reached}项达到。",
        }
    return Chart(
        name,
        said.words_of(title, said.title(drawn)),
        alt,
        style.drawn(name, lambda language: _draw(drawn, language, target)),
        notes.of(drawn, notes.lines(drawn)),
        said.data(drawn),
    )


def _draw(estimates: list[Estimate], language: Language, target: float | None) -> Figure:
    unit = estimates[0].unit
    goal = [] if target is None else [numbers.scaled(target, unit)]
    to = rows.frame(
        rows.rows_of(estimates),
        language,
        limits=rows.limits(rows.ends(estimates), unit, around=goal),
        unit=unit,
        above=0.3 if goal else 0.08,
    )
    if target is not None:
        rows.reference(to, goal[0], said.target_words(target, estimates)[language])
    for estimate, y in zip(estimates, to.y, strict=True):
        point(to, y, estimate, clear=goal[0] if goal else None)
    return to.figure


def point(
    to: rows.Frame, y: float, e: Estimate, *, colour: str = LIGHT["accent"], clear: float | None = None
) -> None:
    """One estimate in its row: point, interval, value; a dash where it is suppressed."""
    if not e.shown:
        rows.hidden(to, y)
        return
    value = numbers.scaled(e.value, e.unit)
    low, high = (None if x is None else numbers.scaled(x, e.unit) for x in (e.low, e.high))
    rows.mark(to, y, value, low=low, high=high, colour=colour, hollow=e.flag == "low")
    ends = (value, value) if low is None or high is None else (low, high)
    rows.beside(to, y, ends, level(e) + ("°" if e.flag == "low" else ""), clear=clear)
