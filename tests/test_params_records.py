"""params/records.csv: what the columns of other records are called in their files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from csatreport.errors import ParamsError
from csatreport.params.records import load_records

KNOWN = {"complaints": ("complaint", "opened", "closed"), "sales": ("sale", "amount")}


def load(folder: Path, content: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    (folder / "params").mkdir()
    (folder / "params/records.csv").write_text(content, encoding="utf-8")
    return load_records(folder, KNOWN)


def test_a_project_without_the_file_calls_columns_by_their_own_names(tmp_path: Path) -> None:
    assert load_records(tmp_path, KNOWN) == {}


def test_headers_are_compared_as_normalised_text_and_a_column_may_have_several(tmp_path: Path) -> None:
    found = load(
        tmp_path, "table,column,source\ncomplaints,opened, 受理 时间 | Ｏpened|Opened|\nsales,amount,金额\n"
    )
    assert found == {"complaints": {"opened": ("受理 时间", "Opened")}, "sales": {"amount": ("金额",)}}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("complaint,opened,x\n", ("row 2, table", "'complaint'", "did you mean 'complaints'?")),
        ("complaints,openned,x\n", ("row 2, column", "'openned'", "did you mean 'opened'?")),
        ("complaints,opened,\n", ("row 2, source", "without its header")),
        ("complaints,opened,|\n", ("row 2, source", "without its header")),
        ("complaints,opened,a\ncomplaints,opened,b\n", ("row 3, column", "twice")),
        ("complaints,opened,a|b\ncomplaints,closed,b\n", ("row 3, source", "'b'", "'opened'", "'closed'")),
    ],
)
def test_faults_are_named_with_row_and_column(tmp_path: Path, rows: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ParamsError) as caught:
        load(tmp_path, "table,column,source\n" + rows)
    assert "params/records.csv" in caught.value.message
    assert all(word in caught.value.message for word in words)


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match="2 faults"):
        load(tmp_path, "table,column,source\nnothing,x,y\nsales,amount,\n")


def test_a_column_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match="unknown column 'header'"):
        load(tmp_path, "table,column,header\n")
