"""Tables of distributions, correlations, reliability and loadings."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.structure import Correlation, Named, Scale, Scales, Since, Structure, Summary
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty, headings
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Column, Table, Words
from csatreport.results import Estimate

_GROUP = both("Group", "分组")
_ITEMS = both("Services", "项目数")
_DROPPED = both("Higher without", "剔除后更高的项目")
_TOTAL = both("Item–total correlation", "题总相关")
_WITHOUT = both("Alpha without the item", "剔除该项后的α")
_STANDARD = both("Standardised alpha", "标准化α系数")
_COMMON = both("Explained by the groups", "共同度")
_STAYS = both("Resamples in this group", "重抽样归入本组的比例")
_KMO = both("Sampling adequacy", "抽样适当性")
_CORRECTED = both("the item against the sum of the others", "该项与其余各项之和的相关")
_VERDICTS = {
    "same": both("the same", "基本一致"),
    "similar": both("fairly alike", "较为相似"),
    "different": both("different", "已不相同"),
    "unclear": both("cannot tell", "尚难判断"),
}
_QUANTILE = both(
    "median: the smallest answer that at least half of the weight reaches",
    "中位数：累计加权占比达到一半的最小答案",
)


def distribution(name: str, summaries: Sequence[Summary], *, title: Text | None = None) -> Table:
    """Mean, median and standard deviation with their intervals, and the mode, of each item."""
    found = list(summaries)
    if not found:
        return empty(name, title or words.RESULT)
    means = [s.mean for s in found]
    unit = words.UNITS[means[0].unit]
    columns = [cells.column(words.ITEM, left=True)]
    for measure in ("mean", "median", "sd"):
        columns += [cells.column(words.measure(measure), unit), _interval(means[0])]
    columns += [cells.column(words.measure("mode"), unit), cells.column(words.BASE)]
    body = tuple(
        (
            cells.text(s.mean.label),
            *(c for e in (s.mean, s.median, s.sd) for c in (cells.point(e), cells.interval(e))),
            cells.point(s.mode),
            cells.bases(s.mean)[0],
        )
        for s in found
    )
    made = _of_wave(both("Mean, median and spread of answers", "答案的平均分、中位数与离散程度"), means[0])
    return Table(
        name, said.words_of(title, made), tuple(columns), body, notes.of(means, [_QUANTILE]), headings(means)
    )


def correlations(
    name: str, pearson: Sequence[Correlation], spearman: Sequence[Correlation], *, title: Text | None = None
) -> Table:
    """Each pair: Pearson's correlation with interval and corrected p, Spearman's beside it."""
    found, ranks = list(pearson), {_pair(r): r.estimate for r in spearman}
    if not found:
        return empty(name, title or words.measure("correlation"))
    every = [r.estimate for r in found]
    columns = (
        cells.column(words.ITEM, left=True),
        cells.column(words.measure("correlation")),
        _interval(every[0]),
        cells.column(words.P),
        cells.column(words.measure("spearman")),
        cells.column(words.BASE),
    )
    body = tuple(
        (
            cells.text(r.estimate.label),
            cells.point(r.estimate),
            cells.interval(r.estimate),
            cells.p_value(r.p_adjusted, known=r.estimate.shown),
            cells.point(ranks[_pair(r)]) if _pair(r) in ranks else cells.blank(),
            cells.bases(r.estimate)[0],
        )
        for r in found
    )
    tests = both(
        f"{found[0].family} correlations tested together (Holm)",
        f"共{found[0].family}个相关系数一并检验（Holm校正）",
    )
    made = correlated(found)
    return Table(name, said.words_of(title, made), columns, body, notes.of(every, [tests]), headings(every))


def correlated(found: Sequence[Correlation]) -> Text:
    """What a table or chart of correlations shows: with one item, if all are, and of which wave."""
    first = {r.first.item: r.first for r in found}
    if len(first) > 1:
        return _of_wave(words.measure("correlation"), found[0].estimate)
    label = next(iter(first.values())).label
    made = both(f"Correlation with “{words.plain(label.en)}”", f"与“{words.plain(label.zh)}”的相关系数")
    return _of_wave(made, found[0].estimate)


def _pair(r: Correlation) -> tuple[str, str]:
    return r.first.item, r.second.item


def reliability(name: str, scales: Scales, *, title: Text | None = None) -> Table:
    """Alpha of each scale with its interval, the standardised one, and the items that weaken it."""
    found = [*scales.dimensions, scales.whole]
    columns = (
        cells.column(words.DIMENSION, left=True),
        cells.column(_ITEMS),
        cells.column(words.measure("alpha")),
        _interval(found[-1].alpha),
        cells.column(_STANDARD),
        cells.column(_DROPPED, left=True),
        cells.column(words.BASE),
    )
    body = tuple(
        (
            cells.text(s.alpha.label),
            cells.number(len(s.items), "count"),
            cells.point(s.alpha),
            cells.interval(s.alpha),
            cells.point(s.standardised),
            cells.text(_listed([i.subject for i in s.weakening])),
            cells.bases(s.alpha)[0],
        )
        for s in found
    )
    made = _of_wave(both("Reliability of each dimension", "各维度的信度"), scales.whole.alpha)
    return Table(name, said.words_of(title, made), columns, body, notes.of([s.alpha for s in found]), {})


def item_analysis(name: str, scales: Scales, *, title: Text | None = None) -> Table:
    """Each item of each scale: correlation with the sum of the others, and alpha without it."""
    found = [(s, i) for s in scales.dimensions or [scales.whole] for i in s.items]
    columns = (
        cells.column(words.ITEM, left=True),
        cells.column(_TOTAL),
        _interval(scales.whole.alpha),
        cells.column(_WITHOUT),
        cells.column(words.measure("alpha")),
    )
    body = tuple(
        (
            cells.text(i.subject.label),
            cells.point(i.total),
            cells.interval(i.total),
            cells.point(i.dropped) if i.dropped else cells.blank(),
            cells.point(s.alpha),
        )
        for s, i in found
    )
    made = _of_wave(both("Items and their dimensions", "各项目与所属维度"), scales.whole.alpha)
    note = notes.of([i.total for _, i in found], [_CORRECTED])
    return Table(name, said.words_of(title, made), columns, body, note, _starts(scales.dimensions))


def _starts(scales: Sequence[Scale]) -> dict[str, Words]:
    heads, at = {}, 0
    for s in scales:
        heads[str(at)] = words.words(s.alpha.label)
        at += len(s.items)
    return heads if len(heads) > 1 else {}


def loadings(name: str, structure: Structure, *, title: Text | None = None) -> Table:
    """Each service in its group: loading there with its interval, what the groups explain of it, how stable it is."""
    homes, stays = list(structure.home), list(structure.stays)
    order = [structure.subjects.index(s) for g in structure.groups for s in g.items]
    own = [structure.cells[k][homes[k]] for k in order]
    explained = list(structure.communality)
    columns = (
        cells.column(words.ITEM, left=True),
        cells.column(words.measure("loading")),
        _interval(own[0]),
        cells.column(_COMMON, words.UNITS["share"]),
        cells.column(_STAYS, words.UNITS["share"]),
        cells.column(_KMO),
        cells.column(words.BASE),
    )
    body = tuple(
        (
            cells.text(e.label),
            cells.point(e),
            cells.interval(e),
            cells.point(explained[k]),
            _hidden_or(e, float(stays[k]), "share"),
            _hidden_or(e, float(structure.adequacy.items[k]), "coefficient"),
            cells.bases(e)[0],
        )
        for k, e in zip(order, own, strict=True)
    )
    starts, at = {}, 0
    for g in structure.groups:
        starts[str(at)] = words.words(g.name)
        at += len(g.items)
    made = _of_wave(both("Services in their groups", "各组服务项目"), own[0])
    return Table(name, said.words_of(title, made), columns, body, notes.of(own), starts)


def _hidden_or(e: Estimate, value: float, unit: str) -> Cell:
    return cells.number(value, unit) if e.shown else cells.blank(mark="suppressed")  # type: ignore[arg-type]


def groups(name: str, structure: Structure, *, title: Text | None = None) -> Table:
    """Each group: its services, what it explains, and how closely it goes with overall satisfaction."""
    found = [g.explained for g in structure.groups]
    overall = [g.overall for g in structure.groups if g.overall is not None]
    columns = [
        cells.column(_GROUP, left=True),
        cells.column(_ITEMS),
        cells.column(words.measure("explained"), words.UNITS["share"]),
        _interval(found[0]),
    ]
    if overall:
        columns += [
            cells.column(both("With overall satisfaction", "与总体满意度的相关")),
            _interval(overall[0]),
        ]
    body = tuple(
        (
            cells.text(g.name),
            cells.number(len(g.items), "count"),
            cells.point(g.explained),
            cells.interval(g.explained),
            *((cells.point(g.overall), cells.interval(g.overall)) if g.overall else ()),
        )
        for g in structure.groups
    )
    made = _of_wave(both("Groups of services", "服务项目分组"), found[0])
    return Table(name, said.words_of(title, made), tuple(columns), body, notes.of(found), {})


def kept(name: str, since: Since, *, title: Text | None = None) -> Table:
    """Each group against the wave compared with: congruence of loadings, and what that says."""
    found = [g.congruence for g in since.groups]
    columns = (
        cells.column(_GROUP, left=True),
        cells.column(words.measure("congruence")),
        _interval(found[0]),
        cells.column(words.RESULT, left=True),
    )
    body = tuple(
        (cells.text(g.name), cells.point(e), cells.interval(e), cells.text(_VERDICTS[g.verdict]))
        for g, e in zip(since.groups, found, strict=True)
    )
    made = both(f"Groups of services against {since.before.en}", f"服务项目分组与{since.before.zh}的比较")
    same, alike = (numbers.bare(x, "coefficient") for x in (since.same, since.similar))
    rule = both(
        f"congruence of loadings (Tucker): from {same} on the same, from {alike} on fairly alike; the whole interval has "
        "to reach it",
        f"载荷一致性系数（Tucker）：整个区间不低于{same}为基本一致，不低于{alike}为较为相似",
    )
    return Table(name, said.words_of(title, made), columns, body, notes.of(found, [rule]), {})


def _listed(subjects: Sequence[Named]) -> Text:
    if not subjects:
        return Text.same(numbers.SUPPRESSED)
    return both(
        ", ".join(words.plain(s.label.en) for s in subjects),
        "、".join(words.plain(s.label.zh) for s in subjects),
    )


def _interval(e: Estimate) -> Column:
    level = numbers.percent(e.confidence)
    unit = words.UNITS[e.unit] if e.unit != "coefficient" else None
    return cells.column(both(f"{level} interval", f"{level}置信区间"), unit)


def _of_wave(text: Text, e: Estimate) -> Text:
    return both(f"{text.en}, {e.wave_label.en}", f"{text.zh}，{e.wave_label.zh}")
