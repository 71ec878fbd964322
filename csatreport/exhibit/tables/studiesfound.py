"""Tables of what two studies found together: their first brands, why scores differ, the change on the year."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.studies import Change, Decomposition, Overlap
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.studies import headed
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table
from csatreport.results import Estimate


def studies_overlap(name: str, overlaps: Sequence[Overlap], *, title: Text | None = None) -> Table:
    """Brands among the first of both studies, and what chance would give."""
    columns = (
        cells.column(both("Among the first", "前几名")), cells.column(both("In both", "共同入围")),
        cells.column(both("Expected by chance", "随机预期")), cells.column(words.P),
        cells.column(both("Brands", "品牌"), left=True),
    )  # fmt: skip
    body = tuple(
        (
            cells.number(o.top, "count"), cells.number(o.shared.value, "count"), cells.number(o.chance, "index"),
            cells.p_value(o.p), cells.text(_list(o.brands)),
        )
        for o in overlaps
    )  # fmt: skip
    made = both("The first brands of both studies", "两项研究中排名居前的品牌")
    note = words.joined([_CHANCE])
    return Table(name, said.words_of(title, made), columns, body, note, {})


_CHANCE = both(
    "p: probability that two unrelated orders share so many or more (hypergeometric; Holm); with ties at the edge there may be "
    "more brands than places",
    "p值：两个互不相关的排名出现同样多或更多共同品牌的概率（超几何分布，Holm校正）；名次并列时品牌数可能多于名次数",
)


def _list(labels: Sequence[Text]) -> Text:
    if not labels:
        return both("none", "无")
    return both(", ".join(words.plain(t.en) for t in labels), "、".join(words.plain(t.zh) for t in labels))


def studies_parts(name: str, found: Decomposition, *, title: Text | None = None) -> Table:
    """Why scores differ: the parts of the mean squared difference."""
    rows = list(found.parts)
    level = numbers.percent(rows[0].confidence)
    share = words.UNITS["share"]
    columns = (
        cells.column(both("What sets the scores apart", "得分差异的来源"), left=True),
        cells.column(words.measure("disagreement"), share), cells.column(both(f"{level} interval", f"{level}置信区间"), share),
    )  # fmt: skip
    body = tuple((cells.text(e.label), cells.number(e.value, "share"), _interval(e)) for e in rows)
    made = both("Where the difference between the scores comes from", "两项研究得分差异的构成")
    note = notes.of(rows, [_BRANDS, _BELOW, *([] if found.split else [_NOT_SPLIT])])
    return Table(name, said.words_of(title, made), columns, body, note, {})


_BRANDS = both(
    "the base are brands; intervals are percentiles of resamples of the brands",
    "样本量为品牌数；置信区间为品牌重抽样的百分位数",
)
_BELOW = both("a share below zero brought the studies closer together", "负值表示该部分缩小了两项研究的差异")
_NOT_SPLIT = both(
    "standard errors are unknown, so that sampling error cannot be told from the rest",
    "标准误未知，无法区分抽样误差与其余部分",
)


def _interval(e: Estimate) -> Cell:
    if e.low is None or e.high is None:
        return cells.blank()
    text = (
        numbers.interval(e.low, e.high, e.unit, "en").rstrip("%"),
        numbers.interval(e.low, e.high, e.unit, "zh").rstrip("%"),
    )
    return Cell({"en": text[0], "zh": text[1]}, text[0])


def studies_years(name: str, studies: Sequence[Change], *, title: Text | None = None) -> Table:
    """The change on the year of every brand in both studies."""
    unit, points = words.UNITS["thousand"], words.DIFFERENCE_UNITS["thousand"]
    heads = [
        c for s in studies
        for c in (headed(s.study, unit), cells.column(words.CHANGE, points), cells.column(words.RESULT, left=True))
    ]  # fmt: skip
    codes = {c.second.level: c.second.level_label for s in studies for c in s.brands}
    body = [(cells.text(s_label), *_moved(studies, code)) for code, s_label in codes.items()]
    means = tuple(x for s in studies for x in _cells(s, s.industry.second.level))
    made = both("Change on the year in both studies", "两项研究的同比变化")
    note = notes.of([], contrasts=[c for s in studies for c in s.brands])
    whole = (cells.text(studies[0].industry.second.label), *means) if studies else ()
    return Table(name, said.words_of(title, made), (cells.column(words.BRAND, left=True), *heads),
                 (*([whole] if whole else []), *body), note, {})  # fmt: skip


def _moved(studies: Sequence[Change], code: str) -> tuple[Cell, ...]:
    return tuple(x for s in studies for x in _cells(s, code))


def _cells(study: Change, code: str) -> tuple[Cell, Cell, Cell]:
    found = [study.industry] if not code else [c for c in study.brands if c.second.level == code]
    if not found:
        return cells.blank(), cells.blank(), cells.blank()
    return cells.point(found[0].second), cells.difference(found[0]), cells.verdict(found[0])
