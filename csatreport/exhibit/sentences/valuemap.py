"""Maps of the chapter on the value of customers: who moved where, scores, other assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csatreport.exhibit import notes, numbers
from csatreport.exhibit.charts.heatmap import NOTE, Cell, Grid, heatmap
from csatreport.exhibit.shapes.value import Case, Lifetime, Moves
from csatreport.exhibit.tables.value import RECORDS
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Chart
from csatreport.results import Estimate

_STAYED = both("customers who stayed where they were are left out", "未变动的客户不列示")


def flows(name: str, moves: Moves) -> tuple[Chart, ...]:
    """Where customers were (rows) and where they are (columns); those who stayed are left out, so that movement stands out."""
    made = [
        [Cell(e) if e.n and i != j else None for j, e in enumerate(row)] for i, row in enumerate(moves.cells)
    ]
    grid = Grid(moves.rows, moves.columns, made)
    if not grid.shown:
        return ()
    before, now = moves.before.label, moves.cells[0][0].wave_label
    title = both(
        f"From {before.en} (rows) to {now.en} (columns): customers",
        f"{before.zh}（行）至{now.zh}（列）的客户变动",
    )
    every = [c.estimate for row in made for c in row if c is not None]
    return (heatmap(name, grid, title=title, note=notes.of(every, [RECORDS, NOTE, _STAYED])),)


def scores(name: str, found: Sequence[Sequence[Estimate]]) -> Chart:
    """Customers by fifths of recency (rows, the latest first) and of money (columns, the most last)."""
    fifth = both("Bought lately: score {0}", "最近购买：{0}分"), both("Money: {0}", "金额：{0}分")
    rows = [_numbered(fifth[0], r[0].item.rpartition("_")[2]) for r in found]
    columns = [_numbered(fifth[1], e.level) for e in found[0]]
    grid = Grid(rows, columns, [[Cell(e) for e in row] for row in found])
    title = both("Customers by recency and money, in fifths", "按最近购买时间与金额五等分的客户数")
    return heatmap(name, grid, title=title, note=notes.of([e for row in found for e in row], [RECORDS, NOTE]))


def _numbered(form: Text, number: str) -> Text:
    return both(form.en.format(number), form.zh.format(number))


def cases(name: str, found: Lifetime) -> Chart:
    """Lifetime value by discount rate (rows) and share who stay (columns)."""
    rows = [_rate(row[0]) for row in found.cases]
    columns = [_stays(case) for case in found.cases[0]]
    made = [[Cell(replace(c.total, flag="")) for c in row] for row in found.cases]
    title = both(
        f"Lifetime value of all customers under other assumptions, {found.currency.en}",
        f"不同假设下的全体客户终身价值（{found.currency.zh}）",
    )
    return heatmap(name, Grid(rows, columns, made), title=title, note=notes.of([found.total], [NOTE]))


def _rate(case: Case) -> Text:
    rate = numbers.point(case.discount.value, "share")
    return both(f"Discount rate {rate}", f"折现率{rate}")


def _stays(case: Case) -> Text:
    if not case.stays:
        return both("Retention as found", "保留率不变")
    said = {k: numbers.difference(case.stays, "share", k) for k in LANGUAGES}
    return both(f"Retention {said['en']}", f"保留率{said['zh']}")
