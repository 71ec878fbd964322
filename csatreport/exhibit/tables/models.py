"""Tables of SERVQUAL gaps, importance and performance, standing, and the indicator tree."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.gaps import Of, chosen, title_of
from csatreport.exhibit.charts.tree import title_of as title_of_tree
from csatreport.exhibit.shapes import Gap, ImportancePerformance, Indicator, Place, Point, Ranking, Servqual
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import headings
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table

_WILCOXON = both("p (Wilcoxon, corrected)", "p值（Wilcoxon，校正后）")
_PRIORITY = both(
    "priority = importance × (1 − share satisfied), 0–100; the higher, the more urgent",
    "优先度 = 重要性×（1−满意率），取值0–100，越高越应优先改进",
)


def servqual(name: str, servqual: Servqual, *, of: Of = "items", title: Text | None = None) -> Table:
    """Expectation, perception, gap and its tests, for items or for dimensions and all."""
    found = chosen(servqual, of)
    unit = words.UNITS[found[0].gap.unit]
    columns = (
        cells.column(words.ITEM if of == "items" else words.DIMENSION, left=True),
        *(cells.column(w, unit) for w in (words.EXPECTATION, words.PERCEPTION, words.GAP, words.INTERVAL)),
        cells.column(words.P),
        cells.column(_WILCOXON),
        cells.column(words.BASE),
    )
    body = tuple(_gap(g) for g in found)
    extra = [_total(weighted=servqual.weighted)] if of == "dimensions" else []
    note = notes.of([], extra, contrasts=[g.test for g in found])
    heads = headings([g.perception for g in found]) if of == "items" else {}
    return Table(name, said.words_of(title, title_of(found, of)), columns, body, note, heads)


def _total(*, weighted: bool) -> Text:
    if weighted:
        return both("the total weighs dimensions by their stated importance", "总体按各维度的重要性评分加权")
    return both("the total weighs all dimensions alike", "总体对各维度等权平均")


def _gap(g: Gap) -> tuple[Cell, ...]:
    status = cells.STATUS[g.test.direction]
    gap = (
        cells.number(g.gap.value, g.gap.unit, sign=True, mark=g.gap.flag, status=status)
        if g.gap.shown
        else cells.point(g.gap)
    )
    return (
        cells.text(g.gap.label),
        cells.point(g.expectation),
        cells.point(g.perception),
        gap,
        cells.interval(g.gap),
        cells.p_value(g.test.p_adjusted, known=g.gap.shown),
        cells.p_value(g.wilcoxon_adjusted, known=g.gap.shown),
        cells.bases(g.gap)[0],
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
