"""Rules that put whole responses aside. A response goes by the first rule that it breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from csatreport.intake.rules import contradictions, duplicates, effort, fieldwork, interviewers
from csatreport.intake.rules.received import Reasons, Received
from csatreport.params import Questionnaire
from csatreport.params.cleaning import Cleaning

SPOILT, EMPTY, TEST = "broken row", "no answers", "test answer"
TIMES, OUTSIDE = "impossible times", "outside the wave"
DUPLICATE, DEVICE = "duplicate respondent", "duplicate device"
FAST, INCOMPLETE, STRAIGHT = "too fast", "too few answers", "straight-lining"
FAULTY, CONTRADICTORY = "too many impossible answers", "contradictory answers"
CONTENT, INTERVIEWER = "duplicate content", "interviewer anomaly"

ORDER: Final[tuple[tuple[str, Callable[[Received], Reasons]], ...]] = (
    (SPOILT, fieldwork.broken_row),
    (EMPTY, fieldwork.no_answers),
    (TEST, fieldwork.for_testing),
    (TIMES, fieldwork.impossible_times),
    (OUTSIDE, fieldwork.outside_wave),
    (DUPLICATE, duplicates.same_respondent),
    (DEVICE, duplicates.same_device),
    (FAST, effort.too_fast),
    (INCOMPLETE, effort.too_few_answers),
    (STRAIGHT, effort.straight_lines),
    (FAULTY, contradictions.impossible),
    (CONTRADICTORY, contradictions.contradictory),
    (CONTENT, duplicates.same_content),
    (INTERVIEWER, interviewers.anomalies),
)


def rules(
    responses: pd.DataFrame,
    answers: pd.DataFrame,
    questionnaire: Questionnaire,
    cleaning: Cleaning,
    *,
    again: Reasons | None = None,
) -> pd.DataFrame:
    """Say which rule each response breaks, the first in :data:`ORDER`.

    Rules that compare responses compare those that no earlier rule put aside: an answer is no duplicate of
    a test.

    Parameters
    ----------
    responses : DataFrame
        One row per response: ``source, wave, row, mode, respondent, interviewer, place, device`` (text, ""
        for unknown), ``start, end`` (datetimes), ``minutes``, ``test``, ``asked`` (ratings asked),
        ``answered`` (anything at all), ``faulty`` (single answers set aside), ``spoilt`` (why the row cannot
        be used, "" where it can).
    answers : DataFrame
        With the same index, one column per item: ratings as answered, codes of categories, and indicators
        named ``item.code`` for each choice of a question with several.
    again : Series, optional
        What :func:`duplicates.same_device` finds, where it was looked for among more than these responses.

    Returns
    -------
    DataFrame
        Columns ``rule`` and ``reason`` per response; both "" where it is accepted. A reason holds numbers,
        rows and codes, never words of a respondent.
    """
    received = _received(responses, answers, questionnaire, cleaning)
    received = replace(received, given=received.spread(questionnaire.of_kind("rating"))[0])
    rule, reason = np.full(len(responses), "", dtype=object), np.full(len(responses), "", dtype=object)
    for name, broken in ORDER:
        found = again if again is not None and name == DEVICE else broken(received)
        fresh = found[received.left[found.index]]
        rule[fresh.index], reason[fresh.index] = name, fresh.to_numpy()
        received = replace(received, left=rule == "")
    return pd.DataFrame({"rule": rule, "reason": reason}, index=responses.index, dtype=object)


def before_devices(responses: pd.DataFrame, questionnaire: Questionnaire, cleaning: Cleaning) -> Received:
    """What the rule on devices looks at: no rule before it needs to see an answer."""
    received = _received(responses, pd.DataFrame(index=responses.index), questionnaire, cleaning)
    for name, broken in ORDER:
        if name == DEVICE:
            break
        left = received.left.copy()
        left[broken(received).index] = False
        received = replace(received, left=left)
    return received


def _received(
    responses: pd.DataFrame, answers: pd.DataFrame, questionnaire: Questionnaire, cleaning: Cleaning
) -> Received:
    left = np.ones(len(responses), dtype=bool)
    return Received(responses, answers, questionnaire, cleaning, left, np.zeros(len(left), dtype="int64"))
