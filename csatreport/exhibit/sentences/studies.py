"""What is said first of two studies of one market: whether they tell the same story, and what to do with it."""

from __future__ import annotations

from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences.studiesfound import agree, base, top, why, years
from csatreport.exhibit.shapes.studies import Change, Comparison, Yearly
from csatreport.exhibit.values import Thing
from csatreport.exhibit.words import both
from csatreport.records import Claim

__all__ = ["agree", "base", "changed", "lead", "top", "why", "years"]

_STORIES = {
    "same": both(
        "“{first}” and “{second}” tell the same story: their orders of {tau.n} brands agree to {tau}, as far as sampling error "
        "lets any two studies agree ({top}).",
        "“{first}”与“{second}”结论一致：{tau.n}个品牌的排名一致性为{tau}，已达到抽样误差所允许的程度（{top}）。",
    ),
    "composed": both(
        "“{first}” and “{second}” see the same, but put it together differently: their orders of {tau.n} brands agree to {tau}; "
        "with shared factors and weights they agree to {last}, as far as sampling error allows ({top}).",
        "“{first}”与“{second}”所见一致，只是指数构成不同：{tau.n}个品牌的排名一致性为{tau}；统一因子与权重后为{last}，"
        "已达到抽样误差所允许的程度（{top}）。",
    ),
    "broadly": both(
        "“{first}” and “{second}” tell broadly the same story, but not the same in detail: their orders of {tau.n} brands agree "
        "to {tau}, and to {last} with factors and weights as alike as can be, where sampling error alone would leave {top}.",
        "“{first}”与“{second}”大体一致，细节有别：{tau.n}个品牌的排名一致性为{tau}，尽可能统一因子与权重后为{last}；"
        "若仅有抽样误差，应可达到{top}。",
    ),
    "alike": both(
        "“{first}” and “{second}” agree on the order of {tau.n} brands ({tau}); how far sampling error keeps them apart is not "
        "known.",
        "“{first}”与“{second}”对{tau.n}个品牌的排名方向一致（排名一致性为{tau}）；抽样误差的影响有多大，无从得知。",
    ),
    "different": both(
        "“{first}” and “{second}” do not tell the same story: no clear agreement on the order of {tau.n} brands ({tau}).",
        "“{first}”与“{second}”结论并不一致：{tau.n}个品牌的排名看不出明显的一致性（排名一致性为{tau}）。",
    ),
    "opposite": both(
        "“{first}” and “{second}” contradict each other: they turn the order of {tau.n} brands round ({tau}).",
        "“{first}”与“{second}”结论相反：{tau.n}个品牌的排名次序大体颠倒（排名一致性为{tau}）。",
    ),
    "nothing": both(
        "“{first}” and “{second}” cannot be compared: one of them gives all brands the same score.",
        "“{first}”与“{second}”无法比较：其中一项研究对所有品牌给出了相同的得分。",
    ),
}  # fmt: skip
_ADVICE = {
    "same": both(
        "Either study may be quoted; give a brand's place as an interval, not as a single rank",
        "两项研究均可引用；引用品牌名次时应给出排名区间，不宜只报单一名次",
    ),
    "composed": both(
        "Compare brands by the factors that both studies have; quote a printed index only together with its factors",
        "品牌对比应以两项研究共有的因子为准；引用公布的总指数时，应同时说明其因子构成",
    ),
    "broadly": both(
        "Rely on what both studies find; where they differ, look at who was asked, where and how, before quoting either",
        "以两项研究的共同结论为准；结论不一时，先核对访问对象、地点与方式，再决定引用哪一项",
    ),
    "alike": both(
        "Ask the organisers for interviews by brand and standard errors before a single rank is quoted",
        "引用单个品牌的名次之前，应向研究机构索取各品牌样本量与标准误",
    ),
    "different": both(
        "Quote neither study alone, and do not average them: find out first what each of them measures",
        "两项研究均不宜单独引用，也不宜取平均：应先弄清各自测量的内容",
    ),
}  # fmt: skip
_FURTHEST = {
    True: both(
        "Brands on which the studies clearly differ: {n}; the widest distance is that of “{brand}”",
        "两项研究在{n}个品牌上差异明显，其中名次相差最大的是“{brand}”"
    ),
    False: both(
        "The studies clearly differ on no brand; the widest distance is that of “{brand}”",
        "两项研究在各品牌上均无明显差异；名次相差最大的是“{brand}”",
    ),
    None: both("The widest distance, untested, is that of “{brand}”", "名次相差最大（未经检验）的是“{brand}”"),
}  # fmt: skip
_MOVED = "{%s:rose by {%s.size}|fell by {%s.size}|did not clearly change}"
_MOVED_ZH = "{%s:上升{%s.size}|下降{%s.size}|无明显变化}"


