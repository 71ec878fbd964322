"""Which chapters begin on a new page, and how tightly they are set: as loosely as the fewest pages allow.

A chapter begins below another where that saves a page. Chapters between two new pages are set alike, under
one of the settings of ``typst/settings.typ``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Printed = dict[str, Any]  # JSON values
Heights = list[
    list[list[float]]
]  # of a chapter, under every setting: of every unit its height and the gap above

_MM = 72 / 25.4  # points
_ROOM = 250 * _MM  # for text on a page
_LEAST = (
    50 * _MM,
    25 * _MM,
)  # what text that parts needs on the page it begins on: below a title, below text
_LOST = 7 * _MM  # what such text leaves empty at the end of a page
_SCANT = 58 * _MM  # a page with less is nearly empty
_TOGETHER = 30  # chapters at most that are weighed as one run: a part may have a thousand


@dataclass(frozen=True)
class Unit:
    """What stays together, in points: the gap above, the height, how much of it must fit, whether it parts."""

    gap: float
    tall: float
    needed: float
    parts: bool


@dataclass(frozen=True)
class Decision:
    """How a chapter is set: under which setting, and whether on a new page."""

    setting: int
    new: bool


@dataclass(frozen=True)
class _Run:
    """Chapters one below the other: pages (one more where the last is nearly empty), and which turn the page."""

    cost: int
    new: tuple[bool, ...]


def units(blocks: Sequence[Printed]) -> list[list[Printed]]:
    """Blocks with the headings and sentences that introduce them; one unit at least."""
    found: list[list[Printed]] = [[]]
    for block in blocks:
        found[-1].append(block)
        if not (block["kind"] == "heading" or (block["kind"] == "claim" and block["sticky"])):
            found.append([])
    return found if found[-1] or len(found) == 1 else found[:-1]


def arranged(book: Printed, heights: Sequence[Heights]) -> Printed:
    """The book with a decision for every chapter, of which there is one entry in ``heights``."""
    parts, at = [], 0
    for part in book["parts"]:
        chapters = part["chapters"]
        sized = zip(chapters, heights[at : at + len(chapters)], strict=True)
        plan = planned([_sized(chapter["blocks"], tall) for chapter, tall in sized])
        decided = [
            {**chapter, "setting": one.setting, "new": one.new}
            for chapter, one in zip(chapters, plan, strict=True)
        ]
        parts.append({**part, "chapters": decided})
        at += len(chapters)
    return {**book, "parts": parts}


def _sized(blocks: Sequence[Printed], heights: Heights) -> list[list[Unit]]:
    found = units(blocks)
    return [
        [
            _unit(i, unit, tall, gap)
            for i, (unit, (tall, gap)) in enumerate(zip(found, setting, strict=True))
        ]
        for setting in heights
    ]  # fmt: skip


def _unit(index: int, blocks: Sequence[Printed], tall: float, gap: float) -> Unit:
    parts = bool(blocks) and _parts(blocks[-1])
    return Unit(gap, tall, min(tall, _LEAST[min(index, 1)]) if parts else tall, parts)


def _parts(block: Printed) -> bool:
    """Whether a block may go on on the next page."""
    return block["kind"] == "prose" or (
        block["kind"] == "table" and bool(block["long"]) and bool(block["across"] == 1)
    )


def planned(chapters: Sequence[Sequence[Sequence[Unit]]]) -> list[Decision]:
    """Decide for each chapter of a part, given its units under every setting."""
    best: list[tuple[int, list[Decision]]] = [(0, [])]  # of the last chapters: none, one, two ...
    for start in reversed(range(len(chapters))):
        ahead = chapters[start : start + _TOGETHER]
        under = [laid([chapter[i] for chapter in ahead]) for i in range(len(chapters[start]))]
        runs = [
            (run.cost + best[-length][0], length, setting, run)
            for length, settings in enumerate(zip(*under, strict=True), start=1)
            for setting, run in enumerate(settings)
        ]
        cost, length, setting, run = min(runs, key=lambda one: one[:3])  # short runs, loose settings first
        best.append((cost, [*(Decision(setting, new) for new in run.new), *best[-length][1]]))
    return best[-1][1]


def laid(chapters: Sequence[Sequence[Unit]]) -> Iterator[_Run]:
    """The run of the first chapter, of the first two, and so on, from the top of a new page."""
    pages, y, new = 0, _ROOM, []
    for chapter in chapters:
        for i, unit in enumerate(chapter):
            turns = y + unit.gap + unit.needed > _ROOM
            if i == 0:
                new.append(turns)
            pages, y = (pages + 1, unit.tall) if turns else (pages, y + unit.gap + unit.tall)
            if y > _ROOM and not unit.parts:  # it is too tall for a page
                pages, y = pages + 1, _ROOM
            while y > _ROOM:
                pages, y = pages + 1, y + _LOST - _ROOM
        yield _Run(pages + (pages > 1 and y < _SCANT), tuple(new))
