"""The table of differences between customers."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.differences import arranged, made
from csatreport.exhibit.shapes.differentiation import Difference
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table

_TITLE = both("Differences between customers", "客户差异")
_LOWEST, _HIGHEST = both("Lowest group", "最低群体"), both("Highest group", "最高群体")
_VERDICT = {
    (True, True): both("clear and large", "显著且较大"),
    (True, False): both("clear, small", "显著但较小"),
    (False, True): both("not clear", "不显著"),
    (False, False): both("not clear", "不显著"),
}
_INTERVAL = both(
    "intervals of the gap hold although the two groups were picked as the ones furthest apart (Scheffé)",
    "差距的置信区间已考虑两组系挑选所得（Scheffé法）",
)


def differences(name: str, found: Sequence[Difference], *, title: Text | None = None) -> Table:
    """One row for each difference, by variable: both groups, their gap, what it explains, the test of all groups."""
    rows = arranged(found)
    if not rows:
        return empty(name, title or _TITLE)
    first = rows[0].contrast
    unit, step = words.UNITS[first.second.unit], words.DIFFERENCE_UNITS[first.unit]
    columns = (
        cells.column(words.ITEM, left=True),
        cells.column(_LOWEST, left=True),
        cells.column(words.measure(first.second.measure), unit),
        cells.column(_HIGHEST, left=True),
        cells.column(words.measure(first.second.measure), unit),
        cells.column(words.DIFFERENCE, step),
        cells.column(words.INTERVAL, step),
        cells.column(words.measure("r_squared"), words.UNITS["share"]),
        cells.column(words.P),
        cells.column(words.RESULT, left=True),
    )
    labels = made(rows)
    body = tuple(_row(label.label, d) for label, d in zip(labels, rows, strict=True))
    heads = {str(i): words.words(label.heading) for i, label in enumerate(labels) if label.heading}
    note = notes.of([], [_INTERVAL], contrasts=[d.contrast for d in rows])
    return Table(name, said.words_of(title, _of(_TITLE, first.second.wave_label)), columns, body, note, heads)


def _of(title: Text, wave: Text) -> Text:
    return both(f"{title.en}, {wave.en}", f"{title.zh}，{wave.zh}")


def _row(label: Text, d: Difference) -> tuple[Cell, ...]:
    c = d.contrast
    return (
        cells.text(label),
        cells.text(c.first.level_label),
        cells.point(c.first),
        cells.text(c.second.level_label),
        cells.point(c.second),
        cells.number(c.value, c.unit),
        _span(d),
        cells.number(d.explained, "share"),
        cells.p_value(c.p_adjusted),
        cells.text(_VERDICT[d.clear, d.large]),
    )


def _span(d: Difference) -> Cell:
    c = d.contrast
    if c.low is None or c.high is None:
        return cells.blank()
    ends = "–".join(numbers.bare(x, c.unit) for x in (max(c.low, 0.0), c.high)) if c.low >= 0 else ""
    return Cell({"en": ends, "zh": ends}, ends or None) if ends else cells.difference_interval(c)
