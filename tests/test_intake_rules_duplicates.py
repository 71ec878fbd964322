"""Of responses that are there twice the first is spared, whatever else it is like."""

from __future__ import annotations

import numpy as np
from received import answers, received, responses, said

from csatreport.intake.rules import duplicates
from csatreport.intake.rules.received import Received

RATINGS = {"a": 1, "b": 2, "c": 3, "d": 4}


def without(given: Received, *rows: int) -> Received:
    """The same where an earlier rule put rows aside."""
    given.left[list(rows)] = False
    return given


def test_the_first_response_of_a_respondent_in_a_wave_counts_and_unknown_respondents_are_never_duplicates():
    waves = ["2026Q3", "2026Q3", "2026Q2", "2026Q3", "2026Q3", "2026Q3"]
    table = responses(6, respondent=["x", "x", "x", "", "", "x"], wave=waves)
    assert said(duplicates.same_respondent(received(table))) == {
        1: "the respondent answered before, in row 2",
        5: "the respondent answered before, in row 2",
    }


def test_a_respondent_is_the_same_in_another_file_unless_keys_are_declared_to_belong_to_a_file():
    table = responses(3, respondent="x", source=["a.csv", "b.csv", "b.csv"])
    assert (
        said(duplicates.same_respondent(received(table)))[1]
        == "the respondent answered before, in row 2 of a.csv"
    )
    assert list(said(duplicates.same_respondent(received(table, unique_respondent="file")))) == [2]
    assert said(duplicates.same_respondent(received(table, unique_respondent=False))) == {}


def test_nothing_is_a_duplicate_of_what_was_put_aside_before():
    same = received(responses(3, respondent="x"))
    assert list(said(duplicates.same_respondent(without(same, 0)))) == [2]
    device = received(responses(2, device="d", start="2026-07-01"), device_minutes=5)
    assert said(duplicates.same_device(without(device, 0))) == {}
    content = received(responses(2), answers(2, **RATINGS), unique_content=3)
    assert said(duplicates.same_content(without(content, 0))) == {}


def test_a_second_response_from_a_device_within_the_limit_is_put_aside():
    start = ["2026-07-01 10:09", "2026-07-01 10:00", "2026-07-01 10:19", None, "2026-07-01 10:09"]
    table = responses(5, device=["d", "d", "d", "d", ""], start=start)
    assert said(duplicates.same_device(received(table, device_minutes=10))) == {
        0: "9.0 minutes after row 3 on one device, less than 10"
    }


def test_the_time_of_a_device_is_the_end_where_the_start_is_unknown_and_modes_may_be_spared():
    table = responses(2, device="d", end="2026-07-01 10:00", mode="tel")
    assert list(said(duplicates.same_device(received(table, device_minutes=10)))) == [1]
    spared = received(table, device_minutes=10, mode={"tel": {"device_minutes": False}})
    assert said(duplicates.same_device(spared)) == {}


def test_a_response_with_the_same_answers_as_an_earlier_one_is_put_aside():
    given = answers(3, **RATINGS, e=[7, 7, 6], region="n", **{"uses.tv": 1, "uses.net": 0})
    assert said(duplicates.same_content(received(responses(3), given, unique_content=5))) == {
        1: "same answers to 7 questions as row 2"
    }


def test_one_answer_less_one_more_or_another_choice_is_not_the_same():
    given = answers(
        5, a=1, b=2, c=[3, None, 3, 3, 3], region=["n", "n", None, "s", "n"], **{"uses.tv": [0, 0, 0, 0, 1]}
    )
    assert said(duplicates.same_content(received(responses(5), given.assign(d=4.0), unique_content=3))) == {}


def test_equal_answers_are_no_duplicate_in_another_wave_or_below_the_number_of_ratings():
    waves = received(responses(2, wave=["2026Q2", "2026Q3"]), answers(2, **RATINGS), unique_content=4)
    few = received(responses(2), answers(2, **RATINGS), unique_content=5)
    assert said(duplicates.same_content(waves)) == said(duplicates.same_content(few)) == {}


def test_one_answer_throughout_is_not_judged_as_a_copy():
    given = answers(2, a=5, b=5, c=5, d=5, e=7)
    assert said(duplicates.same_content(received(responses(2), given, unique_content=3))) == {}


def test_many_different_responses_are_no_duplicates_and_a_planted_copy_is_found():
    drawn = np.random.default_rng(3).permutation(5**4 * 7)[:3000]
    digits = {name: drawn // 5**n % 5 + 1 for n, name in enumerate("abcd")}
    given = answers(
        3001, **{k: [*v, v[17]] for k, v in digits.items()}, e=[*(drawn // 625 + 1), drawn[17] // 625 + 1]
    )
    found = said(duplicates.same_content(received(responses(3001), given, unique_content=5)))
    assert found == {3000: "same answers to 5 questions as row 19"}
