"""Rows below the header that are no response: the header again, where exports were joined, and totals."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute

_TOTALS = frozenset(
    {
        "total", "totals", "grand total", "sum", "average", "averages", "mean", "合计", "总计", "总和", "平均", "平均值",
        "平均分", "合計", "總計", "平均數", "합계", "총계", "평균",
    }
)  # fmt: skip
_LAST = 3  # rows among which totals stand
_TOLD = 3  # cells that a header row must fill before a row that repeats it is no accident
_AGAIN, _TOTAL = "the header again", "a row of totals or means"


def found(table: pa.Table, headers: int) -> dict[int, str]:
    """Why a row is no response, by its position in ``table``."""
    if table.num_columns < _TOLD:
        return {}
    again = {place: _AGAIN for row in range(headers) for place in _repeated(table, row) if place >= headers}
    return again | dict.fromkeys(_totals(table, headers), _TOTAL)


def _repeated(table: pa.Table, row: int) -> list[int]:
    """Rows that hold what ``row`` does, blank cells included."""
    header = [_plain(column[row].as_py()) for column in table.columns]
    filled = [n for n, text in enumerate(header) if text]
    if len(filled) < _TOLD:
        return []
    places = _with(table.column(filled[0]), header[filled[0]])
    places = places[places != row]
    for column, text in zip(table.columns, header, strict=True):
        if not len(places):
            break
        same = [_plain(cell) == text for cell in column.take(pa.array(places)).to_pylist()]
        places = places[np.array(same, dtype=bool)]
    return [int(place) for place in places]


def _with(column: pa.ChunkedArray, text: str) -> npt.NDArray[np.int64]:
    """Where a text stands in a column, with or without a byte-order mark."""
    at, places = 0, [np.empty(0, dtype=np.int64)]
    for chunk in column.chunks:
        codes = compute.indices_nonzero(compute.is_in(chunk.dictionary, pa.array([text, f"\ufeff{text}"])))
        if len(codes):
            cells = chunk.indices.fill_null(-1).to_numpy()
            places.append(np.flatnonzero(np.isin(cells, codes.to_numpy())) + at)
        at += len(chunk)
    return np.concatenate(places)


def _totals(table: pa.Table, headers: int) -> Iterator[int]:
    """Rows at the end that begin with a word for totals, which no other row has there."""
    for place in range(max(headers, table.num_rows - _LAST), table.num_rows):
        cells = [_plain(column[place].as_py()) for column in table.columns]
        first = next((n for n, text in enumerate(cells) if text), 0)
        if (
            cells[first].rstrip(":：").casefold() in _TOTALS
            and len(_with(table.column(first), cells[first])) == 1
        ):
            yield place


def _plain(text: str | None) -> str:
    return (text or "").replace("\ufeff", "").strip()
