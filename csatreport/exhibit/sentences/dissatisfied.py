"""Sentences and exhibits about dissatisfied customers; empty where a survey or its records lack what they are about."""

from __future__ import annotations

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.dissatisfied import Complaints, Reasons, Recovery
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Record
from csatreport.results import Contrasts, Estimate, Estimates

_WHO = both(
    "Share not satisfied: each group against all other customers", "未表示满意的占比：各组与其他客户比较"
)
_ENDINGS = both("by how a complaint ended", "按投诉处理结果")


def changed(name: str, share: Contrasts, reasons: Contrasts, *, now: Estimate) -> tuple[Record, ...]:
    """What became of the share not satisfied and of its reasons; the share alone where no wave was before."""
    if not len(share):
        alone = claim(
            name,
            en="{now} of customers are not satisfied overall; there is no earlier wave to compare this with.",
            zh="{now}的客户总体上未表示满意；尚无往期数据可供比较。",
            now=now,
        )
        return (alone,)
    moved = claim(
        name,
        en="The share of customers who are not satisfied {c:rose|fell|did not clearly change} since {c.first_wave}: "
        "{c.first} then, {c.second} now.",
        zh="与{c.first_wave}相比，未表示满意的客户占比{c:上升|下降|无明显变化}：当时为{c.first}，本期为{c.second}。",
        c=share.rows[0],
    )
    return (moved, *_reasons_changed(f"{name}-reasons", reasons))


def _reasons_changed(name: str, reasons: Contrasts) -> tuple[Record, ...]:
    if not any(c.tested for c in reasons):
        return ()
    return (
        claim(
            name,
            en="Of {all} reasons, {all.risen} rose clearly since the wave before and {all.fallen} fell clearly. "
            "“{most.label}” stands out: it {most:rose from {most.first} to {most.second}|fell from {most.first} to "
            "{most.second}|did not clearly change, {most.first} then and {most.second} now}.",
            zh="{all}项原因中，与上期相比提及率明显上升的有{all.risen}项，明显下降的有{all.fallen}项。变化最突出的是“{most.label}”："
            "{most:由{most.first}升至{most.second}|由{most.first}降至{most.second}|由{most.first}变为{most.second}，变化不明显}。",
            all=reasons,
            most=reasons.widest,
        ),
    )


def first(name: str, lead: Contrasts) -> tuple[Record, ...]:
    """The reason to take up first, and whether it is clearly ahead of the next."""
    if not any(c.shown for c in lead):
        return ()
    return (
        claim(
            name,
            en="To do first: “{c.label}”, which {c.second} of the customers who are not satisfied name. It is "
            "{c:clearly ahead of|clearly behind|not clearly ahead of} “{c.first_label}” ({c.first}), so "
            "{c:begin with it alone|begin with the other|take up both together}.",
            zh="应首先处理“{c.label}”：未表示满意的客户中有{c.second}提及。该项与“{c.first_label}”（{c.first}）相比"
            "{c:明显领先，可先集中处理这一项|明显落后，应先处理后者|差距不明显，宜两项一并处理}。",
            c=lead.rows[0],
        ),
    )


def why(name: str, reasons: Reasons) -> tuple[Record, ...]:
    """Reasons as a Pareto, with its table."""
    if not any(r.named.shown for r in reasons.rows):
        return ()
    covered = reasons.rows[reasons.half - 1].covered
    said = claim(
        name,
        en="“{first.label}” is named most often, by {first}. It takes {half} of {all} reasons to reach most of these customers: "
        "{covered} name at least one of them.",
        zh="提及最多的是“{first.label}”，提及率为{first}。{all}项原因中，前{half}项即可覆盖这部分客户的多数（累计覆盖率{covered}）。",
        first=reasons.first,
        half=reasons.half,
        all=len(reasons.rows),
        covered=covered,
    )
    return said, charts.pareto(f"{name}-chart", reasons), tables.reasons(f"{name}-table", reasons)


def who(name: str, gaps: Contrasts) -> tuple[Record, ...]:
    """Groups among which customers are not satisfied more or less often than among all others."""
    if not any(c.shown for c in gaps):
        return ()
    said = claim(
        name,
        en="In {all.risen} of {all} groups the share not satisfied is clearly higher than among all others, in {all.fallen} "
        "clearly lower. “{most.level}” {most:stands out with more|stands out with fewer|comes nearest, without a clear "
        "difference}: {most.second}, against {most.first} of all others.",
        zh="{all}个群体中，未表示满意的占比明显偏高的有{all.risen}个，明显偏低的有{all.fallen}个。差距最大的是“{most.level}”："
        "占比为{most.second}，其他客户为{most.first}，{most:明显偏高|明显偏低|差异不明显}。",
        all=gaps,
        most=gaps.widest,
    )
    return said, charts.change(f"{name}-chart", gaps, title=_WHO, less_is_better=True)


