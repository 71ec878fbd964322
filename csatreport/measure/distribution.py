"""How answers are distributed: frequencies, and the mean, median, mode, standard deviation of each item.

All are weighted and estimated with the whole design, by the levels of a domain too; a level with a small base is
suppressed with the neighbours that would give it away, as everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import Literal

import numpy as np
import pandas as pd

from csatreport.errors import UsageError
from csatreport.measure import scores, spread
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding, known, suppressed
from csatreport.measure.spread import Found
from csatreport.measure.subjects import Level, Subject, name
from csatreport.params import Item, Questionnaire, Text, Wave
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


def frequencies(
    survey: Survey, items: Sequence[str], *, domain: str = "", wave: Wave | None = None
) -> Estimates:
    """Weighted share of each answer of each item, with logit intervals, level by level.

    Answers of a rating are all steps of its scale, those of a category its list, those of an item of several
    choices its indicators (whose shares need not sum to 1). The base is everybody who answered the item. An
    estimate's ``item`` is ``item.answer``, its ``group`` the item.

    Checked against: R survey ``svymean(~factor)`` and ``svytable`` (apistrat, SFO 2016).

    Raises
    ------
    UsageError
        An item that does not exist, or whose answers are no list (free text).
    """
    fielding = Fielding.of(survey, wave)
    levels, codes = _levels(fielding, domain)
    found: list[Estimate] = []
    for one in items:
        columns, subjects = _indicators(fielding, scores.find(survey.questionnaire, one))
        found += fielding.estimates(
            columns, subjects, measure="frequency", unit="share", levels=levels, codes=codes
        )
    return Estimates(tuple(found))


def services(survey: Survey, *, wave: Wave | None = None) -> Estimates:
    """Frequencies of every single service that has the scale which most of them have."""
    return frequencies(survey, _usual(survey, wave), wave=wave)


def spreads(survey: Survey, *, wave: Wave | None = None) -> Estimates:
    """Standard deviation of the same services: on one scale they can be compared."""
    return summarise(survey, "sd", items=_usual(survey, wave), wave=wave)


def _usual(survey: Survey, wave: Wave | None) -> list[str]:
    """Single services of the scale that most of them have."""
    asked = Fielding.of(survey, wave).services()
    scales = Counter(i.scale for i in asked).most_common(1)
    return [i.item for i in asked if i.scale == scales[0][0]]


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

    Estimators: :func:`csatreport.measure.spread.variances`, :func:`~csatreport.measure.spread.quantile` (the median
    is the quantile at one half), :func:`~csatreport.measure.spread.mode` (no interval is known for a mode).
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
        return cls(fielding, chosen, *_levels(fielding, domain))

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


def _levels(fielding: Fielding, domain: str) -> tuple[tuple[Level, ...], Codes]:
    return fielding.levels(domain) if domain else (_ALL, np.zeros(len(fielding.responses), dtype=np.intp))


def _with(estimate: Estimate, found: Found) -> Estimate:
    if not estimate.shown or isnan(found.value):  # one answer has no standard deviation
        return suppressed(estimate)
    se, low, high = (known(x) for x in found[1:])
    return replace(estimate, value=found.value, se=se, low=low, high=high, deff=None)


def _indicators(fielding: Fielding, item: Item) -> tuple[Floats, list[Subject]]:
    """1 and 0 for each answer (n, answers), NaN where there is none, and what each column is."""
    questionnaire = fielding.survey.questionnaire
    if item.kind == "rating" and item.scale:
        steps = range(item.scale.low, item.scale.high + 1)
        rated = scores.of_items(fielding.responses, [item], measure="mean")
        columns = np.where(np.isnan(rated), np.nan, rated == np.array(steps))
        return columns, [_answer(item, str(s), step(questionnaire, item, s)) for s in steps]
    if item.kind == "category":
        levels, codes = fielding.levels(item.item)
        columns = np.where((codes < 0)[:, None], np.nan, codes[:, None] == np.arange(len(levels)))
        return columns, [_answer(item, level.code, level.label) for level in levels]
    if item.kind == "multiple":
        return _choices(fielding.responses, item, questionnaire)
    raise UsageError(
        f"item {item.item!r} has no list of answers",
        where=f"params/questionnaire.csv row {item.row}",
        expected="an item of kind rating, category or multiple",
        got=item.kind,
        todo="choose an item whose answers can be counted",
    )


def _choices(
    responses: pd.DataFrame, item: Item, questionnaire: Questionnaire
) -> tuple[Floats, list[Subject]]:
    listed = list(questionnaire.labels.get(item.codes, {}))
    there = {c.removeprefix(f"{item.item}.") for c in map(str, responses) if c.startswith(f"{item.item}.")}
    codes = [*(c for c in listed if c in there), *sorted(there - set(listed))]
    columns = [responses[f"{item.item}.{c}"].to_numpy(np.float64, na_value=np.nan) for c in codes]
    return (
        np.column_stack(columns) if columns else np.empty((len(responses), 0)),
        [_answer(item, c, name(questionnaire, item.codes, c)) for c in codes],
    )


def _answer(item: Item, code: str, label: Text) -> Subject:
    return Subject(f"{item.item}.{code}", label, item.item, item.label)


def step(questionnaire: Questionnaire, item: Item, rating: int) -> Text:
    """What a rating is called on the questionnaire; a scale without words keeps its number.

    Ratings of an item on which lower is better were turned round: so are their words.
    """
    scale = item.scale
    asked = scale.low + scale.high - rating if scale and item.direction == "lower" else rating
    return name(questionnaire, item.codes, str(asked)) if item.codes else Text.same(str(rating))
