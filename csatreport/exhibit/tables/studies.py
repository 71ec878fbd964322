"""Tables of two studies side by side: how they were made, their scores, the brands on which they differ."""

from __future__ import annotations

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.studies import Brand, Design, Mapped, Place, Ranking
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Column, Status, Table

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
    "两项研究按给定权重计算的指数与公布指数最多分别相差{0}分和{1}分",
)


def studies_design(name: str, design: Design, *, title: Text | None = None) -> Table:
    """Both designs, line by line, and what is the same."""
    columns = (
        cells.column(_FEATURE, left=True), headed(design.first, left=True), headed(design.second, left=True),
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


def headed(title: Text, unit: Text | None = None, *, left: bool = False) -> Column:
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
        headed(design.first, left=True), cells.column(_WEIGHT, percent),
        headed(design.second, left=True), cells.column(_WEIGHT, percent), cells.column(_SHARED, percent),
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
          for c in (headed(t, unit), cells.column(words.RANK), cells.column(words.RANK_INTERVAL))),
    )  # fmt: skip
    body = tuple((cells.text(b.label), *_place(b.first), *_place(b.second)) for b in ranking.rows)
    made = both("Scores and ranks in both studies", "两项研究的得分与排名")
    note = notes.of([p.score for b in ranking.rows for p in (b.first, b.second)])
    return Table(name, said.words_of(title, made), columns, body, note, {})


def studies_apart(name: str, ranking: Ranking, *, most: int = 10, title: Text | None = None) -> Table:
    """Brands on which the studies differ most, on one scale, tested; at most ``most`` of them."""
    unit, points = words.UNITS["thousand"], words.DIFFERENCE_UNITS["thousand"]
    columns = (
        cells.column(words.BRAND, left=True), headed(ranking.first, unit), cells.column(_ALIGNED, unit),
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
