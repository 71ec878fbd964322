"""Cells become values; what cannot is faulty, and blanks are missing without fault."""

from __future__ import annotations

import pandas as pd
import pytest

from csatreport.intake.records import faults
from csatreport.intake.records.convert import Converted, absent, convert
from csatreport.intake.records.fields import DTYPES, field

KNOWN = {"East": "east", "东城": "east", "1": "east", "None": "nothing"}


def read(kind: str, *cells: str, dtype: str = "str") -> Converted:
    return convert(pd.Series(list(cells), dtype=dtype), field("f", kind, "F", "F"), KNOWN)


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("date", "2026-07-03", "2026-07-03"),
        ("date", "2026/7/3 10:11", "2026-07-03"),
        ("date", "2026年7月3日", "2026-07-03"),
        ("date", "２０２６－０７－０３", "2026-07-03"),
        ("month", "2026-07", "2026-07-01"),
        ("month", "202607", "2026-07-01"),
        ("month", "2026年7月", "2026-07-01"),
        ("month", "2026-07-31 00:00:00", "2026-07-01"),
        ("moment", "2026-07-03 10:11:12", "2026-07-03 10:11:12"),
        ("moment", "2026/7/3", "2026-07-03"),
        ("moment", "2026年7月3日 下午3:05", "2026-07-03 15:05"),
        ("date", "46206", "2026-07-03"),  # a spreadsheet counts days
    ],
)
def test_dates_are_read_year_first(kind: str, cell: str, value: str) -> None:
    found = read(kind, cell)
    assert found.value[0] == pd.Timestamp(value)
    assert found.value.dtype == "datetime64[s]"
    assert not found.faulty.any()


@pytest.mark.parametrize("cell", ["2026-13-01", "2026-02-30", "03/07/2026", "soon", "=TODAY()", "4500"])
def test_what_is_no_date_is_faulty(cell: str) -> None:
    found = read("date", cell, "2026-07-03")
    assert found.faulty.tolist() == [True, False]
    assert found.value.isna().tolist() == [True, False]
    assert found.rule == faults.NOT_DATE


@pytest.mark.parametrize(
    ("cell", "value"),
    [("yes", True), ("No", False), ("1", True), ("0", False), ("1.0", True), ("是", True), ("否", False),
     ("Ｙ", True), ("n", False), ("TRUE", True), ("false", False), ("达标", True), ("未通过", False)],
)  # fmt: skip
def test_yes_and_no_in_many_words(cell: str, *, value: bool) -> None:
    found = read("flag", cell)
    assert found.value.tolist() == [value]
    assert found.value.dtype == "boolean"


def test_a_flag_is_nothing_else() -> None:
    assert read("flag", "maybe", "2", "yes " * 1000).faulty.all()
    assert read("flag", "maybe").rule == faults.NOT_FLAG


def test_codes_come_from_the_answers_of_their_list() -> None:
    found = read("code:x", "East", " 东城 ", "1.0", "１", "Mars", "", "None")
    assert found.value.tolist() == ["east", "east", "east", "east", pd.NA, pd.NA, "nothing"]
    assert found.faulty.tolist() == [False, False, False, False, True, False, False]
    assert found.rule == faults.UNKNOWN


def test_keys_have_one_form() -> None:
    found = read("key", "0012", "12", "12.0", "１２", " 12 ", "A 1", "A\u3000 1", "007a")
    assert found.value.tolist() == ["12"] * 5 + ["A 1", "A 1", "007a"]


def test_a_key_of_a_hundred_thousand_characters_is_none() -> None:
    found = read("key", "k" * 100_000, "k1")
    assert found.faulty.tolist() == [True, False]
    assert found.rule == faults.LONG


def test_whole_numbers_only() -> None:
    found = read("count", "12", "12.0", "12.5", "1e20", "x", "")
    assert found.value.tolist()[:2] == [12, 12]
    assert found.faulty.tolist() == [False, False, True, True, True, False]
    assert found.value.dtype == "Int64"


def test_texts_keep_everything_but_control_characters() -> None:
    words = '<script>alert(1)</script> =HYPERLINK("x") 很好！'
    found = read("text", words, "a\x00b\x1b[31m\nc", "x" * 100_000)
    assert found.value.tolist() == [words, "a b [31m\nc", "x" * 100_000]
    assert not found.faulty.any()


def test_a_title_is_short() -> None:
    assert read("title", "t" * 300, "t" * 301).faulty.tolist() == [False, True]


@pytest.mark.parametrize(
    "blank", ["", " ", "\u3000", "-", "—", "/", "NULL", "null", "N/A", "NaN", "None", "NaT"]
)
@pytest.mark.parametrize("kind", ["date", "money", "flag", "key", "customer", "count"])
def test_a_cell_that_says_nothing_is_missing_without_fault(blank: str, kind: str) -> None:
    found = convert(pd.Series([blank]), field("f", kind, "F", "F"), {})
    assert found.value.isna().all()
    assert found.blank.all()
    assert not found.faulty.any()


def test_a_text_may_be_a_dash() -> None:
    assert read("text", "-", "N/A").value.tolist() == ["-", "N/A"]


@pytest.mark.parametrize("dtype", ["str", "string", "category", "object"])
def test_cells_may_be_strings_or_categories(dtype: str) -> None:
    found = read("number", "2", "1", "2", "x", dtype=dtype)
    assert found.value.tolist()[:3] == [2, 1, 2]
    assert found.faulty.tolist() == [False, False, False, True]


@pytest.mark.parametrize("kind", DTYPES)
def test_columns_have_the_type_of_their_kind_also_when_empty_or_absent(kind: str) -> None:
    one = field("f", kind, "F", "F")
    assert convert(pd.Series([], dtype=str), one, {}).value.dtype == DTYPES[one.kind]
    assert convert(pd.Series(["", ""]), one, {}).value.dtype == DTYPES[one.kind]
    assert absent(pd.RangeIndex(2), one).dtype == DTYPES[one.kind]
