"""Records made in a process of their own: the same tables, the same refusals, and nothing left running."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psutil
import pytest
from test_intake_make import made, opened, table

from csatreport.errors import ParamsError
from csatreport.intake import beside, prepare, store


def test_the_same_bytes_come_out_beside_the_survey_and_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name, many in (("beside", 0), ("after", 10**9)):
        monkeypatch.setattr(prepare, "_MANY", many)
        folder = made(tmp_path / name)
        opened(folder)
        found.append({p.name: p.read_bytes() for p in (folder / "data/prepared/2026Q3").iterdir()})
    assert found[0] == found[1]


def test_a_refusal_arrives_as_it_was_raised(tmp_path: Path) -> None:
    folder = made(tmp_path)
    table(folder / "data/raw/complaints.csv", [("complaint", "cause"), ("q1", "Bill")])
    with (
        beside.started(folder, "2026Q3", tmp_path, {"complaints"}) as other,
        pytest.raises(ParamsError, match="opened") as caught,
    ):
        other.units()
    assert caught.value.where
    assert caught.value.todo


def test_tables_are_described_as_they_were_written(tmp_path: Path) -> None:
    folder = made(tmp_path)
    with beside.started(folder, "2026Q3", tmp_path, {"complaints"}) as other:
        units = other.units()
    assert list(units) == ["complaints"]
    for name, told in units["complaints"].tables.items():
        assert store.digest(tmp_path / f"{name}.parquet") == told["sha256"]


def test_the_process_does_not_outlive_a_survey_that_is_refused(tmp_path: Path) -> None:
    folder = made(tmp_path)
    before = set(psutil.Process().children())
    with contextlib.suppress(KeyError), beside.started(folder, "2026Q3", tmp_path, {"complaints"}):
        raise KeyError
    assert set(psutil.Process().children()) <= before
