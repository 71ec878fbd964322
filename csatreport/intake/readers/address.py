"""Where a database is: a file of the project, or what a variable of the environment says. Never shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from csatreport.errors import ParamsError
from csatreport.params.faults import closest

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Engine

FILES = {".duckdb": "duckdb", ".sqlite": "sqlite", ".db": "sqlite"}
_DRIVERS = {"postgres": "postgresql+pg8000", "postgresql": "postgresql+pg8000"}  # the driver that we bring


def engine(database: str | None, project: Path, *, where: str) -> Engine:
    """Where to connect to; nothing is written there.

    Raises
    ------
    ParamsError
        No such file or variable, or it holds no address; or the libraries for it are not installed.
    """
    place = f"{where}, database"
    try:
        from sqlalchemy import create_engine
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    except ImportError as error:
        raise _not_installed("SQLAlchemy", place) from error
    if database and Path(database).suffix in FILES:
        url, options = _file(database, project, place)
    else:
        url, options = _server(database, place), {}
    try:
        return create_engine(url, connect_args=options)
    except (ArgumentError, NoSuchModuleError, ImportError):
        raise _not_installed(f"a driver for {url.drivername}", place) from None


def hidden(text: str, url: URL) -> str:
    """What a database said, without the parts of its address."""
    parts = (url.password, url.username, url.host, url.database)
    for part in sorted(filter(None, map(str, filter(None, parts))), key=len, reverse=True):
        text = text.replace(part, "…")
    return text


def _file(database: str, project: Path, place: str) -> tuple[URL, dict[str, object]]:
    from sqlalchemy.engine import URL

    path = project / database
    if not path.is_file():  # else the driver would make an empty database of that name
        there = (p.name for p in path.parent.glob("*") if p.suffix in FILES)
        raise ParamsError(
            f"no database {database!r}", where=place, expected=str(path), todo=closest(path.name, there)
        )
    kind = FILES[path.suffix]
    if kind == "duckdb":
        return URL.create(kind, database=str(path)), {"read_only": True}
    own = {"mode": "ro", "uri": "true"}
    return URL.create(kind, database=f"file:{quote(str(path))}", query=own), {}


def _server(database: str | None, place: str) -> URL:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    if not database or "://" in database:
        raise ParamsError(
            "the database is not named",
            where=place,
            expected=f"a file of the project ({', '.join(FILES)}), or the name of an environment variable",
            got="an address" if database else "nothing",
            todo="put the address of the server into a variable of the environment and name that here",
        )
    value = os.environ.get(database, "")
    if not value:
        raise ParamsError(
            f"the environment has no variable {database!r}",
            where=place,
            expected="the address of a database in it",
            todo=f"set it where csatreport runs: {database}=postgresql://user:password@host/name",
        )
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise ParamsError(
            f"the variable {database!r} holds no address of a database",
            where=place,
            expected="postgresql://user:password@host/name",
            todo="correct it; signs such as @ and / in a password are written %40 and %2F",
        ) from None
    return url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))


def _not_installed(what: str, place: str) -> ParamsError:
    return ParamsError(
        f"{what} is not installed",
        where=place,
        expected="the libraries for databases",
        todo="pip install 'csatreport[database]', or the driver of that server",
    )
