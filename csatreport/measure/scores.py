"""Scores: what each measure makes of a rating. Every measure is the weighted mean of one of these."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from csatreport.errors import UsageError
from csatreport.measure.design import Floats
from csatreport.measure.ratio import available_mean
from csatreport.params import Item, Measure, Questionnaire, Scale
from csatreport.results import Unit

UNITS: dict[Measure, Unit] = {
    "csat": "share", "csat_index": "index", "mean": "score", "nps": "nps", "score": "score",
}  # fmt: skip


def of_items(responses: pd.DataFrame, items: Sequence[Item], *, measure: Measure) -> Floats:
    """Scores (n, k) of rating items; NaN where the answer is missing or the item was not asked.

    ========== ======================================== =====
    measure    score of a rating                        unit
    ========== ======================================== =====
    csat       1 in the top two boxes, else 0           share
    csat_index 100 (rating − lowest) / (highest−lowest) index
    mean       the rating                               score
    nps        100 for 9-10, 0 for 7-8, −100 for 0-6    nps
    ========== ======================================== =====

    Raises
    ------
    UsageError
        The item is not a rating, the scale does not suit the measure, or the measure has no scores.
    """
    scales = [scale(i, measure) for i in items]
    columns = [_score(_ratings(responses, i), s, measure) for i, s in zip(items, scales, strict=True)]
    return np.column_stack(columns) if columns else np.empty((len(responses), 0))


def of_group(responses: pd.DataFrame, items: Sequence[Item], *, measure: Measure) -> Floats:
    """Mean (n,) of the scores each respondent has among ``items`` (available-case); NaN where none."""
    return available_mean(of_items(responses, items, measure=measure))


def reported(questionnaire: Questionnaire, measure: Measure) -> tuple[Item, ...]:
    """Items that a list of ``measure`` shows: what customers rated of the service.

    Expectation and importance ratings are not satisfaction, a perception is half of a service gap, an
    indicator of a construct is a part of its model, an attitude is not about the service, and a 0-10
    recommendation is for ``nps``.
    """
    if measure == "nps":
        return questionnaire.with_role("nps")
    other = {"expectation", "perception", "importance", "nps", "construct", "attitude"}
    return tuple(i for i in questionnaire.of_kind("rating") if not other & set(i.roles))


def attributes(questionnaire: Questionnaire, measure: Measure) -> tuple[Item, ...]:
    """Reported items that belong to a dimension: single services, not satisfaction as a whole."""
    return tuple(i for i in reported(questionnaire, measure) if i.dimension)


def find(questionnaire: Questionnaire, name: str) -> Item:
    """The item called ``name``.

    Raises
    ------
    UsageError
        There is none.
    """
    found = questionnaire.get(name)
    if found is None:
        raise UsageError(
            f"no item {name!r} in the questionnaire",
            where="params/questionnaire.csv",
            expected=", ".join(i.item for i in questionnaire.items),
            got=name,
            todo="use the name in the column `item`",
        )
    return found


def _ratings(responses: pd.DataFrame, item: Item) -> Floats:
    if item.item not in responses:
        return np.full(len(responses), np.nan)
    return responses[item.item].to_numpy(dtype=np.float64, na_value=np.nan)


def scale(item: Item, measure: Measure) -> Scale:
    """The scale of a rating that has this measure.

    Raises
    ------
    UsageError
        The item is not a rating, or the scale does not suit the measure.
    """
    found = item.scale
    if found is None or (measure == "nps" and (found.low, found.high) != (0, 10)):
        raise UsageError(
            f"no {measure} of item {item.item!r}",
            where=f"params/questionnaire.csv row {item.row}",
            expected="a rating from 0 to 10" if measure == "nps" else "a rating with a scale",
            got=f"{item.kind} {'' if found is None else f'from {found.low} to {found.high}'}".strip(),
            todo="choose another measure for this item",
        )
    return found


def _score(rating: Floats, scale: Scale, measure: Measure) -> Floats:
    match measure:
        case "csat":
            score = (rating >= scale.top) * 1.0
        case "csat_index":
            score = 100 * (rating - scale.low) / (scale.high - scale.low)
        case "mean":
            return rating
        case "nps":
            score = 100.0 * (rating >= 9) - 100.0 * (rating <= 6)
        case _:
            raise no_measure(measure)
    return np.where(np.isnan(rating), np.nan, score)


def no_measure(measure: str) -> UsageError:
    """What is asked of answers that only published scores have, or nothing."""
    return UsageError(
        f"answers have no measure {measure!r}",
        expected="csat, csat_index, mean or nps",
        got=measure,
        todo="`score` reads published scores only",
    )


def no_domain(item: Item) -> UsageError:
    """An item whose levels were asked for has none."""
    return UsageError(
        f"item {item.item!r} is no domain",
        where=f"params/questionnaire.csv row {item.row}",
        expected="an item of kind category",
        got=item.kind,
        todo="choose an item whose answers are a list of levels",
    )
