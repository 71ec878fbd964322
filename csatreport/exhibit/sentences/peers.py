"""Sections on peers: the funnel, what is true of their differences, their mix of customers, their moves.

Each gives a claim with its chart and table, or says why there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.prose import text
from csatreport.exhibit.shapes.standing import Findings, Mix, Movers
from csatreport.exhibit.values import Thing
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Claim, Record
from csatreport.results import Count

_PUBLISHED = both("The scores are published without standard errors", "得分为公开发布，没有标准误")
_FEW = both("Fewer than three groups are large enough", "样本量足够的群体不足三个")
_ALIKE = both("There are no differences to work with", "没有可供分析的差异")
_SIDES = {
    "above": both("at the top end {above}", "上端为{above}"),
    "below": both("at the bottom end {below}", "下端为{below}"),
}
_COEFFICIENTS = both(
    "Customer types against the average customer, groups and other types alike",
    "各类客户与平均客户之差（群体及其他特征相同）",
)


def funnel(name: str, found: Findings) -> tuple[Record, ...]:
    """Who lies outside the limits of chance."""
    plot = found.funnel
    if plot is None:
        return (_without(name, found, both("no limits of chance can be drawn", "无法划定偶然波动的界限")),)
    out = len(plot.above) + len(plot.below)
    en, zh = "Of {all} groups, none lies outside all limits", "{all}个群体均未超出全部界限"
    values: dict[str, Thing] = {"all": len(plot.dots)}
    if out:
        en, zh = "Groups outside all limits: {out} of {all}. ", "{all}个群体中，超出全部界限的有{out}个："
        sides = [(k, dots) for k, dots in (("above", plot.above), ("below", plot.below)) if dots]
        en += "; ".join(_SIDES[k].en for k, _ in sides).capitalize()
        zh += "，".join(_SIDES[k].zh for k, _ in sides)
        values |= {"out": out} | {k: _labels([d.estimate.level_label for d in dots]) for k, dots in sides}
    en, zh = f"{en}.", f"{zh}。"
    apart = [d for d in (*plot.above, *plot.below) if d.apart and plot.dispersed]
    if apart:
        en += " Still outside them, even among groups as dispersed as these: {apart}."
        zh += "即使计入各群体之间的离散度，{apart}仍然突出。"
        values["apart"] = _labels([d.estimate.level_label for d in apart])
    said = claim(name, en=en, zh=zh, **values)
    return said, charts.funnel(f"{name}-chart", plot), tables.funnel(f"{name}-table", plot)


def shrinkage(name: str, found: Findings) -> tuple[Record, ...]:
    """How far groups truly are apart, how much of the ranking is chance, and estimates with that in mind."""
    drawn = found.shrinkage
    if drawn is None:
        return (
            _without(
                name,
                found,
                both("it cannot be told how much of the ranking is chance", "无法判断排名中有多少出于偶然"),
            ),
        )
    apart = claim(
        name,
        en="From the bottom tenth of the groups to the top tenth, true values {c:lie {c.size} apart|lie {c.size} apart|"
        "cannot be told apart}; {reliability} of the variance between estimates is true difference, the rest chance.",
        zh="处于首、末十分位的群体，其真实水平{c:相差{c.size}|相差{c.size}|无法区分}；估计值之间的方差中，真实差异占{reliability}，"
        "其余出于偶然。",
        c=drawn.spread, reliability=drawn.reliability,
    )  # fmt: skip
    most = drawn.most
    share = Count(most.drawn, most.raw.level_label, of=1.0, unit="share")
    pulled = claim(
        f"{name}-most",
        en="The fewer answers, the more an estimate is drawn in: most of all that of “{which}”, by {share} of its distance, from "
        "{raw} to {shrunken}.",
        zh="样本量越小，估计值收缩越多：收缩最多的是“{which}”，收缩了其偏离的{share}，由{raw}变为{shrunken}。",
        which=most.raw.level_label, share=share, raw=most.raw, shrunken=most.estimate,
    )  # fmt: skip
    chart = charts.shrinkage(f"{name}-chart", drawn)
    return apart, pulled, chart, tables.shrinkage(f"{name}-table", drawn)


def mix(name: str, found: Findings) -> tuple[Record, ...]:
    """What different customers do to the standing, and what each type counts."""
    model = found.mix
    if model is None or model.most is None:
        return (
            _without(
                name,
                found,
                both(
                    "there is nothing that the mix of customers could be adjusted for",
                    "没有可用于调整客户构成的特征",
                ),
            ),
        )
    most, values = model.most, _typed(model)
    en = "With the customers of all, “{which}” would move most, by {c.size}, from {raw} to {adjusted}. Adjusted for: {types}."
    zh = "若各群体的客户构成均与全体一致，变动最大的是“{which}”，变动{c.size}，由{raw}变为{adjusted}。调整所用特征：{types}。"
    if model.left_out:
        en += " Left out, as it never differs between customers of one group: {left}."
        zh += "因同一群体内的客户并无差别而未纳入：{left}。"
    said = claim(
        name, en=en, zh=zh, which=most.raw.level_label, c=most.moved, raw=most.raw, adjusted=most.estimate, **values
    )  # fmt: skip
    return (
        said,
        charts.mix(f"{name}-chart", model),
        tables.mix(f"{name}-table", model),
        tables.contrasts(f"{name}-types", model.coefficients, title=_COEFFICIENTS),
    )


def movers(name: str, found: Movers) -> tuple[Record, ...]:
    """Chart and table of the moves; that there is nothing to compare with, where there is not."""
    if not found.rows:
        return (text(name, en="There is no earlier wave to compare with.", zh="没有可对比的往期数据。"),)
    if any(c.broken is not None for c in found.changes):
        return (tables.contrasts(f"{name}-table", found.changes),)
    return charts.movers(f"{name}-chart", found), tables.movers(f"{name}-table", found)


def _without(name: str, found: Findings, what: Text) -> Claim:
    """Why a section is empty."""
    return claim(name, en="{why}: {what}.", zh="{why}：{what}。", why=_why(found), what=what)


def _why(found: Findings) -> Text:
    shown = [p.estimate for p in found.ranks.rows if p.rank is not None]
    if any(e.se is None for e in shown):
        return _PUBLISHED
    return _FEW if len(shown) < 3 else _ALIKE


def _typed(model: Mix) -> dict[str, Thing]:
    found: dict[str, Thing] = {"types": _labels(model.types)}
    return found | ({"left": _labels(model.left_out)} if model.left_out else {})


def _labels(found: Sequence[Text]) -> Text:
    return both(", ".join(f"“{t.en}”" for t in found), "、".join(f"“{t.zh}”" for t in found))
