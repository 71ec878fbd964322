"""Tables of service standards."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.standards import Kept, Sense
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty, headings
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Status, Table

STANDARD = both("Service standard", "服务标准")
VERDICTS: dict[str, tuple[Text, Status]] = {
    "met": (words.STATUS["good"], "good"),
    "missed": (words.STATUS["bad"], "bad"),
    "unsure": (words.STATUS["unsure"], "unsure"),
}
READINGS: dict[str, tuple[Text, Status]] = {
    "works": (both("Kept, and customers are satisfied", "达标且客户满意"), "good"),
    "doubt": (
        both("Kept, yet less satisfied: is it the right standard?", "达标但满意率偏低：标准是否恰当？"),
        "warn",
    ),
    "spare": (both("Missed, yet satisfied: does it matter?", "未达标但满意率偏高：标准是否必要？"), "warn"),
    "act": (both("Missed, and less satisfied: act", "未达标且满意率偏低：应改进"), "bad"),
    "open": (both("Cannot tell yet", "尚难判断"), "unsure"),
    "unasked": (both("Customers are not asked", "未向客户询问"), "none"),
}
_TARGET = both(
    "target met or missed only where the whole interval lies on that side of it",
    "仅当置信区间整体位于目标一侧时，方判定为达标或未达标",
)


def standards(name: str, rows: Sequence[Kept], *, title: Text | None = None) -> Table:
    """Every standard: share of checks passed with interval, checks, target, verdict; by department."""
    found = [r.estimate for r in rows]
    if not found:
        return empty(name, title or STANDARD)
    share, level = words.UNITS["share"], numbers.percent(found[0].confidence)
    columns = (
        cells.column(STANDARD, left=True),
        cells.column(words.measure("compliance"), share),
        cells.column(both(f"{level} interval", f"{level}置信区间"), share),
        cells.column(both("Checks", "检查次数")),
        cells.column(words.TARGET, share),
        cells.column(words.RESULT, left=True),
    )
    body = tuple(_kept(r) for r in rows)
    return Table(
        name,
        said.words_of(title, said.title(found)),
        columns,
        body,
        notes.of(found, [_TARGET]),
        headings(found),
    )


def _kept(r: Kept) -> tuple[Cell, ...]:
    said_, status = VERDICTS[r.verdict]
    return (
        cells.text(r.estimate.label),
        cells.point(r.estimate),
        cells.interval(r.estimate),
        cells.number(r.estimate.n, "count"),
        cells.number(r.target, "share"),
        cells.text(said_, status=status),
    )


def senses(name: str, senses: Sequence[Sense], *, title: Text | None = None) -> Table:
    """Every standard: what visits find, what customers say, the gap to all services, and what the two suggest."""
    made = both(
        "Standards met over the last waves, and satisfaction with the same",
        "近几期标准达标率与相应的客户满意率",
    )
    if not senses:
        return empty(name, title or made)
    share, points = words.UNITS["share"], words.DIFFERENCE_UNITS["share"]
    columns = (
        cells.column(STANDARD, left=True),
        cells.column(words.measure("compliance"), share),
        cells.column(words.RESULT, left=True),
        cells.column(words.measure("csat"), share),
        cells.column(both("Against all services", "与全部服务项目相比"), points),
        cells.column(words.INTERVAL, points),
        cells.column(both("Reading", "解读"), left=True),
    )
    found = [s.kept.estimate for s in senses]
    gaps = [s.gap for s in senses if s.gap is not None]
    note = notes.of(found, contrasts=gaps)
    return Table(name, said.words_of(title, made), columns, tuple(map(_sense, senses)), note, {})


def _sense(s: Sense) -> tuple[Cell, ...]:
    verdict, reading = VERDICTS[s.kept.verdict], READINGS[s.reading]
    asked = (
        (cells.point(s.satisfied), cells.difference(s.gap), cells.difference_interval(s.gap))
        if s.satisfied is not None and s.gap is not None
        else (cells.blank(), cells.blank(), cells.blank())
    )
    return (
        cells.text(s.kept.estimate.label),
        cells.point(s.kept.estimate),
        cells.text(verdict[0], status=verdict[1]),
        *asked,
        cells.text(reading[0], status=reading[1]),
    )
