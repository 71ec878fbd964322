"""Tables of importance and performance, standing, and the indicator tree."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.tree import title_of as title_of_tree
from csatreport.exhibit.shapes import ImportancePerformance, Indicator, Place, Point, Ranking
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table

_PRIORITY = both(
    "priority = importance × (1 − share satisfied), 0–100; the higher, the more urgent",
    "优先度 = 重要性×（1−满意率），取值0–100，越高越应优先改进",
)


def importance(name: str, ip: ImportancePerformance, *, title: Text | None = None) -> Table:
    """Importance, performance, share satisfied, priority and quadrant, the most urgent first."""
    points = sorted(ip.points, key=lambda p: -p.priority.value if p.quadrant else float("inf"))
    first = points[0]
    heads = (
        (words.IMPORTANCE, first.importance),
        (words.PERFORMANCE, first.performance),
        (words.measure("csat"), first.satisfied),
        (words.PRIORITY, first.priority),
    )
    columns = (
        cells.column(words.ITEM, left=True),
        *(cells.column(name, words.UNITS[e.unit]) for name, e in heads),
        cells.column(words.INTERVAL, words.UNITS[first.priority.unit]),
        cells.column(words.QUADRANT, left=True),
        cells.column(words.BASE),
    )
    every = [e for p in points for e in (p.importance, p.performance)]
    body = tuple(_point(p) for p in points)
    made = both(
        f"Improvement priorities, {first.priority.wave_label.en}",
        f"改进优先度，{first.priority.wave_label.zh}",
    )
    return Table(name, said.words_of(title, made), columns, body, notes.of(every, [_PRIORITY]), {})


def _point(p: Point) -> tuple[Cell, ...]:
    label = cells.text(p.performance.label)
    if not p.quadrant:
        return (
            label,
            *(cells.blank(mark="suppressed") for _ in range(5)),
            cells.text(words.TOO_SMALL),
            cells.blank(mark="suppressed"),
        )
    name = words.QUADRANTS[p.quadrant]
    maybe = both(f"{name.en} (not certain)", f"{name.zh}（尚不确定）") if p.uncertain else name
    numbers_ = [cells.point(e) for e in (p.importance, p.performance, p.satisfied, p.priority)]
    return (label, *numbers_, cells.interval(p.priority), cells.text(maybe), cells.bases(p.performance)[0])


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
