"""Why customers are dissatisfied: the coded reasons that they chose, as a Pareto."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure import breaks, contrast
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.moods.mood import MOODS, Mood, member, only
from csatreport.measure.subjects import Level, Subject, name
from csatreport.params import Wave
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

OTHER = "other"


@dataclass(frozen=True)
class Reason:
    """A reason: the share of the mood that names it, and the share that names it or one before it."""

    named: Estimate
    covered: Estimate


@dataclass(frozen=True)
class Reasons:
    """Reasons, the most named first, "other" last; empty where nobody was asked or named any."""

    rows: tuple[Reason, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def named(self) -> Estimates:
        """Share naming each."""
        return Estimates(tuple(r.named for r in self.rows))

    @property
    def first(self) -> Estimate:
        """The most named reason that is one; UsageError where none may be shown."""
        listed = Estimates(tuple(e for e in self.named if not e.item.endswith(f".{OTHER}")))
        return (listed if len(listed) else self.named).highest()

    @property
    def half(self) -> int:
        """How many reasons it takes until at least half of the mood named one of them; all where half never do."""
        return next((k for k, r in enumerate(self.rows, 1) if r.covered.value >= 0.5), len(self.rows))


def reasons(survey: Survey, mood: Mood = "unsatisfied", *, wave: Wave | None = None) -> Reasons:
    """Why: coded reasons of the customers in a mood, as a Pareto.

    The base is everybody in the mood who named any reason (item with the role ``reason``, several choices; words
    that wait for a code count as "other"). ``named`` is the share that names a reason; a customer names several, so
    these add up to more than one. ``covered`` is therefore no running sum: it is the share that names at least one of
    the reasons so far, which rises from the first ``named`` to 1. Both are means of zeros and ones with the
    interval of any share.

    Checked against: R survey ``svyby(svymean)`` (tests/oracle/dissatisfied.R); shares of one reason alone sum to 1.
    """
    fielding = Fielding.of(survey, wave)
    subjects, named = choices(fielding)
    inside = np.where(member(fielding, mood), 0, -1)
    level = (Level(only(survey.questionnaire, "overall").item, mood, MOODS[mood]),)
    if not len(subjects) or not (inside[~np.isnan(named[:, 0])] == 0).any():
        return Reasons()
    shares = fielding.estimates(named, subjects, measure="named", unit="share", levels=level, codes=inside)
    order = _order(shares)
    so_far = np.maximum.accumulate(named[:, order], axis=1)
    covered = fielding.estimates(
        so_far, [subjects[k] for k in order], measure="covered", unit="share", levels=level, codes=inside,
    )  # fmt: skip
    return Reasons(tuple(Reason(shares[k], r) for k, r in zip(order, covered, strict=True)))


def lead(survey: Survey, mood: Mood = "unsatisfied") -> Contrasts:
    """How far the most named reason (second) is ahead of the next (first), "other" aside; none without two reasons.

    Both are shares of one group, so the variance is that of the difference of their influences. Though the two were
    picked for being the highest, the two-sided test of winner against runner-up keeps its level.

    Source: Hung and Fithian, *Rank verification for exponential families* (2019). Checked against: R survey
    ``svycontrast`` (tests/oracle/dissatisfied.R).
    """
    named = [r.named for r in reasons(survey, mood).rows if not r.named.item.endswith(f".{OTHER}")]
    if len(named) < 2:
        return Contrasts()
    fielding = Fielding.of(survey)
    columns = fielding.responses[[named[1].item, named[0].item]].to_numpy(np.float64, na_value=np.nan)
    z = influence(columns, fielding.design, member=member(fielding, mood))
    (se,) = errors(z[:, [1]] - z[:, [0]], fielding.design)
    return contrast.family([contrast.joint(named[1], named[0], se=float(se), df=fielding.design.df)])


def changes(survey: Survey, mood: Mood = "unsatisfied") -> Contrasts:
    """Change of every reason's share since the previous wave; Holm over all of them; empty without that wave."""
    return breaks.since(survey, lambda wave: reasons(survey, mood, wave=wave).named)


def choices(fielding: Fielding) -> tuple[list[Subject], Floats]:
    """Reasons with their columns of ones and zeros (n, k); NaN where somebody named none."""
    questionnaire = fielding.survey.questionnaire
    item = next((i for i in questionnaire.with_role("reason") if i.kind == "multiple"), None)
    codes = questionnaire.labels.get(item.codes, {}) if item else {}
    there = [c for c in codes if item and f"{item.item}.{c}" in fielding.responses]
    if item is None or not there:
        return [], np.empty((len(fielding.responses), 0))
    subjects = [Subject(f"{item.item}.{c}", name(questionnaire, item.codes, c)) for c in there]
    return subjects, fielding.responses[[s.item for s in subjects]].to_numpy(np.float64, na_value=np.nan)


def _order(shares: tuple[Estimate, ...]) -> list[int]:
    """The most named first, "other" last; of equals the one listed first; hidden ones as listed."""
    return sorted(
        range(len(shares)),
        key=lambda k: (shares[k].item.endswith(f".{OTHER}"), -shares[k].value if shares[k].shown else 0.0, k),
    )
