"""Files of records together: joined on customer, branch and date; private; nothing lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from recordtables import ITEM, edition, export, questionnaire

from csatreport.errors import ParamsError
from csatreport.intake.records import Delivered, Records, assemble, deliver, people
from csatreport.intake.records.joined import waves
from csatreport.params import Wave
from csatreport.params.edition import TableName

QUESTIONNAIRE = questionnaire()
Rows = Sequence[Mapping[str, str]]
CUSTOMERS: Rows = (
    {"customer": "0012", "since": "2020-01-01", "branch": "East", "name": "王小明"},
    {"customer": "13", "since": "2026-07-01"},
)


def complaint(key: str, **more: str) -> dict[str, str]:
    return {"complaint": key, "cause": "Bill", "opened": "2026-07-03"} | more


def pseudonym(keys: pd.Series, kind: str) -> pd.Series:
    return kind[0] + "~" + keys.astype("string")


def scrub(texts: pd.Series, *, names: frozenset[str] = frozenset()) -> pd.Series:
    for name in sorted(names):
        texts = texts.str.replace(name, "⟦name⟧", regex=False)
    return texts.str.replace(r"1[3-9]\d{9}", "⟦phone⟧", regex=True)


def files(table: TableName, *parts: Rows) -> list[Delivered]:
    return [
        deliver(export(rows, file=f"data/raw/{table}{n}.csv"), table, QUESTIONNAIRE, names={})
        for n, rows in enumerate(parts)
    ]


def together(wave: str = "2026Q3", **tables: Sequence[Rows]) -> Records:
    delivered = {name: files(name, *parts) for name, parts in tables.items()}  # type: ignore[arg-type]
    return assemble(edition(wave), delivered, QUESTIONNAIRE, pseudonym=pseudonym, scrub=scrub)  # type: ignore[arg-type]


def listed(records: Records) -> list[tuple[object, ...]]:
    return list(records.unmatched.itertuples(index=False, name=None))


def test_a_blank_branch_is_that_of_the_customer() -> None:
    rows = [
        complaint("1", customer="12.0"),
        complaint("2", customer="12", branch="West"),
        complaint("3", customer="13"),
        complaint("4"),
    ]
    table = together(customers=[CUSTOMERS], complaints=[rows]).tables["complaints"]
    assert table["branch"].tolist() == ["east", "west", pd.NA, pd.NA]
    assert table["customer"].tolist() == ["c~12", "c~12", "c~13", pd.NA]
    assert str(table["branch"].dtype) == str(table["customer"].dtype) == "string"


def test_customers_who_are_not_there_are_kept_counted_and_listed_by_pseudonym() -> None:
    rows = [complaint("1", customer="99"), complaint("2", customer="99"), complaint("3", customer="12")]
    found = together(customers=[CUSTOMERS], complaints=[rows])
    assert len(found.tables["complaints"]) == 3
    assert listed(found) == [("complaints", "customer", "c~99", 2)]


def test_without_a_table_of_customers_none_is_unmatched() -> None:
    assert together(complaints=[[complaint("1", customer="99")]]).unmatched.empty


def test_tasks_projects_and_items_that_are_not_there_are_listed() -> None:
    plan = {"department": "Field", "start": "2026-07-01", "due": "2026-08-01"}
    project = plan | {"title": "T", "status": "Running"}
    task = plan | {"title": "T", "progress": "10%"}
    found = together(
        projects=[[project | {"project": "P1", "item": ITEM}, project | {"project": "P2", "item": "speed"}]],
        tasks=[
            [
                task | {"task": "01", "project": "P1"},
                task | {"task": "2", "parent": "1", "project": "P9"},
                task | {"task": "3", "parent": "7"},
            ]
        ],
    )
    assert listed(found) == [
        ("projects", "item", "speed", 1),
        ("tasks", "parent", "7", 1),
        ("tasks", "project", "P9", 1),
    ]


def test_codes_that_no_list_has_are_listed_but_not_what_somebody_wrote_once() -> None:
    rows = [complaint(f"{n}", branch="East", product="TV") for n in range(60)]
    rows[0]["branch"] = rows[1]["branch"] = "Mars"
    rows[2]["branch"] = "ask 王小明"
    rows[3]["product"] = rows[4]["product"] = "the one of 13800138000"
    assert listed(together(complaints=[rows])) == [
        ("complaints", "branch", "", 1),
        ("complaints", "branch", "Mars", 2),
        ("complaints", "product", "the one of ⟦phone⟧", 2),
    ]


def test_texts_are_scrubbed_of_every_name_of_the_edition() -> None:
    rows = [complaint("1", text="王小明 called 13800138000"), complaint("2")]
    records = together(customers=[CUSTOMERS], complaints=[rows])
    assert records.tables["complaints"]["text"].tolist() == ["⟦name⟧ called ⟦phone⟧", pd.NA]


def test_a_key_that_is_a_phone_number_becomes_a_pseudonym_and_other_keys_stay() -> None:
    rows = [complaint("13800138000"), complaint("C-7"), complaint("2026070112345")]
    keys = together(complaints=[rows]).tables["complaints"]["complaint"]
    assert keys.tolist() == ["r~13800138000", "C-7", "2026070112345"]


def test_people_are_those_of_all_files() -> None:
    reviews = [{"review": "1", "date": "2026-07-03", "platform": "Maps", "rating": "1", "author": "Ann Lee"}]
    assert people({"customers": files("customers", CUSTOMERS), "reviews": files("reviews", reviews)}) == {
        "王小明",
        "Ann Lee",
    }


def test_a_row_that_an_earlier_file_has_is_a_duplicate() -> None:
    found = together(complaints=[[complaint("1"), complaint("2")], [complaint("2"), complaint("3")]])
    assert found.tables["complaints"]["complaint"].tolist() == ["1", "2", "3"]
    assert found.quarantine[["source", "row", "rule", "item", "whole"]].to_numpy().tolist() == [
        ["data/raw/complaints1.csv", 2, "duplicate key", "complaint", True]
    ]
    assert found.ledger[["source", "received", "accepted", "quarantined"]].to_numpy().tolist() == [
        ["data/raw/complaints0.csv", 2, 2, 0],
        ["data/raw/complaints1.csv", 2, 1, 1],
    ]


def test_a_header_that_was_declared_and_is_in_no_file_is_refused() -> None:
    names = {"complaints": {"text": ("内容",)}}
    parts = [
        deliver(export([complaint("1") | more]), "complaints", QUESTIONNAIRE, names=names)
        for more in ({"内容": "x"}, {"words": "y"})
    ]
    assert parts[1].absent == ("text",)

    def run(delivered: list[Delivered]) -> Records:
        return assemble(edition(), {"complaints": delivered}, QUESTIONNAIRE, pseudonym=pseudonym, scrub=scrub)

    with pytest.raises(ParamsError, match="'text' of table complaints is in none of its files") as caught:
        run(parts[1:])
    assert "'words'" in caught.value.message


def test_tables_may_serve_only_to_join_others() -> None:
    delivered = {
        "customers": files("customers", CUSTOMERS),
        "complaints": files("complaints", [complaint("1", customer="12")]),
    }
    found = assemble(
        edition(),
        delivered,  # type: ignore[arg-type]
        QUESTIONNAIRE,
        pseudonym=pseudonym,
        scrub=scrub,
        only=frozenset({"complaints"}),
    )
    assert list(found.tables) == ["complaints"]
    assert found.tables["complaints"]["branch"].tolist() == ["east"]


def test_no_records_are_no_tables() -> None:
    found = together()
    assert found.tables == {}
    assert found.ledger.empty
    assert list(found.ledger.columns) == [
        "table", "source", "wave", "mode", "received", "accepted", "quarantined",
    ]  # fmt: skip
    assert found.quarantine.empty
    assert found.unmatched.empty


def test_every_row_has_the_wave_of_its_date() -> None:
    rows = [complaint("1"), complaint("2", opened="2025-12-31 23:59"), complaint("3", opened="2026-10-01")]
    assert together(complaints=[rows]).tables["complaints"]["wave"].tolist() == ["2026Q3", "2025Q4", ""]


@pytest.mark.parametrize("wave", ["2026Q3", "2026H2", "2026", "FY2026/27Q2", "FY2026/27"])
def test_a_wave_holds_the_days_from_its_start_to_its_end(wave: str) -> None:
    own = Wave.parse(wave)
    days = pd.Series(pd.date_range("2019-01-01", "2027-12-31")).astype("datetime64[s]")
    found = waves(days, own)
    for name, part in days.groupby(found):
        if name:
            one = Wave.parse(name)
            assert part.dt.date.between(one.start, one.end).all()
            assert one.kind == own.kind
    assert (found == "").tolist() == (days.dt.date > own.end).tolist()
    assert waves(pd.Series([pd.NaT], dtype="datetime64[s]"), own).tolist() == [""]