def lead(name: str, found: Comparison) -> tuple[Claim, ...]:
    """Whether both tell the same story, what changed on the year, what to do."""
    return (
        _story(f"{name}.story", found),
        *changed(f"{name}.changed", found.yearly),
        *_todo(f"{name}.todo", found),
    )


def _story(name: str, found: Comparison) -> Claim:
    said, a = _STORIES[found.story], found.agreement
    values: dict[str, Thing] = {
        "first": found.design.first,
        "second": found.design.second,
        "tau": a.tau,
        "last": a.steps.rows[-1],
    }
    top = a.ceilings[0 if found.story == "same" else 1]
    values |= {"top": top} if top else {}
    return claim(name, en=said.en, zh=said.zh, **{k: v for k, v in values.items() if f"{{{k}" in said.en})


def _todo(name: str, found: Comparison) -> tuple[Claim, ...]:
    """What to do with the studies, and the brand that they differ on most."""
    advice = _ADVICE.get(found.story, _ADVICE["different"])
    if found.story == "nothing":
        return ()
    ranking = found.ranking
    brand, clear = ranking.furthest, len(ranking.differ)
    which = _FURTHEST[bool(clear) if ranking.tested else None]
    values = {"n": clear} if clear else {}
    return (
        claim(
            name,
            en=f"{{advice}}. {which.en} (rank {{a}} in “{{first}}”, {{b}} in “{{second}}”).",
            zh=f"{{advice}}。{which.zh}（在“{{first}}”中排第{{a}}，在“{{second}}”中排第{{b}}）。",
            advice=advice, brand=brand.label, a=brand.first.rank, b=brand.second.rank,
            first=found.design.first, second=found.design.second, **values,
        ),
    )  # fmt: skip


def changed(name: str, yearly: Yearly) -> tuple[Claim, ...]:
    """How the mean of all brands moved on the year in each study that prints the year before."""
    known = [s for s in yearly.studies if s.industry.tested]
    if not known:
        return (
            (_no_year(name),)
            if not yearly.studies
            else tuple(_untested(f"{name}-{n}", s) for n, s in enumerate(yearly.studies))
        )
    if len(known) == 1:
        return (_one(name, known[0]),)
    a, b = known[0], known[1]
    return (
        claim(
            name,
            en=f"Since the year before, the mean of all brands {_words(_MOVED, 'a')} in “{{first}}” and {_words(_MOVED, 'b')} in "
            "“{second}”.",
            zh=f"与上一年相比，全部品牌的平均得分在“{{first}}”中{_words(_MOVED_ZH, 'a')}，"
            f"在“{{second}}”中{_words(_MOVED_ZH, 'b')}。",
            a=a.industry, b=b.industry, first=a.study, second=b.study,
        ),
    )  # fmt: skip


def _one(name: str, study: Change) -> Claim:
    return claim(
        name,
        en=f"Since the year before, the mean of all brands {_words(_MOVED, 'a')} in “{{first}}”; the other study prints "
        "no year before.",
        zh=f"与上一年相比，全部品牌的平均得分在“{{first}}”中{_words(_MOVED_ZH, 'a')}；另一项研究没有上一年的数据。",
        a=study.industry, first=study.study,
    )  # fmt: skip


def _untested(name: str, study: Change) -> Claim:
    return claim(
        name,
        en="The mean of all brands in “{study}” was {c.first} the year before and is {c.second} now.",
        zh="“{study}”中全部品牌的平均得分上一年为{c.first}，本年为{c.second}。",
        study=study.study, c=study.industry,
    )  # fmt: skip


def _no_year(name: str) -> Claim:
    return claim(name, en="Neither study prints the year before.", zh="两项研究均没有上一年的数据。")


def _words(template: str, key: str) -> str:
    return template.replace("%s", key)
