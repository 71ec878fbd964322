"""Tables of estimates and of contrasts."""

from __future__ import annotations

from csatreport.errors import BookError
from csatreport.exhibit import notes, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.tables import cells
from csatreport.params.text import Text
from csatreport.records import Cell, Table, Words
from csatreport.results import Contrast, Contrasts, Estimate, Estimates


def estimates(name: str, estimates: Estimates, *, title: Text | None = None) -> Table:
    """One row for each estimate: value, interval, base, effective base."""
    found = _of_one_measure(list(estimates), name)
    if not found:
        return empty(name, title or words.RESULT)
    body = tuple(
        (cells.text(label), *cells.measures(e)) for label, e in zip(rows.labels(found), found, strict=True)
    )
    columns = (cells.column(first_column(found), left=True), *cells.measured(found))
    return Table(
        name, said.words_of(title, said.title(found)), columns, body, notes.of(found), headings(found)
    )


def contrasts(name: str, contrasts: Contrasts, *, title: Text | None = None) -> Table:
    """One row for each contrast: both numbers, difference with interval, corrected p, verdict."""
    found = list(contrasts)
    if not found:
        return empty(name, title or words.CHANGE)
    second = _of_one_measure([c.second for c in found], name)
    unit, difference_unit = words.UNITS[found[0].first.unit], words.DIFFERENCE_UNITS[found[0].unit]
    of, versus = said.sides(found)
    columns = (
        cells.column(first_column(second), left=True),
        cells.column(versus, unit),
        cells.column(of, unit),
        cells.column(words.CHANGE if found[0].kind == "change" else words.DIFFERENCE, difference_unit),
        cells.column(words.INTERVAL, difference_unit),
        cells.column(words.P),
        cells.column(words.RESULT, left=True),
    )
    body = tuple(_contrast(label, c) for label, c in zip(rows.labels(second), found, strict=True))
    note = notes.of([], contrasts=found)
    return Table(
        name, said.words_of(title, said.contrast_title(found)), columns, body, note, headings(second)
    )


def _contrast(label: Text, c: Contrast) -> tuple[Cell, ...]:
    sides = [cells.point(e) if c.shown else cells.blank(mark="suppressed") for e in (c.first, c.second)]
    p = cells.p_value(c.p_adjusted, known=c.shown)
    return (cells.text(label), *sides, cells.difference(c), cells.difference_interval(c), p, cells.verdict(c))


def _of_one_measure(found: list[Estimate], where: str) -> list[Estimate]:
    """The estimates, all in the unit that the column says."""
    measures = sorted({e.measure for e in found})
    if len(measures) > 1:
        raise BookError(
            "a table of different measures",
            where=where,
            expected="rows of one measure: a column has one unit",
            got=", ".join(measures),
            todo="show a table for each measure, or cards",
        )
    return found


def first_column(found: list[Estimate]) -> Text:
    """What the rows are: items, groups or waves."""
    groups = len({e.level for e in found}) > 1
    if len({e.item for e in found}) > 1 or len(found) == 1:
        return words.both("Item and group", "项目与群体") if groups else words.ITEM
    return words.GROUP if groups else words.WAVE


def headings(found: list[Estimate]) -> dict[str, Words]:
    """Sub-headings where rows of one group stand together."""
    return {str(i): words.words(r.heading) for i, r in enumerate(rows.rows_of(found)) if r.heading}


def empty(name: str, title: Text) -> Table:
    """A table that says that there was nothing to put in it."""
    nothing = words.both("No result to show.", "没有可列示的结果。")
    return Table(
        name,
        words.words(title),
        (cells.column(words.RESULT, left=True),),
        ((cells.text(nothing),),),
        {"en": "", "zh": ""},
        {},
    )
