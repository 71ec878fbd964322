"""Files that Python opens are recorded, and what nobody can follow is told; in processes of their own, for hooks stay."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_SAID = """
import os, sys
from pathlib import Path
project = Path(sys.argv[1]).resolve()
from csatreport import reads
from csatreport.params.load import load_book
reads.begin("2026Q3")
load_book(project)
os.chdir(project / "build" / "scratch")
{code}
reads.write(project / "build" / "run" / "page.reads.json")
"""
_BOOK = """
title = { en = "T", zh = "题" }
organisation = { en = "O", zh = "组" }
source = { en = "S", zh = "源" }
[[part]]
title = { en = "P", zh = "部" }
chapters = [{ notebook = "cover.ipynb" }]
"""


def recorded(project: Path, code: str) -> dict[str, Any]:
    """What a process wrote down that ran this code as a notebook's."""
    for folder in ("params", "build/scratch", "build/run", "data"):
        (project / folder).mkdir(parents=True, exist_ok=True)
    (project / "params" / "book.toml").write_text(_BOOK, encoding="utf-8")
    (project / "data" / "a.csv").write_text("x\n1\n", encoding="utf-8")
    subprocess.run([sys.executable, "-c", _SAID.format(code=code), str(project)], check=True, cwd=project)
    found: dict[str, Any] = json.loads((project / "build/run/page.reads.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize(
    "code",
    [
        "(project / 'data' / 'a.csv').read_text()",
        "os.close(os.open(project / 'data' / 'a.csv', os.O_RDONLY))",
        "import pandas; pandas.read_csv(project / 'data' / 'a.csv')",
        "import numpy; numpy.loadtxt(project / 'data' / 'a.csv', skiprows=1)",
    ],
)
def test_a_file_that_is_read_is_recorded_with_what_was_in_it(tmp_path: Path, code: str) -> None:
    found = recorded(tmp_path, code)
    assert list(found["files"]) == ["project:data/a.csv"]
    assert len(found["files"]["project:data/a.csv"]) == 64
    assert found["unseen"] == []


def test_a_file_that_was_looked_for_in_vain_is_recorded_as_missing(tmp_path: Path) -> None:
    code = "try: open(project / 'data' / 'b.csv')\nexcept OSError: pass"
    assert recorded(tmp_path, code)["files"] == {"project:data/b.csv": ""}


def test_declarations_are_recorded_by_value_and_not_by_file(tmp_path: Path) -> None:
    found = recorded(tmp_path, "load_book(project).title.zh")
    assert "book/title/zh" in found["values"]
    assert found["files"] == {}


def test_a_folder_that_is_listed_is_recorded(tmp_path: Path) -> None:
    assert list(recorded(tmp_path, "list((project / 'data').glob('*'))")["folders"]) == ["project:data"]


def test_what_the_chapter_itself_wrote_is_no_input(tmp_path: Path) -> None:
    found = recorded(tmp_path, "Path('mine.txt').write_text('1'); Path('mine.txt').read_text()")
    assert (found["files"], found["unseen"]) == ({}, [])


def test_data_of_the_package_are_recorded(tmp_path: Path) -> None:
    code = "from csatreport.comments.tokens import stop_words; stop_words('en')"
    assert list(recorded(tmp_path, code)["files"]) == ["csatreport:comments/data/stop_en.txt"]


def test_a_module_of_the_project_is_recorded_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(parents=True)
    (tmp_path / "data" / "mine.py").write_text("x = 1\n", encoding="utf-8")
    found = recorded(tmp_path, "sys.path.insert(0, str(project / 'data')); import mine")
    assert "project:data/mine.py" in found["files"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import subprocess; subprocess.run(['true'])", "starts another program"),
        ("os.system('true')", "starts another program"),
        ("import socket; socket.getaddrinfo('localhost', 1)", "opens a connection"),
        ("import sqlite3; sqlite3.connect(':memory:')", "opens a database"),
        ("import ctypes; ctypes.CDLL(None)", "loads a library of the system"),
        ("(project / 'data' / 'out.csv').write_text('1')", "writes project:data/out.csv"),
        ("os.waitpid(os.fork() or os._exit(0), 0)", "divides its process"),
    ],
)
def test_what_nobody_can_follow_is_told(tmp_path: Path, code: str, why: str) -> None:
    assert why in recorded(tmp_path, code)["unseen"]


def test_what_libraries_ask_the_machine_is_no_input(tmp_path: Path) -> None:
    code = "import joblib; joblib.cpu_count(only_physical_cores=True); import threadpoolctl as t; t.threadpool_info()"
    assert recorded(tmp_path, code)["unseen"] == []


def test_a_process_that_was_forked_goes_on_with_its_parents_record(tmp_path: Path) -> None:
    code = (
        "(project / 'data' / 'a.csv').read_text()\n"
        "with reads.quietly(): child = os.fork()\n"
        "if child: os.waitpid(child, 0); os._exit(0)"
    )
    assert list(recorded(tmp_path, code)["files"]) == ["project:data/a.csv"]
