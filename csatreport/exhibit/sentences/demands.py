"""Sentences and exhibits of demands that a project may lack: empty where it does."""

from __future__ import annotations

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.demands import Demands, Gaps
from csatreport.params.text import Text
from csatreport.records import Record
from csatreport.results import Contrasts, Estimates


def first(name: str, demands: Demands) -> tuple[Record, ...]:
    """The demand to act on first: of the mass, at the core, and met least."""
    found = demands.first
    if found is None:
        return ()
    if found.gap is None or not found.gap.shown:
        return (
            claim(
                name,
                en="Act first on “{d.label}”: {d} of customers' voices name it.",
                zh="应首先满足的需求是“{d.label}”：{d}的客户意见提及该需求。",
                d=found.share,
            ),
        )
    return (
        claim(
            name,
            en="Act first on “{d.label}”: {d} of customers' voices name it, and perception minus demand is {g}.",
            zh="应首先满足的需求是“{d.label}”：{d}的客户意见提及该需求，感知减需求程度为{g}。",
            d=found.share,
            g=found.gap,
        ),
    )


def gaps(name: str, gaps: Gaps) -> tuple[Record, ...]:
    """The demand that is met least, and all gaps."""
    if not any(m.gap.shown for m in gaps.rows):
        return ()
    shown = [m for m in gaps.rows if m.gap.shown]
    said = claim(
        name,
        en="Of {all} demands, {all.fallen} are clearly short of what is wanted and {all.risen} clearly exceed it. "
        "Widest is the gap in “{w.label}”: perceived {w.second}, wanted {w.first}.",
        zh="{all}项需求中，感知明显低于需求程度的有{all.fallen}项，明显高于的有{all.risen}项。差距最大的是“{w.label}”："
        "感知{w.second}，需求程度{w.first}。",
        all=gaps.tests,
        w=min(shown, key=lambda m: m.gap.value).test,
    )
    return said, charts.demands(f"{name}-chart", gaps)


def decisions(name: str, demands: Demands) -> tuple[Record, ...]:
    """How many demands to act on, and the decision on each."""
    if not demands.declared or demands.matched is None:
        return ()
    said = claim(
        name,
        en="{matched} of customers' voices name a demand on the list. Of its {all} demands, act on {act} (of the mass and at "
        "the core), serve {segment} where they arise (core demands of few), and merge {merge} with others.",
        zh="{matched}的客户意见提及清单中的需求。清单共{all}项，其中既是大众需求又是核心需求、应列为重点改进的有{act}项；"
        "属于少数客户核心需求的有{segment}项，并入其他需求的有{merge}项。",
        matched=demands.matched,
        all=len(demands.declared),
        **{v: sum(d.verdict == v for d in demands.declared) for v in ("act", "segment", "merge")},
    )
    return said, tables.decisions(f"{name}-table", demands)


def channels(name: str, demands: Demands) -> tuple[Record, ...]:
    """Where which demand is named."""
    firm = Estimates(tuple(e for e in demands.channels if e.shown and e.flag != "low"))
    if not firm.rows:
        return ()
    said = claim(
        name,
        en="Most often named in a single channel is “{most.label}”: by {most} of the voices in “{most.level}”.",
        zh="单一渠道中提及率最高的需求是“{most.label}”（{most.level}，{most}）。",
        most=firm.highest(),
    )
    return said, tables.channels(f"{name}-table", demands)


def candidates(name: str, demands: Demands) -> tuple[Record, ...]:
    """What voices have in common that name nothing of the list."""
    shown = [d for d in demands.candidates if d.share.shown]
    if not shown:
        return ()
    said = claim(
        name,
        en="Among voices that name nothing on the list, “{most.label}” stands out: {most} of all customers' voices hold it. "
        "Whether it is a demand of its own is for people to judge.",
        zh="在未提及清单需求的意见中，出现较多的词是“{most.label}”，占全部客户意见的{most}；是否构成新的需求，须由人工判断。",
        most=shown[0].share,
    )
    return said, tables.candidates(f"{name}-table", demands)


def needs(name: str, shares: Estimates, groups: Contrasts) -> tuple[Record, ...]:
    """What matters most to customers, and to whom something else does."""
    if sum(e.shown for e in shares) < 2:
        return ()
    said = claim(
        name,
        en="To the largest share of customers, what matters most is “{first.label}” ({first}); next comes "
        "“{second.label}” ({second}).",
        zh="客户最看重的方面中，占比最高的是“{first.label}”（{first}），其次是“{second.label}”（{second}）。",
        first=shares.ordered().rows[0],
        second=shares.ordered().rows[1],
    )
    title = Text(
        en="What matters most, by group: clear differences from all other customers",
        zh="不同群体最看重的方面：与其他客户差异显著者",
    )
    table = (tables.contrasts(f"{name}-groups", groups.clear, title=title),) if groups.clear.rows else ()
    return said, charts.dots(f"{name}-chart", shares), *table
