"""Tables of demands: decisions, shares by channel, candidates."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.demands import Decision, Demands
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.values import level, levels
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Cell, Status, Table, Words
from csatreport.results import Estimate

ANSWERS = {
    "yes": both("Yes", "是"),
    "no": both("No", "否"),
    "unsure": both("Cannot tell", "尚难判断"),
}
VERDICTS = {
    "act": both("Act on it", "列为重点改进"),
    "segment": both("Serve those who want it", "面向特定群体满足"),
    "watch": both("Watch", "持续关注"),
    "declare": both("Take up as a demand", "列入需求清单"),
}
_STATUS: dict[str, Status] = {"act": "bad", "declare": "warn"}
_DEMAND = both("Demand", "需求")
_NEED = both("Type of need", "需求类型")
_MASS = both("Of the mass?", "是否大众需求")
_CORE = both("At the core?", "是否核心需求")
_VERDICT = both("Decision", "处理意见")
_WORD = both("Word in the texts", "文本中的词")
_NEAREST = both("Comes most with", "最常同时提及")
_OVERLAP = both("Share that also names it", "同时提及占比")
_DECISIONS = both("Demands and what is to become of them", "各项需求的判定与处理意见")
_CHANNELS = both("Share of voices naming each demand, by channel", "各渠道对各项需求的提及率")
_CANDIDATES = both("Words that name no demand on the list", "未列入需求清单的高频词")
_ONCE = both("each voice of a customer counts once", "每位客户的每条意见计一次")
_BRACKETS = both(
    "intervals in brackets; the survey's comments are weighted, in the other channels each voice counts once",
    "括号内为置信区间；调查意见经加权，其他渠道每条意见计一次",
)


def decisions(name: str, demands: Demands, *, title: Text | None = None) -> Table:
    """Each declared demand: its need, how many name it, how much it is wanted, gap, and the decision."""
    found = list(demands.declared)
    if not found:
        return empty(name, title or _DECISIONS)
    index = words.UNITS["index"]
    columns = (
        cells.column(_DEMAND, left=True),
        cells.column(_NEED, left=True),
        cells.column(words.measure("voices"), words.UNITS["share"]),
        cells.column(words.INTERVAL, words.UNITS["share"]),
        cells.column(words.measure("wanted"), index),
        cells.column(words.GAP, index),
        *(cells.column(h, left=True) for h in (_MASS, _CORE, _VERDICT)),
    )
    body = tuple(_decision(d) for d in found)
    return Table(
        name, said.words_of(title, _DECISIONS), columns, body, notes.of([d.share for d in found], [_ONCE]), {}
    )


def _decision(d: Decision) -> tuple[Cell, ...]:
    return (
        cells.text(d.label),
        cells.text(d.need) if d.need else cells.blank(),
        cells.point(d.share),
        cells.interval(d.share),
        _maybe(d.wanted),
        _maybe(d.gap),
        cells.text(ANSWERS[d.mass]),
        cells.text(ANSWERS[d.core]),
        _verdict(d),
    )


def _maybe(e: Estimate | None) -> Cell:
    return cells.blank() if e is None else cells.point(e)


def _verdict(d: Decision) -> Cell:
    return cells.text(verdict(d), status=_STATUS.get(d.verdict, "none"))


def verdict(d: Decision) -> Text:
    """What is to become of it, in words."""
    if d.verdict != "merge" or d.nearest is None:
        return VERDICTS.get(d.verdict, VERDICTS["watch"])
    return both(f"Merge into: {d.nearest.en}", f"并入“{d.nearest.zh}”")


def candidates(name: str, demands: Demands, *, title: Text | None = None) -> Table:
    """Words that voices without a declared demand have in common, and what they come with."""
    found = [d for d in demands.candidates if d.share.shown]
    if not found:
        return empty(name, title or _CANDIDATES)
    share = words.UNITS["share"]
    columns = (
        cells.column(_WORD, left=True),
        cells.column(words.measure("voices"), share),
        cells.column(words.INTERVAL, share),
        cells.column(_NEAREST, left=True),
        cells.column(_OVERLAP, share),
        cells.column(_VERDICT, left=True),
    )
    body = tuple(
        (
            cells.text(d.label), cells.point(d.share), cells.interval(d.share),
            cells.text(d.nearest) if d.nearest else cells.blank(), cells.number(d.overlap, "share"), _verdict(d),
        )
        for d in found
    )  # fmt: skip
    note = notes.of([d.share for d in found], [_ONCE])
    return Table(name, said.words_of(title, _CANDIDATES), columns, body, note, {})


def channels(name: str, demands: Demands, *, title: Text | None = None) -> Table:
    """A row for each demand, a column for each channel: the share that names it, with its interval."""
    found = list(demands.channels)
    if not found:
        return empty(name, title or _CHANNELS)
    names = {e.level: e.level_label for e in found}
    order = [d.share.item for d in demands.declared]
    columns = (
        cells.column(_DEMAND, left=True),
        *(cells.column(label, words.UNITS["share"]) for label in names.values()),
    )
    of = {(e.item, e.level): e for e in found}
    body = tuple(
        (cells.text(of[item, next(iter(names))].label), *(_share(of[item, level_]) for level_ in names))
        for item in order
    )
    note = notes.of(_one_each(found), [_BRACKETS])
    return Table(name, said.words_of(title, _CHANNELS), columns, body, note, {})


def _share(e: Estimate) -> Cell:
    """The share with its interval in brackets; its bare value for files."""
    if not e.shown:
        return cells.blank(mark="suppressed")
    text: Words = {k: f"{level(e).rstrip('%')} ({levels(e, k).rstrip('%')})" for k in LANGUAGES}
    return Cell(text, said.printed(numbers.scaled(e.value, e.unit), 4), e.flag)


def _one_each(found: Sequence[Estimate]) -> list[Estimate]:
    """One estimate of each channel: the base is the channel's."""
    return list({e.level: e for e in found}.values())
