"""What is said of the structure of satisfaction where the result decides which sentence is true."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables, words
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.structure import Correlations, Named, Scales, Structure
from csatreport.exhibit.tables.distribution import correlated
from csatreport.exhibit.values import Thing
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Chart, Claim, Table
from csatreport.results import Count

_MISSING = {
    "listwise": both(
        "only responses that rated every one of these services enter", "仅纳入对全部项目均作出评价的答卷"
    ),
    "pairwise": both(
        "each pair of services uses the responses that rated both, since few rated every one",
        "每两个项目使用同时评价两项的答卷，因为评价了全部项目的答卷较少",
    ),
}
_EXTRACTION = {
    "components": both("principal components", "主成分法"),
    "minres": both("minimum residuals", "最小残差法"),
}
_RELATED = both("services are related at all (Bartlett)", "各项目之间存在相关（Bartlett检验）")
_UNRELATED = both(
    "that services are related at all is not shown (Bartlett)", "未能证明各项目之间存在相关（Bartlett检验）"
)
_RESPONSES = both("responses", "答卷")
_NONE = both("none", "无")


def first(name: str, structure: Structure) -> Claim:
    """Which group to look at first: the closest to overall satisfaction, and whether it is clearly ahead."""
    closest = structure.closest
    if closest is None or closest.overall is None or not structure.leads.rows:
        return _largest(name, structure)
    return claim(
        name,
        en="Look at “{group}” first: of all groups it goes most closely together with overall satisfaction ({here}), "
        "{lead:clearly ahead of|clearly behind|not clearly ahead of} “{lead.first_label}” ({there}). Its services: {services}.",
        zh="应首先关注“{group}”：在各组中它与总体满意度的相关最为密切（{here}），"
        "{lead:明显领先于|明显落后于|但并未明显领先于}“{lead.first_label}”（{there}）。该组包括：{services}。",
        group=closest.name, here=closest.overall, lead=structure.leads.rows[0],
        there=structure.leads.rows[0].first, services=listed(closest.items),
    )  # fmt: skip


def _largest(name: str, structure: Structure) -> Claim:
    group = structure.groups[0]
    return claim(
        name,
        en="Look at “{group}” first: of all groups it explains most of how ratings differ ({share}). Its services: {services}.",
        zh="应首先关注“{group}”：在各组中它对评分差异的解释最多（{share}）。该组包括：{services}。",
        group=group.name, share=group.explained, services=listed(group.items),
    )  # fmt: skip


def found(name: str, structure: Structure) -> Claim:
    """How many groups, how many services stay in theirs, and which do not stand with their dimension of the questionnaire."""
    services, strays = len(structure.subjects), structure.strays
    said: dict[str, Thing] = {
        "services": services,
        "groups": len(structure.groups),
        "stable": sum(structure.stable),
    }
    if not strays:
        return claim(
            name,
            en="Customers experience {services} services as {groups} groups, each within one dimension of the questionnaire; "
            "{stable} stay in their group in nearly all resamples.",
            zh="在客户心目中，{services}项服务可归为{groups}组，每组均属于问卷的同一维度；其中{stable}项在重抽样中归属稳定。",
            **said,
        )
    return claim(
        name,
        en="Customers experience {services} services as {groups} groups; {stable} stay in their group in nearly all resamples. "
        "{strays} stand apart from most of their dimension of the questionnaire: {which}.",
        zh="在客户心目中，{services}项服务可归为{groups}组，其中{stable}项在重抽样中归属稳定。"
        "有{strays}项未与问卷中同一维度的多数项目归在一起：{which}。",
        strays=len(strays), which=listed(strays), **said,
    )  # fmt: skip


def number(name: str, structure: Structure) -> Claim:
    """How many groups each rule keeps, and how many are shown."""
    n = structure.number
    return claim(
        name,
        en="Groups that share more than chance would give (parallel analysis of what services have in common): {parallel}; "
        "shown: {used}. "
        "Horn's older form would keep {horn}, Kaiser's rule {kaiser}.",
        zh="平行分析表明，有{parallel}组项目的共同变异超出随机水平，本章列示{used}组。若按Horn的早期做法，应保留{horn}组；"
        "若按Kaiser准则，应保留{kaiser}组。",
        parallel=n.parallel, used=len(structure.groups), horn=n.horn, kaiser=n.kaiser,
    )  # fmt: skip


def reliability(name: str, scales: Scales) -> Claim:
    """The least and the most reliable dimension, and the whole."""
    found_ = [s for s in scales.dimensions if s.alpha.shown]
    if not found_:
        return claim(
            name,
            en="All services together measure satisfaction with a reliability of {whole}.",
            zh="全部服务项目合起来测量满意度的信度为{whole}。",
            whole=scales.whole.alpha,
        )
    low = min(found_, key=lambda s: s.alpha.value)
    return claim(
        name,
        en="The questions on “{low.label}” agree least with one another (alpha {low}); "
        "all services together measure satisfaction with a "
        "reliability of {whole}.",
        zh="“{low.label}”各题之间的一致性最低（α系数{low}）；全部服务项目合起来测量满意度的信度为{whole}。",
        low=low.alpha, whole=scales.whole.alpha,
    )  # fmt: skip


def basis(name: str, structure: Structure) -> Claim:
    """On what the structure rests: responses, missing policy, extraction, adequacy, what was left out."""
    base = structure.base
    said: dict[str, Thing] = {
        "used": Count(base.used, _RESPONSES), "effective": Count(base.effective, _RESPONSES), "kmo": structure.kmo,
        "policy": _MISSING[base.missing], "extraction": _EXTRACTION[base.extraction],
        "related": _RELATED if structure.adequacy.p < 1 - structure.kmo.confidence else _UNRELATED,
        "failed": base.failed, "without": _listed(base.left_out) or _NONE,
    }  # fmt: skip
    return claim(
        name,
        en="Base {used} responses, effective base of the correlations {effective}; {policy}. "
        "Groups by {extraction} and varimax; sampling adequacy {kmo}; "
        "{related}. Resamples without a result: {failed}. Services left out, since all rated them alike or too few rated them "
        "together with the others: {without}.",
        zh="样本量{used}，相关系数的有效样本量为{effective}；{policy}。分组采用{extraction}并作方差最大旋转；KMO取样适切性{kmo}；{related}。"
        "未得出结果的重抽样：{failed}次。因评分全部相同或与其他项目同时作答者过少而未纳入的项目：{without}。",
        **said,
    )


def listed(subjects: Sequence[Named]) -> Text:
    """Labels of items, one after the other."""
    return _listed([s.label for s in subjects]) or _NONE


def _listed(labels: Sequence[Text]) -> Text | None:
    if not labels:
        return None
    return both(
        ", ".join(words.plain(t.en) for t in labels), "".join(f"“{words.plain(t.zh)}”" for t in labels)
    )


def overall(name: str, pearson: Correlations, spearman: Correlations) -> tuple[Claim | Chart | Table, ...]:
    """How closely each service goes with overall satisfaction: claim, chart, table; a sentence where that was not asked."""
    if not any(e.shown for e in pearson.estimates):
        return (
            claim(
                name,
                en="Overall satisfaction was not asked, so that no service can be held against it.",
                zh="问卷未询问总体满意度，无法考察各项服务与它的相关。",
            ),
        )
    both_ends = {"high": pearson.estimates.highest(), "low": pearson.estimates.lowest()}
    said = claim(
        name,
        en="“{high.label}” goes most closely together with overall satisfaction ({high}), “{low.label}” least ({low}).",
        zh="与总体满意度相关最密切的是“{high.label}”（{high}），最弱的是“{low.label}”（{low}）。",
        **both_ends,
    )
    chart = charts.dots(f"{name}-chart", pearson.estimates.ordered(), title=correlated(list(pearson)))
    return said, chart, tables.correlations(f"{name}-table", list(pearson), list(spearman))
