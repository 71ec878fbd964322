"""Tables of improvements: what each did, what checks say, what it cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.shapes.beforeafter import BeforeAfter, Found
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Cell, Column, Status, Table, Words
from csatreport.results import Contrast, Estimate

_EFFECTS = both("Every improvement: what it did", "各项改进的效果")
_SHARES = both("Every improvement: effect on the share satisfied", "各项改进对满意率的效果")
_CHECKS = both("What speaks for the comparison, and against it", "对照是否成立：各项检查")
_MONEY = both("What improvements cost, and what that bought", "各项改进的投入与成效")
VERDICTS: dict[str, tuple[Text, Status]] = {
    "worked": (both("worked", "有效果"), "good"),
    "harmed": (both("did harm", "适得其反"), "bad"),
    "unseen": (both("no effect we could see", "未见明显效果"), "none"),
    "doubtful": (both("cannot be told: moved apart before", "无法判断：此前走势已分化"), "none"),
    "untold": (both("cannot be told", "无法判断"), "none"),
}
_TREATED = both("Groups reached", "实施群体数")
_COMPARED = both("Groups compared", "对照群体数")
_EFFECT = both("Effect", "效果")
_ALIKE = both("Course before it began", "实施前走势")
_EARLIER = both("Clear effects of earlier dates", "假定提前实施时的显著效果")
_SETS = both("Other groups moved as far", "变动同样大的其他组合")
_OF_SETS = both("Sets of other groups", "其他群体组合数")
_MOVED = {
    True: both("moved apart", "走势分化"),
    False: both("no clear difference", "未见明显分化"),
    None: both("too few to tell", "数量过少，无法判断"),
}


def improvements(name: str, found: BeforeAfter, *, title: Text | None = None) -> Table:
    """Effects on mean scores: expected, seen, effect with interval, corrected p, verdict."""
    return _effects(name, found, title or _EFFECTS, lambda row: row.effect)


def improvement_shares(name: str, found: BeforeAfter, *, title: Text | None = None) -> Table:
    """The same of shares satisfied, whose tests are a family of their own."""
    return _effects(name, found, title or _SHARES, lambda row: row.share)


def _effects(name: str, found: BeforeAfter, title: Text, of: Callable[[Found], Contrast | None]) -> Table:
    pairs = [(row, c) for row in found.rows for c in [of(row)] if c is not None]
    if not pairs:
        return empty(name, title)
    first = pairs[0][1]
    unit, step = words.UNITS[first.second.unit], words.DIFFERENCE_UNITS[first.unit]
    columns = (
        cells.column(words.ITEM, left=True), cells.column(first.first.level_label, unit),
        cells.column(first.second.level_label, unit), cells.column(_EFFECT, step), cells.column(words.INTERVAL, step),
        cells.column(words.P), cells.column(words.RESULT, left=True),
    )  # fmt: skip
    body = tuple(_effect(row, c, own=c is row.effect) for row, c in pairs)
    note = notes.of([], contrasts=[c for _, c in pairs])
    return Table(name, words.words(title), columns, body, note, _headings([row for row, _ in pairs]))


def _effect(row: Found, c: Contrast, *, own: bool) -> tuple[Cell, ...]:
    sides = [cells.point(e) if c.shown else cells.blank(mark="suppressed") for e in (c.first, c.second)]
    p = cells.p_value(c.p_adjusted, known=c.shown)
    said, status = VERDICTS[row.verdict]
    verdict = cells.text(said, status=status) if own and c.tested else cells.verdict(c)
    return (cells.text(row.label), *sides, cells.difference(c), cells.difference_interval(c), p, verdict)


def improvement_checks(name: str, found: BeforeAfter, *, title: Text | None = None) -> Table:
    """How many groups, whether they moved alike before, placebo quarters and placebo groups."""
    rows = list(found.compared)
    if not rows:
        return empty(name, title or _CHECKS)
    left, right = (words.ITEM, _ALIKE), (_TREATED, _COMPARED, _EARLIER, _SETS, _OF_SETS)
    columns: tuple[Column, ...] = (
        cells.column(left[0], left=True), *(cells.column(t) for t in right[:2]), cells.column(left[1], left=True),
        *(cells.column(t) for t in right[2:]),
    )  # fmt: skip
    body = tuple(_checked(row) for row in rows)
    note = notes.of([c.second for c in found.effects if c.shown])
    return Table(name, words.words(title or _CHECKS), columns, body, note, _headings(rows))


def _checked(row: Found) -> tuple[Cell, ...]:
    leads, rank = row.leads, row.rank
    moved = None if leads is None or leads.p is None else leads.apart
    status: Status = "bad" if moved else "none"
    return (
        cells.text(row.label),
        cells.number(row.treated, "count"),
        cells.number(row.compared, "count"),
        cells.text(_MOVED[moved], status=status),
        _of(len(row.earlier.clear), len([c for c in row.earlier if c.tested])),
        cells.number(None if rank is None else rank.larger, "count"),
        cells.number(None if rank is None else rank.sets, "count"),
    )


def _of(part: int, whole: int) -> Cell:
    """So many of so many."""
    ends = [numbers.bare(x, "count") for x in (part, whole)]
    return Cell({"en": " of ".join(ends), "zh": "/".join(ends)}, part)


def improvement_money(name: str, found: BeforeAfter, *, title: Text | None = None) -> Table:
    """Cost, effect, cost of a point with interval, payback; only a lower end where no effect was seen."""
    rows = [row for row in found.compared if row.money is not None]
    if not rows:
        return empty(name, title or _MONEY)
    unit, years = found.currency, words.UNITS["years"]
    columns = (
        cells.column(words.ITEM, left=True), cells.column(words.measure("cost"), unit),
        cells.column(words.measure("cost_per_point"), unit), cells.column(words.INTERVAL, unit),
        cells.column(words.measure("payback"), years), cells.column(words.INTERVAL, years),
    )  # fmt: skip
    body = tuple(_paid(row) for row in rows)
    known = [c for row in rows for c in [row.effect] if c is not None]
    note = notes.of([c.second for c in known], [_LEAST] * any(row.money.least for row in rows if row.money))
    return Table(name, words.words(title or _MONEY), columns, body, note, _headings(rows))


_LEAST = both(
    "≥ : no effect was seen; even at the upper end of its interval a point would have cost that much",
    "“≥”表示未见明显效果：即使按置信区间上限计，每提高1分的投入也不低于此数",
)


def _paid(row: Found) -> tuple[Cell, ...]:
    m = row.money
    if m is None:
        return (cells.text(row.label), *(cells.blank() for _ in range(5)))
    return (
        cells.text(row.label),
        cells.point(m.cost),
        _per(m.per_point, m.least),
        *_interval(m.per_point),
        *_back(m.payback),
    )


def _per(per: Estimate | None, least: Estimate | None) -> Cell:
    if per is not None or least is None:
        return cells.point(per) if per is not None else cells.blank()
    said: Words = {k: f"≥{numbers.bare(least.value, 'money')}" for k in LANGUAGES}
    return Cell(said, said["en"])


def _interval(e: Estimate | None) -> tuple[Cell]:
    return (cells.blank() if e is None else cells.interval(e),)


def _back(e: Estimate | None) -> tuple[Cell, Cell]:
    return (cells.blank(), cells.blank()) if e is None else (cells.point(e), cells.interval(e))


def _headings(rows: Sequence[Found]) -> dict[str, Words]:
    """The improvement above the first of its items, with the day on which it began."""
    starts = [i for i, row in enumerate(rows) if i == 0 or row.code != rows[i - 1].code]
    return {str(i): words.words(both(
        f"{rows[i].title.en}, since {rows[i].since}", f"{rows[i].title.zh}（{rows[i].since}起）"
    )) for i in starts}  # fmt: skip
