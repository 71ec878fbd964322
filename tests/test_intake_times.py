"""Times as survey platforms write them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csatreport.intake import times
from csatreport.intake.times import before, between, durations, moments

DATE = ["year", "month", "day"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-07-03 10:11:12", "2026-07-03T10:11:12"),
        ("2026/7/3 9:05", "2026-07-03T09:05:00"),
        ("2026年7月3日 21:00", "2026-07-03T21:00:00"),
        ("2026.07.03", "2026-07-03T00:00:00"),
        ("2026-07-03T10:11:12Z", "2026-07-03T10:11:12"),
        ("２０２６-07-03", "2026-07-03T00:00:00"),
        ("２０２６年７月３日　１５：０５", "2026-07-03T15:05:00"),
        ("2026年7月3日 下午3:05", "2026-07-03T15:05:00"),
        ("2026年7月3日15时5分11秒", "2026-07-03T15:05:11"),
        ("2026/7/3 下午3:05:11", "2026-07-03T15:05:11"),
        ("2026/7/3 上午12:05:11", "2026-07-03T00:05:11"),
        ("2026/7/3 下午12:05:11 GMT+8", "2026-07-03T12:05:11"),
        ("2026/7/3 中午12:30", "2026-07-03T12:30:00"),
        ("2026/7/3 晚上8:30", "2026-07-03T20:30:00"),
        ("2019/08/27 6:29:47 오후 GMT+9", "2019-08-27T18:29:47"),
        ("2019. 8. 27 오전 6:29:47", "2019-08-27T06:29:47"),
        ("2026/07/03 3:05:11 PM GMT+8", "2026-07-03T15:05:11"),
        ("2026-07-03T15:05:11.123+08:00", "2026-07-03T15:05:11"),
        ("46206.5", "2026-07-03T12:00:00"),
        ("46206", "2026-07-03T00:00:00"),
    ],
)
def test_a_moment_is_read_year_first(text: str, iso: str) -> None:
    assert moments(pd.Series([text]))[0] == pd.Timestamp(iso)


@pytest.mark.parametrize(
    "text", ["", "03/07/2026", "yesterday", "2026-13-40", "2026-07-03 25:00", "2026", "5"]
)
def test_what_is_no_moment_or_could_be_two_is_unknown(text: str) -> None:
    assert moments(pd.Series([text])).isna().all()


def test_day_and_month_are_told_apart_by_the_whole_column() -> None:
    days = moments(pd.Series(["03/07/2026 15:05", "13/07/2026 09:00", ""]))
    assert days.dt.strftime("%m-%d %H").tolist()[:2] == ["07-03 15", "07-13 09"]
    months = moments(pd.Series(["7/3/2026 3:05:11 PM", "7/13/2026 9:00:00 AM"]))
    assert months.dt.strftime("%m-%d %H").tolist() == ["07-03 15", "07-13 09"]


def test_a_column_that_could_be_read_both_ways_or_neither_is_unknown() -> None:
    for texts in (["03/07/2026", "04/07/2026"], ["13/07/2026", "07/13/2026"]):
        assert moments(pd.Series(texts)).isna().all()


def test_times_are_read_from_categories_too() -> None:
    text = pd.Series(["2026-07-03 10:11", "", "2026-07-03 10:11"], dtype="category")
    assert moments(text).notna().tolist() == [True, False, True]
    assert durations(pd.Series(["3分12秒", ""], dtype="category")).notna().tolist() == [True, False]


def test_the_moment_before_is_unknown_where_either_is() -> None:
    end = moments(pd.Series(["2026-07-03 10:00", "2026-07-03 10:00", ""]))
    earlier = before(end, pd.Series([7.5, float("nan"), 3]))
    assert earlier.astype(str).tolist()[0] == "2026-07-03 09:52:30"
    assert earlier.isna().tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("12.5", 12.5),
        ("750秒", 12.5),
        ("12分30秒", 12.5),
        ("1:02:30", 62.5),
        ("12:30", 12.5),
        ("1h 30min", 90),
        ("90s", 1.5),
        ("3分12秒", 3.2),
        ("1小时2分", 62),
        ("1小時2分鐘", 62),
        ("754秒", 754 / 60),
        ("38 s", 38 / 60),
        ("38.5 s", 38.5 / 60),
        ("１２分３０秒", 12.5),
        ("2 hours 5 minutes", 125),
        ("0:03:12", 3.2),
        ("3분 12초", 3.2),
    ],
)
def test_a_duration_is_minutes(text: str, minutes: float) -> None:
    assert durations(pd.Series([text]))[0] == pytest.approx(minutes)


def test_an_unknown_duration_is_missing() -> None:
    assert durations(pd.Series(["", "long", "-"])).isna().all()


def test_an_end_before_the_start_gives_no_duration() -> None:
    start, end = (
        moments(pd.Series(["2026-07-03 10:00"] * 2)),
        moments(pd.Series(["2026-07-03 10:07", "2026-07-03 09:00"])),
    )
    assert between(start, end).fillna(-1).tolist() == [7, -1]


@given(
    st.lists(
        st.from_regex(
            r"(?:18|19|20|21)\d\d[-/]\d\d-[0-3]\d[ T][0-2]\d:[0-7]\d(?::[0-7]\d)?",
            fullmatch=True,
            alphabet="0123456789-/: T",
        ),
        max_size=8,
    )
)
def test_the_usual_form_is_read_at_once_as_it_is_read_one_by_one(texts: list[str]) -> None:
    found = moments(pd.Series([*texts, "２０２６-07-03"], dtype="str"))
    one_by_one = times._moments(pd.Series([*texts, "2026-07-03"], dtype="str"), times._YEAR_FIRST, DATE)
    pd.testing.assert_series_equal(found, one_by_one)
