"""Tables of importance and performance, and of stated beside derived importance."""

from __future__ import annotations

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.quadrants import crosshair
from csatreport.exhibit.shapes.importance import Beside, Both, ImportancePerformance, Point
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table

CERTAINTY = both("Certainty of it", "把握程度")
_STATED_PRIORITY = both(
    "priority = importance × (1 − share satisfied), 0–100; the higher, the more urgent",
    "优先度 = 重要性×（1−满意率），取值0–100，越高越应优先改进",
)
_DERIVED_PRIORITY = both(
    "priority = share of what is explained, over that of the average service, × (1 − share satisfied) × 100",
    "优先度 = 解释份额相对各项平均的倍数×（1−满意率）×100，越高越应优先改进",
)
_CERTAINTY = both(
    "certainty: the probability that the true point lies in this quadrant, given the uncertainty of the point and of the lines",
    "把握程度：考虑该点与十字线自身的抽样误差后，真实位置落在该象限的概率",
)
CLASSES = {
    "key": both("Key: stated and derived", "关键因素：自述与推算均高"),
    "basic": both("Basic: stated more than derived", "基本因素：自述高，推算低"),
    "hidden": both("Hidden: derived more than stated", "隐性因素：自述低，推算高"),
    "minor": both("Minor: neither", "次要因素：两者均低"),
}
_BESIDE = both(
    "each kind of importance is compared with its mean over these services",
    "自述与推算的重要性分别与这些服务的平均值比较",
)


def importance(name: str, ip: ImportancePerformance, *, title: Text | None = None) -> Table:
    """Importance, performance, share satisfied, priority, quadrant and its certainty, the most urgent first."""
    points = sorted(ip.points, key=lambda p: -p.priority.value if p.quadrant else float("inf"))
    first = points[0]
    heads = (
        (words.measure(first.importance.measure), first.importance),
        (words.PERFORMANCE, first.performance),
        (words.measure("csat"), first.satisfied),
    )
    unit = None if ip.derived else words.UNITS[first.priority.unit]  # a derived priority has no upper end
    columns = (
        cells.column(words.ITEM, left=True),
        *(cells.column(name, words.UNITS[e.unit]) for name, e in heads),
        cells.column(words.PRIORITY, unit),
        cells.column(words.INTERVAL, unit),
        cells.column(words.QUADRANT, left=True),
        cells.column(CERTAINTY, words.UNITS["share"]),
        cells.column(words.BASE),
    )
    every = [e for p in points for e in (p.importance, p.performance)]
    body = tuple(_point(p) for p in points)
    wave = first.priority.wave_label
    made = both(f"Improvement priorities, {wave.en}", f"改进优先度，{wave.zh}")
    extra = [_DERIVED_PRIORITY if ip.derived else _STATED_PRIORITY, crosshair(ip), _CERTAINTY]
    return Table(name, said.words_of(title, made), columns, body, notes.of(every, extra), {})


def _point(p: Point) -> tuple[Cell, ...]:
    label = cells.text(p.performance.label)
    if not p.quadrant:
        hidden = cells.blank(mark="suppressed")
        return (label, *(hidden for _ in range(5)), cells.text(words.TOO_SMALL), hidden, hidden)
    numbers_ = [cells.point(e) for e in (p.importance, p.performance, p.satisfied, p.priority)]
    quadrant = _maybe(words.QUADRANTS[p.quadrant], uncertain=p.uncertain)
    certainty = cells.number(p.certainty, "share")
    base = cells.bases(p.performance)[0]
    return (label, *numbers_, cells.interval(p.priority), cells.text(quadrant), certainty, base)


def _maybe(name: Text, *, uncertain: bool) -> Text:
    return both(f"{name.en} (not certain)", f"{name.zh}（尚不确定）") if uncertain else name


def stated(name: str, found: Beside, *, title: Text | None = None) -> Table:
    """Stated and derived importance of each service, its class and how certain that is, by class."""
    rows = sorted(found.rows, key=_by_class)
    first = rows[0]
    columns = (
        cells.column(words.ITEM, left=True),
        *(cells.column(words.measure(e.measure), words.UNITS[e.unit]) for e in (first.stated, first.derived)),
        cells.column(words.INTERVAL, words.UNITS[first.derived.unit]),
        cells.column(words.RESULT, left=True),
        cells.column(CERTAINTY, words.UNITS["share"]),
        cells.column(words.BASE),
    )
    made = both(
        f"Importance as customers state it and as it is derived, {first.stated.wave_label.en}",
        f"自述重要性与推算重要性对比，{first.stated.wave_label.zh}",
    )
    every = [e for r in rows for e in (r.stated, r.derived)]
    note = notes.of(every, [_BESIDE, *_agreement(found)])
    return Table(name, said.words_of(title, made), columns, tuple(map(_both, rows)), note, {})


def _by_class(row: Both) -> tuple[int, float]:
    order = [*CLASSES, ""]
    return order.index(row.kind), -row.derived.value if row.derived.shown else 0.0


def _both(row: Both) -> tuple[Cell, ...]:
    label = cells.text(row.stated.label)
    if not row.kind:
        hidden = cells.blank(mark="suppressed")
        return (label, hidden, hidden, hidden, cells.text(words.TOO_SMALL), hidden, hidden)
    kind = _maybe(CLASSES[row.kind], uncertain=row.uncertain)
    return (
        label,
        cells.point(row.stated),
        cells.point(row.derived),
        cells.interval(row.derived),
        cells.text(kind),
        cells.number(row.certainty, "share"),
        cells.bases(row.stated)[0],
    )


def _agreement(found: Beside) -> list[Text]:
    if found.correlation is None:
        return []
    r = numbers.bare(found.correlation, "coefficient", signed=True)
    return [both(f"correlation of the two over these services {r}", f"两者在这些服务上的相关系数为{r}")]
