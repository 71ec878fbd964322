"""Tables of the figures of cases: changes and their differences, trends, expected against reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.cases import Comparison, Measured, Reached, Story
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.cases import NO_SIDES, STATUS, VERDICTS, compared
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Status, Table, Words
from csatreport.results import Contrast, Estimate

_CHANGES = both("Each measure before and after, and how the changes differ", "各项指标的前后变化与案例间差异")
_TRENDS = both("Trend of each measure before and after the first action", "首项措施前后的趋势")
_REACHED = both("Expected against reached", "预期目标与实际结果")
_CASE = both("Case", "案例")
_BEFORE, _AFTER = both("Before", "实施前"), both("After", "实施后")
_APART = both("Difference of the changes", "变化之差")
_A_WAVE = {"Q": both("a quarter", "每季度"), "H": both("a half-year", "每半年"), "": both("a year", "每年")}
_BEND = both("Difference of the trends", "趋势之差")
_DUE = both("Due", "期限")
_AT_LEAST, _AT_MOST = both("at least {0}", "不低于{0}"), both("at most {0}", "不高于{0}")
_NAMED = {"share", "index", "thousand", "nps", "days", "hours"}  # units that a heading names
_VERDICT: dict[str, Status] = {"met": "good", "missed": "bad", "unsure": "unsure"}
_LINES = both(
    "a straight line through the waves before, another through those from the first action on; tests rest on the scatter of the "
    "waves about them, the base counts waves",
    "实施前后各拟合一条直线，以各期围绕直线的波动作检验，样本量为期数",
)
_JUDGED = both(
    "met or missed where the whole interval lies on one side of the target; figures without an interval are taken at their word",
    "置信区间整体位于目标一侧时判为达到或未达到；无置信区间的数值直接与目标比较",
)
Row = tuple[Cell, ...]


def case_changes(name: str, comparison: Comparison, *, title: Text | None = None) -> Table:
    """Under each measure: every case before, after, change with interval and test; then how the two changes differ."""
    of = {d.second.item: d for d in comparison.differences}

    def rows(found: Sequence[tuple[Story, Measured]]) -> list[Row]:
        told = [_changed(s.title, m.change, m.moved) for s, m in found]
        apart = of.get(found[0][1].code)
        return [*told, *([_apart(apart)] if apart is not None else [])]

    heads = (_BEFORE, _AFTER, words.CHANGE, words.INTERVAL, words.P)
    every = [m.change for s in comparison.stories for m in s.measures if m.change is not None]
    note = notes.of([], compared(comparison), contrasts=[c for c in every if c.tested] or every)
    return _under_measures(name, comparison, heads, rows, told=(title or _CHANGES, note))


def case_trends(name: str, comparison: Comparison, *, title: Text | None = None) -> Table:
    """Under each measure: the slope before and after the first action of every case, and whether they differ."""
    each = _A_WAVE[comparison.wave.length]
    before = both(f"Before, {each.en}", f"实施前{each.zh}变化")
    after = both(f"After, {each.en}", f"实施后{each.zh}变化")
    heads = (before, after, _BEND, words.INTERVAL, words.P)
    every = [m.bend for s in comparison.stories for m in s.measures if m.bend is not None]

    def rows(found: Sequence[tuple[Story, Measured]]) -> list[Row]:
        return [_bent(s.title, m.bend) for s, m in found]

    note = notes.of([], [_LINES], contrasts=every)
    return _under_measures(name, comparison, heads, rows, told=(title or _TRENDS, note))


def _under_measures(
    name: str,
    comparison: Comparison,
    heads: Iterable[Text],
    rows: Callable[[Sequence[tuple[Story, Measured]]], list[Row]],
    *,
    told: tuple[Text, Words],
) -> Table:
    """``rows`` of every measure under its name; ``told`` are title and note."""
    stories = comparison.stories
    order = dict.fromkeys(m.code for s in stories for m in s.measures)
    body: list[Row] = []
    groups: dict[str, Words] = {}
    for code in order:
        found = [(s, m) for s in stories for m in s.measures if m.code == code]
        groups[str(len(body))] = words.words(_headed(found[0][1]))
        body += rows(found)
    columns = (
        cells.column(_CASE, left=True),
        *(cells.column(h) for h in heads),
        cells.column(words.RESULT, left=True),
    )
    return Table(name, words.words(told[0]), columns, tuple(body), told[1], groups)


def _headed(m: Measured) -> Text:
    unit = m.figures[0].estimate.unit
    if unit not in _NAMED:
        return m.label
    said_unit = words.UNITS[unit]
    return both(f"{m.label.en} ({said_unit.en})", f"{m.label.zh}（{said_unit.zh}）")


def _changed(label: Text, c: Contrast | None, way: str) -> Row:
    if c is None:
        return (cells.text(label), *[cells.blank()] * 5, cells.text(NO_SIDES))
    verdict = cells.verdict(c)
    return (
        cells.text(label), cells.point(c.first), cells.point(c.second), *_tested(c),
        Cell(verdict.text, verdict.value, verdict.mark, STATUS.get(way, "none") if c.tested else "none"),
    )  # fmt: skip


def _tested(c: Contrast) -> tuple[Cell, Cell, Cell]:
    p = cells.p_value(c.p_adjusted, known=c.shown)
    return cells.difference(c), cells.difference_interval(c), p


def _apart(c: Contrast) -> Row:
    return (cells.text(_APART), cells.blank(), cells.blank(), *_tested(c), _plain(cells.verdict(c)))


def _bent(label: Text, c: Contrast | None) -> Row:
    if c is None:
        few = both("Too few waves", "期数不足")
        return (cells.text(label), *[cells.blank()] * 5, cells.text(few))
    slopes = [cells.number(e.value, e.unit, sign=True) for e in (c.first, c.second)]
    return (cells.text(label), *slopes, *_tested(c), _plain(cells.verdict(c)))


def _plain(verdict: Cell) -> Cell:
    """Higher or lower, without saying that it is good or bad."""
    return Cell(verdict.text, verdict.value, verdict.mark)


def case_expected(name: str, comparison: Comparison, *, title: Text | None = None) -> Table:
    """Under each case: every expected result, its target and day, what was reached, and the verdict."""
    stories = [s for s in comparison.stories if s.expected]
    if not stories:
        return empty(name, title or _REACHED)
    body: list[Row] = []
    groups: dict[str, Words] = {}
    for story in stories:
        groups[str(len(body))] = words.words(story.title)
        body += [_expected(e) for e in story.expected]
    columns = (
        cells.column(words.INDICATOR, left=True),
        cells.column(words.TARGET),
        cells.column(_DUE),
        cells.column(both("Reached", "实际")),
        cells.column(words.INTERVAL),
        cells.column(words.RESULT, left=True),
    )
    shown = [
        e.estimate for s in stories for e in s.expected if e.estimate is not None and e.estimate.n is not None
    ]
    note = notes.of(shown, [_JUDGED])
    return Table(name, said.words_of(title, _REACHED), columns, tuple(body), note, groups)


def _expected(e: Reached) -> Row:
    verdict = VERDICTS[e.verdict]
    told = both(verdict.en[:1].upper() + verdict.en[1:], verdict.zh)
    return (
        cells.text(e.label), _goal(e), cells.text(e.due.label),
        *((cells.blank(), cells.blank()) if e.estimate is None else (_whole(e.estimate), cells.interval(e.estimate))),
        cells.text(told, status=_VERDICT.get(e.verdict, "none")),
    )  # fmt: skip


def _goal(e: Reached) -> Cell:
    form = _AT_LEAST if e.better == "up" else _AT_MOST
    number = numbers.point(e.goal.value, e.goal.unit)
    return Cell(
        {"en": form.en.format(number), "zh": form.zh.format(number)},
        said.printed(numbers.scaled(e.goal.value, e.goal.unit), 6),
    )


def _whole(e: Estimate) -> Cell:
    """The figure with its unit: rows are of different ones."""
    cell = cells.point(e)
    text = numbers.point(e.value, e.unit) if e.shown else numbers.SUPPRESSED
    return Cell({"en": text, "zh": text}, cell.value, cell.mark)
