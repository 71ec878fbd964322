"""Aims: a dot with its interval for each result, and its own target beside it."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.dots import point
from csatreport.exhibit.shapes.standards import Kept
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

COLOURS = {"met": LIGHT["good"], "missed": LIGHT["bad"], "unsure": LIGHT["neutral"]}
_MEANING = both(
    "upright strokes: targets; green: met, orange: missed, grey: the interval holds the target, nobody can tell yet",
    "竖线为目标值；绿色表示达标，橙色表示未达标，灰色表示置信区间包含目标值，尚难判断",
)
_STROKE = 0.085  # inches from the middle of a row to the end of a stroke


def aims(name: str, found: Sequence[Kept], *, title: Text | None = None) -> Chart:
    """A row for each result, coloured by what its interval says of its target.

    Raises
    ------
    BookError
        No result may be shown.
    """
    drawn = said.some([r.estimate for r in found], name)
    chart = style.drawn(name, lambda language: _draw(found, language))
    note = notes.of(drawn, [*notes.lines(drawn), _MEANING])
    return Chart(name, said.words_of(title, said.title(drawn)), _alt(found), chart, note, _data(found))


def _draw(found: Sequence[Kept], language: Language) -> Figure:
    drawn = [r.estimate for r in found]
    unit = drawn[0].unit
    goals = [numbers.scaled(r.target, unit) for r in found]
    limits = rows.limits(rows.ends(drawn), unit, around=goals)
    to = rows.frame(rows.rows_of(drawn), language, limits=limits, unit=unit)
    for r, goal, y in zip(found, goals, to.y, strict=True):
        point(to, y, r.estimate, colour=COLOURS[r.verdict], clear=goal)
        to.axes.plot((goal, goal), (y - _STROKE, y + _STROKE), color=LIGHT["ink"], linewidth=2.0, zorder=4)
    return to.figure


def _alt(found: Sequence[Kept]) -> Words:
    alt = said.extremes(
        [r.estimate for r in found],
        both("Dot chart with intervals and targets", "点图（含置信区间与目标值）"),
    )
    met, missed = (sum(r.verdict == v and r.estimate.shown for r in found) for v in ("met", "missed"))
    return {
        "en": f"{alt['en']} Targets met: {met}; missed: {missed}.",
        "zh": f"{alt['zh']}达标{met}项，未达标{missed}项。",
    }


def _data(found: Sequence[Kept]) -> said.Data:
    table = said.data([r.estimate for r in found])
    unit = found[0].estimate.unit
    for k in LANGUAGES:
        goals: list[str | float | int | None] = [
            f"{words.TARGET[k]} ({words.UNITS[unit][k]})", *(said.exact(r.target, r.estimate) for r in found)
        ]  # fmt: skip
        table[k] = [[*line, goal] for line, goal in zip(table[k], goals, strict=True)]
    return table
