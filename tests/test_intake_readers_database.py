"""Queries against a real DuckDB file, a real SQLite file, and a real PostgreSQL server started for the test."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from postgres import PASSWORD, serving

from csatreport.errors import CsatError, DataError, ParamsError
from csatreport.intake.readers import database, plain_table, read
from csatreport.params import Source

VARIABLE = "CSAT_TEST_DATABASE"
TABLE = """CREATE TABLE answers (id varchar(9), overall integer, score decimal(6, 2), share double precision,
 moment timestamp, day date, pleased boolean, remark varchar(99))"""
ROWS = """INSERT INTO answers VALUES
 ('007', 5, 4.50, 0.25, '2026-07-03 15:05:11', '2026-07-03', true, '很好, 100% "fine": yes'),
 ('008', 3, 3.00, 4.0, '2026-07-04 00:00:00', '2026-07-04', false, 'two
lines'),
 ('009', NULL, NULL, NULL, NULL, NULL, NULL, NULL)"""
QUERY = "SELECT * FROM answers ORDER BY id"
READ = [
    ["007", "5", "4.50", "0.25", "2026-07-03 15:05:11", "2026-07-03", "true", '很好, 100% "fine": yes'],
    ["008", "3", "3.00", "4", "2026-07-04 00:00:00", "2026-07-04", "false", "two\nlines"],
    ["009", "", "", "", "", "", "", ""],
]


def source(where: str, query: str | None = QUERY, file: str = "data/raw/answers.parquet") -> Source:
    return Source.model_validate({"wave": "2026Q3", "file": file, "query": query, "database": where})


def message(kind: type[CsatError], declared: Source, project: Path) -> str:
    with pytest.raises(kind) as caught:
        database.snapshot(declared, project)
    assert not (project / "data").exists() or list((project / "data/raw").iterdir()) == []
    return str(caught.value)


@pytest.fixture
def duck(tmp_path: Path) -> str:
    with duckdb.connect(str(tmp_path / "survey.duckdb")) as connection:
        connection.execute(TABLE)
        connection.execute(ROWS)
    return "survey.duckdb"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that lives as long as these tests."""
    with serving() as address:
        yield address


@pytest.fixture
def postgres(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of the variable that holds the address of a server with answers in it."""
    from sqlalchemy import create_engine, text

    monkeypatch.setenv(VARIABLE, server)
    engine = create_engine(server.replace("postgresql:", "postgresql+pg8000:"))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS answers"))
        connection.execute(text(TABLE))
        connection.exec_driver_sql(ROWS)
    engine.dispose()
    return VARIABLE


def cells(project: Path, declared: Source) -> list[list[str]]:
    database.snapshot(declared, project)
    found: list[list[str]] = read(declared, project).cells.to_numpy().tolist()
    return found


def test_a_duckdb_file_is_asked_and_read_back_as_text(tmp_path: Path, duck: str) -> None:
    assert cells(tmp_path, source(duck)) == READ


def test_a_postgresql_server_gives_the_same(tmp_path: Path, postgres: str) -> None:
    assert cells(tmp_path, source(postgres)) == READ


def test_a_sqlite_file_is_asked_too(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "我的 #1?.sqlite") as connection:
        connection.execute("CREATE TABLE answers (id TEXT, overall INTEGER)")
        connection.execute("INSERT INTO answers VALUES ('007', 5), ('008', 'five')")
    connection.close()
    assert cells(tmp_path, source("我的 #1?.sqlite")) == [["007", "5"], ["008", "five"]]


def test_colons_and_percent_signs_of_a_query_are_its_own(tmp_path: Path, postgres: str) -> None:
    query = "SELECT id, overall::text || ' :mark' AS mark FROM answers WHERE remark LIKE '%100%% \"f%' AND 7 % 2 = 1"
    assert cells(tmp_path, source(postgres, query.replace("%%", "%"))) == [["007", "5 :mark"]]


def test_the_same_rows_give_the_same_bytes_from_either(tmp_path: Path, duck: str, postgres: str) -> None:
    first = database.snapshot(source(duck), tmp_path).read_bytes()
    assert database.snapshot(source(duck), tmp_path).read_bytes() == first
    assert database.snapshot(source(postgres, file="b.parquet"), tmp_path).read_bytes() == first


def test_a_snapshot_of_many_rows_is_whole(tmp_path: Path, duck: str) -> None:
    path = database.snapshot(source(duck, "SELECT range AS n, range % 5 AS q FROM range(120001)"), tmp_path)
    assert pq.read_table(path).num_rows == 120_001
    assert len(plain_table(source(duck), tmp_path).cells) == 120_001


def test_a_new_snapshot_replaces_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path, duck: str) -> None:
    database.snapshot(source(duck), tmp_path)
    path = database.snapshot(source(duck, "SELECT 1 AS one"), tmp_path)
    assert pq.read_table(path).column_names == ["one"]
    assert [p.name for p in path.parent.iterdir()] == ["answers.parquet"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT nothing FROM answers", "nothing"),
        ("SELEC 1", "SELEC"),
        ("SELECT * FROM answers WHERE id = 'nobody'", "got: no rows"),
        ("SELECT id, id FROM answers", "'id' twice"),
        ("  ", "no query"),
    ],
)
def test_a_query_that_gives_no_answers_is_refused(tmp_path: Path, duck: str, query: str, words: str) -> None:
    kind = DataError if query.strip() else ParamsError
    told = message(kind, source(duck, query), tmp_path)
    assert words in told
    assert "source data/raw/answers.parquet, query" in told


@pytest.mark.parametrize(
    "query", ["DROP TABLE answers", "DELETE FROM answers RETURNING *", "COMMIT; DROP TABLE answers"]
)
def test_nothing_is_written_into_a_database(tmp_path: Path, duck: str, postgres: str, query: str) -> None:
    for place in (duck, postgres):
        message(DataError, source(place, query), tmp_path)
        assert cells(tmp_path, source(place)) == READ
        shutil.rmtree(tmp_path / "data")


def test_a_query_that_the_server_refuses_is_told_in_its_words(tmp_path: Path, postgres: str) -> None:
    told = message(DataError, source(postgres, "SELECT * FROM missing"), tmp_path)
    assert 'relation "missing" does not exist' in told
    assert PASSWORD not in told


@pytest.mark.parametrize("spoil", [(PASSWORD, "wrong-password"), ("127.0.0.1:", "127.0.0.1:1")])
def test_a_server_that_refuses_is_told_without_its_address(
    tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch, spoil: tuple[str, str]
) -> None:
    if spoil[1].endswith(":1"):
        address = f"postgresql://csat:{PASSWORD}@127.0.0.1:1/postgres"
    else:
        address = os.environ[postgres].replace(*spoil)
    monkeypatch.setenv(postgres, address)
    told = message(DataError, source(postgres), tmp_path)
    assert "does not let us in" in told
    for part in (PASSWORD, spoil[1], "127.0.0.1", "csat:", address):
        assert part not in told


def test_a_missing_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert f"no variable '{VARIABLE}'" in message(ParamsError, source(VARIABLE), tmp_path)


@pytest.mark.parametrize("value", ["nonsense", f"postgresql//u:{PASSWORD}@h/d", f"dbase://u:{PASSWORD}@h/d"])
def test_a_variable_without_a_usable_address_is_named_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(VARIABLE, value)
    told = message(ParamsError, source(VARIABLE), tmp_path)
    assert value not in told
    assert PASSWORD not in told


def test_an_address_in_the_params_is_refused_and_not_repeated(tmp_path: Path) -> None:
    told = message(ParamsError, source(f"postgresql://u:{PASSWORD}@host/d"), tmp_path)
    assert PASSWORD not in told
    assert "environment" in told


def test_a_missing_file_is_refused_with_the_nearest_and_not_made(tmp_path: Path, duck: str) -> None:
    assert f"did you mean '{duck}'?" in message(ParamsError, source("surveys.duckdb"), tmp_path)
    assert not (tmp_path / "surveys.duckdb").exists()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.duckdb").write_bytes(b"not a database" * 1000)
    assert "does not let us in" in message(DataError, source("a.duckdb"), tmp_path)


def test_a_snapshot_is_a_parquet_file(tmp_path: Path, duck: str) -> None:
    assert "ends in .parquet" in message(ParamsError, source(duck, file="data/raw/a.csv"), tmp_path)
