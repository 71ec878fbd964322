"""Tables written some rows at a time: the same bytes however the rows came, and nothing left lying about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from csatreport.intake import store, writing

N = 300_000  # more than two groups of rows


def frame(n: int = N) -> pd.DataFrame:
    number = np.arange(n)
    return pd.DataFrame(
        {
            "response": number,
            "wave": "2026Q3",
            "text": pd.Series(number % 97).map(str),
            "score": np.where(number % 7 == 0, np.nan, number % 5).astype("float32"),
            "start": pd.Timestamp("2026-07-01") + pd.to_timedelta(number % 90, unit="D"),
            "region": pd.array(np.where(number % 11 == 0, None, "north"), dtype="string"),
        }
    )


@pytest.mark.parametrize("cuts", [(1,), (131_072,), (131_073, 262_144), (5, 5, 290_000)])
def test_rows_in_any_blocks_are_the_same_bytes(tmp_path: Path, cuts: tuple[int, ...]) -> None:
    whole = frame()
    writing.write(whole, tmp_path / "whole.parquet")
    table = writing.Table(tmp_path / "blocks.parquet")
    for start, end in zip((0, *cuts), (*cuts, N), strict=True):
        table.add(whole.iloc[start:end])
    assert table.close()["rows"] == N
    assert (tmp_path / "blocks.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()


def test_a_wave_can_be_told_from_the_statistics_of_its_rows(tmp_path: Path) -> None:
    writing.write(frame(), tmp_path / "a.parquet")
    groups = pq.ParquetFile(tmp_path / "a.parquet").metadata
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [131_072, 131_072, 37_856]
    assert groups.row_group(0).column(1).statistics.min == "2026Q3"


def test_kinds_of_columns_come_from_rows_and_not_from_an_empty_block(tmp_path: Path) -> None:
    blocks = writing.Table(tmp_path / "a.parquet")
    blocks.add(pd.DataFrame({"n": pd.Series(dtype=object)}))
    blocks.add(pd.DataFrame({"n": [1, 2]}))
    blocks.close()
    assert store.read(tmp_path / "a.parquet", strings=())["n"].tolist() == [1, 2]


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    writing.write(frame(0), tmp_path / "a.parquet")
    assert list(store.read(tmp_path / "a.parquet", strings=())) == list(frame(0))


def test_what_is_held_back_comes_in_the_order_of_its_places_and_leaves_nothing(tmp_path: Path) -> None:
    with writing.Writing(tmp_path) as tables:
        for place in (2, 0, 10):
            tables.hold("ledger", place, pd.DataFrame({"place": [place]}))
        tables.add("ledger", pd.DataFrame({"place": [-1]}))
        tables.release("ledger")
        unit = tables.unit({})
    assert store.read(tmp_path / "ledger.parquet", strings=())["place"].tolist() == [-1, 0, 2, 10]
    assert [p.name for p in tmp_path.iterdir()] == ["ledger.parquet"]
    assert unit.tables["ledger"] == {"rows": 4, "sha256": store.digest(tmp_path / "ledger.parquet")}


def spoilt(folder: Path) -> None:
    with writing.Writing(folder) as tables:
        tables.add("a", frame(3))
        tables.hold("b", 0, frame(3))
        raise KeyError


def test_a_fault_on_the_way_closes_the_files(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        spoilt(tmp_path)
    assert not list(tmp_path.glob(".held*"))


def test_two_units_written_to_one_folder_leave_each_other_what_they_hold_back(tmp_path: Path) -> None:
    with writing.Writing(tmp_path) as tables:
        tables.hold("ledger", 0, frame(3))
        writing.write_unit(tmp_path, {}, {"sales": frame(3)})  # as the process beside it does
        tables.release("ledger")
        assert tables.unit({}).tables["ledger"]["rows"] == 3
