"""A prepared table as memory that processes share: the same table, and nobody's but one's own to write to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import smallproject

from csatreport.errors import DataError
from csatreport.intake import bywave, mapped, store
from csatreport.intake.writing import write
from csatreport.opening import open_edition


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "_LEAST", 0)


def table() -> pd.DataFrame:
    """Every kind of column that responses have, and some that they have not."""
    return pd.DataFrame(
        {
            "response": np.arange(50),
            "wave": pd.array(["2026Q2"] * 20 + ["2026Q3"] * 30, dtype="str"),
            "mode": pd.array(["web", None] * 25, dtype="string"),
            "none": pd.array([None] * 50, dtype="str"),
            "start": pd.to_datetime(["2026-07-01 10:00", "NaT"] * 25),
            "overall": [1.0, np.nan] * 25,
            "中文": pd.array(["好", ""] * 25, dtype="str"),
        }
    )


def written(folder: Path, frame: pd.DataFrame | None = None) -> tuple[Path, str]:
    """A table as it is prepared, and its hash."""
    file = folder / "responses.parquet"
    write(table() if frame is None else frame, file)
    return file, store.digest(file)


def test_the_table_is_the_one_that_is_read_from_parquet(tmp_path: Path) -> None:
    file, sha256 = written(tmp_path)
    expected = store.read(file, strings=())
    for _ in ("made", "found"):
        found = mapped.read(file, sha256=sha256)
        pd.testing.assert_frame_equal(found, expected, check_exact=True)
        assert [str(kind) for kind in found.dtypes] == [str(kind) for kind in expected.dtypes]
        assert mapped.beside(file).is_file()


def test_equal_tables_give_equal_files(tmp_path: Path) -> None:
    files = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        file, sha256 = written(tmp_path / name)
        mapped.read(file, sha256=sha256)
        files.append(mapped.beside(file).read_bytes())
    assert files[0] == files[1]


def test_what_is_written_to_a_table_reaches_neither_the_file_nor_other_readers(tmp_path: Path) -> None:
    file, sha256 = written(tmp_path)
    mine, yours = mapped.read(file, sha256=sha256), mapped.read(file, sha256=sha256)
    before = mapped.beside(file).read_bytes()
    mine.loc[3, "overall"] = 7.0
    mine.loc[4, "wave"] = "x"
    mine.loc[4, "start"] = pd.Timestamp("2000-01-01")
    mine.iloc[10:12, 5] += 1
    assert mine["overall"][3] == 7.0
    assert mine["wave"][4] == "x"
    pd.testing.assert_frame_equal(yours, store.read(file, strings=()))
    assert mapped.beside(file).read_bytes() == before


def test_answers_of_an_edition_can_be_written_to_as_any_table(tmp_path: Path) -> None:
    survey = open_edition("2026Q3", smallproject.write(tmp_path))
    wave = survey.in_wave(survey.wave)
    assert mapped.beside(tmp_path / "data/prepared/2026Q3/responses.parquet").is_file()
    first = wave.responses["overall"].iloc[0]
    wave.responses.loc[:, "overall"] = 1.0
    survey.responses.loc[survey.responses.index[0], "weight"] = 2.0
    assert wave.responses["overall"].eq(1).all()
    assert survey.responses["weight"].iloc[0] == 2
    again = open_edition("2026Q3", tmp_path).responses
    assert (again["overall"].iloc[0], again["weight"].iloc[0]) == (first, 1)


def shorter(content: bytes) -> bytes:
    return content[:-100]


def edited(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [shorter, edited, lambda _: b"", lambda _: b"abc", lambda c: c + b"\0"])
def test_a_damaged_file_is_made_again(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    file, sha256 = written(tmp_path)
    mapped.read(file, sha256=sha256)
    beside = mapped.beside(file)
    whole = beside.read_bytes()
    beside.unlink()
    beside.write_bytes(damage(whole))
    pd.testing.assert_frame_equal(mapped.read(file, sha256=sha256), store.read(file, strings=()))
    assert beside.read_bytes() == whole


def test_the_file_of_another_table_is_made_again(tmp_path: Path) -> None:
    file, sha256 = written(tmp_path)
    mapped.read(file, sha256=sha256)
    file, sha256 = written(tmp_path, table().iloc[::-1])
    found = mapped.read(file, sha256=sha256)
    pd.testing.assert_frame_equal(found, store.read(file, strings=()))


def test_a_table_that_changed_is_refused(tmp_path: Path) -> None:
    file, sha256 = written(tmp_path)
    mapped.read(file, sha256=sha256)
    written(tmp_path, table().iloc[:7])
    with pytest.raises(DataError, match="changed"):
        mapped.read(file, sha256=sha256)


def test_where_no_file_can_be_written_the_table_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, sha256 = written(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pa.ipc.RecordBatchFileWriter, "write_batch", full)
    found = mapped.read(file, sha256=sha256)
    pd.testing.assert_frame_equal(found, store.read(file, strings=()))
    assert [p.name for p in tmp_path.iterdir()] == [file.name]


def test_a_table_with_a_column_of_another_kind_is_read(tmp_path: Path) -> None:
    file, sha256 = written(tmp_path, table().assign(other=table()["overall"].notna()))
    found = mapped.read(file, sha256=sha256)
    pd.testing.assert_frame_equal(found, store.read(file, strings=()))
    assert not mapped.beside(file).exists()


def test_small_and_large_tables_have_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, sha256 = written(tmp_path)
    for module, name, limit in ((mapped, "_LEAST", 1 << 20), (bywave, "MANY", 10)):
        with monkeypatch.context() as patched:
            patched.setattr(module, name, limit)
            assert len(mapped.read(file, sha256=sha256)) == 50
    assert not mapped.beside(file).exists()


def test_reading_leaves_no_thread_and_no_open_file_and_counts_as_the_table_only(tmp_path: Path) -> None:
    folder = smallproject.write(tmp_path / "project")
    open_edition("2026Q3", folder)
    script = (
        "import json, os, sys\nfrom pathlib import Path\nfrom csatreport import reads\n"
        "from csatreport.intake import mapped\nfrom csatreport.opening import open_edition\n"
        "mapped._LEAST = 0\n"
        "state = lambda: [len(os.listdir(f'/proc/self/{name}')) for name in ('task', 'fd')]\n"
        "reads.begin('2026Q3')\nsurvey = open_edition('2026Q3', Path(sys.argv[1]))\n"
        "with reads.quietly(): before = state()\n"
        "survey.responses\n"
        "with reads.quietly(): print(json.dumps([before, state()]))\n"
        "reads.write(Path(sys.argv[2]))"
    )
    settled = {
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "JE_ARROW_MALLOC_CONF": "background_thread:false",
    }
    found = []
    for name in ("made.json", "found.json"):
        command = [sys.executable, "-c", script, str(folder), str(tmp_path / name)]
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env={**os.environ, **settled}
        )
        before, after = json.loads(done.stdout or "[0, 1]")
        assert before == after, done.stderr
        found.append(json.loads((tmp_path / name).read_text()))
    assert mapped.beside(folder / "data/prepared/2026Q3/responses.parquet").is_file()
    for record in found:
        assert "tables/2026Q3/responses" in record["values"]
        assert not [name for name in record["files"] if "prepared" in name]
        assert record["unseen"] == []
