"""The figures on the cover, as ``params/book.toml`` declares them."""

from __future__ import annotations

from csatreport.measure import estimate
from csatreport.results import Estimate, Estimates
from csatreport.survey import Survey


def figures(survey: Survey) -> Estimates:
    """One estimate for each ``[[headline]]``, in the order declared.

    Raises
    ------
    UsageError, DataError
        A headline names an item without such a measure or without data in the wave.
    """
    return Estimates(tuple(estimate.one(survey, h.item, h.measure) for h in survey.book.headline))


def overall(survey: Survey) -> Estimate:
    """The first headline figure: what the book is about."""
    return figures(survey).rows[0]
