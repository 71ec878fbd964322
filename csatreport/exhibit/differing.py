"""What is said of differences between customers, whether there are any or not."""

from __future__ import annotations

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.differentiation import Differentiation
from csatreport.exhibit.words import both
from csatreport.records import Chart, Claim, Table
from csatreport.results import Estimates

_EXPLAINED = both(
    "Overall satisfaction: share of its variance that goes with", "总体满意度：各类客户特征的解释比例"
)


def first(name: str, found: Differentiation) -> Claim:
    """How many differences are clear and large, and the one to begin with: the one that explains most."""
    if not any(c.tested for c in found.contrasts):
        return claim(
            name,
            en="No group of customers is large enough to be compared with another.",
            zh="各客户群体的样本量均不足，无法相互比较。",
        )
    matter = len(found.matter)
    if not matter:
        return claim(
            name,
            en="Of {all} comparisons {all.clear} are clear, and none of them reaches {large} points: nothing here calls "
            "for a programme for one group of customers alone.",
            zh="共比较{all}项，其中{all.clear}项差异显著，均不足{large}点：目前没有依据为某一客户群体单独制定改进方案。",
            all=found.contrasts, large=found.large,
        )  # fmt: skip
    top = found.matter[0]
    return claim(
        name,
        en="Of {all} comparisons {all.clear} are clear, and {matter} of these reach {large} points. The one to begin with is "
        "{top.label} for customers of {variable}: {top.first_level}. Their index is {top.first}, against {top.second} for "
        "{variable}: {top.level}.",
        zh="共比较{all}项，其中{all.clear}项差异显著，{matter}项达到{large}点以上。应先着手的是“{variable}：{top.first_level}”"
        "客户的“{top.label}”：其指数为{top.first}，而“{variable}：{top.level}”为{top.second}。",
        all=found.contrasts, matter=matter, large=found.large, top=top.contrast, variable=top.label,
    )  # fmt: skip


def overall(name: str, found: Differentiation) -> tuple[Chart, ...]:
    """Chart of overall satisfaction by every variable; empty where no group is large enough."""
    about = found.about()
    return (charts.differences(name, about),) if about else ()


def matter(name: str, found: Differentiation) -> tuple[Claim | Chart | Table, ...]:
    """Chart of the differences that matter, the strongest of each variable, and table of all that matter."""
    if not any(c.tested for c in found.contrasts):
        return ()
    if not found.matter:
        return (
            claim(
                name,
                en="None of {all} comparisons is both clear and as large as {large} points.",
                zh="{all}项比较中，没有一项既显著、又达到{large}点。",
                all=found.contrasts, large=found.large,
            ),
        )  # fmt: skip
    return (
        charts.differences(f"{name}-chart", found.matter),
        tables.differences(f"{name}-table", found.matter),
    )


def explained(name: str, found: Estimates) -> tuple[Claim | Chart, ...]:
    """How much all of it explains together, and each kind alone; empty where it could not be told."""
    if not any(e.shown for e in found):
        return ()
    every = found.rows[-1]
    said = claim(
        name,
        en="{every} of the differences between customers in overall satisfaction (its variance) go with the groups compared "
        "here; the rest lies between customers of the same groups.",
        zh="客户之间总体满意度的差异（方差）中，有{every}可由本章所比较的群体解释，其余存在于同类客户之间。",
        every=every,
    )  # fmt: skip
    return (said, charts.dots(f"{name}-chart", found, title=_EXPLAINED))
