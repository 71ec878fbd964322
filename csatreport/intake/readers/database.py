"""A query against a database, kept as a Parquet file: what was fetched is a raw file like any other."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol

from csatreport.errors import DataError, ParamsError
from csatreport.intake.readers import address, values

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlalchemy.engine import URL, Connection, Row
    from sqlalchemy.exc import SQLAlchemyError

_ROWS = 50_000  # fetched at a time
_LONGEST = 300  # characters of what a database says that a message shows


class Queried(Protocol):
    """What a declaration says about its query: a ``Source`` or a ``Record``."""

    @property
    def file(self) -> PurePosixPath: ...  # noqa: D102 - documented in params
    @property
    def query(self) -> str | None: ...  # noqa: D102 - documented in params
    @property
    def database(self) -> str | None: ...  # noqa: D102 - documented in params


def snapshot(source: Queried, project: Path) -> Path:
    """Fetch the rows of ``source`` and write them to its file, whole or not at all; its path.

    The same rows give the same bytes.

    Raises
    ------
    ParamsError, DataError
        See :func:`fetch`.
    """
    from pyarrow import parquet

    if source.file.suffix != ".parquet":
        raise ParamsError(
            "a snapshot of a database is a Parquet file",
            where=f"source {source.file}, file",
            expected="a name that ends in .parquet",
            todo="rename it",
        )
    rows = fetch(source, project)
    path = project / source.file
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".fetch-") as folder:
        staged = Path(folder) / path.name
        parquet.write_table(rows, staged)
        staged.replace(path)
    return path


def fetch(source: Queried, project: Path) -> pa.Table:
    """Rows that the query of ``source`` selects, as text, in the order in which the database gives them.

    Raises
    ------
    ParamsError
        The query or the database is not declared, or cannot be found.
    DataError
        The database refuses, the query fails, or there are no rows.
    """
    from sqlalchemy.exc import SQLAlchemyError

    where = f"source {source.file}"
    query = _query(source, where)
    engine = address.engine(source.database, project, where=where)
    try:
        with engine.connect() as connection:
            return _selected(connection.execution_options(postgresql_readonly=True), query, where)
    except SQLAlchemyError as error:
        raise _failed(error, engine.url, where) from None  # the cause would show the address
    finally:
        engine.dispose()


def _query(source: Queried, where: str) -> str:
    if not source.query or not source.query.strip():
        raise ParamsError(
            "no query to ask the database", where=f"{where}, query", expected="SELECT ...", todo="add it"
        )
    return source.query


def _selected(connection: Connection, query: str, where: str) -> pa.Table:
    import pyarrow as pa
    from sqlalchemy import text

    found = connection.execute(text(query.replace(":", "\\:")))  # a colon begins no parameter of ours
    if not found.returns_rows:
        raise _nothing(where, "a statement that selects nothing")
    names = _names(list(found.keys()), where)
    kinds = pa.schema([(name, pa.string()) for name in names])
    blocks = [_block(rows, kinds) for rows in found.partitions(_ROWS)]
    if not blocks:
        raise _nothing(where, "no rows")
    return pa.concat_tables(blocks)


def _block(rows: Sequence[Row[Any]], kinds: pa.Schema) -> pa.Table:
    import pyarrow as pa

    columns = zip(*rows, strict=True)
    return pa.table([[values.text(value) for value in column] for column in columns], schema=kinds)


def _names(names: list[str], where: str) -> list[str]:
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise DataError(
            f"the query selects {twice[0]!r} twice",
            where=f"{where}, query",
            expected="columns with different names",
            got=", ".join(names),
            todo="name one of them with AS",
        )
    return names


def _nothing(where: str, got: str) -> DataError:
    return DataError(
        "the query gives no answers",
        where=f"{where}, query",
        expected="a SELECT with at least one row",
        got=got,
        todo="try the query in a database client, then correct it",
    )


def _failed(error: SQLAlchemyError, url: URL, where: str) -> DataError:
    """What the database said, without its address."""
    connected = getattr(error, "statement", None) is not None
    return DataError(
        "the query failed" if connected else "the database does not let us in",
        where=f"{where}, {'query' if connected else 'database'}",
        expected="a query that selects rows" if connected else "a database that answers",
        got=address.hidden(_said(error), url),
        todo="try the query in a database client, then correct it"
        if connected
        else "see that it runs, and that address, name and password in the environment are right",
    )


def _said(error: SQLAlchemyError) -> str:
    own = getattr(error, "orig", None)
    told = own.args[0] if own is not None and own.args else type(error).__name__
    if isinstance(told, dict):  # PostgreSQL's fields: M is the message
        told = told.get("M", type(error).__name__)
    return str(told).strip().splitlines()[0][:_LONGEST]
