"""A prepared table as memory that all processes share.

Beside the table stands the same as an Arrow file, neither compressed nor encoded: a column is the part of it in which it
stands. That file is made on first use, made again where it is not what it should be, and goes with its folder when the
edition is prepared again. Where there can be none, the table itself is read.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from csatreport import reads
from csatreport.intake import bywave, store
from csatreport.intake.pages import Bytes, pages
from csatreport.intake.room import give_back

_LEAST = 1 << 20  # bytes of a table from which it pays
_SUM = 4  # bytes at the end: the checksum of all before
_MADE_OF, _KIND = b"made of", b"kind"
_PLAIN = "fiuM"  # kinds of columns that are plain memory
_Column = npt.NDArray[Any] | pd.api.extensions.ExtensionArray


def read(file: Path, *, sha256: str) -> pd.DataFrame:
    """Read a table as :func:`csatreport.intake.store.read` does; what is written to it stays in this process.

    Raises
    ------
    DataError
        The table is not the one that has the hash ``sha256``.
    """
    store.demand(file, sha256)
    made_of = f"{sha256}, pandas {pd.__version__}, Arrow {pa.__version__}".encode()
    with reads.quietly():
        frame = _mapped(file, made_of)
        if frame is None and file.stat().st_size >= _LEAST and not bywave.large(file):
            frame = _made(file, made_of)
        return store.read(file, strings=()) if frame is None else frame


def beside(file: Path) -> Path:
    """Where the Arrow file of a table stands: hidden, since nobody is to send or publish it."""
    return file.with_name(f".{file.stem}.arrow")


def _made(file: Path, made_of: bytes) -> pd.DataFrame | None:
    """The table, after one of all processes that want it has made the Arrow file; none where that cannot be."""
    with _alone(file):
        frame = _mapped(file, made_of)
        if frame is None:
            with contextlib.suppress(OSError):  # no room, or not our folder
                _make(file, made_of)
                frame = _mapped(file, made_of)
    give_back()
    return frame


@contextlib.contextmanager
def _alone(file: Path) -> Iterator[None]:
    with file.open("rb") as stream:
        with contextlib.suppress(OSError):  # a file system without locks: several make the same
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _make(file: Path, made_of: bytes) -> None:
    """Write the Arrow file beside its place and move it there, unless a column is no plain part of memory."""
    batch = _batch(store.read(file, strings=()), made_of)
    place = beside(file)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        if batch is not None:
            with part.open("wb") as stream, pa.ipc.new_file(stream, batch.schema) as writer:
                writer.write_batch(batch)
            with part.open("ab") as stream:
                stream.write(_sum(pages(part)))
            part.chmod(0o444)  # others have it in memory
            part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _batch(frame: pd.DataFrame, made_of: bytes) -> pa.RecordBatch | None:
    arrays = {str(name): _array(column) for name, column in frame.items()}
    kinds = frame.dtypes.astype(str)
    fields = [pa.field(n, a.type, metadata={_KIND: kinds[n]}) for n, a in arrays.items() if a is not None]
    if len(fields) < len(arrays):
        return None
    return pa.record_batch(list(arrays.values()), schema=pa.schema(fields, metadata={_MADE_OF: made_of}))


def _array(column: pd.Series) -> pa.Array | None:
    """What a column holds, as Arrow has it in memory: times as numbers, missing numbers as NaN."""
    if isinstance(column.dtype, pd.StringDtype):
        return pa.array(column.array, type=pa.large_string())
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in _PLAIN:
        values = column.to_numpy()
        return pa.array(values.view("i8") if values.dtype.kind == "M" else values)
    return None


def _mapped(file: Path, made_of: bytes) -> pd.DataFrame | None:
    """The table out of the Arrow file; none where that is not there, not whole, or of another table."""
    try:
        memory = pages(beside(file))
    except OSError:
        return None
    content = memory[:-_SUM]
    if _sum(content) != memory[-_SUM:].tobytes():
        return None
    batch = pa.ipc.open_file(pa.py_buffer(content)).get_batch(0)
    if batch.schema.metadata[_MADE_OF] != made_of:
        return None
    kinds = [field.metadata[_KIND] for field in batch.schema]
    types = {kind: pd.api.types.pandas_dtype(kind.decode()) for kind in set(kinds)}
    columns = (_column(a, types[kind], content) for a, kind in zip(batch.columns, kinds, strict=True))
    return pd.DataFrame(dict(zip(batch.schema.names, columns, strict=True)), copy=False)


def _column(array: pa.Array, dtype: object, content: Bytes) -> _Column:
    if isinstance(dtype, pd.StringDtype):
        texts: pd.api.extensions.ExtensionArray = pd.array(array, dtype=dtype)
        return texts
    plain = np.dtype(dtype)  # type: ignore[call-overload]
    begins = array.buffers()[1].address - content.ctypes.data
    numbers: npt.NDArray[Any] = content[begins : begins + len(array) * plain.itemsize].view(plain)
    return numbers


def _sum(content: Bytes) -> bytes:
    return zlib.crc32(content.data).to_bytes(_SUM, "big")
