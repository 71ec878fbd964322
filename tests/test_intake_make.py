"""A prepared edition is made of units: one that did not change keeps its files, and people agree in all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rawproject import EDITION, HEADER, LABELS, QUESTIONNAIRE, many, project, raw

from csatreport.errors import CsatError, UsageError
from csatreport.intake.prepare import prepare
from csatreport.params.load import load_edition
from csatreport.survey import Survey

ITEMS = QUESTIONNAIRE + "cust,customer,Customer,客户,,,,,,,,,Customer,-\n"
LISTS = LABELS + (
    "customer_type,household,Household,家庭,\nbranch,east,East,东区,\nproduct,fibre,Fibre,光纤,\nlanguage,zh,Chinese,中文,\n"
    "channel,phone,Phone,电话,\ncause,billing,Bill,账单,Bill\ndepartment,desk,Desk,服务台,\n"
)
RECORDS = (
    '[[record]]\ntable = "customers"\nfile = "data/raw/customers.csv"\n'
    '[[record]]\ntable = "complaints"\nfile = "data/raw/complaints.csv"\n'
)
CUSTOMERS = [
    ("customer", "name", "branch", "since"),
    ("k1", "李雷雷", "east", "2020-01-02"),
    ("k2", "Hannah Meyer", "east", "2021-05-06"),
]
COMPLAINTS = [
    ("complaint", "customer", "cause", "opened", "text"),
    ("q1", "k2", "Bill", "2026-07-03 10:00", "李雷雷 says: call 13812345678"),
    ("q2", "k9", "Bill", "2026-08-01 11:00", "fine"),
]
KEY = "0123456789abcdef-a-key-for-tests"


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CSATREPORT_KEY", "CSATREPORT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def table(file: Path, lines: list[tuple[str, ...]]) -> None:
    raw(file, lines[0], lines[1:])


def made(folder: Path, *, edition: str = EDITION + RECORDS) -> Path:
    answers = [[*row, f"k{n}"] for n, row in enumerate(many(9, remark="I am 李雷雷"))]
    home = project(
        folder,
        questionnaire=ITEMS,
        labels=LISTS,
        edition=edition,
        header=(*HEADER, "Customer"),
        answers=answers,
    )
    table(home / "data/raw/customers.csv", CUSTOMERS)
    table(home / "data/raw/complaints.csv", COMPLAINTS)
    return home


def opened(folder: Path) -> Survey:
    return prepare(folder, load_edition(folder, "2026Q3"))


def files(folder: Path) -> dict[str, int]:
    return {p.name: p.stat().st_ino for p in (folder / "data/prepared/2026Q3").glob("*.parquet")}


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name.split(".")[0] for name in after if before.get(name) != after[name]}


@pytest.mark.parametrize("environment", [{}, {"CSATREPORT_KEY": KEY}], ids=["numbered", "keyed"])
def test_a_customer_is_the_same_in_answers_and_in_every_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    for name, key in environment.items():
        monkeypatch.setenv(name, key)
    survey = opened(made(tmp_path))
    second = survey.records["customers"]["customer"][1]
    assert survey.responses["customer"][2] == second
    assert survey.records["complaints"]["customer"][0] == second
    assert "k2" not in second


def test_names_of_customers_leave_comments_and_complaints(tmp_path: Path) -> None:
    survey = opened(made(tmp_path))
    assert survey.comments["text"].tolist() == ["I am ⟦name⟧"]
    assert survey.records["complaints"]["text"][0] == "⟦name⟧ says: call ⟦phone⟧"


def test_rows_of_records_are_counted_and_keys_that_match_nothing_are_listed(tmp_path: Path) -> None:
    records = opened(made(tmp_path)).records
    assert records.ledger[["table", "received", "accepted"]].to_numpy().tolist() == [
        ["complaints", 2, 2],
        ["customers", 2, 2],
    ]
    assert records.unmatched[["table", "field", "rows"]].to_numpy().tolist() == [
        ["complaints", "customer", 1]
    ]
    assert records["complaints"]["wave"].tolist() == ["2026Q3", "2026Q3"]


def test_a_table_that_was_not_declared_is_refused_by_name(tmp_path: Path) -> None:
    records = opened(made(tmp_path)).records
    assert "sales" not in records
    with pytest.raises(UsageError, match="complaints, customers"):
        records["sales"]


def test_a_changed_source_makes_only_what_depends_on_it_again(tmp_path: Path) -> None:
    folder = made(tmp_path)
    opened(folder)
    before = files(folder)
    table(folder / "data/raw/complaints.csv", COMPLAINTS[:2])
    assert len(opened(folder).records["complaints"]) == 1
    after = files(folder)
    assert changed(before, after) == {"complaints"}
    raw(folder / "data/raw/a.csv", (*HEADER, "Customer"), [[*row, ""] for row in many(9)])
    opened(folder)
    assert changed(after, files(folder)) == {
        "responses", "published", "ledger", "quarantine", "comments", "others", "weighting", "sample",
    }  # fmt: skip


def test_customers_matter_to_everything_that_names_them(tmp_path: Path) -> None:
    folder = made(tmp_path)
    opened(folder)
    before = files(folder)
    table(folder / "data/raw/customers.csv", CUSTOMERS[:2])
    opened(folder)
    assert changed(before, files(folder)) >= {"customers", "complaints", "responses", "comments"}


def test_wording_and_labels_that_only_readers_see_make_nothing_again(tmp_path: Path) -> None:
    folder = made(tmp_path)
    opened(folder)
    before = files(folder)
    for name, old, new in (
        ("questionnaire.csv", "您满意吗?", "您有多满意?"),
        ("labels.csv", "账单", "话费账单"),
    ):
        file = folder / "params" / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert opened(folder).questionnaire["overall"].wording.zh == "您有多满意?"
    assert files(folder) == before


TWO = EDITION + '[[source]]\nwave = "2026Q2"\nfile = "data/raw/b.csv"\n'
EARLIER = (("Region", "ID", "Overall"), [("South", "a", "3"), ("North", "b", "4")])


def test_with_a_key_only_the_file_that_changed_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSATREPORT_KEY", KEY)
    folder = made(tmp_path, edition='previous = "2026Q2"\n' + TWO)
    raw(folder / "data/raw/b.csv", *EARLIER)
    opened(folder)
    parts = folder / "data/prepared/.parts"
    before = {p.name for p in parts.iterdir()}
    raw(folder / "data/raw/b.csv", EARLIER[0], EARLIER[1][:1] * 2)
    opened(folder)
    after = {p.name for p in parts.iterdir()}
    assert len(before) == len(after) == 2
    assert len(before & after) == 1


def test_without_a_key_no_part_is_kept(tmp_path: Path) -> None:
    folder = made(tmp_path)
    opened(folder)
    assert not list((folder / "data/prepared").glob(".parts/*"))


def test_another_key_gives_other_pseudonyms_and_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made(tmp_path)
    found = []
    for key in (KEY, KEY[::-1]):
        monkeypatch.setenv("CSATREPORT_KEY", key)
        found.append(opened(folder).responses["customer"][1])
    assert found[0] != found[1]
    written = (folder / "data/prepared/2026Q3/prepared.json").read_text(encoding="utf-8")
    assert KEY not in written
    assert KEY[::-1] not in written


def test_a_record_that_is_refused_leaves_the_prepared_edition_as_it_was(tmp_path: Path) -> None:
    folder = made(tmp_path)
    opened(folder)
    before = files(folder)
    table(folder / "data/raw/complaints.csv", [("complaint", "cause"), ("q1", "Bill")])
    with pytest.raises(CsatError, match="opened"):
        opened(folder)
    assert files(folder) == before


def test_the_record_says_what_each_unit_was_made_of(tmp_path: Path) -> None:
    folder = made(tmp_path)
    opened(folder)
    units = json.loads((folder / "data/prepared/2026Q3/prepared.json").read_text(encoding="utf-8"))["units"]
    assert sorted(units) == ["complaints", "customers", "survey"]
    assert list(units["complaints"]["inputs"]["raw"]) == ["complaints", "customers"]
