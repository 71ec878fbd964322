"""Sources read by two processes: the same bytes, the same refusal, and nothing left running."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from test_intake_flow import HEADER, made, opened, raw

from csatreport.errors import CsatError
from csatreport.intake import ahead

KEY = "0123456789abcdef-a-key-for-tests"


@pytest.fixture(autouse=True)
def _keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSATREPORT_KEY", KEY)
    monkeypatch.setattr(ahead, "_processors", lambda: 2)


def test_the_bytes_are_those_of_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for name, many in (("two", 0), ("one", 10**9)):
        monkeypatch.setattr(ahead, "_MANY", many)
        folder = made(tmp_path / name)
        opened(folder)
        found.append({p.name: p.read_bytes() for p in (folder / "data/prepared/2026Q3").glob("*.parquet")})
    assert found[0] == found[1]


def test_the_other_process_reads_from_the_end_and_this_one_takes_what_it_finds(tmp_path: Path) -> None:
    folder = made(tmp_path)
    parts = folder / "data/prepared/.parts"
    ahead.main([str(folder), "2026Q3", str(parts)])
    there = {p.name: p.stat().st_ino for p in parts.iterdir()}
    assert len(there) == 6
    opened(folder)
    assert {p.name: p.stat().st_ino for p in parts.iterdir()} == there


def test_the_first_fault_is_told_whoever_met_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_MANY", 0)
    folder = made(tmp_path)
    for name in ("web-2026Q2", "tel-2026Q1"):
        raw(folder / f"data/raw/{name}.csv", ("?", *HEADER[1:]), [["x"] * len(HEADER)])
    before = set(psutil.Process().children())
    with pytest.raises(CsatError, match="web-2026Q2"):
        opened(folder)
    assert set(psutil.Process().children()) <= before
