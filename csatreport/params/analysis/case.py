"""Cases that lessons are drawn from: ``[[case]]``, and the measures that all of them share: ``[[case_measure]]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.text import LANGUAGES, Text

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

Outcome = Literal["success", "failure"]
Moved = Literal["better", "worse", "unchanged"]
MEASURES, AREAS = "case_measure", "case_area"  # lists of params/labels.csv
_FILE = "params/analysis.toml"
_LONGEST = 400  # characters of a text: it stands in a cell of a table


class CaseMeasure(Table):
    """What is measured of every case: a code of the list ``case_measure``, its unit, and which way is better."""

    code: str
    unit: Literal["share", "index", "score", "nps", "count", "thousand", "ratio", "money", "days", "hours"]
    better: Literal["up", "down"] = "up"


class Action(Table):
    """What was done, on which day, in which area (a code of the list ``case_area``)."""

    date: date
    area: str
    text: Text


class Expected(Table):
    """A figure that was to be reached by a day: at least ``target``, or at most where less is better."""

    measure: str
    target: float
    by: date


class Lesson(Table):
    """What is to be learned, and the number that it rests on: how ``measure`` moved after the actions."""

    measure: str
    moved: Moved
    text: Text


class Case(Table):
    """A success or a failure, as the analyst declares it.

    Attributes
    ----------
    background : Text
        Where the firm stood before.
    action, expected, lesson : tuple
        What was done; what was expected of it; what is to be learned.
    source : Text, optional
        Where the figures of the table ``cases`` come from.
    """

    code: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    title: Text
    outcome: Outcome
    background: Text
    action: tuple[Action, ...] = Field(min_length=1)
    expected: tuple[Expected, ...] = ()
    lesson: tuple[Lesson, ...] = ()
    source: Text | None = None

    @property
    def actions(self) -> tuple[Action, ...]:
        """Actions in the order of their dates, however they are declared."""
        return tuple(sorted(self.action, key=lambda a: a.date))

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Areas without a label, results due before anything was done, texts that no cell can hold."""
        from csatreport.params.faults import Fault

        where = f"{_FILE}, case {self.code!r}"
        areas = questionnaire.labels.get(AREAS, {})
        for n, action in enumerate(self.action, 1):
            yield from _unknown(action.area, areas, AREAS, f"{where}, action {n}, area")
        first = self.actions[0].date
        for n, expected in enumerate(self.expected, 1):
            if expected.by < first:
                yield Fault(
                    "a result expected before anything was done", f"{where}, expected {n}, by",
                    f"a day from {first} on, the day of the first action", str(expected.by),
                )  # fmt: skip
        due = [(e.measure, e.by) for e in self.expected]
        for measure, by in sorted({d for d in due if due.count(d) > 1}):
            yield Fault(f"two results of {measure!r} expected by {by}", f"{where}, expected", todo="keep one")
        yield from self._long(where)

    def _long(self, where: str) -> Iterator[Fault]:
        from csatreport.params.faults import Fault

        texts = {
            "background": self.background,
            **{f"action {n}, text": a.text for n, a in enumerate(self.action, 1)},
            **{f"lesson {n}, text": x.text for n, x in enumerate(self.lesson, 1)},
        }
        for key, text in texts.items():
            size = max(len(text[k]) for k in LANGUAGES)
            if size > _LONGEST:
                yield Fault(
                    "a text too long for a table", f"{where}, {key}", f"at most {_LONGEST} characters", str(size)
                )  # fmt: skip


def together(
    cases: Sequence[Case], measures: Sequence[CaseMeasure], questionnaire: Questionnaire
) -> Iterator[Fault]:
    """Codes given twice, measures without a label, results and lessons about what is not measured."""
    labels = questionnaire.labels.get(MEASURES, {})
    for measure in measures:
        yield from _unknown(measure.code, labels, MEASURES, f"{_FILE}, case_measure, code")
    yield from _twice([c.code for c in cases], "case")
    yield from _twice([m.code for m in measures], "case_measure")
    known = [m.code for m in measures]
    for case in cases:
        named = {
            **{f"expected {n}": e.measure for n, e in enumerate(case.expected, 1)},
            **{f"lesson {n}": x.measure for n, x in enumerate(case.lesson, 1)},
        }
        for key, code in named.items():
            yield from _unknown(code, known, "", f"{_FILE}, case {case.code!r}, {key}, measure")


def _unknown(code: str, known: Sequence[str] | dict[str, Text], of: str, where: str) -> Iterator[Fault]:
    from csatreport.params.faults import Fault, closest

    if code in known:
        return
    expected = f"a code of the list {of!r} in params/labels.csv" if of else "the code of a [[case_measure]]"
    yield Fault(f"no code {code!r}", where, expected, code, closest(code, known))


def _twice(codes: Sequence[str], table: str) -> Iterator[Fault]:
    from csatreport.params.faults import Fault

    for code in sorted({c for c in codes if codes.count(c) > 1}):
        yield Fault(f"a {table} is declared twice", f"{_FILE}, {table}, code", "each code once", code)
