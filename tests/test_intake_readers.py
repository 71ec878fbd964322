"""Raw files become tables of text, or are refused by file and byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import xlsxwriter

from csatreport.errors import DataError, ParamsError
from csatreport.intake.readers import Export, read
from csatreport.params import Source

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")


def deliver(folder: Path, content: bytes | str, **declared: object) -> Export:
    data = content.encode() if isinstance(content, str) else content
    (folder / "a.csv").write_bytes(data)
    return read(Source.model_validate({"wave": "2026", "file": "a.csv"} | declared), folder)


def refused(folder: Path, content: bytes | str, kind: type[Exception] = DataError, **declared: object) -> str:
    with pytest.raises(kind) as caught:
        deliver(folder, content, **declared)
    return str(caught.value)


def test_cells_stay_the_text_that_was_delivered(tmp_path: Path) -> None:
    raw = deliver(tmp_path, 'a,b,c\n007,NA,"1,5"\nnull,,４\n')
    assert raw.header == ("a", "b", "c")
    assert raw.cells.to_numpy().tolist() == [["007", "NA", "1,5"], ["null", "", "４"]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_of_the_header(tmp_path: Path, separator: str) -> None:
    raw = deliver(tmp_path, f'"x; y, z"{separator}b\n1{separator}2\n')
    assert raw.header == ("x; y, z", "b")
    assert raw.cells.shape == (1, 2)


def test_a_comment_with_line_breaks_stays_one_cell(tmp_path: Path) -> None:
    raw = deliver(tmp_path, 'a,b\n1,"two\nlines"\n')
    assert raw.cells.to_numpy().tolist() == [["1", "two\nlines"]]


def test_a_byte_order_mark_is_no_part_of_the_first_header(tmp_path: Path) -> None:
    assert deliver(tmp_path, "\ufeffa,b\n1,2\n").header == ("a", "b")


def test_a_wrong_encoding_is_named_by_byte_with_those_that_fit(tmp_path: Path) -> None:
    message = refused(tmp_path, "ab,만족\n1,2\n".encode("cp949"))
    assert "not utf-8 at byte 3" in message
    assert "'cp949'" in message


def test_utf_16_is_proposed_by_its_mark(tmp_path: Path) -> None:
    assert "encoding = 'utf-16'" in refused(tmp_path, "a\n1\n".encode("utf-16"))
    assert deliver(tmp_path, "a,b\n1,好\n".encode("utf-16"), encoding="utf-16").cells.to_numpy().tolist() == [
        ["1", "好"]
    ]


def test_a_stray_quote_swallows_no_rows(tmp_path: Path) -> None:
    message = refused(tmp_path, 'a,b\n"1,x\n2,y\n3,"said ""hello"""\n')
    assert "a.csv, row 2" in message
    assert "between quotes" in message


@pytest.mark.parametrize("content", ["", "  \n \n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    assert "the file is empty" in refused(tmp_path, content)


def test_a_header_without_answers_is_refused(tmp_path: Path) -> None:
    assert "holds no answers" in refused(tmp_path, "a,b\n")


def test_a_row_longer_than_the_header_is_refused_with_its_row(tmp_path: Path) -> None:
    message = refused(tmp_path, "a,b\n1,2\n1,2,3\n")
    assert "a.csv, row 3" in message
    assert "got: 3 cells" in message


def test_a_file_that_changed_since_it_was_declared_is_refused(tmp_path: Path) -> None:
    declared = hashlib.sha256(b"a\n1\n").hexdigest()
    assert deliver(tmp_path, "a\n1\n", sha256=declared).sha256 == declared
    assert declared in refused(tmp_path, "a\n2\n", sha256=declared)


def test_a_missing_file_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("a\n1\n")
    with pytest.raises(ParamsError, match=r"did you mean 'answers\.csv'"):
        read(Source.model_validate({"wave": "2026", "file": "answer.csv"}), tmp_path)


def workbook(file: Path) -> Path:
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("notes").write(0, 0, "nothing")
        sheet = book.add_worksheet("answers")
        sheet.write_row(0, 0, ["q", "满意度", "when"])
        sheet.write_row(1, 0, [4, "很好", "2026-07-01"])
        sheet.write_row(2, 0, [3.5, "", ""])
    return file


def test_a_workbook_is_known_by_its_content_and_whole_numbers_have_no_point(tmp_path: Path) -> None:
    raw = deliver(tmp_path, workbook(tmp_path / "b.xlsx").read_bytes(), sheet="answers")
    assert raw.header == ("q", "满意度", "when")
    assert raw.cells.to_numpy().tolist() == [["4", "很好", "2026-07-01"], ["3.5", "", ""]]


def test_a_sheet_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    content = workbook(tmp_path / "b.xlsx").read_bytes()
    assert "did you mean 'answers'?" in refused(tmp_path, content, ParamsError, sheet="answer")


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    assert "not an Excel file" in refused(tmp_path, "a,b\n1,2\n", format="excel")


@needs_shared
def test_korean_question_texts_are_read_from_cp949() -> None:
    declared = {"wave": "2019", "file": "kiosk-2019/kiosk.csv", "encoding": "cp949"}
    raw = read(Source.model_validate(declared), SHARED)
    assert raw.cells.shape == (211, 163)
    assert raw.header[0] == "귀하의 성별을 선택해주세요."
    with pytest.raises(DataError, match="'cp949'"):
        read(Source.model_validate(declared | {"encoding": "utf-8"}), SHARED)


@needs_shared
def test_a_form_tool_s_workbook_gives_whole_numbers_and_times_as_text() -> None:
    raw = read(Source.model_validate({"wave": "2019", "file": "kiosk-2019/google-forms.xlsx"}), SHARED)
    assert len(raw.cells) == 200
    assert raw.cells.iloc[0, :5].tolist() == ["2019-08-27 18:29:47", "여", "20대", "일주일에 2~3회 이상", "7"]
