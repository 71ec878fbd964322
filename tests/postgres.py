"""A PostgreSQL server of a test's own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PASSWORD = "s3cret-of-the-server"  # noqa: S105 - of a server that lives as long as a test


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that lives as long as the block; without server programs the test is skipped."""
    programs = binaries()
    if programs is None:
        missing = "no PostgreSQL server programs (initdb) on this machine: apt-get install postgresql"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    own = [] if os.getuid() else ["runuser", "-u", "postgres", "--"]
    with tempfile.TemporaryDirectory(
        prefix="csatreport-postgres-"
    ) as name:  # pytest's own folders are closed
        yield from _served(programs, Path(name), own)


def binaries() -> Path | None:
    """Where PostgreSQL's server programs are."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] * bool(found) + sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((p for p in reversed(places) if (p / "initdb").is_file()), None)


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _served(programs: Path, folder: Path, own: list[str]) -> Iterator[str]:
    data, secret = folder / "data", folder / "password"
    secret.write_text(PASSWORD)
    if own:  # the server does not run as root
        shutil.chown(folder, "postgres")
        shutil.chown(secret, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    login = ["-U", "csat", f"--pwfile={secret}", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync"]
    run(*own, programs / "initdb", "-D", data, *login)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run(*own, programs / "pg_ctl", "-D", data, "-w", "-o", options, "-l", data / "log", "start")
    try:
        yield f"postgresql://csat:{PASSWORD}@127.0.0.1:{port}/postgres"
    finally:
        run(*own, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
