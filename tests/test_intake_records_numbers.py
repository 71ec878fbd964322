"""Numbers as people write them."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csatreport.intake.records.fields import Kind
from csatreport.intake.records.numbers import numbers
from csatreport.params.text import normal


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1299", "money", 1299),
        ("1299.00", "money", 1299),
        ("1,299.00", "money", 1299),
        ("１，２９９．５０", "money", 1299.5),
        ("1 299", "money", 1299),
        ("12,345,678", "money", 12345678),
        ("¥1,299", "money", 1299),
        ("￥１２９９", "money", 1299),
        ("-¥1,299.5", "money", -1299.5),
        ("¥-12", "money", -12),
        ("−12", "money", -12),
        ("(12.50)", "money", -12.5),
        ("1299元", "money", 1299),
        ("€ 12.5", "money", 12.5),
        ("$12", "money", 12),
        ("RMB 12", "money", 12),
        ("1.2万", "money", 12000),
        ("1.2万元", "money", 12000),
        ("3亿", "money", 3e8),
        ("1e5", "money", 1e5),
        ("85%", "share", 0.85),
        ("８５．５％", "share", 0.855),
        ("0.85", "share", 0.85),
        ("2.5%", "number", 0.025),
        ("4星", "rating", 4),
        ("5 分", "rating", 5),
        ("12", "count", 12),
        ("1.2万", "count", 12000),
    ],
)
def test_a_number_is_understood(text: str, kind: Kind, value: float) -> None:
    assert numbers([text], kind)[0] == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1,29", "money"),  # no decimal comma
        ("1.299,00", "money"),
        ("12,34,567", "money"),
        ("1,299,", "money"),
        ("--5", "money"),
        ("-(5)", "money"),
        ("(5", "money"),
        ("5)", "money"),
        ("85%", "money"),
        ("85%", "count"),
        ("¥1", "share"),
        ("¥1", "rating"),
        ("4星", "number"),
        ("inf", "number"),
        ("nan", "number"),
        ("0x1A", "number"),
        ("1_000", "number"),
        ("True", "number"),
        ("1e999", "number"),
        ("13800138000", "money"),  # a phone
        ("300亿", "money"),
        ("=1+1", "number"),
        ("12 apples", "number"),
        ("9" * 100_000, "number"),
        ("", "number"),
        ("万", "number"),
    ],
)
def test_what_is_no_number_is_none(text: str, kind: Kind) -> None:
    assert math.isnan(numbers([text], kind)[0])


@given(st.integers(-(10**10) + 1, 10**10 - 1), st.integers(0, 2))
def test_separators_and_signs_change_nothing(whole: int, places: int) -> None:
    value = Decimal(whole).scaleb(-places)
    written = [f"{value:f}", f"{value:,f}", f"¥{value:,f}", f"{value:,f}元", f"{value:f}".translate(_WIDE)]
    assert set(numbers(written, "money")) == {float(value)}
    assert normal(written[-1]) == written[0]


_WIDE = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789.-"}
