"""Tables of reliability, of groups of services, and of what became of them."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.structure import of_wave
from csatreport.exhibit.shapes.structure import Named, Scale, Scales, Since, Structure
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.distribution import interval_column
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table, Words
from csatreport.results import Estimate

_GROUP = both("Group", "分组")
_ITEMS = both("Services", "项目数")
_DROPPED = both("Higher without", "剔除后更高的项目")
_TOTAL = both("Item–total correlation", "题总相关")
_WITHOUT = both("Alpha without the item", "剔除该项后的α系数")
_STANDARD = both("Standardised alpha", "标准化α系数")
_COMMON = both("Explained by the groups", "共同度")
_STAYS = both("Resamples in this group", "重抽样归入本组的比例")
_KMO = both("Sampling adequacy", "KMO取样适切性")
_CORRECTED = both("the item against the sum of the others", "该项与其余各项之和的相关")
_VERDICTS = {
    "same": both("the same", "基本一致"),
    "similar": both("fairly alike", "较为相似"),
    "different": both("different", "已不相同"),
    "unclear": both("cannot tell", "尚难判断"),
}


def reliability(name: str, scales: Scales, *, title: Text | None = None) -> Table:
    """Alpha of each scale with its interval, the standardised one, and the items that weaken it."""
    found = [*scales.dimensions, scales.whole]
    columns = (
        cells.column(words.DIMENSION, left=True),
        cells.column(_ITEMS),
        cells.column(words.measure("alpha")),
        interval_column(found[-1].alpha),
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
    made = of_wave(both("Reliability of each dimension", "各维度的信度"), scales.whole.alpha)
    return Table(name, said.words_of(title, made), columns, body, notes.of([s.alpha for s in found]), {})


def item_analysis(name: str, scales: Scales, *, title: Text | None = None) -> Table:
    """Each item of each scale: correlation with the sum of the others, and alpha without it."""
    found = [(s, i) for s in scales.dimensions or [scales.whole] for i in s.items]
    columns = (
        cells.column(words.ITEM, left=True),
        cells.column(_TOTAL),
        interval_column(scales.whole.alpha),
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
    made = of_wave(both("Items and their dimensions", "各项目与所属维度"), scales.whole.alpha)
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
        interval_column(own[0]),
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
    made = of_wave(both("Services in their groups", "各组服务项目"), own[0])
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
        interval_column(found[0]),
    ]
    if overall:
        columns += [
            cells.column(both("With overall satisfaction", "与总体满意度的相关")),
            interval_column(overall[0]),
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
    made = of_wave(both("Groups of services", "服务项目分组"), found[0])
    return Table(name, said.words_of(title, made), tuple(columns), body, notes.of(found), {})


def kept(name: str, since: Since, *, title: Text | None = None) -> Table:
    """Each group against the wave compared with: congruence of loadings, and what that says."""
    found = [g.congruence for g in since.groups]
    columns = (
        cells.column(_GROUP, left=True),
        cells.column(words.measure("congruence")),
        interval_column(found[0]),
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
