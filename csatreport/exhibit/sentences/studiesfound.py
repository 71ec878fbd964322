"""What is said of two studies of one market below the lead: agreement, first brands, why they differ, the year, the base."""

from __future__ import annotations

from dataclasses import replace

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences.counted import either
from csatreport.exhibit.shapes.studies import Comparison, Overlap, Yearly
from csatreport.exhibit.words import both
from csatreport.records import Claim, Record
from csatreport.results import Contrast, Count, Estimate, Estimates


def agree(name: str, found: Comparison) -> tuple[Record, ...]:
    """How far the orders agree, step by step as differences of design are taken out, and factor by factor."""
    a = found.agreement
    if not a.tau.shown:
        return ()
    rise = () if a.rise is None or not a.rise.tested else (_rise(f"{name}-rise", a.rise),)
    factors = () if sum(e.shown for e in a.factors) < 2 else (
        claim(
            f"{name}-factors",
            en="Factor by factor, the studies agree most on “{most.label}” ({most}) and least on “{least.label}” ({least}).",
            zh="分因子看，两项研究在“{most.label}”上最为一致（{most}），在“{least.label}”上一致性最低（{least}）。",
            most=a.factors.highest(), least=a.factors.lowest(),
        ),
        charts.dots(f"{name}-factors-chart", a.factors, title=_FACTORS),
    )  # fmt: skip
    return (
        claim(
            name,
            en="Of all pairs of brands, the studies put {agree} in the same order (tau-b {tau}; Spearman's rank correlation "
            "{rho}).",
            zh="在所有品牌两两组合中，两项研究次序相同的占{agree}（τ-b系数{tau}；斯皮尔曼等级相关系数{rho}）。",
            agree=_pairs(a.tau), tau=a.tau, rho=a.rho,
        ),
        *rise,
        charts.dots(f"{name}-chart", a.ladder, title=_LADDER),
        tables.estimates(f"{name}-table", Estimates(tuple(e for e in (*a.ladder, *a.factors) if e.shown)), title=_LADDER),
        *factors,
    )  # fmt: skip


_LADDER = both("Rank agreement (tau-b), step by step", "排名一致性（τ-b系数）：逐步统一设计")
_FACTORS = both("Rank agreement (tau-b) of shared factors", "共有因子的排名一致性（τ-b系数）")


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
    n = int(middle.shared.value)
    shared = either(n, both("{n}", "有{n}个品牌共同入围"), both("none", "没有共同入围的品牌"))
    said = claim(
        name,
        en=f"Brands among the first {{top}} of both studies: {shared.en}; two unrelated orders would on average share "
        "{chance}.",
        zh=f"两项研究各自的前{{top}}名中，{shared.zh}；若排名互不相关，平均会有{{chance}}个。",
        top=middle.top, chance=_expected(middle, found.agreement.tau), **({"n": n} if n else {}),
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
        zh="同一品牌的两项得分通常相差{distance}分，差异的最大来源是“{part.label}”（占均方差异的{part}）。",
        distance=d.distance, part=big,
    )  # fmt: skip
    level = claim(
        f"{name}-rank",
        en="Level and spread move no brand past another: {moves} of the difference bears on scores alone, the rest also on "
        "ranks.",
        zh="总体水平与离散程度不改变品牌名次：差异中的{moves}只影响得分，其余部分还会影响名次。",
        moves=_harmless(found),
    )  # fmt: skip
    return said, level, tables.studies_parts(f"{name}-table", d), *_apart(f"{name}-brands", found)


def _apart(name: str, found: Comparison) -> tuple[Record, ...]:
    """Brands on which the studies differ, before and after the index is made of the same factors."""
    ranking = found.ranking
    table = tables.studies_apart(f"{name}-table", ranking)
    if not ranking.tested or ranking.shared is None or not any(c.tested for c in ranking.shared):
        return (table,)
    before, after = len(ranking.tests.clear), len(ranking.shared.clear)
    first = either(before, both("{before}", "有{before}个差异明显"), both("none", "没有差异明显的"))
    then = either(after, both("{after}", "有{after}个"), both("none", "没有差异明显的"))
    said = claim(
        name,
        en=f"By the printed indexes the studies differ clearly on {first.en} of {{all}} brands; by an index of the same factors "
        f"with the same weights, on {then.en}.",
        zh=f"按公布的总指数，两项研究在{{all}}个品牌中{first.zh}；统一因子与权重后，{then.zh}。",
        all=ranking.tests, **{k: n for k, n in {"before": before, "after": after}.items() if n},
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
