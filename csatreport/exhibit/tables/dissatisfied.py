"""Tables of reasons and of complaints."""

from __future__ import annotations

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.pareto import title_of
from csatreport.exhibit.shapes.dissatisfied import Complaints, Handling, Reasons
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table

_REASON, _CAUSE = both("Reason", "原因"), both("Cause", "投诉原因")
_RESOLVED, _REPEAT = both("Resolved", "解决率"), both("Repeated", "重复投诉率")
_DAYS = both("Days until closed (median)", "办结天数（中位数）")
_OPEN = both(
    "every complaint counts once; one that is not closed counts as longer than any other, and neither as resolved nor as not",
    "每件投诉计一次；未办结的投诉计算中位数时视为用时最长，不计入解决率",
)


def reasons(name: str, reasons: Reasons, *, title: Text | None = None) -> Table:
    """Every reason: share naming it with interval, share naming it or one above, base."""
    found = [r.named for r in reasons.rows]
    if not found:
        return empty(name, title or _REASON)
    share, level = words.UNITS["share"], numbers.percent(found[0].confidence)
    interval = both(f"{level} interval", f"{level}置信区间")
    columns = (
        cells.column(_REASON, left=True),
        *(cells.column(t, share) for t in (words.measure("named"), interval, words.measure("covered"))),
        cells.column(words.BASE),
    )
    body = tuple(
        (
            cells.text(r.named.label),
            cells.point(r.named),
            cells.interval(r.named),
            cells.point(r.covered),
            cells.bases(r.named)[0],
        )
        for r in reasons.rows
    )
    return Table(name, said.words_of(title, title_of(found)), columns, body, notes.of(found), {})


def complaints(name: str, complaints: Complaints, *, title: Text | None = None) -> Table:
    """All complaints, then by cause: number, shares resolved and repeated, median days, with their intervals."""
    found = list(complaints.rows)
    made = both("Complaints", "投诉处理情况")
    if not found:
        return empty(name, title or made)
    share, days = words.UNITS["share"], words.UNITS["days"]
    heads = (
        (_RESOLVED, share),
        (words.INTERVAL, share),
        (_REPEAT, share),
        (_DAYS, days),
        (words.INTERVAL, days),
    )
    columns = (
        cells.column(_CAUSE, left=True),
        cells.column(words.measure("cases")),
        *(cells.column(t, unit) for t, unit in heads),
    )
    when = found[0].volume.wave_label
    made = both(f"{made.en}, {when.en}", f"{made.zh}，{when.zh}")
    note = notes.of([h.resolved for h in found], [_OPEN])
    return Table(name, said.words_of(title, made), columns, tuple(map(_handling, found)), note, {})


def _handling(h: Handling) -> tuple[Cell, ...]:
    return (
        cells.text(h.label),
        cells.point(h.volume),
        cells.point(h.resolved),
        cells.interval(h.resolved),
        cells.point(h.repeat),
        cells.point(h.days),
        cells.interval(h.days),
    )
