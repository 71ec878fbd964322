"""Responses of a large edition, read a wave or a few columns at a time: what nobody asks for is never in memory.

Responses of a wave stand together, and every group of rows in the file says which waves it holds, so a wave costs as much
reading as it has rows. Without threads, so that a process that read something can still be forked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from csatreport import reads

MANY = 200_000  # responses that are read whole, at most
_REPEATED = ("wave", "mode")
_DESIGN = ("stratum", "cluster")
_WITH_MISSING = {pa.large_string(): pd.StringDtype()}


def large(file: Path) -> bool:
    """Whether there are too many responses to hold all of them."""
    with reads.quietly():
        return bool(file.is_file() and pq.read_metadata(file).num_rows > MANY)


def of_wave(file: Path, wave: str, *, texts: Collection[str] = ()) -> pd.DataFrame:
    """All columns of the responses of one wave; those of ``texts`` may be missing (<NA>).

    Of texts that repeat each is decoded once and not once a response.
    """
    with (
        reads.quietly(),
        pa.memory_map(str(file)) as mapped,
        pq.ParquetFile(mapped, pre_buffer=False, read_dictionary=[*_REPEATED, *_DESIGN, *texts]) as source,
    ):
        # no name for the table: a column is given back as soon as the frame has it
        return _frame(
            _spelled(_only(source.read_row_groups(_groups(source, wave), use_threads=False), wave), texts)
        )


def columns(file: Path, names: Sequence[str]) -> pd.DataFrame:
    """Those of these columns that there are, of all responses; waves and modes as categories, since they repeat."""
    repeated = [name for name in names if name in _REPEATED]
    with (
        reads.quietly(),
        pa.memory_map(str(file)) as mapped,
        pq.ParquetFile(mapped, pre_buffer=False, read_dictionary=repeated) as source,
    ):
        return _frame(source.read(columns=list(names), use_threads=False).unify_dictionaries())


def _only(table: pa.Table, wave: str) -> pa.Table:
    """The rows of one wave: a part that is not copied, as long as they stand together."""
    mine = pc.equal(table["wave"], wave)
    count, first = pc.sum(mine).as_py() or 0, pc.index(mine, True).as_py()
    if count and pc.all(mine.slice(first, count)).as_py():
        return table.slice(first, count)
    return table.filter(mine)


def _spelled(table: pa.Table, texts: Collection[str]) -> pa.Table:
    """The same with texts in place of numbers that stand for them, long ones where they are to be missing as <NA>."""
    for at, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            kind = pa.large_string() if field.name in texts else pa.string()
            table = table.set_column(at, field.name, table.column(at).cast(kind))
    return table


def _groups(source: pq.ParquetFile, wave: str) -> list[int]:
    """Groups of rows that may hold the wave."""
    at = source.schema_arrow.names.index("wave")
    told = [source.metadata.row_group(g).column(at).statistics for g in range(source.metadata.num_row_groups)]
    return [g for g, s in enumerate(told) if s is None or not s.has_min_max or s.min <= wave <= s.max]


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas(
        split_blocks=True, self_destruct=True, use_threads=False, types_mapper=_WITH_MISSING.get
    )
    return frame
