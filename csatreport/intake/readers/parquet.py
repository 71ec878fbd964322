"""Parquet files: numbers as plain text, moments in ISO form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import compute
from pyarrow import parquet as pq

from csatreport.errors import DataError
from csatreport.intake.readers.grid import WIDEST, Grid, table

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered

_EXACT = float(1 << 53)  # whole numbers below this are what they seem


def read(content: bytes, source: Delivered, sha256: str) -> Grid:
    """Every cell as text, the names of the columns in the first row.

    Raises
    ------
    DataError
        The file is damaged, or a column holds neither text, numbers, dates nor flags.
    """
    where = str(source.file)
    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        names = list(file.schema_arrow.names)
        _narrow(names, where)
        columns = [_column(file, name, where) for name in names]
    except (pa.ArrowException, OSError) as error:
        raise DataError(
            "not a Parquet file",
            where=where,
            expected="a whole Parquet file that is not encrypted",
            got=str(error).splitlines()[0][:200],
            todo="export it again",
        ) from error
    return Grid(where, "parquet", table(columns), np.arange(1, len(columns[0]) + 1), sha256)


def _narrow(names: list[str], where: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1}) if len(names) <= WIDEST else []
    if not names or len(names) > WIDEST or twice:
        raise DataError(
            "columns that cannot be told apart" if twice else "no columns, or too many",
            where=where,
            expected=f"1 to {WIDEST:,} columns, each with a name of its own",
            got=f"{len(names):,} columns" + (f", {twice[0]!r} more than once" if twice else ""),
            todo="write the file again",
        )


def _column(file: pq.ParquetFile, name: str, where: str) -> pa.ChunkedArray:
    """A column as dictionaries of text, its name above its cells."""
    values = file.read(columns=[name], use_threads=False).column(name)
    kind = values.type.value_type if pa.types.is_dictionary(values.type) else values.type
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise DataError(
            f"column {name!r} holds no plain values",
            where=where,
            expected="text, numbers, dates or flags",
            got=str(kind),
            todo="write one column per value",
        )
    encoded = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    return pa.chunked_array([_texts(pa.array([name]).dictionary_encode()), *map(_texts, encoded.chunks)])


def _texts(chunk: pa.DictionaryArray) -> pa.DictionaryArray:
    """The same cells, each different value as text."""
    distinct = _strings(chunk.dictionary).fill_null("").dictionary_encode()
    codes = distinct.indices.take(chunk.indices.cast(pa.int32()))
    return pa.DictionaryArray.from_arrays(codes, distinct.dictionary)


def _strings(values: pa.Array) -> pa.Array:
    if pa.types.is_timestamp(values.type):
        whole = values.cast(pa.timestamp("s", values.type.tz), safe=False)
        return compute.strftime(whole, format="%Y-%m-%d %H:%M:%S")
    return _numbers(values) if pa.types.is_floating(values.type) else values.cast(pa.string())


def _numbers(values: pa.Array) -> pa.Array:
    """Whole numbers without point or exponent; NaN is missing."""
    given = compute.if_else(compute.is_nan(values), None, values.cast(pa.float64()))
    exact = compute.less(compute.abs(given), _EXACT)
    whole = compute.and_(exact, compute.equal(compute.trunc(given), given))
    integers = compute.if_else(whole, given, None).cast(pa.int64()).cast(pa.string())
    others = compute.if_else(compute.is_nan(values), None, values).cast(pa.string())
    return compute.coalesce(integers, others)
