"""Table of what is at stake: customers and money by tier and satisfaction, with intervals."""

from __future__ import annotations

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.shapes.value import Cell as Stake
from csatreport.exhibit.shapes.value import Matrix
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.tables.value import CUSTOMERS, LIFETIME
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table


def value_stakes(name: str, found: Matrix, *, title: Text | None = None) -> Table:
    """Every tier and mood: customers, yearly money and lifetime value, each estimated with its interval."""
    own = both("What is at stake, by tier and satisfaction", "各层级、各满意程度涉及的客户与金额")
    if not found.rows:
        return empty(name, title or own)
    level = numbers.percent(found.rows[0][0].share.confidence)
    ends, valued = both(f"{level} interval", f"{level}置信区间"), found.rows[0][0].lifetime is not None
    columns = (
        cells.column(both("Satisfaction", "满意程度"), left=True),
        cells.column(CUSTOMERS),
        cells.column(ends),
        cells.column(both(f"{found.worth.en} a year", f"年{found.worth.zh}"), found.currency),
        cells.column(ends, found.currency),
        *([cells.column(LIFETIME, found.currency), cells.column(ends, found.currency)] if valued else []),
    )
    body = tuple(_stake(c, found.moods[j]) for row in found.rows for j, c in enumerate(row))
    heads = {
        str(i * len(found.moods)): words.words(row[0].share.level_label) for i, row in enumerate(found.rows)
    }
    note = notes.of([c.share for row in found.rows for c in row])
    return Table(name, words.words(title or own), columns, body, note, heads)


def _stake(c: Stake, mood: Text) -> tuple[Cell, ...]:
    known = [e for e in (c.customers, c.worth, c.lifetime) if e is not None]
    return cells.text(mood), *(cell for e in known for cell in (cells.point(e), cells.interval(e)))
