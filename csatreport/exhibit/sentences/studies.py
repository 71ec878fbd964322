"""What is said of two studies of one market: whether they tell the same story, what to do with it, and why they differ."""

from __future__ import annotations

from dataclasses import replace

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.studies import Change, Comparison, Overlap, Yearly
from csatreport.exhibit.values import Thing
from csatreport.exhibit.words import both
from csatreport.records import Claim, Record
from csatreport.results import Contrast, Count, Estimate, Estimates

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
        "“{first}”与“{second}”对{tau.n}个品牌的排名方向一致（{tau}）；抽样误差的影响有多大则无从得知。",
    ),
    "different": both(
        "“{first}” and “{second}” do not tell the same story: no clear agreement on the order of {tau.n} brands ({tau}).",
        "“{first}”与“{second}”结论并不一致：{tau.n}个品牌的排名看不出明显的一致性（{tau}）。",
    ),
    "opposite": both(
        "“{first}” and “{second}” contradict each other: they turn the order of {tau.n} brands round ({tau}).",
        "“{first}”与“{second}”结论相反：{tau.n}个品牌的排名次序大体颠倒（{tau}）。",
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
        "The studies clearly differ on {n} brands, most of all on “{brand}”",
        "两项研究在{n}个品牌上差异明显，其中名次相差最大的是“{brand}”"
    ),
    False: both(
        "The studies clearly differ on no brand; the widest distance is that of “{brand}”",
        "没有品牌的差异达到明显程度；名次相差最大的是“{brand}”",
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


def agree(name: str, found: Comparison) -> tuple[Record, ...]:
    """How far the orders agree, step by step as differences of design are taken out, and factor by factor."""
    a = found.agreement
    if not a.tau.shown:
        return ()
    rise = () if a.rise is None or not a.rise.tested else (_rise(f"{name}-rise", a.rise),)
    factors = () if not any(e.shown for e in a.factors) else (
        claim(
            f"{name}-factors",
            en="Factor by factor, the studies agree most on “{most.label}” ({most}) and least on “{least.label}” ({least}).",
            zh="分因子看，两项研究在“{most.label}”上最为一致（{most}），在“{least.label}”上最不一致（{least}）。",
            most=a.factors.highest(), least=a.factors.lowest(),
        ),
        charts.dots(f"{name}-factors-chart", a.factors, title=_FACTORS),
    )  # fmt: skip
    return (
        claim(
            name,
            en="Of all pairs of brands, the studies put {agree} in the same order (tau {tau}; Spearman's rank correlation "
            "{rho}).",
            zh="在所有品牌两两组合中，两项研究次序相同的占{agree}（τ系数{tau}；斯皮尔曼等级相关系数{rho}）。",
            agree=_pairs(a.tau), tau=a.tau, rho=a.rho,
        ),
        *rise,
        charts.dots(f"{name}-chart", a.ladder, title=_LADDER),
        tables.estimates(f"{name}-table", Estimates(tuple(e for e in (*a.ladder, *a.factors) if e.shown)), title=_LADDER),
        *factors,
    )  # fmt: skip


_LADDER = both("Rank agreement (tau-b), step by step", "排名一致性（τ系数）：逐步统一设计")
_FACTORS = both("Rank agreement (tau-b) of shared factors", "共有因子的排名一致性（τ系数）")


def _pairs(tau: Estimate) -> Count:
    """Share of pairs in the same order: (1 + tau)/2, where no pair is tied."""
    return Count(
        (1 + tau.value) / 2,
        both("Pairs of brands in the same order", "次序相同的品牌组合"),
        of=1.0,
        unit="share",
    )


def _rise(name: str, rise: Contrast) -> Claim:
    return claim(
        name,
        en="With the same factors and the same weights, agreement {rise:grew by {rise.size}|fell by {rise.size}|did not "
        "clearly change}.",
        zh="统一因子与权重后，排名一致性{rise:提高{rise.size}|降低{rise.size}|无明显变化}。",
        rise=rise,
    )


def top(name: str, found: Comparison) -> tuple[Record, ...]:
    """Which brands are among the first of both."""
    middle = found.overlaps[len(found.overlaps) // 2]
    said = claim(
        name,
        en="Of the first {top} brands of each study, {n} are among the first {top} of the other too; two unrelated orders "
        "would share {chance}.",
        zh="两项研究各自的前{top}名中，有{n}个品牌共同入围；若排名互不相关，平均只会有{chance}个。",
        top=middle.top, n=int(middle.shared.value), chance=_expected(middle, found.agreement.tau),
    )  # fmt: skip
    return said, tables.studies_overlap(f"{name}-table", found.overlaps)


def _expected(overlap: Overlap, like: Estimate) -> Estimate:
    """What chance would share, of the same brands."""
    return replace(
        like,
        value=overlap.chance,
        unit="ratio",
        measure="chance",
        item="chance",
        se=None,
        low=None,
        high=None,
        flag="",
    )


def why(name: str, found: Comparison) -> tuple[Record, ...]:
    """Where the difference comes from, in plain words."""
    d = found.decomposition
    if not d.parts:
        same = claim(name, en="Both studies print the same scores.", zh="两项研究公布的得分完全相同。")
        return (same,)
    big = d.largest
    said = claim(
        name,
        en="The two scores of a brand are typically {distance} points apart. The largest part of that is “{part.label}” "
        "({part} of the mean squared difference).",
        zh="同一品牌的两项得分通常相差{distance}分，其中占比最大的来源是“{part.label}”（占均方差异的{part}）。",
        distance=d.distance, part=big,
    )  # fmt: skip
    level = claim(
        f"{name}-rank",
        en="Level and spread move no brand past another: {moves} of the difference bears on scores alone, the rest also on "
        "ranks.",
        zh="总体水平与离散程度不改变品牌名次：差异中的{moves}只影响得分，其余部分还影响名次。",
        moves=_harmless(found),
    )  # fmt: skip
    return said, level, tables.studies_parts(f"{name}-table", d), *_apart(f"{name}-brands", found)


def _apart(name: str, found: Comparison) -> tuple[Record, ...]:
    """Brands on which the studies differ, before and after the index is made of the same factors."""
    ranking = found.ranking
    table = tables.studies_apart(f"{name}-table", ranking)
    if not ranking.tested or ranking.shared is None or not any(c.tested for c in ranking.shared):
        return (table,)
    said = claim(
        name,
        en="By the printed indexes the studies differ clearly on {before} of {all} brands; by an index of the same factors with "
        "the same weights, on {after}.",
        zh="按公布的总指数，两项研究在{all}个品牌中有{before}个差异明显；统一因子与权重后为{after}个。",
        before=len(ranking.tests.clear), after=len(ranking.shared.clear), all=ranking.tests,
    )  # fmt: skip
    return said, table


def _harmless(found: Comparison) -> Count:
    share = sum(e.value for e in found.decomposition.parts if e.item in ("level", "spread"))
    return Count(share, both("Level and spread", "总体水平与离散程度"), of=1.0, unit="share")


def years(name: str, found: Comparison) -> tuple[Record, ...]:
    """Whether brands moved alike in both studies; empty where no study has the year before."""
    y = found.yearly
    if not y.studies:
        return ()
    agree = (
        () if y.tau is None or y.same is None or not y.tau.shown else (_moved_alike(name, y, y.tau, y.same),)
    )
    return (*agree, tables.studies_years(f"{name}-table", y.studies))


def _moved_alike(name: str, y: Yearly, tau: Estimate, same: Count) -> Claim:
    en = "{same} of {same.of} brands moved the same way in both studies; the order of their changes agrees to {tau}"
    zh = "{same.of}个品牌中有{same}个在两项研究中变动方向一致；变化幅度的排名一致性为{tau}"
    if y.ceiling is None:
        return claim(name, en=f"{en}.", zh=f"{zh}。", same=same, tau=tau)
    return claim(
        name,
        en=f"{en}, where two studies free of all but sampling error would reach {{top}}.",
        zh=f"{zh}；仅有抽样误差的两项研究可达到{{top}}。",
        same=same, tau=tau, top=y.ceiling,
    )  # fmt: skip


def base(name: str, found: Comparison) -> tuple[Record, ...]:
    """Brands compared, and the interviews behind them."""
    scores = [b.first.score for b in found.ranking.rows], [b.second.score for b in found.ranking.rows]
    n = [sum(e.n or 0 for e in side) for side in scores]
    if not all(n):
        said = claim(
            name, en="{brands} brands are scored by both studies; interviews by brand are not known.",
            zh="两项研究共同评价了{brands}个品牌；各品牌样本量未知。", brands=len(scores[0]),
        )  # fmt: skip
        return (said,)
    return (
        claim(
            name,
            en="{brands} brands are scored by both studies, from {a} interviews in “{first}” and {b} in “{second}”.",
            zh="两项研究共同评价了{brands}个品牌，“{first}”的样本量为{a}，“{second}”为{b}。",
            brands=len(scores[0]), a=n[0], b=n[1], first=found.design.first, second=found.design.second,
        ),
    )  # fmt: skip
