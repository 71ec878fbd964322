"""What a chapter says first: what changed since the wave compared with, where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Chart, Claim, Table
from csatreport.results import Contrast, Contrasts, Estimates

UP = both("rose clearly", "明显上升")
DOWN = both("fell clearly", "明显下降")
_MOVED = {  # (did any move up, did any move down)
    (True, True): both(
        "{family.risen} {up} and {family.fallen} {down}", "有{family.risen}×{up}、{family.fallen}×{down}"
    ),
    (True, False): both("{family.risen} {up} and none {down}", "有{family.risen}×{up}，没有{down}的"),
    (False, True): both("none {up} and {family.fallen} {down}", "有{family.fallen}×{down}，没有{up}的"),
}  # × stands for the measure word


def changed(name: str, family: Contrasts, *, of: Text, up: Text = UP, down: Text = DOWN) -> tuple[Claim, ...]:
    """How many of a family of changes the test supports, and the largest; empty where there is nothing to compare.

    Of those that a break in the series keeps from being compared, the first is stated.

    Parameters
    ----------
    of : Text
        What was compared: "dimensions", "groups of customers"; in Chinese after its measure word: "个维度", "项满意率".
    up, down : Text
        What is said of those that moved up and down.
    """
    broken = [c for c in family if c.shown and c.broken is not None][:1]
    compared = Contrasts(tuple(c for c in family if c.broken is None))
    if not any(c.tested and c.shown for c in compared):
        return tuple(_broken(name, c) for c in broken)
    return (_compared(name, compared, of, up, down), *(_broken(f"{name}-broken", c) for c in broken))


def _broken(name: str, change: Contrast) -> Claim:
    """Both numbers and why they cannot be compared."""
    return claim(name, en="{c.label}: {c}.", zh="{c.label}：{c}。", c=change)


def _compared(name: str, family: Contrasts, of: Text, up: Text, down: Text) -> Claim:
    most = family.widest
    if most.direction == "none":
        return _nothing(name, family, of, most)
    moved = _MOVED[bool(family.risen.rows), bool(family.fallen.rows)]
    return claim(
        name,
        en=f"Since {{before}}, of {{family}} {{of}}, {moved.en}; "
        "most of all “{which}”: {most.first} then, {most.second} now.",
        zh=f"与{{before}}相比，{{family}}{{of}}中{moved.zh.replace('×', of.zh[:1])}；"
        "变化最大的是“{which}”：当时为{most.first}，本期为{most.second}。",
        family=family, of=of, up=up, down=down, most=most, which=_which(most, family), before=most.first.wave_label,
    )  # fmt: skip


def table(name: str, family: Contrasts) -> tuple[Table, ...]:
    """The changes one by one; empty where there is no wave to compare with."""
    return (tables.contrasts(name, family),) if len(family) else ()


def lines(name: str, series: Sequence[Estimates], *, title: Text) -> tuple[Chart, ...]:
    """Series over the waves; empty where there is one wave alone."""
    several = len({e.wave for rows in series for e in rows}) > 1
    return (charts.trend(name, series, title=title),) if several else ()


def _nothing(name: str, family: Contrasts, of: Text, most: Contrast) -> Claim:
    return claim(
        name,
        en="Since {before}, none of {family} {of} has clearly changed.",
        zh="与{before}相比，{family}{of}均无明显变化。",
        family=family, of=of, before=most.first.wave_label,
    )  # fmt: skip


def _which(most: Contrast, family: Contrasts) -> Text:
    """The group where groups were compared, else the item."""
    groups = {(c.second.domain, c.second.level) for c in family}
    return most.second.level_label if most.second.domain and len(groups) > 1 else most.label
