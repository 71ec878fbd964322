"""Excel files, old and new. Formulas count by the value that was saved with them; macros are left alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from csatreport.errors import DataError, ParamsError
from csatreport.intake.readers import sheet
from csatreport.intake.readers.container import ZIP, locked
from csatreport.intake.readers.grid import Grid, batch
from csatreport.intake.readers.values import text
from csatreport.params.faults import closest

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered

LARGEST = 2 << 30  # bytes that a workbook may unpack to
_DENSEST, _SMALL = 200, 100 << 20  # times that sheets may shrink by packing, once they are larger than this
_VISIBLE, _CELLS = SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet
_SHOWN = 3  # sheets that a message proposes, and entries of an archive
_OTHERS = {"content.xml": "OpenDocument (.ods)", "xl/workbook.bin": "a binary workbook (.xlsb)"}
_SAID = {"File is not a zip file": "an archive whose end is missing"}
_ROWS = 20_000  # rows held as lists at a time


def read(content: bytes, source: Delivered, sha256: str) -> Grid:
    """Every cell as text, header rows included; the sheet declared, else the first.

    Raises
    ------
    ParamsError
        There is no such sheet.
    DataError
        The file is not a workbook, is locked, or unpacks to more than a questionnaire can hold.
    """
    where = str(source.file)
    book = opened(content, where=where)
    name = _name(book, getattr(source, "sheet", None), where)
    errors = sheet.errors(content, name, where=where) if content.startswith(ZIP) else {}
    cells = loaded(book, name, where=where)
    blocks: list[pa.Table] = []
    numbers: list[int] = []
    filled = ((number, row) for number, row in enumerate(_rows(cells, errors), 1) if any(row))
    while held := list(islice(filled, _ROWS)):
        numbers += [number for number, _ in held]
        blocks.append(batch([row for _, row in held]))
    if len(numbers) < 2 and len(book.sheet_names) > 1:
        raise _another(book, name, where)
    table = pa.concat_tables(blocks) if blocks else pa.table({"0": pa.array([], pa.string())})
    row = np.array(numbers, dtype=np.int64)
    return Grid(where, "excel", table, row, sha256, merged=_merged(cells), joined=_joined(cells))


def opened(content: bytes, *, where: str) -> CalamineWorkbook:
    """Open a workbook.

    Raises
    ------
    DataError
        See :func:`read`.
    """
    if content.startswith(ZIP):
        _unpacks(content, where)
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise locked(where) from error
    except CalamineError as error:
        raise _strange(where, _held(content) or str(error)) from error


def rows(content: bytes, book: CalamineWorkbook, name: str, *, where: str) -> list[list[str]]:
    """Every row of a small sheet.

    Raises
    ------
    DataError
        The sheet cannot be held, or is damaged.
    """
    return list(_rows(loaded(book, name, where=where), sheet.errors(content, name, where=where)))


def loaded(book: CalamineWorkbook, name: str, *, where: str) -> CalamineSheet:
    """A sheet, which is not so large that it cannot be held.

    Raises
    ------
    DataError
        It is damaged.
    """
    try:
        return book.get_sheet_by_name(name)
    except CalamineError as error:
        raise _strange(where, f"sheet {name!r}: {error}") from error


def _unpacks(content: bytes, where: str) -> None:
    """Refuse what unpacks to far more than it is, or to something else than its directory says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _of_this_kind(archive, where)
            size, packed = (
                sum(getattr(i, k) for i in archive.infolist()) for k in ("file_size", "compress_size")
            )
            if size > LARGEST or (size > _SMALL and size > _DENSEST * packed):
                raise DataError(
                    "the workbook unpacks to more than it can hold of answers",
                    where=where,
                    expected=f"at most {LARGEST >> 20:,} MB, and {_DENSEST} times its own size",
                    got=f"{size >> 20:,} MB from {packed >> 10:,} KB",
                    todo="open it in a spreadsheet program, and save the sheet of answers as .csv",
                )
            damaged = archive.testzip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _strange(where, _SAID.get(str(error), str(error))) from error
    if damaged:
        raise _strange(where, f"{damaged} is damaged")


def _of_this_kind(archive: zipfile.ZipFile, where: str) -> None:
    """Refuse workbooks of which nobody can tell, before they are opened, how much they hold."""
    names = set(archive.namelist())
    for entry, kind in _OTHERS.items():
        if entry in names:
            raise DataError(
                "a workbook of another kind",
                where=where,
                expected=".xlsx, .xlsm or .xls",
                got=kind,
                todo="open it in a spreadsheet program and save it as .xlsx or .csv",
            )


def _held(content: bytes) -> str:
    """What an archive holds that is no workbook; "" where it is no archive."""
    if not content.startswith(ZIP):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    return f"an archive that holds {', '.join(map(repr, names[:_SHOWN]))}" + ", ..." * (len(names) > _SHOWN)


def _strange(where: str, got: str) -> DataError:
    return DataError("not an Excel file", where=where, expected="a workbook", got=got, todo="export it again")


def _another(book: CalamineWorkbook, name: str, where: str) -> DataError:
    others = [other for other in book.sheet_names if other != name]
    return DataError(
        f"sheet {name!r} holds no answers",
        where=where,
        expected="a header row and at least one row below",
        got="less than that",
        todo=f"declare another sheet: sheet = {' or '.join(map(repr, others[:_SHOWN]))}",
    )


def _name(book: CalamineWorkbook, wanted: str | None, where: str) -> str:
    """The sheet declared, else the first that a person sees."""
    names = book.sheet_names
    if wanted is not None and wanted not in names:
        raise ParamsError(f"no sheet {wanted!r}", where=where, todo=closest(wanted, names))
    seen = (s.name for s in book.sheets_metadata if s.visible == _VISIBLE and s.typ == _CELLS)
    name = wanted or next(seen, None)
    if name is None:
        raise _strange(where, "a workbook without sheets")
    return name


def _rows(cells: CalamineSheet, errors: Mapping[sheet.Place, str]) -> Iterator[list[str]]:
    """Rows as a spreadsheet counts them, from the first row and the first column on."""
    left = cells.start[1] if cells.start else 0  # the library leaves out blank columns, but not blank rows
    wrong: dict[int, dict[int, str]] = {}
    for (row, column), error in errors.items():
        wrong.setdefault(row, {})[column] = error
    for number, values in enumerate(cells.iter_rows()):
        told = [""] * left + [_text(value) for value in values]
        for column, error in wrong.get(number, {}).items():
            told[column] = error
        yield told


def _joined(cells: CalamineSheet) -> tuple[tuple[str, int], ...]:
    """Cells that span several rows, as a spreadsheet names them, and the last of these rows."""
    return tuple(
        (f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}", bottom + 1)
        for (top, left), (bottom, right) in cells.merged_cell_ranges or []
        if bottom > top
    )


def _merged(cells: CalamineSheet) -> tuple[str, ...]:
    """Cells of the first row that span several columns, as a spreadsheet names them."""
    spans = cells.merged_cell_ranges or []
    top = cells.start[0] if cells.start else 0
    return tuple(
        f"{_letters(left)}{row + 1}:{_letters(right)}{row + 1}"
        for (row, left), (_, right) in spans
        if row == top and right > left
    )


def _letters(column: int) -> str:
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _text(value: object) -> str:
    """A cell as a spreadsheet shows it: flags in capitals, at most 15 digits of a number."""
    if isinstance(value, bool):
        return str(value).upper()
    return text(float(f"{value:.15g}")) if isinstance(value, float) else text(value)
