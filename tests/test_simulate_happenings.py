"""The files of records are what a company's systems would write, with exactly the faults that were planted."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import happened
import pandas as pd
import pyarrow.parquet
import pytest

from csatreport.simulate import company
from csatreport.simulate.happenings import delivery, faults, words
from csatreport.simulate.happenings.plan import numbers

WAVES = [quarter.wave for quarter in company.QUARTERS]
CODES = {  # table -> the field that has unknown codes, its list
    "customers": ("product", "product"), "lifecycle": ("event", "lifecycle"), "complaints": ("cause", "cause"),
    "reviews": ("platform", "platform"), "interviews": ("topic", "topic"), "sales": ("product", "product"),
    "costs": ("action", "action"), "visits": ("standard", "standard"), "training": ("course", "course"),
    "suggestions": ("status", "suggestion"), "market": ("competitor", "competitor"),
    "warnings": ("indicator", "indicator_warning"),
}  # fmt: skip
DATES = {
    "customers": "since",
    "complaints": "opened",
    "warnings": "raised",
    "lifecycle": "date",
    "sales": "date",
}
KEYS = {
    "customers": ["customer"], "costs": ["month", "action", "department", "branch"],
    "market": ["date", "competitor", "region"], "risks": ["risk", "date"],
    "cases": ["case", "measure", "date"],
    "studies": ["study", "brand", "factor", "date"],
}  # fmt: skip
NAMES = [
    "customers.csv", "lifecycle.parquet", "interviews.xlsx", "costs.xlsx", "visits.csv", "training.csv",
    "suggestions.csv", "market.csv", "warnings.csv", "projects.csv", "tasks.xlsx", "risks.csv",
    "cases.csv", "studies-owners.csv", "studies-dealers.xlsx",
    *(f"{t}-{w}.{e}" for t, e in (("complaints", "csv"), ("reviews", "csv"), ("sales", "parquet")) for w in WAVES),
]  # fmt: skip


def _table(name: str) -> str:
    return name.partition(".")[0].partition("-")[0]


def _key(table: str, frame: pd.DataFrame) -> list[str]:
    return KEYS.get(table) or (list(frame.columns) if table == "lifecycle" else [frame.columns[0]])


def test_there_is_every_table_of_the_company_and_nothing_else():
    assert sorted(happened.files()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_rows_and_planted_faults_are_exactly_as_told(name):
    frame, truth, table = happened.raw(name), happened.files()[name][1], _table(name)
    planted = truth.get("planted", {})
    known = (
        {n for w in words.names(CODES[table][1]).values() for n in (w.english, w.chinese)}
        if table in CODES
        else set()
    )
    assert len(frame) == truth["rows"]
    assert frame.duplicated(_key(table, frame)).sum() == planted.get(faults.DUPLICATE, 0)
    if faults.CODE in planted:
        assert (~frame[CODES[table][0]].isin(known)).sum() == planted[faults.CODE]
    if faults.DATE in planted:
        assert _impossible(frame[DATES.get(table, "date")]).sum() == planted[faults.DATE]
    if faults.LONG_AGO in planted:
        assert (pd.to_datetime(frame["date"]) < "1950").sum() == planted[faults.LONG_AGO]
    if faults.ORDER in planted:
        start = "opened" if table == "complaints" else "raised"
        both = frame[(frame["closed"] != "") & ~_impossible(frame[start])]
        assert (pd.to_datetime(both["closed"]) < pd.to_datetime(both[start])).sum() == planted[faults.ORDER]
    if faults.HOSTILE in planted:
        text = frame["note" if table == "visits" else "text"]
        assert text.isin(faults.ATTACKS).sum() == planted[faults.HOSTILE]


def _impossible(dates: pd.Series) -> pd.Series:
    clean = dates.str.replace("[年月]", "-", regex=True).str.replace("日", "")
    return pd.to_datetime(clean, errors="coerce", format="mixed").isna()


@pytest.mark.parametrize("table", ["complaints", "sales", "interviews", "lifecycle"])
def test_customers_named_are_customers_but_for_those_planted(table):
    frame, known = happened.table(table), set(happened.table("customers")["customer"])
    named = frame["customer"][frame["customer"].notna() & (frame["customer"] != "")]
    strangers = named[~named.isin(known)]
    prospects = strangers.str.startswith("P")
    planted = sum(
        t["planted"][faults.STRANGER] for n, (_, t) in happened.files().items() if _table(n) == table
    )
    assert (~prospects).sum() == planted
    assert strangers[prospects].nunique() <= 3600 if table == "lifecycle" else not prospects.any()


def test_tasks_and_projects_hang_together():
    tasks, projects = happened.raw("tasks.xlsx"), happened.raw("projects.csv")
    assert set(tasks["project"]) == set(projects["project"]) == set(numbers().values())
    parts = tasks[tasks["parent"] != ""]
    assert set(parts["parent"]) == set(tasks["task"]) - set(parts["task"])
    whole = tasks.set_index("task")["budget"]
    assert (
        parts.groupby("parent")["budget"].sum() - whole[whole.index.str.endswith("-0")]
    ).abs().max() < 0.02
    assert len(tasks) == 40
    assert len(projects) == 8
    assert projects["status"].map({"进行中": 0, "已完成": 1, "已终止": 2}).notna().all()


def test_twelve_risks_are_assessed_in_every_quarter():
    risks = happened.raw("risks.csv")
    assert risks.groupby("date").size().tolist() == [12] * 12
    assert set(risks["likelihood"]) | set(risks["impact"]) <= set("12345")


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [
        ("customers", 60_000, 60_100), ("lifecycle", 200_000, 300_000), ("complaints", 18_000, 30_000),
        ("reviews", 9_000, 10_500), ("interviews", 300, 310), ("sales", 240_000, 360_000), ("costs", 5_000, 9_000),
        ("visits", 3_400, 3_800), ("training", 190, 220), ("suggestions", 590, 620), ("market", 192, 200),
        ("warnings", 110, 200),
    ],
)  # fmt: skip
def test_tables_are_of_believable_size(table, low, high):
    assert low <= len(happened.table(table)) <= high


@pytest.mark.parametrize("wave", WAVES)
@pytest.mark.parametrize("table", ["complaints", "reviews"])
def test_a_page_of_twenty_texts_does_not_repeat_itself(table, wave):
    texts = happened.raw(f"{table}-{wave}.csv")["text"]
    pages = [texts.iloc[n : n + 20] for n in range(0, 700, 20)]
    assert sum(page.nunique() == len(page) for page in pages) >= 0.95 * len(pages)


def test_texts_are_in_both_languages_and_hold_no_open_slots():
    texts = pd.concat(
        [happened.table(t)["text"] for t in ("complaints", "reviews", "interviews", "suggestions")]
    )
    texts = texts[~texts.isin(faults.ATTACKS)]
    chinese = texts.str.contains("[一-鿿]")
    assert 0.02 < (~chinese).mean() < 0.15
    assert not texts.str.contains(r"[{}]").any()
    assert (texts != "").all()


def test_personal_data_told_in_texts_are_counted():
    content = happened.raw("complaints-2026Q3.csv").drop_duplicates("complaint")
    phones = dict(zip(happened.scene().people.number, happened.scene().people.phone, strict=True))
    told = sum(phones.get(c, "-") in t for c, t in zip(content["customer"], content["text"], strict=True))
    truth = happened.files()["complaints-2026Q3.csv"][1]["personal"]
    assert 0.9 * truth["phone"] <= told <= truth["phone"]  # of some callers the ticket names no customer
    assert min(truth.values()) > 0


def test_headers_of_a_file_are_those_of_the_mapping_for_params():
    text = Path(delivery.__file__).with_name("headers.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == ["table", "column", "source"]
    assert {row["table"] for row in rows} == {_table(name) for name in NAMES}
    assert happened.files()["complaints-2026Q3.csv"][0].startswith("\ufeff投诉单号,客户编号".encode())
    assert happened.files()["customers.csv"][0].startswith("客户编号,客户姓名".encode("gb18030"))
    assert happened.files()["reviews-2023Q4.csv"][0].startswith(b"review_id,posted")
    assert happened.files()["reviews-2026Q3.csv"][0].startswith("评价编号,发布日期".encode())


def test_parquet_is_typed_and_tells_nothing_of_the_program_that_wrote_it():
    schema = pyarrow.parquet.read_schema(io.BytesIO(happened.files()["sales-2026Q3.parquet"][0]))
    assert {schema.field(n).name: str(schema.field(n).type) for n in schema.names} == {
        "order_no": "string", "customer_no": "string", "branch": "string", "product": "string",
        "signed_on": "date32[day]", "order_type": "string", "amount": "double", "gross_profit": "double",
    }  # fmt: skip
    assert not schema.metadata


def test_truth_is_json():
    told = json.loads(json.dumps({name: truth for name, (_, truth) in happened.files().items()}))
    assert told["complaints-2026Q3.csv"]["planted"] == {
        "unknown customer": 12, "unknown code": 6, "impossible date": 4, "closed before opened": 5,
        "hostile text": 10, "duplicate key": 8,
    }  # fmt: skip


def test_another_process_zone_locale_and_hash_seed_give_the_same_bytes():
    program = (
        "import hashlib, happened\n"
        "for name, (content, _) in happened.files().items():\n"
        "    print(name, hashlib.sha256(content).hexdigest())"
    )
    strange = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "C"}
    paths = os.pathsep.join(map(str, (Path(__file__).parent, Path(__file__).parents[1])))
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **strange, "PYTHONPATH": paths}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    here = [
        f"{name} {hashlib.sha256(content).hexdigest()}" for name, (content, _) in happened.files().items()
    ]
    assert run.stdout.splitlines() == here
