"""Answers as small whole numbers, one for each question, so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from csatreport.intake.rules.received import Received, Rows


def coded(received: Received, rows: Rows) -> Iterator[Rows]:
    """Give the answers of ``rows`` to each question in turn: equal numbers are equal answers, -1 is none.

    All choices of a question with several are one answer.
    """
    for item in received.questionnaire.of_kind("rating", "category", "multiple"):
        if item.kind == "multiple":
            yield _choices(received.answers.filter(regex=rf"^{item.item}\."), rows)
        elif item.scale is not None:
            yield _rated(received.answers[item.item], rows)
        else:
            yield _numbered(received.answers[item.item].iloc[rows])


def _choices(columns: pd.DataFrame, rows: Rows) -> Rows:
    """Count in threes: a choice is unknown, not taken, or taken."""
    pattern = np.zeros(len(rows), dtype="int64")
    for name in columns:
        taken = columns[name].to_numpy(dtype="float64", na_value=np.nan)[rows]
        pattern = pattern * 3 + np.where(np.isnan(taken), 0, 1 + (taken > 0))
        pattern = np.where(pattern == 0, 0, _numbered(pd.Series(pattern)) + 1)  # stays small
    return pattern - 1


def _rated(answers: pd.Series, rows: Rows) -> Rows:
    """Ratings are whole numbers already."""
    rating = answers.to_numpy(dtype="float64", na_value=np.nan)[rows]
    missing = np.isnan(rating)
    lowest = np.min(rating, where=~missing, initial=np.inf)
    return np.where(missing, -1, rating - (0 if np.isinf(lowest) else lowest)).astype("int64")


def _numbered(answers: pd.Series) -> Rows:
    place, _ = pd.factorize(answers)
    return place.astype("int64", copy=False)
