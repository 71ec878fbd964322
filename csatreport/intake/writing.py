"""Prepared tables on their way to disk, some rows at a time: no table is ever whole in memory."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from csatreport.intake.store import Inputs, Unit, digest, read

_GROUP = 1 << 17  # rows


class Table:
    """A Parquet file that grows; equal rows give equal bytes, however they came."""

    def __init__(self, file: Path, *, compression: str = "zstd") -> None:
        self.file = file
        self.rows = 0
        self._compression = compression
        self._none: pd.DataFrame | None = None
        self._schema: pa.Schema | None = None
        self._waiting: list[pa.Table] = []
        self._writer: pq.ParquetWriter | None = None

    def add(self, frame: pd.DataFrame) -> None:
        """Add rows; the first that come say which columns of which kind there are."""
        if not len(frame):
            self._none = frame if self._none is None else self._none
            return
        schema = self._begun(frame)
        for start in range(0, len(frame), _GROUP):
            rows = frame.iloc[start : start + _GROUP]
            arrays = [pa.array(rows[f.name].array, type=f.type, from_pandas=True) for f in schema]
            self._waiting.append(pa.table(arrays, schema=schema))
            self._write(least=_GROUP)
        self.rows += len(frame)

    def close(self) -> dict[str, object]:
        """Write what is left and say what the table is."""
        if self._schema is None:
            self._waiting = [self._begun(pd.DataFrame() if self._none is None else self._none).empty_table()]
        self._write(least=0)
        self.discard()
        return {"rows": self.rows, "sha256": digest(self.file)}

    def discard(self) -> None:
        """Close the file as it is."""
        if self._writer is not None:
            self._writer.close()

    def _begun(self, frame: pd.DataFrame) -> pa.Schema:
        if self._schema is None:
            self._schema = pa.schema([(str(c), _type(frame[c])) for c in frame.columns])
            self._writer = pq.ParquetWriter(
                self.file, self._schema, compression=self._compression, version="2.6", store_schema=False
            )
        return self._schema

    def _write(self, *, least: int) -> None:
        """Write groups of rows while so many or more wait."""
        while self._waiting and sum(map(len, self._waiting)) >= least:
            whole = pa.concat_tables(self._waiting)
            group, rest = whole.slice(0, _GROUP), whole.slice(_GROUP)
            if self._writer is not None:
                self._writer.write_table(group.combine_chunks(), row_group_size=_GROUP)
            self._waiting = [rest] if len(rest) else []


class Writing:
    """Tables of one unit on their way into a folder.

    A block of rows is added to its table, or held back on disk until the blocks before it have come.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside: Path | None = None
        self._tables: dict[str, Table] = {}
        self._held: dict[str, dict[int, Path]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for table in self._tables.values():
            table.discard()
        if self._aside is not None:
            shutil.rmtree(self._aside, ignore_errors=True)

    def add(self, name: str, frame: pd.DataFrame) -> None:
        """Add rows to the end of a table."""
        table = self._tables.setdefault(name, Table(self._folder / f"{name}.parquet"))
        table.add(frame)

    def hold(self, name: str, place: int, frame: pd.DataFrame) -> None:
        """Hold back rows of a table; :meth:`release` adds them in the order of their places."""
        if (
            self._aside is None
        ):  # of its own: another unit may be written to the same folder by another process
            self._aside = Path(tempfile.mkdtemp(prefix=".held-", dir=self._folder))
        held = Table(self._aside / f"{name}.{place}.parquet", compression="none")
        held.add(frame)
        held.close()
        self._held.setdefault(name, {})[place] = held.file

    def release(self, name: str) -> None:
        """Add what was held back of a table."""
        for _, file in sorted(self._held.pop(name, {}).items()):
            self.add(name, read(file, strings=()))

    def unit(self, inputs: Inputs) -> Unit:
        """Finish the tables and describe them."""
        return Unit(inputs, {name: table.close() for name, table in self._tables.items()})


def write(frame: pd.DataFrame, file: Path, *, compression: str = "zstd") -> None:
    """Write a table; equal tables give equal bytes."""
    table = Table(file, compression=compression)
    table.add(frame)
    table.close()


def write_unit(folder: Path, inputs: Inputs, tables: Mapping[str, pd.DataFrame]) -> Unit:
    """Write tables that are in memory."""
    with Writing(folder) as writing:
        for name, frame in tables.items():
            writing.add(name, frame)
        return writing.unit(inputs)


def _type(column: pd.Series) -> pa.DataType:
    kind = column.dtype
    if pd.api.types.is_bool_dtype(kind):
        return pa.bool_()
    if pd.api.types.is_integer_dtype(kind):
        return pa.int64()
    if pd.api.types.is_datetime64_any_dtype(kind):
        return pa.timestamp("s")
    return pa.float64() if pd.api.types.is_float_dtype(kind) else pa.string()
