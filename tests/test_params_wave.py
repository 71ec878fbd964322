"""Waves: read, put in order, dated, printed."""

from __future__ import annotations

from datetime import date

import pytest

from csatreport.errors import ParamsError
from csatreport.params import Wave


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026Q3", "2026Q3"),
        ("2026 qtr 3", "2026Q3"),
        ("2026H2", "2026H2"),
        ("2026", "2026"),
        ("FY2018/19Q1", "FY2018/19Q1"),
        ("2018/19", "FY2018/19"),
        ("FY2003/04 QTR 1", "FY2003/04Q1"),
        ("FY1999/00", "FY1999/00"),
    ],
)
def test_a_wave_is_read_as_people_write_it(text: str, said: str) -> None:
    assert str(Wave.parse(text)) == said


@pytest.mark.parametrize("text", ["2026Q5", "2026Q0", "2026H3", "FY2018/20", "Q3 2026", "", "26Q1"])
def test_a_text_that_is_no_wave_is_refused(text: str) -> None:
    with pytest.raises(ParamsError, match="not a wave"):
        Wave.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("FY2018/19Q1", date(2018, 4, 1), date(2018, 6, 30)),
        ("FY2018/19Q4", date(2019, 1, 1), date(2019, 3, 31)),
        ("FY2018/19", date(2018, 4, 1), date(2019, 3, 31)),
    ],
)
def test_a_wave_has_its_first_and_last_day_and_fiscal_years_begin_in_april(
    text: str, first: date, last: date
) -> None:
    wave = Wave.parse(text)
    assert (wave.start, wave.end) == (first, last)


def test_waves_are_in_order_and_step_over_the_year() -> None:
    assert Wave.parse("2025Q4") < Wave.parse("2026Q1")
    assert Wave.parse("2026Q1").shifted(-1) == Wave.parse("2025Q4")
    assert Wave.parse("2026H1").shifted(-2) == Wave.parse("2025H1")


def test_waves_of_different_length_have_no_order() -> None:
    with pytest.raises(ParamsError, match="different length"):
        sorted([Wave.parse("2026"), Wave.parse("2026Q1")])


def test_a_wave_is_printed_in_both_languages() -> None:
    label = Wave.parse("FY2018/19Q1").label
    assert (label.en, label.zh) == ("Q1 2018/19", "2018/19财年第一季度")
