"""Cases side by side: what was done and when, what moved, what was expected, what differs, what is to be learned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csatreport.compare.cases.changes import Windows, change, differences, windows
from csatreport.compare.cases.figures import Figure, Line, containing, lines
from csatreport.compare.cases.judged import Learned, Reached, learned, moved, reached
from csatreport.compare.cases.trends import bend
from csatreport.errors import UsageError
from csatreport.measure.contrast import family
from csatreport.params import Text, Wave
from csatreport.params.analysis.case import AREAS, Case, Outcome
from csatreport.results import Contrast, Contrasts
from csatreport.survey import Survey


@dataclass(frozen=True)
class Done:
    """An action; ``at`` is its day in waves since the middle of the wave of the first action."""

    date: date
    at: float
    area: str
    area_label: Text
    text: Text


@dataclass(frozen=True)
class Measured:
    """One measure of one case: its figures, its change and the bend of its trend (None where they cannot be had)."""

    code: str
    label: Text
    unit: str
    better: str
    figures: tuple[Figure, ...]
    change: Contrast | None
    bend: Contrast | None

    @property
    def moved(self) -> str:
        """better, worse or unchanged; "" where there is no change to speak of."""
        return moved(self.change, self.better) if self.change is not None and self.change.shown else ""


@dataclass(frozen=True)
class Story:
    """One case with all that was found of it."""

    code: str
    title: Text
    outcome: Outcome
    background: Text
    source: Text | None
    actions: tuple[Done, ...]
    measures: tuple[Measured, ...]
    expected: tuple[Reached, ...]
    lessons: tuple[Learned, ...]

    @property
    def first(self) -> Done:
        """The first action."""
        return self.actions[0]

    @property
    def counts(self) -> dict[str, int]:
        """How many expected results were met, missed, cannot be told, are not due yet."""
        return {v: sum(e.verdict == v for e in self.expected) for v in ("met", "missed", "unsure", "open")}

    @property
    def contradicted(self) -> bool:
        """Whether the outcome is declared against every expected result that can be told."""
        met, missed = self.counts["met"], self.counts["missed"]
        return (met == 0 < missed) if self.outcome == "success" else (missed == 0 < met)

    def of(self, code: str) -> Measured:
        """One of the measures."""
        return next(m for m in self.measures if m.code == code)


@dataclass(frozen=True)
class Comparison:
    """All cases, and the two that are compared: the first success and the first failure (else the first two).

    ``differences`` are changes of ``lead`` minus those of ``other``, one family, in the order of the measures; ``windows``
    the waves that changes compare.
    """

    stories: tuple[Story, ...]
    lead: Story | None
    other: Story | None
    differences: Contrasts
    windows: Windows
    wave: Wave

    @property
    def apart(self) -> Contrast | None:
        """The difference of changes that stands out most from its error: a clear one if any is; None where none is tested."""
        tested = [d for d in self.differences if d.tested and d.shown and d.se]
        clear = [d for d in tested if d.direction != "none"]
        return max(clear or tested, key=lambda d: abs(d.value) / (d.se or 1.0), default=None)

    @property
    def areas(self) -> tuple[tuple[Text, tuple[tuple[Done, ...], ...]], ...]:
        """Areas in the order in which they first come up, each with the actions of every case."""
        found = {a.area: a.area_label for s in self.stories for a in s.actions}
        return tuple(
            (label, tuple(tuple(a for a in s.actions if a.area == area) for s in self.stories))
            for area, label in found.items()
        )


def compare(survey: Survey) -> Comparison:
    """Compare the cases of ``params/analysis.toml`` by the figures of the table ``cases``.

    Raises
    ------
    UsageError, DataError, ParamsError
        No case is declared; a case without figures, figures of what is not declared, bases that bear nothing; a lesson that its
        number contradicts.
    """
    cases = survey.analysis.case
    if not cases:
        raise UsageError(
            "no case to compare", where="params/analysis.toml", expected="a [[case]] or more", got="none",
            todo="declare them, or leave the chapter out: it needs `cases`",
        )  # fmt: skip
    found = lines(survey, cases)
    spans = windows(found.values(), survey.wave)
    changes = _grouped(change(survey, c, line, spans) for c in cases for line in found[c.code])
    bends = _grouped(bend(line) for c in cases for line in found[c.code])
    stories = tuple(
        _story(survey, c, found[c.code], changes.get(c.code, {}), bends.get(c.code, {})) for c in cases
    )
    lead, other = _pair(stories)
    apart = Contrasts()
    if lead is not None and other is not None:
        apart = differences(*(changes.get(s.code, {}).values() for s in (lead, other)))
    return Comparison(stories, lead, other, apart, spans, survey.wave)


def _grouped(rows: Iterable[Contrast | None]) -> dict[str, dict[str, Contrast]]:
    """Contrasts by case and measure, all of them one family."""
    found: dict[str, dict[str, Contrast]] = {}
    for c in family([r for r in rows if r is not None]):
        found.setdefault(c.second.level, {})[c.second.item] = c
    return found


def _story(
    survey: Survey,
    case: Case,
    found: Sequence[Line],
    changes: Mapping[str, Contrast],
    bends: Mapping[str, Contrast],
) -> Story:
    measures = tuple(
        Measured(
            x.measure.code, x.label, x.measure.unit, x.measure.better, x.figures,
            changes.get(x.measure.code), bends.get(x.measure.code),
        )
        for x in found if x.figures
    )  # fmt: skip
    return Story(
        case.code, case.title, case.outcome, case.background, case.source, _actions(survey, case), measures,
        reached(case, found, survey.wave), learned(case, found, changes),
    )  # fmt: skip


def _actions(survey: Survey, case: Case) -> tuple[Done, ...]:
    labels = survey.questionnaire.labels.get(AREAS, {})
    start = containing(case.actions[0].date, survey.wave).index

    def at(day: date) -> float:
        wave = containing(day, survey.wave)
        days = (wave.end - wave.start).days + 1
        return wave.index - start - 0.5 + ((day - wave.start).days + 0.5) / days

    return tuple(
        Done(a.date, at(a.date), a.area, labels.get(a.area, Text.same(a.area)), a.text) for a in case.actions
    )


def _pair(stories: Sequence[Story]) -> tuple[Story | None, Story | None]:
    first = {o: _first(stories, o) for o in ("success", "failure")}
    if first["success"] is not None and first["failure"] is not None:
        return first["success"], first["failure"]
    return (stories[0], stories[1]) if len(stories) > 1 else (stories[0], None)


def _first(stories: Iterable[Story], outcome: str) -> Story | None:
    return next((s for s in stories if s.outcome == outcome), None)
