"""Times as survey platforms write them."""

from __future__ import annotations

import pandas as pd
import pytest

from csatreport.intake.times import between, durations, moments


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-07-03 10:11:12", "2026-07-03T10:11:12"),
        ("2026/7/3 9:05", "2026-07-03T09:05:00"),
        ("2026年7月3日 21:00", "2026-07-03T21:00:00"),
        ("2026.07.03", "2026-07-03T00:00:00"),
        ("2026-07-03T10:11:12Z", "2026-07-03T10:11:12"),
        ("２０２６-07-03", "2026-07-03T00:00:00"),
    ],
)
def test_a_moment_is_read_year_first(text: str, iso: str) -> None:
    assert moments(pd.Series([text]))[0] == pd.Timestamp(iso)


@pytest.mark.parametrize("text", ["", "03/07/2026", "yesterday", "2026-13-40"])
def test_what_is_no_moment_or_could_be_two_is_unknown(text: str) -> None:
    assert moments(pd.Series([text])).isna().all()


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
