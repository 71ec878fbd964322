"""Cards of the cover: a figure, its target, and a light that admits what nobody can tell yet."""

from __future__ import annotations

from collections.abc import Iterable

from csatreport.errors import ClaimError
from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.shapes import Goal
from csatreport.exhibit.values import change, figures, level, levels, record
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Card, Cards, Status, Words
from csatreport.results import Contrast, Estimate


def cards(
    name: str,
    estimates: Iterable[Estimate],
    *,
    targets: Iterable[Goal] = (),
    changes: Iterable[Contrast] = (),
) -> Cards:
    """A card for each estimate, with its target and its change where they are given.

    Raises
    ------
    ClaimError
        No estimate at all.
    """
    found, goals, moves = list(estimates), list(targets), list(changes)
    if not found:
        raise ClaimError("cards without a figure", where=name, expected="at least one estimate")
    made = tuple(
        _card(
            e,
            next((g for g in goals if (g.item, g.measure) == (e.item, e.measure)), None),
            next((c for c in moves if (c.second.item, c.second.measure) == (e.item, e.measure)), None),
        )
        for e in found
    )
    return Cards(name, made, notes.of(found, contrasts=moves))


def status(e: Estimate, *, target: float | None, warning: float | None = None) -> Status:
    """The light of an estimate against its target.

    Good or bad only when the whole interval lies on that side; "unsure" where it straddles the target.
    An estimate clearly below its target but not clearly below ``warning`` is "warn". Scores without an
    interval are taken as they are.
    """
    if target is None or not e.shown:
        return "none"
    low, high = (e.value if e.low is None else e.low), (e.value if e.high is None else e.high)
    if low >= target:
        return "good"
    if high >= target:
        return "unsure"
    return "warn" if warning is not None and high >= warning else "bad"


def _card(e: Estimate, goal: Goal | None, move: Contrast | None) -> Card:
    target = goal.target if goal else None
    light = status(e, target=target, warning=goal.warning if goal else None)
    said = words.STATUS[light] if e.shown else words.TOO_SMALL
    parts = [*_interval(e), *_target(e, target), *_change(move)]
    detail = {"en": "; ".join(p.en for p in parts), "zh": "；".join(p.zh for p in parts)}
    text: Words = {language: level(e) for language in LANGUAGES}
    return Card(
        words.words(label(e)), text, detail, light, words.words(said), record(e.item, e, figures(e)[""])
    )


def label(e: Estimate) -> Text:
    """What a headline figure is of: "Overall satisfaction: share satisfied"."""
    name = words.measure(e.measure)
    return both(f"{words.plain(e.label.en)}: {name.en.lower()}", f"{words.plain(e.label.zh)}：{name.zh}")


def _interval(e: Estimate) -> list[Text]:
    if not e.shown or e.low is None:
        return []
    level_of = numbers.percent(e.confidence)
    return [both(f"{level_of} interval {levels(e, 'en')}", f"{level_of}置信区间{levels(e, 'zh')}")]


def _target(e: Estimate, target: float | None) -> list[Text]:
    if target is None:
        return []
    shown = numbers.point(target, e.unit)
    return [both(f"target {shown}", f"目标{shown}")]


def _change(move: Contrast | None) -> list[Text]:
    if move is None or not move.shown:
        return []
    untested = words.NOT_TESTED if move.broken is None else words.BROKEN
    said = words.DIRECTIONS[move.direction] if move.tested else untested
    since = move.first.wave_label
    return [
        both(
            f"{change(move, 'en')} since {since.en} ({said.en})",
            f"较{since.zh}{change(move, 'zh')}（{said.zh}）",
        )
    ]
