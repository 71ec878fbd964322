"""Parquet: the same text as the CSV of the same table."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from csatreport.errors import DataError
from csatreport.intake.readers import Export, read
from csatreport.params import Source


def deliver(folder: Path, table: pa.Table, **options: object) -> Export:
    pq.write_table(table, folder / "a.parquet", **options)
    return read(Source.model_validate({"wave": "2026Q3", "file": "a.parquet"}), folder)


def test_every_kind_of_value_is_plain_text(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 7, 3, 15, 5, 11, 999_999)  # noqa: DTZ001 - a clock on the wall
    columns = {
        "int": pa.array([4, None], pa.int64()),
        "float": pa.array([4.0, float("nan")]),
        "half": pa.array([0.5, None]),
        "flag": pa.array([True, None]),
        "moment": pa.array([moment, None], pa.timestamp("us")),
        "zoned": pa.array([moment, None], pa.timestamp("ms", "Asia/Shanghai")),
        "day": pa.array([moment.date(), None]),
        "text": pa.array(["v1.0", None]),
        "large": pa.array(["nan", ""], pa.large_string()),
        "category": pa.array(["b", None]).dictionary_encode(),
        "id": pa.array([13_800_138_000.0, None]),
        "money": pa.array([None, None], pa.decimal128(8, 2)),
    }
    made = deliver(tmp_path, pa.table(columns))
    assert made.header == tuple(columns)
    assert made.cells.to_numpy().tolist() == [
        ["4", "4", "0.5", "true", "2026-07-03 15:05:11", "2026-07-03 23:05:11", "2026-07-03", "v1.0", "nan", "b",
         "13800138000", ""],
        [""] * 12,
    ]  # fmt: skip
    assert made.row.tolist() == [2, 3]


def test_names_with_points_are_names(tmp_path: Path) -> None:
    made = deliver(tmp_path, pa.table({"a.b": [1], "a": [2], "a.b.c": [3]}))
    assert made.cells.to_numpy().tolist() == [["1", "2", "3"]]


def test_a_text_in_the_cells_may_be_the_name_of_its_column(tmp_path: Path) -> None:
    made = deliver(tmp_path, pa.table({"a": ["a", "b", "a"]}))
    assert made.cells[0].tolist() == ["a", "b", "a"]


def test_several_row_groups_are_one_table(tmp_path: Path) -> None:
    table = pa.table({"n": list(range(1000)), "q": [str(n % 7) for n in range(1000)]})
    made = deliver(tmp_path, table, row_group_size=90)
    assert made.cells[0].tolist() == [str(n) for n in range(1000)]
    assert made.cells[1].tolist() == table["q"].to_pylist()


def test_the_csv_of_a_table_gives_the_same_cells(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1, 5, 3], "text": ["好", 'a,"b"', ""], "w": [0.5, 2.25, 1e-7]})
    frame.to_csv(tmp_path / "a.csv", index=False)
    made = deliver(tmp_path, pa.Table.from_pandas(frame))
    other = read(Source.model_validate({"wave": "2026Q3", "file": "a.csv"}), tmp_path)
    assert made.cells.iloc[:, :2].to_numpy().tolist() == other.cells.iloc[:, :2].to_numpy().tolist()
    assert made.cells[2].astype(float).tolist() == other.cells[2].astype(float).tolist()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pa.table({"a": [[1, 2]]}), "'a' holds no plain values"),
        (pa.table({"a": [b"x"]}), "'a' holds no plain values"),
        (pa.table([[1], [2]], names=["a", "a"]), "'a' more than once"),
        (pa.table({"a": pa.array([], pa.string())}), "holds no answers"),
        (pa.table({}), "no columns"),
    ],
)
def test_what_is_no_table_of_answers_is_refused(tmp_path: Path, table: pa.Table, words: str) -> None:
    with pytest.raises(DataError) as caught:
        deliver(tmp_path, table)
    assert words in str(caught.value)
