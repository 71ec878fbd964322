"""Stages of the journey: satisfaction, volume and failure of each, and which one to mend first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from csatreport.measure import breaks, contrast, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.journey.answers import Answers, answers, known, pains
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.subjects import Subject
from csatreport.params import Measure, Role, Text
from csatreport.results import Contrast, Contrasts, Estimate, Estimates
from csatreport.survey import Survey


@dataclass(frozen=True)
class Stage:
    """One stage.

    ``volume`` is the share of customers who went through, ``failure`` the share of these for whom something went
    wrong, ``pain`` the share of all customers for whom it did (volume × failure); None where it was not asked.
    ``services`` are the items that belong to the stage.
    """

    code: str
    label: Text
    satisfaction: Estimate
    volume: Estimate | None
    failure: Estimate | None
    pain: Estimate
    services: Estimates


@dataclass(frozen=True)
class Journey:
    """Stages in the order of the journey.

    Attributes
    ----------
    lead
        Pain of the stage with the most against that of the second; Holm over all pairs of stages, so that the
        test holds for the pair picked by its size.
    """

    stages: tuple[Stage, ...]
    lead: Contrast

    @property
    def satisfaction(self) -> Estimates:
        """Satisfaction with each stage as a whole."""
        return Estimates(tuple(s.satisfaction for s in self.stages))

    @property
    def pain(self) -> Estimates:
        """Pain of each stage."""
        return Estimates(tuple(s.pain for s in self.stages))

    @property
    def failure(self) -> Estimates:
        """Failure in each stage, among those who went through; empty where it was not asked."""
        return Estimates(tuple(s.failure for s in self.stages if s.failure is not None))

    @property
    def services(self) -> Estimates:
        """Services of all stages, stage after stage, under the names of the stages."""
        return Estimates(tuple(e for s in self.stages for e in s.services))

    @property
    def first(self) -> Stage:
        """The stage to mend first: the one that hurts most customers."""
        worst = self.pain.highest()
        return next(s for s in self.stages if s.pain is worst)


def journey(survey: Survey, measure: Measure = "csat") -> Journey:
    """Every stage of the edition's wave.

    Volume and pain are plain weighted means of indicators over everybody, failure is the mean of an indicator in the
    domain of those who went through: one estimator, no product of estimates. Each uses the answers it has.

    Checked against: R ``svyby(~failed, ~used, svymean)`` and ``svymean(~used & failed)``, see tests/oracle.

    Raises
    ------
    ParamsError
        Fewer than two stages were rated as a whole.
    """
    given = answers(Fielding.of(survey))
    satisfaction, volume, failure, pain = _estimates(given, measure)
    stages = [
        Stage(
            code,
            subject.label,
            satisfaction[k],
            volume[k],
            failure[k],
            pain[k],
            _services(given, code, subject, measure),
        )
        for k, (code, subject) in enumerate(zip(given.stages, given.subjects, strict=True))
    ]
    return Journey(tuple(stages), _lead(given, pain))


def changes(survey: Survey, measure: Measure = "csat") -> dict[str, Contrasts]:
    """Change of each stage since the previous wave: ``satisfaction``, ``volume``, ``failure``, ``pain``.

    Each is one family (Holm). Empty where the edition has no previous wave with data, or that wave did not ask.
    """
    before = breaks.before(survey)
    names = ("satisfaction", "volume", "failure", "pain")
    if before is None:
        return {name: Contrasts() for name in names}
    earlier, now = (answers(Fielding.of(survey, wave)) for wave in (before, survey.wave))
    sides = zip(_estimates(earlier, measure), _estimates(now, measure), strict=True)
    return {name: _family(survey, name, *side) for name, side in zip(names, sides, strict=True)}


_TOLD: dict[str, tuple[Role, ...]] = {  # questions that a number rests on, besides the rating of its stage
    "satisfaction": (),
    "volume": ("used",),
    "failure": ("used", "failed"),
    "pain": ("used", "failed"),
}
_Row = Sequence[Estimate | None]
_Known = tuple[Estimate, ...]


def _family(survey: Survey, what: str, earlier: _Row, now: _Row) -> Contrasts:
    first = {e.item: e for e in earlier if e is not None and e.n}
    pairs = [(first[e.item], e) for e in now if e is not None and e.n and e.item in first]
    same = [(a, b) for a, b in pairs if a.measure == b.measure]
    told = [i.item for role in _TOLD[what] for i in survey.questionnaire.with_role(role)]
    return contrast.family(breaks.changes(survey, same, rests=lambda e: (e.item, *told)))


def _estimates(given: Answers, measure: Measure) -> tuple[_Known, _Row, _Row, _Known]:
    """Satisfaction, volume, failure and pain of every stage."""
    fielding, subjects = given.fielding, given.subjects
    rated = scores.of_items(fielding.responses, given.items, measure=measure)
    satisfaction = fielding.estimates(rated, subjects, measure=measure, unit=scores.UNITS[measure])
    hurt, name = pains(given)
    return (
        satisfaction,
        _shares(given, given.used, "volume"),
        _shares(given, given.failed, "failure"),
        fielding.estimates(hurt, subjects, measure=name, unit="share"),
    )


def _shares(given: Answers, indicators: Floats, measure: str) -> _Row:
    if not known(indicators):
        return [None] * len(given.subjects)
    return given.fielding.estimates(indicators, given.subjects, measure=measure, unit="share")


def _services(given: Answers, stage: str, subject: Subject, measure: Measure) -> Estimates:
    """Reported services of the stage, in questionnaire order."""
    fielding = given.fielding
    chosen = [i for i in fielding.services(measure) if i.stage == stage]
    if not chosen:
        return Estimates()
    subjects = [Subject(i.item, i.label, stage, subject.label) for i in chosen]
    rated = scores.of_items(fielding.responses, chosen, measure=measure)
    return Estimates(fielding.estimates(rated, subjects, measure=measure, unit=scores.UNITS[measure]))


def _lead(given: Answers, pain: Sequence[Estimate]) -> Contrast:
    """The most painful stage against the second, among all pairs; hidden ones come last."""
    order = sorted(range(len(pain)), key=lambda k: -pain[k].value if pain[k].shown else np.inf)
    fielding = given.fielding
    z = influence(pains(given)[0], fielding.design)
    pairs = list(combinations(order, 2))  # the first two come first
    between = np.column_stack([z[:, a] - z[:, b] for a, b in pairs])
    se = errors(between, fielding.design)
    tests = [
        contrast.joint(pain[b], pain[a], se=float(s), df=fielding.design.df)
        for (a, b), s in zip(pairs, se, strict=True)
    ]
    return contrast.family(tests).rows[0]
