"""Scores as expressions: what :mod:`csatreport.measure.scores` computes, for an engine to compute.

Numbers stand as whole ones and are cast: PostgreSQL takes ``1.0`` for a decimal number and adds up decimals.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csatreport.measure import scores
from csatreport.params import Item, Measure

if TYPE_CHECKING:
    import ibis


def of_item(table: ibis.Table, item: Item, measure: Measure) -> ibis.Value:
    """Score of a rating; missing where the answer is, or where the table has no such item.

    Raises
    ------
    UsageError
        The item is not a rating, the scale does not suit the measure, or the measure has no scores.
    """
    import ibis

    scale = scores.scale(item, measure)
    if item.item not in table.columns:
        return ibis.null("float64")
    rating = table[item.item].cast("float64")
    match measure:
        case "csat":
            return ibis.cases((rating >= scale.top, 1), (rating < scale.top, 0)).cast("float64")
        case "csat_index":
            return 100 * (rating - float(scale.low)) / float(scale.high - scale.low)
        case "mean":
            return rating
        case "nps":
            return ibis.cases((rating >= 9, 100), (rating <= 6, -100), (rating < 9, 0)).cast("float64")
        case _:
            raise scores.no_measure(measure)


def of_group(table: ibis.Table, items: Sequence[Item], measure: Measure) -> ibis.Value:
    """Mean of the scores that each respondent has among ``items`` (available-case); missing where none."""
    import ibis

    each = [of_item(table, item, measure) for item in items]
    there = sum(ibis.ifelse(score.notnull(), 1, 0) for score in each).cast("float64")
    return sum(score.fill_null(0.0) for score in each) / there.nullif(0.0)
