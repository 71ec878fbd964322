"""Frames as Arrow files: quick to write and to read, and exactly what they were.

For what is written once and read a moment later. Whole numbers that are small take a byte each, and texts that repeat
are written once; both come back as the kind that they had.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

_HEAD = 1000  # cells from which it is judged whether texts repeat
_LENGTH = ""  # stands for the number of rows among the kinds: no column has that name

Kinds = Mapping[str, object]


def write(frame: pd.DataFrame, file: Path) -> dict[str, object]:
    """Write a frame with its default index; equal frames give equal bytes. The kinds are what :func:`read` needs."""
    columns = {str(name): _array(column) for name, column in frame.items()}
    table = pa.table(columns)
    options = pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return {str(c): str(kind) for c, kind in frame.dtypes.items()} | {_LENGTH: len(frame)}


def read(file: Path, kinds: Kinds) -> pd.DataFrame:
    """The frame that was written."""
    options = pa.ipc.IpcReadOptions(use_threads=False)
    with pa.memory_map(str(file)) as source:
        table = pa.ipc.open_file(source, options=options).read_all()
    index = pd.RangeIndex(int(str(kinds[_LENGTH])))
    columns = {name: _series(table[name].combine_chunks(), str(kinds[name])) for name in table.column_names}
    return pd.DataFrame(columns, index=index, copy=False)


def _array(column: pd.Series) -> pa.Array:
    if pd.api.types.is_string_dtype(column.dtype):
        return _texts(column)
    small = _small(column.to_numpy()) if pd.api.types.is_float_dtype(column.dtype) else None
    return pa.array(column) if small is None else small


def _small(values: npt.NDArray[np.floating]) -> pa.Array | None:
    """As bytes, if every one of them comes back to the bit."""
    missing = np.isnan(values)
    whole = np.where(missing, 0, values)
    if not (np.abs(whole) <= np.iinfo(np.int8).max).all():
        return None
    small = whole.astype(np.int8)
    if (small != whole).any() or (np.signbit(whole) & (small == 0)).any():
        return None
    return pa.array(small, mask=missing)


def _texts(column: pd.Series) -> pa.Array:
    array = pa.array(column.array, pa.string(), from_pandas=True)
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    few = len(whole.slice(0, _HEAD).unique()) <= min(_HEAD, len(whole)) / 2
    return whole.dictionary_encode() if few else whole


def _series(array: pa.Array, kind: str) -> pd.Series:
    if pa.types.is_dictionary(array.type):
        if kind == "object":
            texts = np.array([*array.dictionary.to_pylist(), np.nan], dtype=object)
            return pd.Series(texts[array.indices.fill_null(-1).to_numpy()], dtype=object)
        array = array.dictionary_decode()
    if pa.types.is_int8(array.type):
        return pd.Series(array.cast(pa.from_numpy_dtype(kind)).to_numpy(zero_copy_only=False))
    if pa.types.is_string(array.type) and kind != "object":
        return pd.Series(pd.array(array, dtype=kind))
    found: pd.Series = array.to_pandas().astype(kind)
    return found
