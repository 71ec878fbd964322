"""Centre and spread of each item: mean, median, mode, standard deviation, quantiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Literal

import numpy as np

from csatreport.errors import UsageError
from csatreport.measure import scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.distribution import spread
from csatreport.measure.distribution.answers import levels_of, usual
from csatreport.measure.distribution.spread import Found
from csatreport.measure.fielding import Fielding, known, suppressed
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Wave
from csatreport.results import Estimate, Estimates
from csatreport.survey import Survey

Statistic = Literal["mean", "median", "mode", "sd", "variance"]
_ALL = (Level(),)


@dataclass(frozen=True)
class Summary:
    """Centre and spread of one item; each an estimate of its own."""

    mean: Estimate
    median: Estimate
    mode: Estimate
    sd: Estimate


def spreads(survey: Survey, *, wave: Wave | None = None) -> Estimates:
    """Standard deviation of the same services: on one scale they can be compared."""
    return summarise(survey, "sd", items=usual(survey, wave), wave=wave)


def summaries(
    survey: Survey, items: Sequence[str] | None = None, *, wave: Wave | None = None
) -> tuple[Summary, ...]:
    """Mean, median, mode and standard deviation of every rating item, or of those given."""
    columns = (summarise(survey, s, items=items, wave=wave) for s in ("mean", "median", "mode", "sd"))
    return tuple(Summary(*row) for row in zip(*columns, strict=True))


def summarise(
    survey: Survey,
    statistic: Statistic,
    *,
    items: Sequence[str] | None = None,
    domain: str = "",
    wave: Wave | None = None,
) -> Estimates:
    """One statistic of every rating item, or of those given; level by level where there is a domain.

    Estimators: :func:`.spread.variances`, :func:`.spread.quantile` (the median is the quantile at one half),
    :func:`.spread.mode` (no interval is known for a mode).
    """
    if statistic == "median":
        return quantiles(survey, 0.5, items=items, domain=domain, wave=wave)
    asked = _Asked.of(survey, items, domain, wave)
    design, confidence = asked.fielding.design, survey.edition.confidence

    def modes(x: Floats) -> list[Found]:
        return [spread.NOTHING._replace(value=spread.mode(column, design)) for column in x.T]

    def spreads(x: Floats) -> list[Found]:
        return spread.variances(x, design, confidence=confidence, root=statistic == "sd")

    made = {"mean": None, "mode": modes, "sd": spreads, "variance": spreads}
    return asked.estimates(statistic, made[statistic])


def quantiles(
    survey: Survey,
    p: float,
    *,
    items: Sequence[str] | None = None,
    domain: str = "",
    wave: Wave | None = None,
) -> Estimates:
    """The ``p`` quantile (0 < p < 1) of every rating item, or of those given; measure "median" or "quantile".

    Raises
    ------
    UsageError
        ``p`` is not between 0 and 1.
    """
    if not 0 < p < 1:
        raise UsageError("no such quantile", expected="a number between 0 and 1", got=repr(p))
    asked = _Asked.of(survey, items, domain, wave)
    design, confidence = asked.fielding.design, survey.edition.confidence

    def found(x: Floats) -> list[Found]:
        return [spread.quantile(column, design, p, confidence=confidence) for column in x.T]

    return asked.estimates("median" if p == 0.5 else "quantile", found)


@dataclass(frozen=True, eq=False)
class _Asked:
    """Ratings that a statistic is computed of, and the levels it is computed in."""

    fielding: Fielding
    items: tuple[Item, ...]
    levels: tuple[Level, ...]
    codes: Codes

    @classmethod
    def of(cls, survey: Survey, items: Sequence[str] | None, domain: str, wave: Wave | None) -> _Asked:
        fielding = Fielding.of(survey, wave)
        if items is None:
            reported = scores.reported(survey.questionnaire, "mean")
            chosen = tuple(i for i in reported if fielding.asked(i))
        else:
            chosen = tuple(scores.find(survey.questionnaire, i) for i in items)
        return cls(fielding, chosen, *levels_of(fielding, domain))

    def estimates(self, measure: str, statistic: Callable[[Floats], list[Found]] | None) -> Estimates:
        """Means with their bases and what is suppressed, and in place of each mean the statistic."""
        x = scores.of_items(self.fielding.responses, self.items, measure="mean")
        subjects = [Subject.of(i, self.fielding.survey.questionnaire) for i in self.items]
        base = self.fielding.estimates(
            x, subjects, measure=measure, unit="score", levels=self.levels, codes=self.codes
        )
        if statistic is None:
            return Estimates(base)
        parts = (np.where((self.codes == d)[:, None], x, np.nan) for d in range(len(self.levels)))
        found = (f for part in parts for f in statistic(part))
        return Estimates(tuple(_with(e, f) for e, f in zip(base, found, strict=True)))


def _with(estimate: Estimate, found: Found) -> Estimate:
    if not estimate.shown or isnan(found.value):  # one answer has no standard deviation
        return suppressed(estimate)
    se, low, high = (known(x) for x in found[1:])
    return replace(estimate, value=found.value, se=se, low=low, high=high, deff=None)
