"""Tables of SERVQUAL gaps, and of what each dimension counts."""

from __future__ import annotations

from csatreport.exhibit import notes, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.gaps import Of, chosen, title_of
from csatreport.exhibit.shapes.servqual import Gap, Servqual
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import headings
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table

_WILCOXON = both("p (Wilcoxon, corrected)", "p值（Wilcoxon，校正后）")
_TOTAL = {
    "stated": both("the total weighs dimensions by their stated importance", "总体按各维度的重要性评分加权"),
    "derived": both(
        "importance was not asked: the total weighs dimensions by the correlation of their perception with overall "
        "satisfaction",
        "问卷未询问重要性，总体按各维度感知与总体满意度的相关系数加权",
    ),
    "equal": both("the total weighs all dimensions alike", "总体对各维度等权平均"),
}


def servqual(name: str, servqual: Servqual, *, of: Of = "items", title: Text | None = None) -> Table:
    """Expectation, perception, gap, share who got what they expected, and tests: of items, or of dimensions and all."""
    found = chosen(servqual, of)
    unit = words.UNITS[found[0].gap.unit]
    columns = (
        cells.column(words.ITEM if of == "items" else words.DIMENSION, left=True),
        *(cells.column(w, unit) for w in (words.EXPECTATION, words.PERCEPTION, words.GAP, words.INTERVAL)),
        cells.column(words.measure("met"), words.UNITS["share"]),
        cells.column(words.P),
        cells.column(_WILCOXON),
        cells.column(words.BASE),
    )
    body = tuple(_gap(g) for g in found)
    extra = [_TOTAL[servqual.basis]] if of == "dimensions" else []
    note = notes.of([], extra, contrasts=[g.test for g in found])
    heads = headings([g.perception for g in found]) if of == "items" else {}
    return Table(name, said.words_of(title, title_of(found, of)), columns, body, note, heads)


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
        cells.point(g.met),
        cells.p_value(g.test.p_adjusted, known=g.gap.shown),
        cells.p_value(g.wilcoxon_adjusted, known=g.gap.shown),
        cells.bases(g.gap)[0],
    )
