"""Tables of a path model: constructs and their quality, questions, paths and effects, invariance of groups."""

from __future__ import annotations

from math import isnan

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.pathmodel import Construct, Group, Groups, Indicator, Path, PathModel
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty, headings
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table, Words
from csatreport.results import Estimate

CONSTRUCT = both("Construct", "结构变量")
VERDICTS = {
    "full": both("The same; may also be pooled", "组成、均值与方差均一致"),
    "partial": both("The same; may be compared", "组成一致，可以比较"),
    "differs": both("Not the same; not compared", "组成不同，不作比较"),
    "small": both("Too few answers to tell", "样本量不足，未检验"),
}
_QUALITY = both(
    "usual demands: α, ρA and ρc at least 0.70, AVE at least 0.50, HTMT below 0.90, Q² above 0; "
    "empty: not defined for one question, or nothing leads to the construct",
    "通常要求：α、ρA、ρc不低于0.70，AVE不低于0.50，HTMT低于0.90，Q²大于0；空白表示单题结构变量无此指标，或没有指向该结构变量的路径",
)
_CROSS = both(
    "cross-loading: the largest correlation with another construct, which should be below the loading",
    "交叉载荷为与其他结构变量的最大相关系数，应低于载荷",
)
_TOTAL = both("total = direct + by way of others", "总效应＝直接＋间接")
_SAME = both(
    "composition c: correlation of the scores that the weights of the group and those of all others give; p by permutation, "
    "corrected over the groups of one question",
    "c为本组权重与其他客户权重所得分数的相关系数；p值由置换检验得出，并在同一题的各组之间校正",
)


def constructs(name: str, model: PathModel, *, title: Text | None = None) -> Table:
    """Reliability, validity, explained variance and prediction of every construct."""
    columns = (
        cells.column(CONSTRUCT, left=True),
        cells.column(both("Questions", "题数")),
        *(cells.column(both(x, x)) for x in ("α", "ρA", "ρc", "AVE")),
        cells.column(both("Largest HTMT", "最大HTMT")),
        cells.column(both("R²", "R²"), words.UNITS["share"]),
        cells.column(words.INTERVAL, words.UNITS["share"]),
        cells.column(both("R² adjusted", "调整R²"), words.UNITS["share"]),
        cells.column(both("Q²", "Q²")),
    )
    every = [c.index for c in model.constructs]
    fit = both(
        f"GoF {numbers.point(model.gof, 'coefficient')}", f"GoF为{numbers.point(model.gof, 'coefficient')}"
    )
    note = notes.of(
        [i.loading for c in model.constructs for i in c.indicators],
        [_QUALITY, *([] if isnan(model.gof) else [fit])],
    )
    made = both(f"Quality of the model, {every[0].wave_label.en}", f"模型质量，{every[0].wave_label.zh}")
    return Table(
        name, said.words_of(title, made), columns, tuple(map(_construct, model.constructs)), note, {}
    )


def _construct(c: Construct) -> tuple[Cell, ...]:
    r2 = (cells.blank(), cells.blank()) if c.r2 is None else (cells.point(c.r2), cells.interval(c.r2))
    return (
        cells.text(c.label),
        cells.number(len(c.indicators), "count"),
        *(cells.number(x, "coefficient") for x in (c.alpha, c.rho_a, c.rho_c, c.ave, c.htmt)),
        *r2,
        cells.number(c.adjusted, "share"),
        cells.number(c.q2, "coefficient"),
    )


def construct_items(name: str, model: PathModel, *, title: Text | None = None) -> Table:
    """Loading and weight of every question, its share in the index, and its largest cross-loading."""
    rows = [i for c in model.constructs for i in c.indicators]
    columns = (
        cells.column(both("Question", "题目"), left=True),
        cells.column(words.measure("loading")),
        cells.column(words.INTERVAL),
        cells.column(both("Cross-loading", "交叉载荷")),
        cells.column(words.measure("outer_weight")),
        cells.column(words.INTERVAL),
        cells.column(both("Share in the index", "在指数中的占比"), words.UNITS["share"]),
    )
    loadings = [i.loading for i in rows]
    wave = loadings[0].wave_label
    made = both(f"Questions of the model, {wave.en}", f"模型各题，{wave.zh}")
    note = notes.of(loadings, [_CROSS])
    return Table(
        name, said.words_of(title, made), columns, tuple(map(_indicator, rows)), note, headings(loadings)
    )


