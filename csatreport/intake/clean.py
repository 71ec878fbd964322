"""Rules that put whole responses aside. A response goes by the first rule that it breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from csatreport.params import Cleaning, Item, Wave

Ratings = Sequence[Item]
EMPTY, DUPLICATE, FAST, STRAIGHT, INCOMPLETE, OUTSIDE = (
    "no answers",
    "duplicate respondent",
    "too fast",
    "straight-lining",
    "too few answers",
    "outside the wave",
)


def rules(
    responses: pd.DataFrame, answers: pd.DataFrame, ratings: Ratings, cleaning: Cleaning
) -> pd.DataFrame:
    """Say which rule each response breaks.

    Parameters
    ----------
    responses : DataFrame
        One row per response: ``wave, respondent, start, minutes, asked, answered``.
    answers : DataFrame
        Its ratings as answered, with the same index, one column per item of ``ratings``.

    Returns
    -------
    DataFrame
        Columns ``rule`` and ``reason`` per response; both "" where it is accepted.
    """
    checks: tuple[tuple[str, Callable[[], tuple[pd.Series, str]]], ...] = (
        (EMPTY, lambda: (~responses["answered"], "every column is blank or missing")),
        (OUTSIDE, lambda: outside_wave(responses, cleaning)),
        (DUPLICATE, lambda: duplicates(responses, cleaning)),
        (FAST, lambda: too_fast(responses, cleaning)),
        (INCOMPLETE, lambda: incomplete(responses, answers, cleaning)),
        (STRAIGHT, lambda: straight_lines(answers, ratings, cleaning)),
    )
    found = pd.DataFrame({"rule": "", "reason": ""}, index=responses.index, dtype=object)
    for rule, check in checks:
        broken, reason = check()
        fresh = broken & (found["rule"] == "")
        found.loc[fresh, "rule"] = rule
        found.loc[fresh, "reason"] = reason
    return found


def nobody(responses: pd.DataFrame) -> pd.Series:
    """Mark no response."""
    return pd.Series(data=False, index=responses.index)


def duplicates(responses: pd.DataFrame, cleaning: Cleaning) -> tuple[pd.Series, str]:
    """Later responses of a respondent who answered in the same wave before."""
    if not cleaning.unique_respondent:
        return nobody(responses), ""
    again = responses.duplicated(["wave", "respondent"], keep="first")
    return again & (responses["respondent"] != "") & responses["answered"], "the respondent answered before"


def too_fast(responses: pd.DataFrame, cleaning: Cleaning) -> tuple[pd.Series, str]:
    """Interviews shorter than the minimum; an unknown length is no reason."""
    if cleaning.minimum_minutes is None:
        return nobody(responses), ""
    return responses["minutes"] < cleaning.minimum_minutes, f"less than {cleaning.minimum_minutes:g} minutes"


def straight_lines(answers: pd.DataFrame, ratings: Ratings, cleaning: Cleaning) -> tuple[pd.Series, str]:
    """Find the same answer to every rating of one scale, when at least so many of it were answered."""
    least = cleaning.straight_line_items
    broken = nobody(answers)
    if least is None:
        return broken, ""
    for scale in {item.scale: None for item in ratings}:
        given = answers[[i.item for i in ratings if i.scale == scale]]
        broken |= (given.notna().sum(axis=1) >= least) & (given.min(axis=1) == given.max(axis=1))
    return broken, f"one answer to all ratings of a scale, {least} or more"


def incomplete(responses: pd.DataFrame, answers: pd.DataFrame, cleaning: Cleaning) -> tuple[pd.Series, str]:
    """Less than the minimum share of the ratings asked in the wave and source were answered."""
    least = cleaning.minimum_answered
    if least is None:
        return nobody(responses), ""
    return answers.notna().sum(axis=1) < least * responses[
        "asked"
    ], f"less than {least:.0%} of the ratings answered"


def outside_wave(responses: pd.DataFrame, cleaning: Cleaning) -> tuple[pd.Series, str]:
    """Interviews that began before or after their wave; an unknown start is no reason."""
    if not cleaning.window:
        return nobody(responses), ""
    waves = {name: Wave.parse(name) for name in responses["wave"].unique()}
    first = pd.to_datetime(responses["wave"].map({n: w.start for n, w in waves.items()}))
    after = pd.to_datetime(responses["wave"].map({n: w.shifted(1).start for n, w in waves.items()}))
    return (responses["start"] < first) | (responses["start"] >= after), "began before or after the wave"
