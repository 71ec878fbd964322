"""Workbooks: cells as a spreadsheet shows them; traps are refused before they are opened."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import exports
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from csatreport.errors import DataError
from csatreport.intake.readers import Export, read
from csatreport.params import Source


def written(fill: Callable[[xlsxwriter.Workbook, Worksheet], object]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        fill(book, book.add_worksheet())
    return content.getvalue()


def deliver(folder: Path, content: bytes, **declared: object) -> Export:
    (folder / "a.xlsx").write_bytes(content)
    return read(Source.model_validate({"wave": "2026Q3", "file": "a.xlsx"} | declared), folder)


def refused(folder: Path, content: bytes) -> str:
    with pytest.raises(DataError) as caught:
        deliver(folder, content)
    return str(caught.value)


def test_values_are_the_text_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(
            0, 0, ["whole", "part", "flag", "moment", "day", "clock", "length", "text", "formula", "error"]
        )
        sheet.write_row(1, 0, [4, 3.5, True, dt.datetime(2026, 7, 3, 15, 5, 11)])  # noqa: DTZ001 - cells have no zone
        for column, value, form in ((4, 46206, "yyyy-mm-dd"), (5, 0.25, "hh:mm"), (6, 0.5, "[h]:mm:ss")):
            sheet.write_number(1, column, value, book.add_format({"num_format": form}))
        sheet.write_string(1, 7, "007")
        sheet.write_formula(1, 8, "=2+3", None, 5)
        sheet.write_formula(1, 9, "=NA()", None, "#N/A")

    made = deliver(tmp_path, written(fill))
    assert made.cells.iloc[0].tolist() == [
        "4", "3.5", "TRUE", "2026-07-03 15:05:11", "2026-07-03", "06:00:00", "12:00:00", "007", "5", "#N/A",
    ]  # fmt: skip


def test_numbers_have_the_digits_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    content = written(
        lambda _, sheet: [sheet.write(n, 0, v) for n, v in enumerate(["w", 0.1 + 0.2, 13800138000, -2.0])]
    )
    assert deliver(tmp_path, content).cells[0].tolist() == ["0.3", "13800138000", "-2"]


def test_a_hidden_sheet_is_not_the_first_one(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["lists"])
        other = book.add_worksheet("answers")
        other.write_column(0, 0, ["q", 5])
        other.activate()
        other.set_first_sheet()
        sheet.hide()

    assert deliver(tmp_path, written(fill)).header == ("q",)
    assert deliver(
        tmp_path, written(lambda b, s: [fill(b, s), s.write(1, 0, "x")]), sheet="Sheet1"
    ).header == ("lists",)


def test_rows_are_counted_as_in_the_sheet_and_blank_ones_left_out(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(2, 1, ["a", "b"])
        sheet.write_row(3, 1, [1, 2])
        sheet.write_row(6, 1, [3, ""])

    made = deliver(tmp_path, written(fill))
    assert made.header == ("", "a", "b")
    assert made.row.tolist() == [4, 7]
    assert made.cells.to_numpy().tolist() == [["", "1", "2"], ["", "3", ""]]


def test_merged_cells_in_the_header_of_a_plain_table_are_named(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "id")
        sheet.merge_range(0, 1, 0, 3, "Satisfaction")
        sheet.write_row(1, 0, ["", "speed", "price", "staff"])
        sheet.write_row(2, 0, [1, 5, 4, 3])

    message = refused(tmp_path, written(fill))
    assert "a.xlsx, B1:D1" in message
    assert "unmerge" in message


def test_merged_questions_of_a_platform_are_what_it_means(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 0, "Respondent ID")
        sheet.merge_range(0, 1, 0, 2, "How satisfied?")
        sheet.write_row(1, 1, ["speed", "price"])
        sheet.write_row(2, 0, [77, 5, 4])

    made = deliver(tmp_path, written(fill))
    assert made.columns[2].names == ("How satisfied? [price]", "price")


def test_merged_cells_below_the_header_are_cells(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["a", "b"])
        sheet.merge_range(1, 0, 1, 1, "x")

    assert deliver(tmp_path, written(fill)).cells.to_numpy().tolist() == [["x", ""]]


def packed(entries: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return content.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    message = refused(tmp_path, packed({"xl/worksheets/sheet1.xml": b" " * (300 << 20)}))
    assert "unpacks to more" in message
    assert "300 MB" in message


def test_a_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    honest = packed({"xl/worksheets/sheet1.xml": b" " * (50 << 20)})
    assert "is damaged" in refused(
        tmp_path, honest.replace((50 << 20).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    )


def test_a_workbook_with_macros_is_data_like_any_other(tmp_path: Path) -> None:
    content = exports.plain(tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    kinds = parts["[Content_Types].xml"].replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert kinds != parts["[Content_Types].xml"]
    made = deliver(
        tmp_path, packed(parts | {"[Content_Types].xml": kinds, "xl/vbaProject.bin": b"Sub Auto_Open()"})
    )
    assert len(made.cells) == len(exports.ANSWERS)


@pytest.mark.parametrize("rows", [0, 1])
def test_a_sheet_without_answers_is_refused(tmp_path: Path, rows: int) -> None:
    content = written(lambda _, sheet: [sheet.write_row(n, 0, ["a", "b"]) for n in range(rows)])
    assert "holds no answers" in refused(tmp_path, content)


def test_many_rows_are_read_in_pieces_and_none_is_lost(tmp_path: Path) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ["n", "q"])
        for n in range(45_000):
            sheet.write_row(n + 1, 0, [n, n % 5])

    made = deliver(tmp_path, written(fill))
    assert made.cells[0].tolist() == [str(n) for n in range(45_000)]
    assert made.row.tolist() == list(range(2, 45_002))
