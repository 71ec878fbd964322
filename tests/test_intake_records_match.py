"""Columns are found by their headers; what is missing, twice or not used is told."""

from __future__ import annotations

import pytest

from csatreport.errors import DataError, ParamsError
from csatreport.intake.readers.export import Column
from csatreport.intake.records import TABLES
from csatreport.intake.records.match import match

SCHEMA = TABLES["reviews"]
OWN = ("review", "date", "platform", "rating")


def columns(*names: str) -> list[Column]:
    return [Column((name,)) for name in names]


def test_fields_are_found_in_any_order_by_their_own_name() -> None:
    found = match(columns("rating", " date ", "plat form", "review", "platform"), SCHEMA, {}, file="f.csv")
    assert found.columns == {"review": 3, "date": 1, "platform": 4, "rating": 0}
    assert found.unused == ("plat form",)


def test_the_header_that_is_declared_goes_before_the_own_name() -> None:
    found = match(columns(*OWN, "评分"), SCHEMA, {"rating": ("星级", "评分")}, file="f.csv")
    assert found.columns["rating"] == 4
    assert found.unused == ("rating",)


def test_the_own_name_serves_where_the_declared_header_is_not_there() -> None:
    found = match(columns(*OWN), SCHEMA, {"rating": ("评分",)}, file="f.csv")
    assert found.columns["rating"] == 3


def test_full_width_headers_are_the_same() -> None:
    assert (
        match(columns("review", "date", "ｐｌａｔｆｏｒｍ", "rating"), SCHEMA, {}, file="f").columns[
            "platform"
        ]
        == 2
    )


def test_a_header_may_be_any_of_the_names_of_a_column() -> None:
    export = [*columns("review", "date", "platform"), Column(("Q7", "Stars"))]
    assert match(export, SCHEMA, {"rating": ("Stars",)}, file="f.csv").columns["rating"] == 3


def test_a_required_field_that_is_missing_is_told_with_the_closest_header() -> None:
    with pytest.raises(ParamsError) as caught:
        match(columns("review", "date", "platform", "ratings"), SCHEMA, {}, file="f.csv")
    assert all(word in caught.value.message for word in ("'rating'", "f.csv", "did you mean 'ratings'?"))


def test_every_missing_field_is_told() -> None:
    with pytest.raises(ParamsError, match="2 faults"):
        match(columns("review", "date"), SCHEMA, {}, file="f.csv")


def test_two_columns_of_one_field_are_refused() -> None:
    with pytest.raises(DataError, match="two columns hold field 'date'"):
        match(columns(*OWN, "date"), SCHEMA, {}, file="f.csv")
    with pytest.raises(DataError, match="columns 1, 2"):
        match(columns("a", "b", *OWN[:3]), SCHEMA, {"rating": ("a", "b")}, file="f.csv")


def test_an_optional_field_that_was_declared_and_is_not_there_is_told() -> None:
    found = match(columns(*OWN), SCHEMA, {"text": ("评价",)}, file="f.csv")
    assert found.absent == ("text",)
