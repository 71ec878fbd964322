"""Record tables from real files: CSV in GB18030 with Chinese headers, Excel with dates, Parquet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from recordtables import questionnaire

from csatreport.errors import DataError, ParamsError
from csatreport.intake.records import FIELDS, Delivered, read_table
from csatreport.params import Record
from csatreport.params.records import load_records

QUESTIONNAIRE = questionnaire()


def read(project: Path, table: str, file: str, **keys: str) -> Delivered:
    declared = Record.model_validate({"table": table, "file": file, **keys})
    return read_table(declared, project, QUESTIONNAIRE, names=load_records(project, FIELDS))


def test_a_csv_in_gb18030_with_chinese_headers(tmp_path: Path) -> None:
    (tmp_path / "params").mkdir()
    (tmp_path / "params/records.csv").write_text(
        "table,column,source\n"
        "complaints,complaint,投诉编号\ncomplaints,cause,投诉原因\ncomplaints,opened,受理时间|接诉时间\n"
        "complaints,repeat,是否重复\ncomplaints,rating,评分\ncomplaints,text,内容\n",
        encoding="utf-8",
    )
    (tmp_path / "c.csv").write_bytes(
        "投诉编号,投诉原因,接诉时间,是否重复,评分,内容,经办\n"
        "１,网速慢,2026年7月3日 10:11,是,４,“慢”，很慢,甲\n2,账单,2026/7/4,否,,,\n".encode("gb18030")
    )
    found = read(tmp_path, "complaints", "c.csv", encoding="gb18030")
    assert found.rows[["complaint", "cause", "repeat", "rating", "row"]].iloc[0].tolist() == [
        "1",
        "slow",
        True,
        4,
        2,
    ]
    assert found.rows["opened"].tolist() == [pd.Timestamp("2026-07-03 10:11"), pd.Timestamp("2026-07-04")]
    assert found.rows["text"].tolist() == ["“慢”，很慢", pd.NA]
    assert found.unused == ("经办",)
    assert found.quarantine.empty


def test_a_workbook_with_dates_and_numbers(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "costs.xlsx") as book:
        sheet = book.add_worksheet("costs")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        percent = book.add_format({"num_format": "0%"})
        sheet.write_row(0, 0, ["month", "action", "amount", "Rate"])
        for row, month in enumerate((1, 2, 3), 1):
            sheet.write_datetime(row, 0, dt.datetime(2026, month, 28), day)  # noqa: DTZ001 - a cell has no zone
            sheet.write(row, 1, "培训")
            sheet.write_number(row, 2, 1234.5 * row)
            sheet.write_number(row, 3, 0.5, percent)
        sheet.write_row(4, 0, ["2026年4月", "Training", "1,299.00元"])
    found = read(tmp_path, "costs", "costs.xlsx", sheet="costs")
    assert found.rows["month"].tolist() == [pd.Timestamp(2026, m, 1) for m in (1, 2, 3, 4)]
    assert found.rows["amount"].tolist() == [1234.5, 2469, 3703.5, 1299]
    assert set(found.rows["action"]) == {"training"}


def test_a_parquet_file_with_types_of_its_own(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "sale": pd.array([1, 2, 3], dtype="int64"),
            "customer": [12, 13, 14],
            "date": pd.to_datetime(["2026-07-03", "2026-07-04", "2026-07-05"]),
            "kind": pd.Categorical(["New", "续约", "New"]),
            "amount": [1234.5, 0.1 + 0.2, 1e6],
            "profit": [None, -5.25, 0.0],
        }
    )
    frame.to_parquet(tmp_path / "sales.parquet")
    found = read(tmp_path, "sales", "sales.parquet")
    assert found.quarantine.empty
    assert found.rows["sale"].tolist() == ["1", "2", "3"]
    assert found.rows["customer"].tolist() == ["12", "13", "14"]
    assert found.rows["date"].tolist() == frame["date"].tolist()
    assert found.rows["kind"].tolist() == ["new", "renewal", "new"]
    assert found.rows["amount"].tolist() == frame["amount"].tolist()
    assert found.rows["profit"].tolist()[1:] == [-5.25, 0.0]
    assert pd.isna(found.rows["profit"][0])


def test_hostile_cells_stay_words(tmp_path: Path) -> None:
    long = "长" * 100_000
    lines = ['review,date,platform,rating,text', '1,2026-07-03,Maps,5,"<img src=x onerror=alert(1)>"',
             '2,2026-07-03,Maps,4,"=cmd|\' /C calc\'!A0"', f'3,2026-07-03,Maps,3,{long}',
             *(f"{n},2026-07-03,Maps,3,fine" for n in range(4, 40)), f"{long},2026-07-03,Maps,3,x"]  # fmt: skip
    (tmp_path / "r.csv").write_text("\n".join(lines), encoding="utf-8")
    found = read(tmp_path, "reviews", "r.csv")
    assert found.rows["text"][:3].tolist() == ["<img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0", long]
    assert found.quarantine[["rule", "item", "value"]].to_numpy().tolist() == [["too long", "review", ""]]


def test_the_wrong_file_is_refused_with_its_headers(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("sale,amount\n1,2\n", encoding="utf-8")
    with pytest.raises(ParamsError) as caught:
        read(tmp_path, "reviews", "r.csv")
    assert "table reviews is not in r.csv" in caught.value.message


def test_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("review,date,platform,rating\n1,2026-07-03,Maps,5\n", encoding="utf-8")
    with pytest.raises(DataError, match="changed since it was declared"):
        read(tmp_path, "reviews", "r.csv", sha256="0" * 64)
