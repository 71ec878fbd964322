from __future__ import annotations

import csv
import io

import pytest
from executed import HOSTILE, records

from csatreport.book.downloads import csv_bytes, table_rows

TABLE = records("p")[3]


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert read(csv_bytes([[text]]))[0][0].startswith("'")


def test_numbers_stay_numbers_with_all_their_digits() -> None:
    assert read(csv_bytes([[-0.123456789012, 3, None]])) == [["-0.123456789012", "3", ""]]


def test_a_spreadsheet_is_told_the_encoding() -> None:
    assert csv_bytes([["满意"]]).startswith(b"\xef\xbb\xbf")


def test_a_table_is_bare_values_under_their_groups_and_a_withheld_value_is_empty() -> None:
    rows = table_rows(TABLE, "en")  # type: ignore[arg-type]
    assert rows[0] == ["", "Item", "Share satisfied (%)"]
    assert rows[1:] == [
        ["Service", "Billing", 0.7712],
        ["Service", HOSTILE, 0.61],
        ["Service", "Delivery", None],
    ]
