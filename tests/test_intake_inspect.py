"""check: refuses what a build would refuse, and writes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from rawproject import ANSWERS, BOOK, EDITION, HEADER, project, raw

from csatreport.errors import CsatError, DataError, ParamsError
from csatreport.intake.inspect import check


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_sound_project_is_told_line_by_line_and_nothing_is_written(tmp_path: Path) -> None:
    folder = project(tmp_path)
    before = tree(folder)
    lines = check(folder, "2026Q3")
    assert lines[-1] == "data/raw/a.csv: 4 received = 4 accepted + 0 quarantined"
    assert any("params/book.toml" in line for line in lines)
    assert tree(folder) == before


def test_a_book_that_names_a_notebook_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = project(tmp_path, book=BOOK.replace("cover.ipynb", "covert.ipynb"))
    with pytest.raises(ParamsError, match=r"no notebook 'covert\.ipynb'"):
        check(folder, "2026Q3")


def spoiled(folder: Path, how: str) -> Path:
    file = project(folder) / "data/raw/a.csv"
    match how:
        case "empty":
            file.write_bytes(b"")
        case "encoding":
            raw(file, HEADER, [("甲", "5", "1", "North", "好")], encoding="gb18030")
        case "duplicated column":
            raw(file, (*HEADER, "Effort"), [(*row, "1") for row in ANSWERS])
        case "changed":
            (folder / "params/editions/2026Q3.toml").write_text(
                EDITION + f'sha256 = "{"0" * 64}"\n', encoding="utf-8"
            )
        case "header":
            raw(file, ("ID", "How satisfied were you?", *HEADER[2:]), ANSWERS)
        case "missing file":
            file.unlink()
    return folder


@pytest.mark.parametrize(
    ("how", "kind", "said"),
    [
        ("empty", DataError, "data/raw/a.csv"),
        ("encoding", DataError, "'gb18030'"),
        ("duplicated column", DataError, "columns 3, 6"),
        ("changed", DataError, "the file changed since it was declared"),
        ("header", ParamsError, "did you mean 'How satisfied were you?'"),
        ("missing file", ParamsError, "no file 'data/raw/a.csv'"),
    ],
)
def test_a_bad_file_is_refused_before_anything_is_written(
    tmp_path: Path, how: str, kind: type[CsatError], said: str
) -> None:
    folder = spoiled(tmp_path, how)
    before = tree(folder)
    with pytest.raises(kind) as caught:
        check(folder, "2026Q3")
    assert said in caught.value.message
    assert tree(folder) == before


def test_a_header_that_moved_is_no_fault(tmp_path: Path) -> None:
    folder = project(tmp_path, header=HEADER[::-1], answers=[row[::-1] for row in ANSWERS])
    assert check(folder, "2026Q3")[-1].endswith("4 accepted + 0 quarantined")
