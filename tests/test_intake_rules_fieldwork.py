"""Rules on how a response came about put aside what they name and nothing else."""

from __future__ import annotations

import pytest
from received import received, responses, said

from csatreport.intake.rules import fieldwork


def test_a_row_that_the_reader_could_not_use_keeps_its_reason():
    table = responses(3, spoilt=["", "the line ends in the middle", ""])
    assert said(fieldwork.broken_row(received(table))) == {1: "the line ends in the middle"}


def test_a_response_without_any_answer_is_put_aside():
    table = responses(2, answered=[True, False])
    assert said(fieldwork.no_answers(received(table))) == {1: "every column is blank or missing"}


def test_what_the_platform_marks_as_a_test_is_put_aside_unless_the_rule_is_off():
    table = responses(2, test=[True, False])
    assert said(fieldwork.for_testing(received(table))) == {0: "marked as a test by the platform"}
    assert said(fieldwork.for_testing(received(table, test=False))) == {}


def test_test_words_are_matched_whole_in_any_case_and_width_and_are_not_repeated_in_the_reason():
    keys = ["test", "TEST", "ｔｅｓｔ", " 测试 ", "tester", "testing 1", "", "测试员"]
    found = said(fieldwork.for_testing(received(responses(8, respondent=keys), test_words=["Test", "测试"])))
    assert list(found) == [0, 1, 2, 3]
    assert set(found.values()) == {"the respondent key is one of the test words"}


def test_an_interview_outside_its_wave_is_put_aside_and_an_unknown_start_is_not():
    start = ["2026-06-30 23:59", "2026-07-01", "2026-09-30 23:59", "2026-10-01", None]
    assert said(fieldwork.outside_wave(received(responses(5, start=start), window=True))) == {
        0: "began on 2026-06-30, before 2026-07-01",
        3: "began on 2026-10-01, after 2026-09-30",
    }


def test_every_response_is_held_against_its_own_wave():
    table = responses(
        3, start=["2026-07-01", "2026-07-01", "2026-04-01"], wave=["2026Q3", "2026Q2", "2026Q2"]
    )
    assert list(said(fieldwork.outside_wave(received(table, window=True)))) == [1]


@pytest.mark.parametrize(
    "rule", [fieldwork.broken_row, fieldwork.no_answers, fieldwork.for_testing, fieldwork.outside_wave]
)
def test_no_response_is_no_reason(rule):
    assert said(rule(received(responses(0), window=True, test_words=["test"]))) == {}


def test_an_interview_that_ended_before_it_began_is_put_aside() -> None:
    start = ["2026-07-01 10:00", "2026-07-01 10:00", None, "2026-07-01 10:00"]
    end = ["2026-07-01 09:30", "2026-07-01 10:20", "2026-07-01 10:20", None]
    table = responses(4, start=start, end=end)
    found = said(fieldwork.impossible_times(received(table, impossible_times=True)))
    assert found == {0: "ended 30.0 minutes before it began"}
    assert said(fieldwork.impossible_times(received(table))) == {}
