"""Each rule puts aside what it names and nothing else."""

from __future__ import annotations

import pandas as pd

from csatreport.intake import clean
from csatreport.params import Cleaning, Item, Scale, Text


def rating(name: str, high: int = 5) -> Item:
    return Item(
        item=name,
        kind="rating",
        label=Text.same(name),
        wording=Text.same(name),
        scale=Scale(low=1, high=high),
    )


RATINGS = tuple(rating(n) for n in ("a", "b", "c"))


def responses(n: int, **columns: object) -> pd.DataFrame:
    base = {
        "wave": "2026Q3",
        "respondent": "",
        "start": pd.NaT,
        "minutes": float("nan"),
        "asked": 3,
        "answered": True,
    }
    return pd.DataFrame(base | columns, index=range(n))


def broken(
    frame: pd.DataFrame, answers: dict[str, list[float | None]] | None = None, **cleaning: object
) -> list[str]:
    given = pd.DataFrame(answers or {"a": 1.0, "b": 2.0, "c": 3.0}, index=frame.index, dtype="float64")
    return clean.rules(frame, given, RATINGS, Cleaning.model_validate(cleaning))["rule"].tolist()


def test_a_rule_that_is_absent_does_not_run() -> None:
    frame = responses(2, respondent="x", minutes=0.1, start=pd.Timestamp("1999-01-01"))
    assert broken(frame, {"a": [1, 1], "b": [1, 1], "c": [1, 1]}, unique_respondent=False) == ["", ""]


def test_the_first_answer_of_a_respondent_in_a_wave_counts_and_unknown_respondents_are_never_duplicates() -> (
    None
):
    frame = responses(
        5, respondent=["x", "x", "x", "", ""], wave=["2026Q3", "2026Q3", "2026Q2", "2026Q3", "2026Q3"]
    )
    assert broken(frame) == ["", clean.DUPLICATE, "", "", ""]


def test_an_interview_shorter_than_the_minimum_is_too_fast_and_an_unknown_length_is_not() -> None:
    frame = responses(3, minutes=[1.9, 2.0, float("nan")])
    assert broken(frame, minimum_minutes=2) == [clean.FAST, "", ""]


def test_one_answer_to_every_rating_is_straight_lining_from_the_declared_number_on() -> None:
    answers = {"a": [4, 4, 4], "b": [4, 4, 5], "c": [4, None, 4]}
    assert broken(responses(3), answers, straight_line_items=3) == [clean.STRAIGHT, "", ""]


def test_straight_lining_is_judged_within_one_scale() -> None:
    ratings = (*RATINGS, rating("d", 7), rating("e", 7), rating("f", 7))
    answers = pd.DataFrame([[1, 2, 3, 7, 7, 7], [1, 2, 3, 7, 7, 6]], columns=list("abcdef"), dtype="float64")
    mask, _ = clean.straight_lines(answers, ratings, Cleaning(straight_line_items=3))
    assert mask.tolist() == [True, False]


def test_too_few_answers_are_judged_by_what_was_asked() -> None:
    answers = {"a": [1, 1, 1], "b": [None, None, 2], "c": [None, None, None]}
    assert broken(responses(3, asked=[3, 2, 3]), answers, minimum_answered=0.5) == [clean.INCOMPLETE, "", ""]


def test_an_interview_outside_its_wave_is_put_aside_and_an_unknown_start_is_not() -> None:
    start = pd.to_datetime(
        pd.Series(["2026-06-30 23:59", "2026-07-01", "2026-09-30 23:59", "2026-10-01", None]),
        format="ISO8601",
    )
    assert broken(responses(5, start=start), window=True) == [clean.OUTSIDE, "", "", clean.OUTSIDE, ""]


def test_a_response_without_any_answer_is_always_put_aside() -> None:
    assert broken(responses(2, answered=[True, False])) == ["", clean.EMPTY]


def test_a_response_goes_by_the_first_rule_it_breaks() -> None:
    frame = responses(2, respondent="x", minutes=0.5)
    assert broken(frame, minimum_minutes=1) == [clean.FAST, clean.DUPLICATE]
