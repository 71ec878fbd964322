"""Tables of two studies side by side: how they were made, what they found, how far they agree."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.studies import (
    Brand,
    Change,
    Decomposition,
    Design,
    Mapped,
    Overlap,
    Place,
    Ranking,
)
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Column, Status, Table
from csatreport.results import Estimate

FEATURES = {
    "organiser": both("Organiser", "研究机构"),
    "year": both("Year", "年度"),
    "fieldwork": both("Fieldwork", "执行时间"),
    "asked": both("Who was asked", "访问对象"),
    "sampling": both("Sampling", "抽样方式"),
    "cities": both("Cities", "覆盖城市"),
    "interviews": both("Interviews", "样本量"),
    "brands": both("Brands", "品牌数"),
    "alone": both("Brands in this study only", "仅本研究包含的品牌"),
    "scale": both("Scale", "量尺"),
    "factors": both("Factors of the index", "因子数"),
    "errors": both("Standard errors", "标准误"),
    "note": both("Note", "说明"),
}  # fmt: skip
VERDICTS = {
    "same": both("same", "相同"),
    "part": both("overlaps", "部分重合"),
    "differs": both("differs", "不同"),
    "unknown": both("unknown", "未知"),
}
_MARKS: dict[str, Status] = {"differs": "warn", "part": "warn"}
_FEATURE, _COMPARED = both("Feature", "设计要素"), both("Compared", "对比")
_FACTOR, _WEIGHT = both("Factor", "因子"), both("Weight", "权重")
_SHARED = both("Shared weight", "统一权重")
_MISFIT = both(
    "declared weights give the printed index but for at most {0} and {1} points",
    "按给定权重计算的指数与公布指数最多相差{0}分与{1}分",
)


def studies_design(name: str, design: Design, *, title: Text | None = None) -> Table:
    """Both designs, line by line, and what is the same."""
    columns = (
        cells.column(_FEATURE, left=True), _head(design.first, left=True), _head(design.second, left=True),
        cells.column(_COMPARED, left=True),
    )  # fmt: skip
    body = tuple(
        (
            cells.text(FEATURES[f.code]), _value(f.first), _value(f.second),
            cells.text(VERDICTS[f.verdict], status=_MARKS.get(f.verdict, "none")),
        )
        for f in design.features
    )  # fmt: skip
    made = both("Designs of the two studies", "两项研究的设计对比")
    return Table(name, said.words_of(title, made), columns, body, {"en": "", "zh": ""}, {})


def _head(title: Text, unit: Text | None = None, *, left: bool = False) -> Column:
    """A column that is called after a study: its title on one line."""
    return cells.column(both(words.plain(title.en), words.plain(title.zh)), unit, left=left)


def _value(value: Text | int | None) -> Cell:
    if value is None:
        return cells.text(both(numbers.SUPPRESSED, numbers.SUPPRESSED))
    if isinstance(value, int):
        return cells.text(Text.same(numbers.bare(value, "count")))
    return cells.text(value)


def studies_factors(name: str, design: Design, *, title: Text | None = None) -> Table:
    """Which factors of the studies measure the same, with the weights of each and those of the shared index."""
    percent = words.UNITS["share"]
    columns = (
        _head(design.first, left=True), cells.column(_WEIGHT, percent),
        _head(design.second, left=True), cells.column(_WEIGHT, percent), cells.column(_SHARED, percent),
    )  # fmt: skip
    body = tuple(_mapped(f) for f in design.factors)
    made = both("Factors of the two studies, and what they weigh", "两项研究的因子对应与权重")
    if not body:
        return empty(name, title or made)
    return Table(name, said.words_of(title, made), columns, body, words.joined(_misfit(design)), {})


def _misfit(design: Design) -> list[Text]:
    """How far declared weights are from the printed index, where both studies print factors."""
    first, second = design.misfit
    if first is None or second is None:
        return []
    found = [numbers.bare(x, "index") for x in (first, second)]
    return [both(_MISFIT.en.format(*found), _MISFIT.zh.format(*found))]


def _mapped(f: Mapped) -> tuple[Cell, ...]:
    none = cells.text(both("not asked", "未设"), status="warn")
    return (
        cells.text(f.first) if f.first else none, cells.number(f.first_weight, "share"),
        cells.text(f.second) if f.second else none, cells.number(f.second_weight, "share"),
        cells.number(f.weight, "share"),
    )  # fmt: skip


def studies_scores(name: str, ranking: Ranking, *, title: Text | None = None) -> Table:
    """Scores and ranks of every brand in both studies, with rank intervals where errors are known."""
    unit = words.UNITS["thousand"]
    columns = (
        cells.column(words.BRAND, left=True),
        *(c for t in (ranking.first, ranking.second)
          for c in (_head(t, unit), cells.column(words.RANK), cells.column(words.RANK_INTERVAL))),
    )  # fmt: skip
    body = tuple((cells.text(b.label), *_place(b.first), *_place(b.second)) for b in ranking.rows)
    made = both("Scores and ranks in both studies", "两项研究的得分与排名")
    note = notes.of([p.score for b in ranking.rows for p in (b.first, b.second)])
    return Table(name, said.words_of(title, made), columns, body, note, {})


def studies_apart(name: str, ranking: Ranking, *, most: int = 10, title: Text | None = None) -> Table:
    """Brands on which the studies differ most, on one scale, tested; at most ``most`` of them."""
    unit, points = words.UNITS["thousand"], words.DIFFERENCE_UNITS["thousand"]
    columns = (
        cells.column(words.BRAND, left=True), _head(ranking.first, unit), cells.column(_ALIGNED, unit),
        cells.column(words.DIFFERENCE, points), cells.column(words.INTERVAL, points), cells.column(words.P),
        cells.column(words.RESULT, left=True),
    )  # fmt: skip
    rows = sorted(ranking.rows, key=_evidence)[:most]
    made = both("Brands on which the studies differ most", "两项研究差异最大的品牌")
    note = notes.of([], [_SCALE], contrasts=list(ranking.tests))
    return Table(name, said.words_of(title, made), columns, tuple(map(_apart, rows)), note, {})


_ALIGNED = both("Second study on this scale", "第二项研究（换算后）")
_SCALE = both(
    "on this scale: the second study brought to the mean and spread of the first",
    "换算：将第二项研究调整至第一项研究的均值与离散程度",
)


def _evidence(b: Brand) -> tuple[float, float]:
    return (1.0 if b.apart.p is None else b.apart.p), -abs(b.apart.value)


def _apart(b: Brand) -> tuple[Cell, ...]:
    c = b.apart
    said_of = words.GAP_DIRECTIONS[c.direction] if c.tested else words.NOT_TESTED
    return (
        cells.text(b.label), cells.point(c.first), cells.point(c.second), cells.difference(c), cells.difference_interval(c),
        cells.p_value(c.p_adjusted), cells.text(said_of, status="none" if c.direction == "none" else "warn"),
    )  # fmt: skip


def _place(p: Place) -> tuple[Cell, Cell, Cell]:
    rank = cells.number(p.rank, "count")
    if p.rank_low is None or p.rank_high is None:
        return cells.point(p.score), rank, cells.blank()
    ends = numbers.spread([p.rank_low, p.rank_high])
    return cells.point(p.score), rank, Cell({"en": ends, "zh": ends}, ends)


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
        for c in (_head(s.study, unit), cells.column(words.CHANGE, points), cells.column(words.RESULT, left=True))
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
