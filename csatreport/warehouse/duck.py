"""Prepared Parquet as a warehouse: DuckDB reads it in a stream, within a limit of memory, and spills what is more."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csatreport.errors import UsageError
from csatreport.survey import Survey
from csatreport.warehouse.answers import Warehouse

MEMORY = "1GB"


@contextmanager
def opened(
    survey: Survey, file: Path, *, memory: str = MEMORY, threads: int | None = None
) -> Iterator[Warehouse]:
    """The answers of ``survey`` in a Parquet ``file``, for as long as they are asked.

    Parameters
    ----------
    file : path
        ``responses.parquet`` of a prepared edition, or a pattern that several such files match.
    memory : str
        What DuckDB may hold; what does not fit waits on disk, in a folder that is gone afterwards.
    threads : int, optional
        As many as there are processors, unless told otherwise.

    Raises
    ------
    UsageError
        Ibis or DuckDB is not installed.
    """
    try:
        import ibis
    except ModuleNotFoundError as error:
        raise UsageError(
            "answers in a warehouse need Ibis and DuckDB",
            got=f"no module {error.name!r}",
            todo="install the extra: pip install 'csatreport[warehouse]'",
        ) from error
    with tempfile.TemporaryDirectory(prefix="csatreport-spill-") as spill:
        limits = {"memory_limit": memory, "temp_directory": spill, "preserve_insertion_order": False}
        connection = ibis.duckdb.connect(**limits, **({} if threads is None else {"threads": threads}))
        try:
            yield Warehouse(survey, connection.read_parquet(file))
        finally:
            connection.disconnect()
