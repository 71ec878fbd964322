"""Published editions: ``reports/<edition>-r<n>/``. They are added in one rename and never changed."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from csatreport.errors import BookError
from csatreport.records import Words

STAGING = ".staging-"
_WAITING = 32  # files that wait for the disk at once: it writes many in one go
_NEEDED = ("edition", "revision", "reason", "data_date", "inputs", "files", "headline", "times")


@dataclass(frozen=True)
class Published:
    """A revision of an edition as it was published."""

    edition: str
    revision: int
    folder: Path
    manifest: dict[str, Any]

    @property
    def name(self) -> str:
        """The folder's name, ``2026Q3-r1``."""
        return self.folder.name

    @cached_property
    def claim(self) -> Words:
        """Its first claim; empty where it has none."""
        file = self.folder / "claims.json"
        claims = json.loads(file.read_text(encoding="utf-8"))["claims"] if file.is_file() else []
        return dict(claims[0]["text"]) if claims else {}


def published(reports: Path) -> tuple[Published, ...]:
    """Everything published, newest edition first, then newest revision first.

    Raises
    ------
    BookError
        A manifest that is not one: somebody changed a published edition.
    """
    found = [_read(path) for path in reports.glob("*/manifest.json") if not path.parent.name.startswith(".")]
    return tuple(sorted(found, key=lambda p: (p.manifest["data_date"], p.edition, p.revision), reverse=True))


def newest(reports: Path, edition: str) -> Published | None:
    """Find the newest revision of an edition; None where there is none."""
    return max(
        (p for p in published(reports) if p.edition == edition), key=lambda p: p.revision, default=None
    )


@contextlib.contextmanager
def staging(reports: Path, edition: str) -> Iterator[Path]:
    """Make a folder to build in, gone afterwards unless it was published."""
    folder = reports / f"{STAGING}{edition}-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(reports: Path) -> None:
    """Remove what builds left behind that were killed; call it only while holding the lock."""
    for folder in reports.glob(f"{STAGING}*"):
        shutil.rmtree(folder)


def publish(staged: Path, reports: Path, *, edition: str, revision: int) -> Path:
    """Move a finished edition into place, all of it or nothing.

    Raises
    ------
    BookError
        This revision exists already.
    """
    target = reports / f"{edition}-r{revision}"
    if target.exists():
        raise taken(target)
    with ThreadPoolExecutor(_WAITING) as pool:
        list(pool.map(_to_disk, [path for path in staged.rglob("*") if path.is_file()]))
    staged.rename(target)
    _to_disk(reports)
    return target


def taken(target: Path) -> BookError:
    """Say that something stands where a revision would go."""
    return BookError(
        "something stands where this revision would be published",
        where=str(target),
        expected="no such folder: its manifest.json would make it a published edition",
        todo="move it out of reports/ and build again; nothing was published",
    )


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> Published:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        needed = {key: manifest[key] for key in _NEEDED}
        return Published(needed["edition"], int(needed["revision"]), path.parent, manifest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BookError(
            "a published edition with a manifest that cannot be read",
            where=str(path),
            expected="the manifest.json that csatreport wrote",
            got=f"{type(error).__name__}: {error}",
            todo="restore the file from a copy, or move the edition out of reports/",
        ) from error
