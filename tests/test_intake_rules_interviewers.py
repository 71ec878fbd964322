"""What an interviewer cannot have done is found, and other interviewers are spared."""

from __future__ import annotations

import numpy as np
import pytest
from received import answers, received, responses, said

from csatreport.intake.rules import interviewers, sameness

DAY = ["2026-07-01 09:00", "2026-07-01 15:00", "2026-07-01 18:00", "2026-07-02 09:00"]


def anomalies(table, given=None, **limits):
    return said(interviewers.anomalies(received(table, given, interviewer=limits)))


def test_all_interviews_of_a_day_with_more_than_possible_are_put_aside():
    reason = "3 interviews of one interviewer on one day, more than 2"
    table = responses(4, interviewer="i", start=DAY)
    assert anomalies(table, per_day=2) == dict.fromkeys(range(3), reason)
    assert anomalies(table, per_day=3) == {}


@pytest.mark.parametrize(
    "columns",
    [
        {"interviewer": ["i", "i", "j", "j"]},
        {"interviewer": ""},
        {"interviewer": "i", "start": [DAY[0], DAY[1], None, None]},
        {"interviewer": "i", "mode": ["tel", "tel", "web", "web"]},
        {"interviewer": "i", "wave": ["2026Q3", "2026Q3", "2026Q2", "2026Q2"]},
    ],
)
def test_days_of_others_of_other_modes_and_of_nobody_are_not_added_up(columns):
    assert anomalies(responses(4, **{"start": DAY[0]} | columns), per_day=2) == {}


def test_interviews_at_the_same_time_are_both_put_aside():
    start = ["2026-07-01 09:00", "2026-07-01 09:15", "2026-07-01 09:30", "2026-07-01 10:00"]
    end = ["2026-07-01 09:20", "2026-07-01 09:30", "2026-07-01 09:45", None]
    reason = "5.0 minutes at the same time as another of the interviewer, more than {}"
    table = responses(4, interviewer="i", start=start, end=end)
    assert anomalies(table, overlap=0) == dict.fromkeys((0, 1), reason.format(0))
    assert anomalies(table, overlap=5) == {}


def test_an_interview_that_holds_others_overlaps_with_all_of_them():
    start = ["2026-07-01 09:00", "2026-07-01 09:10", "2026-07-01 09:30", "2026-07-01 11:00"]
    table = responses(4, interviewer="i", start=start, minutes=[120, 5, 5, 5])
    assert list(anomalies(table, overlap=1)) == [0, 1, 2]


def test_unknown_ends_impossible_ends_and_other_interviewers_do_not_overlap():
    start = ["2026-07-01 09:00", "2026-07-01 09:10"]
    assert anomalies(responses(2, interviewer="i", start=start), overlap=0) == {}
    assert anomalies(responses(2, interviewer="i", start=start, end="2026-07-01 09:05"), overlap=0) == {}
    assert anomalies(responses(2, interviewer=["i", "j"], start=start, minutes=60), overlap=0) == {}
    assert anomalies(responses(2, interviewer="i", start=start, minutes=1e300), overlap=0) != {}


def test_interviews_that_are_too_much_alike_are_both_put_aside():
    given = answers(4, a=1, b=2, c=3, d=4, e=[5, 6, 5, 5], region=["n", "n", "s", None])
    table = responses(4, interviewer=["i", "i", "j", "j"])
    assert anomalies(table, given, sameness=0.8, sameness_ratings=5) == {
        0: "83 % of the answers as in row 3, 80 % or more",
        1: "83 % of the answers as in row 2, 80 % or more",
        2: "100 % of the answers as in row 5, 80 % or more",
        3: "100 % of the answers as in row 4, 80 % or more",
    }
    assert list(anomalies(table, given, sameness=0.9, sameness_ratings=5)) == [2, 3]


def test_sameness_needs_enough_ratings_in_common_and_more_than_one_answer():
    few = answers(2, a=1, b=2, c=[3, None], d=[None, 4])
    assert anomalies(responses(2, interviewer="i"), few, sameness=0.5, sameness_ratings=3) == {}
    straight = answers(2, a=5, b=5, c=5, d=5)
    assert anomalies(responses(2, interviewer="i"), straight, sameness=0.5, sameness_ratings=3) == {}


def test_all_interviews_go_where_so_large_a_share_is_anomalous_if_that_is_declared():
    table = responses(5, interviewer=["i", "i", "i", "i", "j"], start=[*DAY, DAY[3]])
    assert list(anomalies(table, per_day=2)) == [0, 1, 2]
    assert (
        anomalies(table, per_day=2, share=0.75)[3] == "75 % of the interviewer's are anomalous, 75 % or more"
    )
    assert list(anomalies(table, per_day=2, share=0.75)) == [0, 1, 2, 3]
    assert list(anomalies(table, per_day=2, share=0.76)) == [0, 1, 2]


def test_an_interview_put_aside_before_makes_no_other_one_an_anomaly():
    given = received(
        responses(3, interviewer="i", start=DAY[0], minutes=9), interviewer={"per_day": 2, "overlap": 0}
    )
    given.left[:2] = False
    assert said(interviewers.anomalies(given)) == {}


def test_the_greatest_share_in_common_is_what_counting_pair_by_pair_gives(monkeypatch):
    monkeypatch.setattr(sameness, "BLOCK", 1000)
    rng = np.random.default_rng(5)
    columns = {name: np.where(rng.random(60) < 0.1, np.nan, rng.integers(1, 5, 60)) for name in "abcde"}
    group = rng.integers(0, 3, 60)
    found = sameness.alike(received(responses(60), answers(60, **columns)), np.arange(60), group, ratings=3)
    table = np.column_stack(list(columns.values()))
    for row in range(60):
        shares = [0.0] + [
            float((table[row] == table[other])[both].mean())
            for other in range(60)
            for both in [~np.isnan(table[row]) & ~np.isnan(table[other])]
            if other != row and group[other] == group[row] and both.sum() >= 3
        ]
        assert found.share[row] == pytest.approx(max(shares), abs=1e-6)


def test_twins_are_found_across_the_border_of_two_blocks(monkeypatch):
    monkeypatch.setattr(sameness, "BLOCK", 2)
    given = answers(5, a=[1, 2, 3, 4, 5], b=[5, 2, 4, 2, 1], c=[2, 1, 5, 1, 3], d=[3, 4, 1, 4, 3])
    given.loc[2] = given.loc[1]
    found = sameness.alike(received(responses(5), given), np.arange(5), np.zeros(5, dtype="int64"), ratings=4)
    assert found.share[[1, 2]].tolist() == [1, 1]
    assert found.twin[[1, 2]].tolist() == [2, 1]
