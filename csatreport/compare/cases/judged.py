"""What was expected against what was reached, and lessons held against the numbers that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from csatreport.compare.cases.figures import Line, containing
from csatreport.errors import ParamsError
from csatreport.params import Text, Wave
from csatreport.params.analysis import FILE
from csatreport.params.analysis.case import Case, Expected, Moved
from csatreport.results import Contrast, Estimate

Verdict = Literal["met", "missed", "unsure", "open"]
_TURNED: dict[str, Moved] = {"up": "worse", "down": "better"}
_MOVED: dict[str, Moved] = {"up": "better", "down": "worse"}


@dataclass(frozen=True)
class Reached:
    """An expected result and the figure of the wave that it was due in; ``goal`` is the target as an estimate."""

    label: Text
    goal: Estimate
    due: Wave
    better: str
    estimate: Estimate | None
    verdict: Verdict


@dataclass(frozen=True)
class Learned:
    """A lesson, the change it rests on (None: there are no figures of both sides) and which way its measure moved."""

    text: Text
    label: Text
    moved: Moved
    change: Contrast | None


def reached(case: Case, lines: Sequence[Line], wave: Wave) -> tuple[Reached, ...]:
    """Each expected result: met or missed where the whole interval lies on one side of the target, else nobody can tell.

    A figure without an interval (of the books, not of a sample) is taken at its word. ``unsure`` also where the wave has
    no figure; ``open`` where it ends after the edition's.
    """
    of = {line.measure.code: line for line in lines}
    return tuple(_reached(e, of[e.measure], case, wave) for e in case.expected)


def _reached(expected: Expected, line: Line, case: Case, wave: Wave) -> Reached:
    due = containing(expected.by, wave)
    found = next((f.estimate for f in line.figures if f.estimate.wave == str(due)), None)
    goal = Estimate(
        value=expected.target, unit=line.measure.unit, measure="target", item=line.measure.code,
        label=line.label, wave=str(due), wave_label=due.label, domain="case", level=case.code, level_label=case.title,
    )  # fmt: skip
    verdict: Verdict = "open" if due > wave else _verdict(found, expected.target, line.measure.better)
    return Reached(line.label, goal, due, line.measure.better, found, verdict)


def _verdict(found: Estimate | None, target: float, better: str) -> Verdict:
    if found is None or not found.shown:
        return "unsure"
    sign = 1 if better == "up" else -1
    ends = [found.value if end is None else end for end in (found.low, found.high)]
    worst, best = sorted(sign * (end - target) for end in ends)
    return "met" if worst >= 0 else "missed" if best < 0 else "unsure"


def moved(change: Contrast, better: str) -> Moved:
    """Which way a measure moved: what the test says, or, where there is none, what the two numbers say."""
    way = change.direction
    if not change.tested:
        way = "up" if change.value > 0 else "down" if change.value < 0 else "none"
    return (_MOVED if better == "up" else _TURNED).get(way, "unchanged")


def learned(case: Case, lines: Sequence[Line], changes: Mapping[str, Contrast]) -> tuple[Learned, ...]:
    """Each lesson with the change that it rests on.

    Raises
    ------
    ParamsError
        A lesson says that its measure moved otherwise than it did.
    """
    of = {line.measure.code: line for line in lines}
    found = []
    for n, lesson in enumerate(case.lesson, 1):
        line, change = of[lesson.measure], changes.get(lesson.measure)
        if change is not None and change.shown:
            _agree(
                f"{FILE}, case {case.code!r}, lesson {n}, moved", lesson.moved, change, line.measure.better
            )
        found.append(Learned(lesson.text, line.label, lesson.moved, change))
    return tuple(found)


def _agree(where: str, said: Moved, change: Contrast, better: str) -> None:
    found = moved(change, better)
    if found != said:
        raise ParamsError(
            "a lesson that its number contradicts", where=where, expected=f'moved = "{found}"',
            got=f'moved = "{said}"; {change.label.en} went from {change.first.value:.4g} to {change.second.value:.4g}'
            + (f", p = {change.p_adjusted:.2g}" if change.p_adjusted is not None else ", not tested"),
            todo="correct the lesson: its text must say what the figures show",
        )  # fmt: skip
