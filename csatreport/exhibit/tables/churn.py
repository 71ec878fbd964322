"""Tables of who may leave."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, words
from csatreport.exhibit.charts.churndrivers import headings
from csatreport.exhibit.shapes.churn import Driver, Outlook, Proof
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Column, Status, Table, Words
from csatreport.results import Count, Estimate, Estimates

_FIGURE, _VALUE, _LEVEL = both("Measure", "指标"), both("Value", "数值"), both("Level", "情况")
_PERFECT = both("Perfect", "完美预测")
_NOTHING = both("Nothing foretold", "毫无预测力")
_AT = both("Risk", "风险")
_USUAL = both("Usual level", "对照")
_CUSTOMERS = both("Customers", "客户数")
_STATUS: dict[str, Status] = {"up": "bad", "down": "good", "none": "none"}
_ENDS: dict[str, tuple[str, str]] = {  # what a perfect forecast and one that knows nothing would have
    "log_skill": ("", "0"), "brier_skill": ("", "0"), "auc": ("1", "0.5"), "slope": ("1", "0"), "large": ("0", ""),
    "ratio": ("1", ""),
}  # fmt: skip
_PROOF = both("The model on waves that it had not seen", "模型在留出各期的表现")
_DRIVERS = both("What goes together with leaving, all else being equal", "其他条件相同时与流失相关的因素")
_GROUPS = both("Leave rate by group, and risk of the next wave", "各群体流失率与下期风险")


def proof(name: str, found: Proof) -> Table:
    """Each figure with its interval, and what it would be with perfect foresight and with none."""
    columns = (
        cells.column(_FIGURE, left=True), cells.column(_VALUE), cells.column(words.INTERVAL),
        cells.column(_PERFECT), cells.column(_NOTHING),
    )  # fmt: skip
    by_chance = {"ece": found.ece_chance, "ece_relative": found.ece_relative_chance}
    body = tuple(_figure(e, by_chance.get(e.measure)) for e in found.figures)
    waves = both(", ".join(w.en for w in found.waves), "、".join(w.zh for w in found.waves))
    held = both(f"waves held out: {waves.en}", f"留出各期：{waves.zh}")
    clustered = both(
        "rows are customers by wave; intervals take those of one customer together",
        "样本量为客户期数，置信区间按客户聚类",
    )
    return Table(name, words.words(_PROOF), columns, body, notes.of(found.figures, [held, clustered]), {})


def _figure(e: Estimate, chance: Count | None) -> tuple[Cell, ...]:
    """A figure; even perfect risks have an error of calibration by ``chance``."""
    unit = "%" if e.unit == "share" else ""
    perfect, nothing = _ENDS.get(e.measure, ("", ""))
    best = _plain(perfect) if chance is None else _with(cells.number(chance.value, "share"), "%")
    return (
        cells.text(e.label),
        _with(cells.point(e), unit),
        _with(cells.interval(e), unit),
        best,
        _plain(nothing),
    )


def _with(cell: Cell, unit: str) -> Cell:
    """A cell of a table whose rows have different units says its own."""
    said_: Words = {k: text + unit if text else text for k, text in cell.text.items()}
    return Cell(said_, cell.value, cell.mark, cell.status)


def _plain(text: str) -> Cell:
    return Cell({"en": text, "zh": text}, text or None)


def drivers(name: str, found: Sequence[Driver]) -> Table:
    """Both risks, their difference with interval, odds ratio with interval, and how many customers it is about."""
    shown = [d for d in found if d.gap.shown and d.gap.tested]
    share, points = words.UNITS["share"], words.DIFFERENCE_UNITS["share"]
    columns = (
        cells.column(_LEVEL, left=True), cells.column(_AT, share), cells.column(_USUAL, share),
        cells.column(words.DIFFERENCE, points), cells.column(words.INTERVAL, points),
        cells.column(words.measure("odds_ratio")), cells.column(words.INTERVAL), cells.column(_CUSTOMERS),
        cells.column(words.P), cells.column(words.RESULT, left=True),
    )  # fmt: skip
    body = tuple(_driver(d) for d in shown)
    note = notes.of([d.gap.second for d in shown][:1], contrasts=[d.gap for d in shown])
    heads = {str(i): words.words(head) for i, head in headings([d.gap for d in shown]).items()}
    return Table(name, words.words(_DRIVERS), columns, body, note, heads)


def _driver(d: Driver) -> tuple[Cell, ...]:
    c = d.gap
    return (
        cells.text(c.second.level_label), cells.point(c.second), cells.point(c.first), cells.difference(c),
        cells.difference_interval(c), cells.point(d.ratio), cells.interval(d.ratio), cells.number(d.customers, "count"),
        cells.p_value(c.p_adjusted), cells.text(words.GAP_DIRECTIONS[c.direction], status=_STATUS[c.direction]),
    )  # fmt: skip


def groups(name: str, observed: Sequence[Estimates], outlook: Outlook | None, *, over: Text) -> Table:
    """Leave rate of every group over the newest quarters, and its mean risk in the next one where a model tells it."""
    shown = [e for rows in observed for e in rows]
    ahead = {(e.domain, e.level): e for rows in (outlook.groups if outlook else ()) for e in rows}
    unit = words.UNITS["share"]
    columns: list[Column] = [
        cells.column(words.GROUP, left=True), cells.column(words.measure("left"), unit), cells.column(words.INTERVAL, unit),
    ]  # fmt: skip
    if ahead:
        columns += [
            cells.column(words.measure("risk"), unit),
            cells.column(words.INTERVAL, unit),
            cells.column(_CUSTOMERS),
        ]
    body = tuple(_group(e, ahead.get((e.domain, e.level)), wide=bool(ahead)) for e in shown)
    note = notes.of(shown, [both(f"leave rates: {over.en}", f"流失率为{over.zh}合计")])
    return Table(name, words.words(_GROUPS), tuple(columns), body, note, _factors(observed))


def _group(e: Estimate, next_: Estimate | None, *, wide: bool) -> tuple[Cell, ...]:
    row = (cells.text(e.level_label), cells.point(e), cells.interval(e))
    if not wide:
        return row
    if next_ is None:
        return (*row, cells.blank(), cells.blank(), cells.blank())
    return (*row, cells.point(next_), cells.interval(next_), cells.bases(next_)[0])


def _factors(observed: Sequence[Estimates]) -> dict[str, Words]:
    """The name of each factor above its first group."""
    found, at = {}, 0
    for rows in observed:
        if len(rows) and rows.rows[0].group_label:
            found[str(at)] = words.words(rows.rows[0].group_label)
        at += len(rows)
    return found
