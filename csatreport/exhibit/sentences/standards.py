"""Sentences and exhibits about service standards; empty, or saying so, where nobody checked them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csatreport.exhibit import charts, notes, tables
from csatreport.exhibit.charts.heatmap import Cell, Grid, heatmap
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.standards import Compliance, Perceived, Sense
from csatreport.exhibit.words import both, plain
from csatreport.records import Record
from csatreport.results import Contrasts, Estimates

_BY_DEPARTMENT = both("Standards met by department, over the last waves", "近几期各部门标准达标率")
_BY_BRANCH = both("Standards met by branch, over the last waves", "近几期各分公司标准达标率")
_GRID = both("Each standard in each branch, over the last waves", "近几期各分公司各项标准达标率")
_MAP = both(
    "Standards met over the last waves, and share satisfied in this one", "近几期标准达标率与本期满意率"
)
_DARKER = both(
    "the darker, the more checks were passed; a cell rests on few checks, read rows and columns rather than cells",
    "颜色越深，达标率越高；单个格子检查次数很少，宜按行、按列解读",
)

_READ = {
    "act": both(
        "Missed, and rated below services at large ({gaps}): {named}. Here visits and customers say the same.",
        "未达标且满意率偏低的有{gaps}项：{named}。检查结果与客户评价一致。",
    ),
    "doubt": both(
        "Kept, yet rated below services at large ({gaps}): {named}. The standard may not be what customers look for.",
        "已达标而满意率偏低的有{gaps}项：{named}。标准可能并非客户所看重的内容。",
    ),
    "spare": both(
        "Missed, yet rated above services at large ({gaps}): {named}. The standard may matter little to customers.",
        "未达标而满意率偏高的有{gaps}项：{named}。客户可能并不看重该标准。",
    ),
}


def changed(name: str, changes: Contrasts) -> tuple[Record, ...]:
    """What became of all checks together, and of how many standards, since the wave before; empty without its visits."""
    if not len(changes):
        return ()
    return (
        claim(
            name,
            en="The share of checks passed {c:rose|fell|did not clearly change} since {c.first_wave}: {c.first} then, {c.second} "
            "now. Of {each} standards, {each.risen} rose clearly and {each.fallen} fell clearly.",
            zh="与{c.first_wave}相比，总体达标率{c:上升|下降|无明显变化}：当时为{c.first}，本期为{c.second}。"
            "{each}项标准中，明显上升的有{each.risen}项，明显下降的有{each.fallen}项。",
            c=changes.rows[0],
            each=Contrasts(changes.rows[1:]),
        ),
    )


def first(name: str, found: Compliance) -> tuple[Record, ...]:
    """The standard to take up first: the furthest below its target, if one clearly is."""
    if not found.by_need:
        return ()
    worst = found.by_need[0]
    x, goal = worst.estimate, worst.goal
    if worst.verdict == "missed":
        return (
            claim(
                name,
                en="To do first: “{x.label}”. It was met in {x} of the checks of the last waves, and its target is {goal}.",
                zh="应首先改进“{x.label}”：近几期检查的达标率为{x}，目标为{goal}。",
                x=x,
                goal=goal,
            ),
        )
    return (
        claim(
            name,
            en="No standard clearly misses its target. To watch first: “{x.label}”, met in {x} of the checks of the last waves; "
            "its target is {goal}.",
            zh="没有明显未达目标的标准。应首先关注“{x.label}”：近几期检查的达标率为{x}，目标为{goal}。",
            x=x,
            goal=goal,
        ),
    )


def kept(name: str, found: Compliance) -> tuple[Record, ...]:
    """How many standards meet their target, with chart and table; says so where nobody visited."""
    if found.total is None:
        nothing = claim(
            name, en="No visits checked the standards in this wave.", zh="本期没有对服务标准的检查记录。"
        )
        return (nothing,)
    counts = {v: sum(r.verdict == v for r in found.rows) for v in ("met", "missed", "unsure")}
    said = claim(
        name,
        en="{visits} visits found {total} of all checks passed. The target was met for {met} of {all} standards and missed "
        "for {missed}; for {unsure} the checks of one wave cannot tell.",
        zh="{visits}次走访检查的总体达标率为{total}。{all}项标准中，达到目标的有{met}项，未达目标的有{missed}项，仅凭本期检查尚难判断的有{unsure}项。",
        visits=found.visits,
        total=found.total,
        all=len(found.rows),
        **counts,
    )
    return said, charts.aims(f"{name}-chart", found.rows), tables.standards(f"{name}-table", found.rows)


def departments(name: str, found: Compliance) -> tuple[Record, ...]:
    """Departments by the standards they answer for."""
    rows = found.departments
    if len(rows) < 2:
        return ()
    said = claim(
        name,
        en="By department, most checks were passed in {most.label} ({most}) and fewest in {least.label} ({least}).",
        zh="分部门看，“{most.label}”的达标率最高（{most}），“{least.label}”最低（{least}）。",
        most=rows.highest(),
        least=rows.lowest(),
    )
    return said, charts.dots(f"{name}-chart", rows.ordered(), title=_BY_DEPARTMENT)


def branches(name: str, rows: Estimates, cells: Estimates) -> tuple[Record, ...]:
    """Branches by all their checks, and a map of standards by branches."""
    if len(rows) < 2:
        return ()
    said = claim(
        name,
        en="Over the last waves {most.level} passed {most} of its checks, the highest share, and {least.level} {least}, the "
        "lowest.",
        zh="近几期中，达标率最高的是“{most.level}”（{most}），最低的是“{least.level}”（{least}）。",
        most=rows.highest(),
        least=rows.lowest(),
    )
    return said, charts.dots(f"{name}-chart", rows, title=_BY_BRANCH), *grid(f"{name}-map", rows, cells)


def grid(name: str, rows: Estimates, cells: Estimates) -> tuple[Record, ...]:
    """A cell for every standard (columns) in every branch (rows, in the order given)."""
    if not len(cells):
        return ()
    standards = {e.item: e.label for e in cells}
    at = {(e.level, e.item): Cell(replace(e, flag="")) for e in cells}
    made = Grid(
        [e.level_label for e in rows],
        list(standards.values()),
        [[at.get((e.level, item)) for item in standards] for e in rows],
        {},
    )
    return (heatmap(name, made, title=_GRID, note=notes.of([replace(e, flag="") for e in cells], [_DARKER])),)


def perceived(name: str, found: Perceived) -> tuple[Record, ...]:
    """Whether customers are more satisfied in branches that keep the standards."""
    if not len(found.correlation):
        return ()
    said = claim(
        name,
        en="Across branches, keeping the standards and satisfaction {c:go together|go in opposite directions|do not clearly go "
        "together} (correlation {c.second}).",
        zh="以分公司为单位看，标准达标率与满意率{c:正相关|负相关|无明显相关}（相关系数{c.second}）。",
        c=found.correlation.rows[0],
    )
    return said, charts.scatter(f"{name}-chart", found.points, title=_MAP)


def senses(name: str, found: Sequence[Sense]) -> tuple[Record, ...]:
    """Standards that are kept though customers are not satisfied, missed though they are, and both missed."""
    if not any(s.gap is not None for s in found):
        return ()
    said = claim(
        name,
        en="Of {gaps} standards that customers are asked about, they rate {gaps.risen} clearly above services at large and "
        "{gaps.fallen} clearly below.",
        zh="在向客户询问过的{gaps}项标准中，满意率明显高于全部服务项目总体水平的有{gaps.risen}项，明显低于的有{gaps.fallen}项。",
        gaps=Contrasts(tuple(s.gap for s in found if s.gap is not None)),
    )
    told = [_told(f"{name}-{r}", r, [s for s in found if s.reading == r]) for r in _READ]
    return said, *(c for c in told if c is not None), tables.senses(f"{name}-table", found)


def _told(name: str, reading: str, those: Sequence[Sense]) -> Record | None:
    """Names the standards of a reading; nothing where there are none."""
    if not those:
        return None
    labels = [s.kept.estimate.label for s in those]
    named = both(", ".join(t.en for t in labels), "".join(f"“{plain(t.zh)}”" for t in labels))
    gaps = Contrasts(tuple(s.gap for s in those if s.gap is not None))
    return claim(name, en=_READ[reading].en, zh=_READ[reading].zh, named=named, gaps=gaps)