def _indicator(i: Indicator) -> tuple[Cell, ...]:
    return (
        cells.text(i.loading.label),
        cells.point(i.loading),
        cells.interval(i.loading),
        cells.number(i.cross, "coefficient"),
        cells.point(i.weight),
        cells.interval(i.weight),
        cells.number(i.share, "share"),
    )


def effects(name: str, model: PathModel, *, title: Text | None = None) -> Table:
    """Direct, indirect and total effect of every construct on each that it leads to."""
    rows = sorted(model.paths, key=lambda p: [c.name for c in model.constructs].index(p.target))
    level = numbers.percent(rows[0].total.confidence)
    interval = both(f"{level} interval", f"{level}置信区间")
    columns = (
        cells.column(both("From", "来自"), left=True),
        cells.column(both("Direct", "直接")),
        cells.column(interval),
        cells.column(both("By way of others", "间接")),
        cells.column(both("Total", "总效应")),
        cells.column(interval),
    )
    totals = [p.total for p in rows]
    wave = totals[0].wave_label
    made = both(f"Paths and total effects, {wave.en}", f"路径系数与总效应，{wave.zh}")
    return Table(
        name,
        said.words_of(title, made),
        columns,
        tuple(map(_path, rows)),
        notes.of(totals, [_TOTAL]),
        _towards(totals),
    )


def _towards(totals: list[Estimate]) -> dict[str, Words]:
    """A heading before the first row of each construct that is led to."""
    return {
        str(n): {"en": f"On {words.plain(e.group_label.en)}", "zh": f"对“{words.plain(e.group_label.zh)}”"}
        for n, e in enumerate(totals)
        if e.group_label is not None and (n == 0 or totals[n - 1].group != e.group)
    }


def _path(p: Path) -> tuple[Cell, ...]:
    direct = (
        (cells.blank(), cells.blank())
        if p.direct is None
        else (cells.point(p.direct), cells.interval(p.direct))
    )
    return (
        cells.text(p.total.label),
        *direct,
        cells.number(p.indirect or None, "coefficient"),
        cells.point(p.total),
        cells.interval(p.total),
    )


def invariance(name: str, groups: Groups, *, title: Text | None = None) -> Table:
    """Index of every group, the three steps of the check, and what they come to."""
    rows = list(groups.rows)
    if not rows:
        return empty(name, title or both("Groups of customers", "客户群体"))
    first = rows[0].index
    columns = (
        cells.column(words.GROUP, left=True),
        *cells.measured([first])[:2],
        cells.column(both("c", "c")),
        cells.column(both("p (composition)", "p值（组成）")),
        cells.column(both("p (mean)", "p值（均值）")),
        cells.column(both("p (variance)", "p值（方差）")),
        cells.column(both("Does it mean the same?", "可比性"), left=True),
    )
    index = [g.index for g in rows]
    made = both(
        f"{words.plain(first.label.en)} by group, and whether groups may be compared, {first.wave_label.en}",
        f"各群体“{words.plain(first.label.zh)}”指数及可比性，{first.wave_label.zh}",
    )
    body = tuple(map(_group, rows))
    return Table(name, said.words_of(title, made), columns, body, notes.of(index, [_SAME]), headings(index))


def _group(g: Group) -> tuple[Cell, ...]:
    tested = g.verdict != "small"
    p = [cells.p_value(x) if tested else cells.blank() for x in (g.p_correlation, g.p_mean, g.p_variance)]
    return (
        cells.text(g.index.level_label),
        cells.point(g.index),
        cells.interval(g.index),
        _correlation(g.correlation) if tested else cells.blank(),
        *p,
        cells.text(VERDICTS[g.verdict], status="bad" if g.verdict == "differs" else "none"),
    )


def _correlation(c: float) -> Cell:
    """Correlations next to 1, to more digits than others."""
    shown = numbers.near_one(c)
    return Cell({"en": shown, "zh": shown}, said.printed(c, 6))
