"""Excel files, old and new. Formulas count by the value that was saved with them; macros are left alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
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
from csatreport.intake.readers.container import ZIP, locked
from csatreport.intake.readers.grid import Grid, batch
from csatreport.intake.readers.values import text
from csatreport.params.faults import closest

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered

LARGEST = 2 << 30  # bytes that a workbook may unpack to
_DENSEST, _SMALL = 200, 100 << 20  # times that sheets may shrink by packing, once they are larger than this
_VISIBLE, _CELLS = SheetVisibleEnum.Visible, SheetTypeEnum.WorkSheet
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
    sheet = _sheet(opened(content, where=where), getattr(source, "sheet", None), where)
    blocks: list[pa.Table] = []
    numbers: list[int] = []
    filled = ((number, row) for number, row in enumerate(_rows(sheet), 1) if any(row))
    while held := list(islice(filled, _ROWS)):
        numbers += [number for number, _ in held]
        blocks.append(batch([row for _, row in held]))
    cells = pa.concat_tables(blocks) if blocks else pa.table({"0": pa.array([], pa.string())})
    return Grid(where, "excel", cells, np.array(numbers, dtype=np.int64), sha256, merged=_merged(sheet))


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
        raise _strange(where, str(error)) from error


def rows(book: CalamineWorkbook, sheet: str) -> list[list[str]]:
    """Every row of a small sheet."""
    return list(_rows(book.get_sheet_by_name(sheet)))


def _unpacks(content: bytes, where: str) -> None:
    """Refuse what unpacks to far more than it is, or to something else than its directory says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
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
        raise _strange(where, str(error)) from error
    if damaged:
        raise _strange(where, f"{damaged} is damaged")


def _strange(where: str, got: str) -> DataError:
    return DataError("not an Excel file", where=where, expected="a workbook", got=got, todo="export it again")


def _sheet(book: CalamineWorkbook, wanted: str | None, where: str) -> CalamineSheet:
    """The sheet declared, else the first that a person sees."""
    names = book.sheet_names
    if wanted is not None and wanted not in names:
        raise ParamsError(f"no sheet {wanted!r}", where=where, todo=closest(wanted, names))
    seen = (s.name for s in book.sheets_metadata if s.visible == _VISIBLE and s.typ == _CELLS)
    name = wanted or next(seen, None)
    if name is None:
        raise _strange(where, "a workbook without sheets")
    try:
        return book.get_sheet_by_name(name)
    except CalamineError as error:
        raise _strange(where, str(error)) from error


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    """Rows as a spreadsheet counts them, from the first row and the first column on."""
    left = sheet.start[1] if sheet.start else 0  # the library leaves out blank columns, but not blank rows
    return ([""] * left + [_text(value) for value in row] for row in sheet.iter_rows())


def _merged(sheet: CalamineSheet) -> tuple[str, ...]:
    """Cells of the first row that span several columns, as a spreadsheet names them."""
    spans = sheet.merged_cell_ranges or []
    top = sheet.start[0] if sheet.start else 0
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
