"""One file of records: accepted rows, and what was put aside by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recordtables import export, questionnaire, valid

from csatreport.errors import CsatError, DataError, ParamsError
from csatreport.intake.records import TABLES, Delivered, deliver
from csatreport.intake.records.fields import DTYPES

QUESTIONNAIRE = questionnaire()
GOOD = {
    "cause": "Slow",
    "opened": "2026-07-03 10:00",
    "answered": "2026-07-03 11:00",
    "closed": "2026-07-04",
    "branch": "East",
    "rating": "4",
}


def complaints(*special: Mapping[str, str], plain: int = 60) -> Delivered:
    rows: list[dict[str, str]] = [GOOD | {"complaint": f"C{n}"} | dict(row) for n, row in enumerate(special)]
    rows += [GOOD | {"complaint": f"P{n}"} for n in range(plain)]
    return deliver(export(rows), "complaints", QUESTIONNAIRE, names={})


def aside(delivered: Delivered) -> list[tuple[Any, ...]]:
    columns = ["row", "rule", "item", "value", "whole"]
    return [tuple(r) for r in delivered.quarantine[columns].itertuples(index=False)]


@pytest.mark.parametrize(
    ("row", "rule", "item", "value"),
    [
        ({"complaint": ""}, "missing", "complaint", ""),
        ({"complaint": "x" * 101}, "too long", "complaint", ""),
        ({"cause": " "}, "missing", "cause", ""),
        ({"cause": "Aliens"}, "unknown code", "cause", ""),
        ({"cause": "77"}, "unknown code", "cause", "77"),
        ({"opened": "yesterday"}, "not a date", "opened", ""),
        ({"opened": "1900-01-00"}, "not a date", "opened", ""),
        ({"opened": "1900-01-01"}, "outside the range", "opened", ""),
        ({"opened": "2199-01-01"}, "outside the range", "opened", ""),
        ({"closed": "2026-07-02"}, "dates out of order", "closed", ""),
        ({"answered": "2026-07-03 09:59"}, "dates out of order", "answered", ""),
        ({"answered": "2026-07-05"}, "dates out of order", "closed", ""),
        ({"complaint": "first"}, "duplicate key", "complaint", ""),
    ],
)
def test_a_row_is_put_aside_by_its_rule(row: dict[str, str], rule: str, item: str, value: str) -> None:
    found = complaints({"complaint": "first"}, row)
    assert aside(found) == [(3, rule, item, value, True)]
    assert len(found.rows) == found.received - 1
    assert 3 not in found.rows["row"].tolist()


@pytest.mark.parametrize(
    ("row", "rule", "item", "value"),
    [
        ({"branch": "Mars"}, "unknown code", "branch", ""),
        ({"rating": "9"}, "outside the range", "rating", "9"),
        ({"rating": "good"}, "not a number", "rating", ""),
        ({"closed": "soon"}, "not a date", "closed", ""),
    ],
)
def test_a_cell_of_an_optional_field_is_put_aside_and_its_row_stays(
    row: dict[str, str], rule: str, item: str, value: str
) -> None:
    found = complaints(row)
    assert aside(found) == [(2, rule, item, value, False)]
    assert len(found.rows) == found.received
    assert pd.isna(found.rows.loc[0, item])
    assert found.rows[item].dtype == DTYPES[TABLES["complaints"][item].kind]


def test_a_row_goes_once_by_the_first_field_at_fault() -> None:
    assert aside(complaints({"complaint": "", "cause": "", "rating": "9"})) == [
        (2, "missing", "complaint", "", True)
    ]


def test_a_row_is_no_duplicate_of_one_that_was_put_aside() -> None:
    found = complaints({"complaint": "A", "closed": "2026-01-01"}, {"complaint": "A"})
    assert aside(found) == [(2, "dates out of order", "closed", "", True)]


def test_a_day_is_not_before_an_hour_of_that_day() -> None:
    assert not aside(
        complaints({"opened": "2026-07-03 10:00", "answered": "2026-07-03", "closed": "2026/7/3"})
    )


def test_a_row_that_the_reader_could_not_use_is_put_aside_with_its_reason() -> None:
    rows = [GOOD | {"complaint": f"C{n}"} for n in range(40)]
    rows[3] = {"complaint": "C3"}
    found = deliver(export(rows, spoilt={3: "cut off"}), "complaints", QUESTIONNAIRE, names={})
    assert aside(found) == [(5, "unreadable row", "", "", True)]
    assert found.quarantine["reason"].tolist() == ["cut off"]


def test_words_of_people_are_never_shown() -> None:
    said = "王小明 13800138000"
    found = complaints({"opened": said, "branch": said, "cause": said}, {"rating": said, "branch": said})
    assert said not in found.quarantine.to_csv()
    assert "138" not in found.quarantine.drop(columns="row").to_csv()


@pytest.mark.parametrize(
    ("bad", "error", "words"),
    [
        ({"cause": "Aliens"}, ParamsError, ("params/labels.csv, list 'cause'", "'Aliens'", "4 of 64")),
        ({"branch": "Mars"}, ParamsError, ("list 'branch'", "'Mars'", "6%")),
        ({"opened": "03/07/2026"}, DataError, ("'opened'", "2026-07-03", "params/records.csv")),
        ({"rating": "90"}, DataError, ("'rating'", "from 1 to 5", "outside the range")),
        ({"closed": "2026-01-01"}, DataError, ("'closed'", "dates in the order")),
        ({"complaint": "same"}, DataError, ("'complaint'", "a value of its own", "5 of 65")),
    ],
)
def test_a_column_that_the_data_contradict_is_refused(
    bad: dict[str, str], error: type[CsatError], words: tuple[str, ...]
) -> None:
    times = 6 if "complaint" in bad else 4
    with pytest.raises(error) as caught:
        complaints(*[bad] * times, plain=60 if times == 4 else 59)
    assert type(caught.value) is error
    assert all(word in caught.value.message for word in words)


def test_the_message_shows_no_personal_data() -> None:
    with pytest.raises(ParamsError) as caught:
        complaints(*[{"cause": "13800138000"}] * 3, *[{"cause": "Aliens"}] * 2, plain=10)
    assert "'Aliens'" in caught.value.message
    assert "138" not in caught.value.message


def test_five_percent_are_tolerated() -> None:
    assert len(complaints(*[{"cause": "Aliens"}] * 3, plain=57).quarantine) == 3


def test_one_fault_in_a_small_file_is_tolerated() -> None:
    assert len(complaints({"cause": "Aliens"}, plain=1).rows) == 1


def test_a_share_above_one_says_how_shares_are_written() -> None:
    rows = [{"date": f"2026-07-{d:02d}", "competitor": "Own", "share": "35"} for d in range(1, 9)]
    with pytest.raises(DataError, match=r"0\.85 or 85%"):
        deliver(export(rows), "market", QUESTIONNAIRE, names={})


def test_a_file_of_which_no_row_can_be_used_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        complaints({"cause": ""}, {"cause": ""}, plain=0)
    assert "cause: missing (2 rows)" in caught.value.message


def test_a_list_that_nobody_declared_is_told() -> None:
    bare = type(QUESTIONNAIRE)(QUESTIONNAIRE.items, {}, {})
    with pytest.raises(ParamsError, match="no list 'branch' for column 'branch'"):
        deliver(export([GOOD | {"complaint": "1"}]), "complaints", bare, names={})


def test_headers_may_be_declared_and_other_columns_are_named() -> None:
    rows = [
        {"投诉编号": f"{n}", "受理时间": "2026年7月3日", "原因": "网速慢", "分公司": "东城", "Notes": "x"}
        for n in range(3)
    ]
    names = {"complaint": ("投诉编号",), "opened": ("受理时间",), "cause": ("原因",), "branch": ("分公司",)}
    found = deliver(export(rows), "complaints", QUESTIONNAIRE, names={"complaints": names})
    assert found.rows["branch"].tolist() == ["east"] * 3
    assert found.unused == ("Notes",)


def test_personal_fields_leave_only_names_for_the_scrubber() -> None:
    row = {
        "customer": "1",
        "since": "2020-01-01",
        "phone": "13800138000",
        "name": " 王 小明 ",
        "address": "Elm 5",
    }
    found = deliver(
        export([row, row | {"customer": "2", "name": "李雷"}]), "customers", QUESTIONNAIRE, names={}
    )
    assert found.names == {"王 小明", "李雷"}
    assert not {"name", "phone", "address"} & set(found.rows.columns)


def test_names_of_staff_are_names_and_their_numbers_are_not() -> None:
    rows = [
        {"interview": f"{n}", "date": "2026-07-03", "topic": "Repair", "text": "t", "interviewer": who}
        for n, who in enumerate(("Zhao Min", "T0123", ""))
    ]
    assert deliver(export(rows), "interviews", QUESTIONNAIRE, names={}).names == {"Zhao Min"}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_with_every_field_comes_out_with_its_types(table: str) -> None:
    schema = TABLES[table]  # type: ignore[index]
    rows = [{f.name: valid(f, n) for f in schema.fields} for n in range(3)]
    found = deliver(export(rows), schema.table, QUESTIONNAIRE, names={})
    assert found.quarantine.empty
    assert len(found.rows) == 3
    assert {c: str(t) for c, t in found.rows.dtypes.items()} == {
        f.name: DTYPES[f.kind] for f in schema.stored
    } | {"row": "int64"}
    assert not found.rows.isna().any(axis=None)


CELLS = st.sampled_from(["", "A", "A", "B", "C0", "Slow", "East", "2026-07-03", "2026-07-01 9:00", "1900-01-01",
                         "4", "9", "-1", "yes", "?", "<b>", "=1+1", "x" * 400])  # fmt: skip
ROWS = st.lists(st.dictionaries(st.sampled_from(list(GOOD)), CELLS, max_size=3), max_size=3)
KEYS = st.lists(st.sampled_from(["A", "B", "C", "", "1", "1.0"]), min_size=3, max_size=3)


@settings(max_examples=150, deadline=None)
@given(ROWS, KEYS)
def test_received_is_accepted_and_quarantined_whatever_comes(
    rows: list[dict[str, str]], keys: list[str]
) -> None:
    found = complaints(*({"complaint": k} | r for k, r in zip(keys, rows, strict=False)), plain=100)
    whole = found.quarantine[found.quarantine["whole"]]
    assert found.received == 100 + len(rows) == len(found.rows) + len(whole)
    assert sorted([*found.rows["row"], *whole["row"]]) == list(range(2, 102 + len(rows)))
    assert not found.rows["complaint"].duplicated().any()
    assert found.rows[["complaint", "cause", "opened"]].notna().all(axis=None)
    assert (found.rows["closed"].isna() | (found.rows["closed"] >= found.rows["opened"].dt.normalize())).all()
    single = found.quarantine[~found.quarantine["whole"]]
    assert not set(single["row"]) & set(whole["row"])
