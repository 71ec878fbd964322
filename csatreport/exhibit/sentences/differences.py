"""What is said of differences between customers, whether there are any or not."""

from __future__ import annotations

from dataclasses import replace

from csatreport.exhibit import charts, notes, tables
from csatreport.exhibit.charts.heatmap import Cell, Grid, heatmap
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.differentiation import Difference, Differentiation
from csatreport.exhibit.words import both
from csatreport.records import Chart, Claim, Table
from csatreport.results import Estimates

_MAP = both("Gap between the groups furthest apart, in points", "相距最远的两组之间的差距（点）")
_SHADED = both(
    "shaded where the groups differ clearly; variables that divide customers clearly in no item are left out",
    "底色表示各组差异显著；在任何项目上都无显著差异的特征未列出",
)
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
    if not len(found.contrasts.clear):
        return claim(
            name,
            en="None of {all} comparisons is clear: nothing here calls for a programme for one group of customers alone.",
            zh="共比较{all}项，均无明显差异：目前没有依据为某一客户群体单独制定改进方案。",
            all=found.contrasts,
        )  # fmt: skip
    if not matter:
        return claim(
            name,
            en="Of {all} comparisons, {all.clear} are clear, and none of them reaches {large} points: nothing here calls "
            "for a programme for one group of customers alone.",
            zh="共比较{all}项，差异明显的有{all.clear}项，没有一项达到{large}点：目前没有依据为某一客户群体单独制定改进方案。",
            all=found.contrasts, large=found.large,
        )  # fmt: skip
    top = found.matter[0]
    return claim(
        name,
        en="Of {all} comparisons {all.clear} are clear, and {matter} of these reach {large} points. The one to begin with is "
        "“{top.label}” in the group “{variable}: {top.first_level}”: its index is {top.first}, against {top.second} in "
        "“{variable}: {top.level}”.",
        zh="共比较{all}项，差异明显的有{all.clear}项，其中{matter}项达到{large}点。应首先着手的是“{variable}：{top.first_level}”"
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
                zh="{all}项比较中，没有一项差异既明显又达到{large}点。",
                all=found.contrasts, large=found.large,
            ),
        )  # fmt: skip
    return (
        overview(f"{name}-map", found),
        charts.differences(f"{name}-chart", found.matter),
        tables.differences(f"{name}-table", found.matter),
    )


def overview(name: str, found: Differentiation) -> Chart:
    """Every item by every variable that divides customers clearly in some item: the gap, shaded where it is clear."""
    clear = {d.variable for d in found.rows if d.clear}
    columns = {d.variable: d.label for d in found.rows if d.variable in clear}
    rows = {d.contrast.second.item: d.contrast.label for d in found.rows}
    at = {(d.contrast.second.item, d.variable): d for d in found.rows}
    cells = [[_cell(at.get((item, v))) for v in columns] for item in rows]
    grid = Grid(list(rows.values()), list(columns.values()), cells, {})
    note = notes.of([], [_SHADED], contrasts=[d.contrast for d in found.rows if d.variable in clear])
    return heatmap(name, grid, title=_MAP, note=note)


def _cell(d: Difference | None) -> Cell | None:
    """The gap as a number of its own."""
    if d is None:
        return None
    gap = replace(
        d.contrast.second, value=d.contrast.value, measure="difference", flag="", label=d.contrast.label
    )
    return Cell(gap, "shaded" if d.clear else "bare")


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
