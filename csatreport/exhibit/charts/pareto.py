"""Pareto: what is named most often first, and how many are reached by then."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from csatreport.errors import BookError
from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.dissatisfied import Reason, Reasons
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

_THICK = 0.15  # inches
_MEANING = both(
    "dark bars: share naming the reason, with its interval; light bars and the column at the right: share naming it or one "
    "above it. Several answers were possible",
    "深色条为提及该原因的客户占比及其置信区间；浅色条与右侧数字为累计覆盖率，即提及该原因或其上任一原因的客户占比；本题可多选",
)
_COVERED = both("This or above", "累计覆盖")


def pareto(name: str, reasons: Reasons, *, title: Text | None = None) -> Chart:
    """Bars of the shares that name each reason, and behind them the share that names it or one above.

    Raises
    ------
    BookError
        No reason may be shown.
    """
    found = list(reasons.rows)
    if not any(r.named.shown for r in found):
        raise BookError(
            "a chart without anything to show",
            where=name,
            expected="at least one reason that is not suppressed",
            got=f"{len(found)} reasons",
            todo="let the chapter declare what it needs in params/book.toml",
        )
    named = [r.named for r in found]
    drawn = style.drawn(name, lambda language: _draw(found, language))
    note = notes.of(named, [_MEANING])
    return Chart(name, said.words_of(title, title_of(named)), _alt(found), drawn, note, _data(found))


def title_of(named: Sequence[Estimate]) -> Text:
    """Who names what, and when."""
    first = named[0]
    who, when = first.level_label, first.wave_label
    return both(f"{who.en}: reasons, {when.en}", f"{who.zh}：不满意的原因，{when.zh}")


def _draw(found: list[Reason], language: Language) -> Figure:
    labels = [rows.Row(r.named.label) for r in found]
    to = rows.frame(labels, language, limits=(0.0, 100.0), unit="share", above=0.3, right=1.0)
    for r, y in zip(found, to.y, strict=True):
        if not r.named.shown:
            rows.hidden(to, y)
            continue
        for e, colour in ((r.covered, "grid"), (r.named, "accent")):
            to.axes.barh(y, numbers.scaled(e.value, e.unit), _THICK, color=LIGHT[colour], zorder=1)
        _interval(to, y, r.named)
    cells = [level(r.covered) if r.named.shown else "" for r in found]
    rows.column(to, _COVERED[language], cells)
    return to.figure


def _interval(to: rows.Frame, y: float, e: Estimate) -> None:
    """The line of the interval, and the number behind its end."""
    end = numbers.scaled(e.value, e.unit)
    if e.low is not None and e.high is not None:
        low, end = numbers.scaled(e.low, e.unit), numbers.scaled(e.high, e.unit)
        to.axes.plot((low, end), (y, y), color=LIGHT["ink"], linewidth=1.3, zorder=2)
    rows.beside(to, y, (end, end), level(e) + ("°" if e.flag == "low" else ""))


def _alt(found: list[Reason]) -> Words:
    alt = said.extremes([r.named for r in found], both("Pareto chart", "帕累托图"))
    shown = [r for r in found if r.named.shown][:3]
    last = shown[-1]
    count, reach = len(shown), level(last.covered)
    return {
        "en": f"{alt['en']} The first {count} are named, one or more of them, by {reach}.",
        "zh": f"{alt['zh']}前{count}项中至少提及一项的客户占{reach}。",
    }


def _data(found: list[Reason]) -> said.Data:
    table = said.data([r.named for r in found])
    for k in LANGUAGES:
        head = f"{words.measure('covered')[k]} ({words.UNITS['share'][k]})"
        more = [said.exact(r.covered.value, r.covered) if r.named.shown else None for r in found]
        table[k] = [[*line, extra] for line, extra in zip(table[k], [head, *more], strict=True)]
    return table
