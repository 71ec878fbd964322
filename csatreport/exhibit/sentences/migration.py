"""What is said of customers who move between segments, and of segments that may no longer fit."""

from __future__ import annotations

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences import since
from csatreport.exhibit.shapes.segments import Drift, Migration, Segments
from csatreport.exhibit.words import both
from csatreport.records import Chart, Claim, Table
from csatreport.results import Contrasts

Shown = tuple[Claim | Chart | Table, ...]
_FITS = {
    True: both("they still fit", "仍然适用"),
    False: both(
        "they no longer fit: read this wave's segments as new ones",
        "已不再适用，本期客群应视为重新划分的结果",
    ),
}


def moved(name: str, migration: Migration) -> Claim:
    """How many moved of those who answered both times."""
    return claim(
        name,
        en="Of the customers who answered both in {first} and in {second}, {m} moved to another segment.",
        zh="在{first}与{second}均作答的客户中，{m}换到了其他客群。",
        first=migration.first, second=migration.second, m=migration.moved,
    )  # fmt: skip


def movement(name: str, found: Segments, migration: Migration | None) -> Shown:
    """How many moved, how many only seem to, the largest movement, and the chart; or why that cannot be told."""
    if migration is None:
        return (_untold(name, found),)
    seeming = claim(
        f"{name}-seeming",
        en="As they were placed, {placed} were in another segment; {seeming} would have been though nobody moved, since some "
        "answers lie between two segments. Less these, {m} moved.",
        zh="按归类结果看，{placed}的客户两期不在同一客群；但因部分答卷介于两个客群之间，即使无人变动也会有{seeming}。扣除后，实际变动的占{m}。",
        placed=migration.placed, seeming=migration.seeming, m=migration.moved,
    )  # fmt: skip
    return (
        seeming, *_largest(f"{name}-largest", migration), charts.flow(f"{name}-chart", migration),
        tables.flows(f"{name}-table", migration),
    )  # fmt: skip


def _untold(name: str, found: Segments) -> Claim:
    if found.previous is None:
        return claim(
            name,
            en="Movement between segments takes two waves; {wave} is the first with these questions.",
            zh="客群流动须有两期数据，{wave}是首期。",
            wave=found.wave,
        )
    return claim(
        name,
        en="Movement since {before} cannot be told: no segment is stable, the questions are not asked as before, too few "
        "customers answered both times, or the segments overlap too much to tell it from misplacement.",
        zh="与{before}相比的客群流动无从判断：没有稳定的客群，或提问方式有变，或两期均作答的客户过少，或客群之间重叠较多，难以与归类误差区分。",
        before=found.previous,
    )  # fmt: skip


def _largest(name: str, migration: Migration) -> tuple[Claim, ...]:
    sure = [f for f in migration.moves if f.rate.shown and f.rate.low]
    if not sure:
        return (
            claim(name, en="No single movement from one segment to another is certain.", zh="没有哪一项客群之间的流动可以确定。"),
        )  # fmt: skip
    return (
        claim(
            name,
            en="The largest movement is from “{x.level}” to “{x.label}”: {x} of those who were there.",
            zh="最大的流动是由“{x.level}”到“{x.label}”：占原客群的{x}。",
            x=sure[0].rate,
        ),
    )


def fits(name: str, found: Segments, drift: Drift | None, sizes: Contrasts) -> Shown:
    """Whether the earlier segments still fit, in plain words, and how sizes changed; or that there are none."""
    if drift is None:
        return (_not_yet(name, found),)
    said = claim(
        name,
        en="By the rule of {before}, {a} of this wave's customers are placed where this wave's own rule places them, and "
        "their answers lie {d:farther from|nearer to|about as far as then from} the centres of its segments. So {verdict}.",
        zh="按{before}的规则归类，本期客户中有{a}与按本期规则归类的结果一致；答案偏离客群中心的程度{d:较当时偏大|较当时偏小|与当时无明显差别}。"
        "可见上期的客群划分{verdict}。",
        before=drift.distance.first.wave_label, a=drift.agreement, d=drift.distance, verdict=_FITS[drift.fits],
    )  # fmt: skip
    return (said, *since.table(f"{name}-sizes", sizes))


def _not_yet(name: str, found: Segments) -> Claim:
    """Why that cannot be said."""
    if found.previous is None:
        return claim(
            name,
            en="Whether the segments still fit can be said from the next wave on; {wave} is the first with these questions.",
            zh="客群划分是否仍然适用，须待下一期方可判断；{wave}是首期。",
            wave=found.wave,
        )
    return claim(
        name,
        en="No segment of {wave} is stable: there is nothing that the segments of {before} could be held against.",
        zh="{wave}没有稳定的客群，无从判断{before}的客群划分是否仍然适用。",
        wave=found.wave, before=found.previous,
    )  # fmt: skip
