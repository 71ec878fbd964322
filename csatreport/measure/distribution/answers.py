"""Frequencies: the weighted share of each answer of an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from csatreport.errors import UsageError
from csatreport.measure import scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Level, Subject, name
from csatreport.params import Item, Questionnaire, Text, Wave
from csatreport.results import Estimate, Estimates
from csatreport.survey import Survey

_ALL = (Level(),)


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
    levels, codes = levels_of(fielding, domain)
    found: list[Estimate] = []
    for one in items:
        columns, subjects = _indicators(fielding, scores.find(survey.questionnaire, one))
        found += fielding.estimates(
            columns, subjects, measure="frequency", unit="share", levels=levels, codes=codes
        )
    return Estimates(tuple(found))


def services(survey: Survey, *, wave: Wave | None = None) -> Estimates:
    """Frequencies of every single service that has the scale which most of them have."""
    return frequencies(survey, usual(survey, wave), wave=wave)


def usual(survey: Survey, wave: Wave | None) -> list[str]:
    """Single services of the scale that most of them have."""
    asked = Fielding.of(survey, wave).services()
    scales = Counter(i.scale for i in asked).most_common(1)
    return [i.item for i in asked if i.scale == scales[0][0]]


def levels_of(fielding: Fielding, domain: str) -> tuple[tuple[Level, ...], Codes]:
    """Levels of a domain and codes (n,); of "" everybody."""
    return fielding.levels(domain) if domain else (_ALL, np.zeros(len(fielding.responses), dtype=np.intp))


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