def by_group(name: str, gaps: Contrasts) -> tuple[Record, ...]:
    """Whether groups of customers name other reasons than the rest."""
    if not any(c.tested for c in gaps):
        return ()
    return (
        claim(
            name,
            en="Of {all} comparisons of a reason between a group and all others, {all.clear} are clear. The widest: "
            "“{most.label}” is named by {most.second} in the group “{most.level}”, and by {most.first} of all others.",
            zh="将各群体与其他客户就各项原因逐一比较，共{all}项，差异明显的有{all.clear}项。差距最大的是“{most.level}”对“{most.label}”的提及率："
            "{most.second}，其他客户为{most.first}。",
            all=gaps,
            most=gaps.widest,
        ),
    )


def unvoiced(name: str, share: Estimates) -> tuple[Record, ...]:
    """How many of them never told the company."""
    return tuple(
        claim(
            name,
            en="{silent} of the customers who are not satisfied did not complain, so records of complaints do not show them.",
            zh="未表示满意的客户中，有{silent}没有投诉过，投诉记录中看不到这部分客户的意见。",
            silent=e,
        )
        for e in share
    )


def recovery(name: str, found: Recovery) -> tuple[Record, ...]:
    """An outcome by how complaints ended; whether a quick solution goes with the same intention as no complaint."""
    if not any(c.shown for c in found.gaps):
        return ()
    said = claim(
        name,
        en="After a complaint that ended “{c.level}”, {c.second} give “{c.label}” one of the two best answers, against {c.first} "
        "of those who never complained: {c:clearly more|clearly less|no clear difference}.",
        zh="就“{c.label}”而言，投诉处理结果为“{c.level}”的客户中有{c.second}选择最高两档，从未投诉的客户为{c.first}，"
        "前者{c:明显偏高|明显偏低|与后者差异不明显}。",
        c=found.best.rows[0],
    )
    title = _of(found.levels.rows[0].label)
    return (
        said,
        charts.dots(f"{name}-chart", found.levels, title=title),
        tables.contrasts(f"{name}-table", found.gaps, title=title),
    )


def _of(label: Text) -> Text:
    return both(
        f"{label.en}: the two best answers, {_ENDINGS.en}", f"{label.zh}：最高两档占比，{_ENDINGS.zh}"
    )


def complaints(name: str, found: Complaints, changes: Contrasts, *, since: str = "") -> tuple[Record, ...]:
    """Complaints on record: how many, how they ended, what changed; says so where there are none."""
    total = found.total
    if total is None or not total.resolved.shown:
        nothing = claim(
            name, en="No records of complaints came with this edition.", zh="本期没有可用的投诉记录。"
        )
        return (nothing,)
    said = claim(
        name,
        en="The company recorded {n} complaints. Of those closed, {resolved} were resolved, and half were closed within {days} "
        "days; {repeat} had been made before.",
        zh="本期共受理投诉{n}件。已办结的投诉中，{resolved}得到解决；半数投诉在{days}天内办结；重复投诉占{repeat}。",
        n=total.volume,
        resolved=total.resolved,
        days=total.days,
        repeat=total.repeat,
    )
    return said, *_moved(f"{name}-changes{since}", changes), tables.complaints(f"{name}-table", found)


def _moved(name: str, changes: Contrasts) -> tuple[Record, ...]:
    """How number, solutions, repeats and days of all complaints moved."""
    if not any(c.tested for c in changes):
        return ()
    volume, resolved, repeat, days = changes.rows
    return (
        claim(
            name,
            en="Since {n.first_wave}, the number of complaints {n:rose from {n.first} to {n.second}|fell from {n.first} to "
            "{n.second}|did not clearly change ({n.first} then, {n.second} now)}; the share resolved "
            "{r:rose|fell|did not clearly change} ({r.first}, now {r.second}), the share repeated "
            "{p:rose|fell|did not clearly change} ({p.first}, now {p.second}), and the median time until closed "
            "{d:rose|fell|did not clearly change} ({d.first} days, now {d.second}).",
            zh="与{n.first_wave}相比，投诉量{n:由{n.first}件升至{n.second}件|由{n.first}件降至{n.second}件|无明显变化（{n.first}件变为{n.second}件）}；"
            "解决率{r:上升|下降|无明显变化}（{r.first}变为{r.second}），重复投诉率{p:上升|下降|无明显变化}（{p.first}变为{p.second}），"
            "办结用时中位数{d:上升|下降|无明显变化}（{d.first}天变为{d.second}天）。",
            n=volume,
            r=resolved,
            p=repeat,
            d=days,
        ),
    )
