"""The files as the company's systems write them: CSV, Excel, Parquet, always the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate.happenings.chance import Moments, Rows, Texts

Column = NDArray[Any]
Cell = str | float | date | None
if TYPE_CHECKING:
    import pyarrow as pa
    from xlsxwriter.worksheet import Worksheet as Page


@dataclass(frozen=True)
class Sheet:
    """A table on its way into a file: one column per field, all of one length."""

    table: str
    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def rows(self, rows: Rows) -> Sheet:
        """Only these rows, in this order."""
        return replace(self, columns={field: column[rows] for field, column in self.columns.items()})

    def but(self, **columns: Column) -> Sheet:
        """Give some fields other values."""
        return replace(self, columns={**self.columns, **columns})

    def headed(self, *, second: bool = False) -> dict[str, Column]:
        """Columns by the header of the export; ``second`` takes the table's other set of headers."""
        known = headers(self.table)
        return {known[f][-1 if second else 0]: column for f, column in self.columns.items()}


@cache
def headers(table: str) -> Mapping[str, tuple[str, ...]]:
    """``headers.csv``: the headers that a field of ``table`` has in its exports."""
    text = files(__package__).joinpath("headers.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["table"] == table]
    return {row["column"]: tuple(row["source"].split("|")) for row in rows}


def as_csv(columns: Mapping[str, Column], *, encoding: str = "utf-8", ends: str = "\r\n") -> bytes:
    """Every value as it is; give text where a special form is wanted."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator=ends)
    table.writerow(columns)
    table.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return text.getvalue().encode(encoding)


def as_excel(columns: Mapping[str, Column], *, sheet: str) -> bytes:
    """A workbook with real dates and numbers; text stays text, whatever it begins with."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": datetime(2026, 10, 8)})  # noqa: DTZ001 -- Excel knows no time zones
    page = book.add_worksheet(sheet)
    for place, (header, column) in enumerate(columns.items()):
        page.write_string(0, place, header)
        for row, value in enumerate(_cells(column), 1):
            _write(page, (row, place), value)
    book.close()
    return file.getvalue()


def _cells(column: Column) -> list[Cell]:
    cells: list[Cell] = (
        column.astype("datetime64[D]").tolist() if column.dtype.kind == "M" else column.tolist()
    )
    return cells


def _write(page: Page, cell: tuple[int, int], value: Cell) -> None:
    if value is None or value == "" or value != value:  # noqa: PLR0124 -- the third is NaN
        return
    if isinstance(value, date):
        page.write_datetime(*cell, datetime(value.year, value.month, value.day))  # noqa: DTZ001 -- as above
    elif isinstance(value, int | float):
        page.write_number(*cell, value)
    else:
        page.write_string(*cell, value)


def as_parquet(columns: Mapping[str, Column]) -> bytes:
    """Typed columns; text that is "" and times that are unknown are empty."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.table({name: _arrow(c) for name, c in columns.items()}), file, compression="zstd")
    return file.getvalue()


def _arrow(column: Column) -> pa.Array:
    import pyarrow as pa

    if column.dtype.kind == "O":
        return pa.array(column, pa.string(), mask=column == "")
    return pa.array(column, pa.date32() if column.dtype == np.dtype("datetime64[D]") else None)


def days(moments: Moments, style: str = "{0}-{1:02d}-{2:02d}") -> Texts:
    """Dates as text: year, month and day in a ``style``; "" where unknown."""
    dates = moments.astype("datetime64[D]").tolist()
    return np.array(["" if d is None else style.format(d.year, d.month, d.day) for d in dates], dtype=object)


def clock(moments: Moments, style: str = "%Y-%m-%d %H:%M:%S") -> Texts:
    """Moments as text; "" where unknown."""
    times = moments.astype("datetime64[s]").tolist()
    return np.array(["" if t is None else t.strftime(style) for t in times], dtype=object)


def money(amounts: NDArray[np.float64], style: str = "￥{:,.2f}") -> Texts:
    """Amounts as text; "" where unknown."""
    return np.array([style.format(a) if a == a else "" for a in amounts.tolist()], dtype=object)  # noqa: PLR0124 -- NaN


def answers(flags: Sequence[bool] | NDArray[np.bool_], *, yes: str = "是", no: str = "否") -> Texts:
    """Yes and no in the words of an export."""
    return np.where(np.asarray(flags), yes, no).astype(object)
