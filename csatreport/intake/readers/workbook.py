"""Excel files, old and new."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from csatreport.errors import DataError, ParamsError
from csatreport.params.faults import closest

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered


def read(content: bytes, source: Delivered) -> pd.DataFrame:
    """Every cell as text, the header in the first row; the sheet declared, else the first.

    Raises
    ------
    ParamsError
        There is no such sheet.
    DataError
        The file is not a workbook.
    """
    where = str(source.file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise DataError("not an Excel file", where=where, got=str(error), todo="export it again") from error
    sheet = getattr(source, "sheet", None) or book.sheet_names[0]
    if sheet not in book.sheet_names:
        raise ParamsError(f"no sheet {sheet!r}", where=where, todo=closest(sheet, book.sheet_names))
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return pd.DataFrame([list(map(_text, row)) for row in rows], dtype=str)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    return str(value)
