"""Tables of standing, and of the indicator tree."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.tree import title_of as title_of_tree
from csatreport.exhibit.shapes import Indicator, Place, Ranking
from csatreport.exhibit.tables import cells
from csatreport.params.text import Text
from csatreport.records import Cell, Table


def standing(name: str, standing: Ranking, *, title: Text | None = None) -> Table:
    """Every peer, best first: rank with its interval, value, interval and bases."""
    places = list(standing.rows)
    found = [p.estimate for p in places]
    columns = (
        cells.column(words.GROUP, left=True),
        cells.column(words.RANK),
        cells.column(words.RANK_INTERVAL),
        *cells.measured(found),
    )
    labels = rows.labels(found)
    body = tuple(
        (cells.text(t), *_rank(p), *cells.measures(p.estimate)) for p, t in zip(places, labels, strict=True)
    )
    return Table(name, said.words_of(title, said.title(found)), columns, body, notes.of(found), {})


def _rank(p: Place) -> tuple[Cell, Cell]:
    if p.rank is None:
        return cells.blank(mark="suppressed"), cells.blank(mark="suppressed")
    rank = cells.number(p.rank, "count")
    if p.rank_low is None or p.rank_high is None:
        return rank, cells.blank()
    ends = numbers.spread([p.rank_low, p.rank_high])
    return rank, Cell({"en": ends, "zh": ends}, ends)


def indicators(name: str, indicators: Sequence[Indicator], *, title: Text | None = None) -> Table:
    """Every indicator of the tree with its level, department, value, interval and bases."""
    nodes = list(indicators)
    found = [n.estimate for n in nodes]
    columns = (
        cells.column(words.INDICATOR, left=True),
        cells.column(words.LEVEL),
        cells.column(words.DEPARTMENT, left=True),
        *cells.measured(found),
    )
    body = tuple(
        (cells.text(n.label), cells.number(n.level, "count"), _owner(n), *cells.measures(n.estimate))
        for n in nodes
    )
    return Table(name, said.words_of(title, title_of_tree(found)), columns, body, notes.of(found), {})


def _owner(n: Indicator) -> Cell:
    return cells.text(n.department_label) if n.department_label else cells.blank()
