"""The index out of 1,000 with its factors."""

from __future__ import annotations

from csatreport.exhibit import notes, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.thousand import Factor, Thousand
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table

_FACTOR = both("Factor", "因子")
_WEIGHT = both("Weight", "权重")
_SUM = both(
    "the index is the sum of factor scores times weights; what is left to gain is the weight times the distance to 1,000",
    "指数为各因子得分与权重乘积之和；改进空间为权重与距1,000分差距的乘积",
)
_ALIKE = both("all factors weigh alike", "各因子权重相同")


def thousand(name: str, found: Thousand, *, title: Text | None = None) -> Table:
    """Every factor with its weight, score, interval, what is left to gain and bases; the index in the last row."""
    rows = [f.score for f in found.factors]
    unit = words.UNITS["thousand"]
    columns = (
        cells.column(_FACTOR, left=True),
        cells.column(_WEIGHT, words.UNITS["share"]),
        *cells.measured([found.index]),
        cells.column(words.measure("to_gain"), unit),
    )
    whole = cells.number(1.0, "share"), *cells.measures(found.index), cells.blank()
    body = (*(_factor(f) for f in found.factors), (cells.text(found.index.label), *whole))
    note = notes.of([found.index, *rows], [_SUM, *([] if found.declared else [_ALIKE])])
    return Table(name, said.words_of(title, said.title([found.index])), columns, body, note, {})


def _factor(f: Factor) -> tuple[Cell, ...]:
    gain = cells.number(f.to_gain.value, "thousand") if f.score.shown else cells.blank(mark="suppressed")
    return (cells.text(f.score.label), cells.number(f.weight, "share"), *cells.measures(f.score), gain)
