"""Kano's coefficients then and now, and of groups that see a feature otherwise."""

from __future__ import annotations

from csatreport.exhibit import notes, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.kano import Changes, Move
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.kano import FEATURE, class_of
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table
from csatreport.results import Contrast, Contrasts

_COEFFICIENT = both("Coefficient", "系数")


def kano_changes(name: str, changes: Changes) -> tuple[Table, ...]:
    """Class and coefficients of every feature then and now; empty where no earlier wave asked."""
    if not changes.moves or changes.before is None:
        return ()
    waves = [changes.before.label, changes.wave.label]
    columns = (
        cells.column(FEATURE, left=True),
        *(cells.column(words.KANO_CLASS, w, left=True) for w in waves),
        *(
            cells.column(head)
            for measure in ("better", "worse")
            for head in (words.measure(measure), words.CHANGE, words.P)
        ),
    )
    body = tuple(_move(m, changes.coefficients) for m in changes.moves)
    title = both(f"Classes and coefficients since {waves[0].en}", f"{waves[0].zh}以来的类别与系数变化")
    note = notes.of([], contrasts=list(changes.coefficients))
    return (Table(name, words.words(title), columns, body, note, {}),)


def _move(m: Move, found: Contrasts) -> tuple[Cell, ...]:
    tests = [found.one(item=m.now.better.item, measure=measure) for measure in ("better", "worse")]
    classes = (class_of(m.before.category), class_of(m.now.category))
    return (cells.text(m.now.label), *classes, *(c for t in tests for c in _test(t)))


def _test(c: Contrast) -> tuple[Cell, ...]:
    now = cells.point(c.second) if c.shown else cells.blank(mark="suppressed")
    return now, cells.difference(c), cells.p_value(c.p_adjusted, known=c.shown)


def kano_differences(name: str, found: Contrasts, *, title: Text | None = None) -> tuple[Table, ...]:
    """Groups whose coefficient clearly differs from all other customers; empty where none does."""
    clear = found.clear.rows
    if not clear:
        return ()
    columns = (
        cells.column(FEATURE, left=True),
        cells.column(words.GROUP, left=True),
        cells.column(_COEFFICIENT, left=True),
        *(cells.column(side) for side in reversed(said.sides(clear))),
        cells.column(words.DIFFERENCE),
        cells.column(words.INTERVAL),
        cells.column(words.P),
    )
    body = tuple(_difference(c) for c in clear)
    made = both("Groups that see a feature clearly otherwise", "看法与其他客户有显著差异的群体")
    return (Table(name, said.words_of(title, made), columns, body, notes.of([], contrasts=list(found)), {}),)


def _difference(c: Contrast) -> tuple[Cell, ...]:
    return (
        cells.text(c.label),
        cells.text(c.second.level_label),
        cells.text(words.measure(c.second.measure)),
        cells.point(c.first),
        cells.point(c.second),
        cells.difference(c),
        cells.difference_interval(c),
        cells.p_value(c.p_adjusted),
    )
