"""What is said of a path model where the form of the sentence depends on what was found."""

from __future__ import annotations

from csatreport.exhibit import charts, tables, words
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.pathmodel import Construct, Groups, PathModel
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Chart, Claim, Table

_GAPS = both("each comparable group against all other customers", "各可比群体与其他客户比较")


def effects_on(construct: Construct) -> Text:
    """Title of a chart of total effects on a construct."""
    wave = construct.index.wave_label
    return both(
        f"Total effects on {words.plain(construct.label.en).lower()}, {wave.en}",
        f"对“{words.plain(construct.label.zh)}”的总效应，{wave.zh}",
    )


def groups(name: str, found: Groups) -> tuple[Claim | Chart | Table, ...]:
    """The index by group: which groups may be compared, their gaps, the table; empty where there are no groups."""
    if not found.rows:
        return ()
    return (
        *_checked(f"{name}-checked", found),
        *_gaps(name, found),
        tables.invariance(f"{name}-table", found),
    )


def _checked(name: str, found: Groups) -> tuple[Claim, ...]:
    if not len(found.tested):
        return ()
    label = found.tested.rows[0].label
    if not len(found.differing):
        return (
            claim(
                name,
                en="“{label}” means the same in all {tested} groups that could be tested: their indices may be compared.",
                zh="可检验的{tested}个群体中，“{label}”的组成均一致，其指数可以比较。",
                tested=found.tested, label=label,
            ),
        )  # fmt: skip
    return (
        claim(
            name,
            en="In {differing} of {tested} groups that could be tested, “{label}” means something else; they are not compared.",
            zh="可检验的{tested}个群体中，“{label}”组成不同的有{differing}个，不作比较。",
            tested=found.tested, differing=found.differing, label=label,
        ),
    )  # fmt: skip


def _gaps(name: str, found: Groups) -> tuple[Claim | Chart, ...]:
    if not any(c.shown for c in found.gaps):
        return ()
    gap = found.gaps.widest
    heading = both(
        f"{gap.label.en}: {_GAPS.en}, {gap.second.wave_label.en}",
        f"{gap.label.zh}：{_GAPS.zh}，{gap.second.wave_label.zh}",
    )
    said = claim(
        f"{name}-gap",
        en="Of {gaps} groups, {gaps.clear} clearly differ from all other customers. Furthest away is “{gap.level}”: "
        "{gap.second}, against {gap.first} for all others ({gap:clearly higher|clearly lower|no clear difference}).",
        zh="{gaps}个群体中，与其他客户差异明显的有{gaps.clear}个。“{gap.level}”为{gap.second}，其他客户为{gap.first}"
        "（{gap:明显偏高|明显偏低|差异不明显}）。",
        gaps=found.gaps, gap=gap,
    )  # fmt: skip
    return (
        said,
        charts.dots(f"{name}-chart", found.comparable),
        charts.change(f"{name}-gaps", found.gaps, title=heading),
    )


def base(name: str, model: PathModel) -> Claim:
    """Who is in the model, and what became of resamples without a solution."""
    if model.missing == "listwise":
        return claim(
            name,
            en="{used} of {used.of} customers answered every question of the model and are in it; the index rests on "
            "{index.n}. Intervals come from {resamples} resamples of the sample design; without a "
            "solution, and drawn again: {redrawn}.",
            zh="{used.of}名客户中，{used}名回答了模型的全部题目，进入模型估计；指数以{index.n}名客户的作答计算。置信区间由按抽样设计"
            "进行的{resamples}次重抽样得出，无解而重新抽取的有{redrawn}次。",
            used=model.used, index=model.focus.index, resamples=model.resamples, redrawn=model.redrawn,
        )  # fmt: skip
    return claim(
        name,
        en="{used} of {used.of} customers answered at least one question of the model; every correlation uses those who "
        "answered both questions; the index rests on {index.n}. Intervals come from {resamples} resamples of the sample "
        "design; without a solution, and drawn again: {redrawn}.",
        zh="{used.of}名客户中，{used}名至少回答了模型中的一道题；各相关系数以两题均作答者计算；指数以{index.n}名客户的作答计算。"
        "置信区间由按抽样设计进行的{resamples}次重抽样得出，无解而重新抽取的有{redrawn}次。",
        used=model.used, index=model.focus.index, resamples=model.resamples, redrawn=model.redrawn,
    )  # fmt: skip
