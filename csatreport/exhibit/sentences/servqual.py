"""SERVQUAL gaps of groups of customers: sentence, chart and table, where there are groups to compare."""

from __future__ import annotations

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.words import both
from csatreport.records import Chart, Claim, Table
from csatreport.results import Contrasts

_TOTAL = both(
    "SERVQUAL gap over all dimensions: each group against all others", "SERVQUAL总体差距：各组与其他客户比较"
)
_CLEAR = both(
    "SERVQUAL gaps of groups that clearly differ from all others", "与其他客户差异显著的群体：SERVQUAL差距"
)


def groups(name: str, found: Contrasts) -> tuple[Claim | Chart | Table, ...]:
    """What :func:`csatreport.compare.servqual.by_domain` found; empty where no group may be shown.

    The chart shows the total, the table whatever is clear, also of single dimensions.
    """
    if not any(c.shown for c in found):
        return ()
    said = claim(
        name,
        en="Of {groups} comparisons of a group with all other customers, over all dimensions and in each of them, "
        "{groups.clear} are clear. The largest: in “{gap.level}” the gap in “{gap.label}” is {gap.second}, against {gap.first} "
        "in all others; there perception {gap:comes closer to expectation|falls further behind|is not clearly different}.",
        zh="将各群体与其他客户逐一比较（总体及各维度），共{groups}项，差异明显的有{groups.clear}项。"
        "“{gap.level}”在“{gap.label}”上的差距为{gap.second}，其他客户为{gap.first}，"
        "{gap:前者更接近期望|前者落差更大|两者无明显差异}。",
        groups=found, gap=found.widest,
    )  # fmt: skip
    chart = charts.change(f"{name}-chart", found.where(item="total"), title=_TOTAL)
    return (said, chart, tables.contrasts(f"{name}-table", found.clear, title=_CLEAR))
