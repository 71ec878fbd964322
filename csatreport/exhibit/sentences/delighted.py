"""Sentences and exhibits about delighted customers; empty where a survey lacks what they are about."""

from __future__ import annotations

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.words import both
from csatreport.records import Record
from csatreport.results import Contrasts, Estimates

_LIFTS = both(
    "Share giving the highest rating: very satisfied minus satisfied customers",
    "最高分占比之差：非常满意的客户减比较满意的客户",
)


def lifts(name: str, gaps: Contrasts) -> tuple[Record, ...]:
    """Which services the very satisfied rate highest more often than the satisfied."""
    if not any(c.shown for c in gaps):
        return ()
    said = claim(
        name,
        en="Very satisfied customers differ from satisfied ones most in “{most.label}”: {most.second} of them give it the "
        "highest rating, against {most.first}, a {most:clear gap|clear gap the other way|gap that is not clear}.",
        zh="非常满意与比较满意的客户差别最大的是“{most.label}”：给出最高分的占比分别为{most.second}与{most.first}，"
        "{most:差距明显|差距明显但方向相反|差距不明显}。",
        most=gaps.widest,
    )
    return (
        said,
        charts.change(f"{name}-chart", gaps, title=_LIFTS),
        tables.contrasts(f"{name}-table", gaps, title=_LIFTS),
    )


def multiple(name: str, found: Estimates, changes: Contrasts) -> tuple[Record, ...]:
    """How many times as often the very satisfied are certain to stay, or recommend, now and since the wave before."""
    return tuple(_multiple(name, found, changes)) if any(e.shown for e in found) else ()


def _multiple(name: str, found: Estimates, changes: Contrasts) -> list[Record]:
    now = claim(
        name,
        en="On “{x.label}”, very satisfied customers give the highest answers {x} times as often as satisfied ones.",
        zh="就“{x.label}”而言，非常满意的客户选择最高档的比例是比较满意客户的{x}倍。",
        x=found.rows[0],
    )
    moved = [
        claim(
            f"{name}-change",
            en="Since {c.first_wave} that multiple {c:rose|fell|did not clearly change}: {c.first} then, {c.second} now.",
            zh="与{c.first_wave}相比，该倍数{c:上升|下降|无明显变化}：当时为{c.first}，本期为{c.second}。",
            c=c,
        )
        for c in changes
    ]
    return [now, *moved]


def series(name: str, multiples: Estimates) -> tuple[Record, ...]:
    """The multiple over the waves, where there are several."""
    if sum(e.shown for e in multiples) < 2:
        return ()
    return charts.trend(f"{name}-chart", multiples), tables.estimates(f"{name}-table", multiples)
