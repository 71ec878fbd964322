"""The order of money as a table."""

from __future__ import annotations

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.kano import Kano, Step
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.kano import FEATURE, class_of
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Column, Table
from csatreport.results import Estimate

_TODO = both("What to do", "建议")
_CUSTOMER = both("Cost for a customer", "每户成本")
_EXACT = both("costs count as known exactly", "成本视为准确已知")
_PRICED = both(
    "Order of resources: gain, cost, and the gain for the money", "资源投入次序：收益、成本与单位资金收益"
)
_PLAIN = both("Order of resources: gain by class", "资源投入次序：各类特性的收益")
_GAIN = both(
    "gain: the size of worse of a must-be feature, better minus worse of a one-dimensional one, better of an attractive "
    "one",
    "收益：必备型取Worse系数的绝对值，期望型取Better与Worse系数之差，魅力型取Better系数",
)


def kano_order(name: str, kano: Kano, *, title: Text | None = None) -> Table:
    """Features in the order of money: class, what to do, gain; where costs are declared, cost and gain for the money."""
    priced = any(s.bought is not None for s in kano.order)
    columns = (
        cells.column(FEATURE, left=True),
        cells.column(words.KANO_CLASS, left=True),
        cells.column(_TODO, left=True),
        cells.column(words.measure("kano_gain")),
        cells.column(words.INTERVAL),
        *(_money(kano) if priced else ()),
    )
    body = tuple(_step(s)[: len(columns)] for s in kano.order)
    note = notes.of([s.feature.better for s in kano.order], [_GAIN, *([_EXACT] if priced else [])])
    made = _PRICED if priced else _PLAIN
    return Table(name, said.words_of(title, made), columns, body, note, {})


def _money(kano: Kano) -> tuple[Column, ...]:
    amount = numbers.bare(kano.per, "money")
    bought = both(f"Gain for {amount} {kano.currency.en}", f"每{amount}{kano.currency.zh}的收益")
    return cells.column(_CUSTOMER, kano.currency), cells.column(bought), cells.column(words.INTERVAL)


def _step(s: Step) -> tuple[Cell, ...]:
    f = s.feature
    if not s.action:
        return (cells.text(f.label), *(cells.blank(mark="suppressed") for _ in range(7)))
    cost = cells.blank() if f.cost is None else cells.number(f.cost, "money")
    return (
        cells.text(f.label),
        class_of(f.category),
        cells.text(words.KANO_ACTIONS[s.action]),
        *_known(s.gain),
        cost,
        *_known(s.bought),
    )


def _known(e: Estimate | None) -> tuple[Cell, Cell]:
    return (cells.blank(), cells.blank()) if e is None else (cells.point(e), cells.interval(e))
