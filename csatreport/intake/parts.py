"""Files of answers that were read before: kept by the hash of all that they were made of.

Twelve quarters of an edition are twelve times the files of one; when a file changes, or when a new edition
adds a quarter, only what is new is read. What is kept holds no person (see :mod:`csatreport.intake.private`).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from csatreport.intake import feather, store
from csatreport.intake.collect import Collected
from csatreport.intake.kept import Facts, Kept

_NAMES = tuple(f.name for f in fields(Collected))


@dataclass(frozen=True)
class Parts:
    """A folder with a folder for each part."""

    folder: Path

    def kept(self, key: str) -> Kept | None:
        """The part of this key, if it is there and whole; its responses are read when they are asked for."""
        facts = self._facts(key)
        return None if facts is None else self._kept(key, facts)

    def get(self, key: str) -> Collected | None:
        """The responses of this key, if they are there and whole."""
        kept = self.kept(key)
        return kept.responses() if kept is not None else None

    def put(self, key: str, part: Collected) -> Kept:
        """Keep a part, in one rename; another process may have kept the same one."""
        home = self.folder / key
        staging = self.folder / f".{key}.{os.getpid()}"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        frames: dict[str, pd.DataFrame] = {name: getattr(part, name) for name in _NAMES}
        kinds = {name: feather.write(frame, _file(staging, name)) for name, frame in frames.items()}
        facts = Facts.of(part)
        text = {
            "facts": asdict(facts),
            "tables": {name: store.digest(_file(staging, name)) for name in _NAMES},
            "kinds": kinds,
        }
        (staging / "part.json").write_text(json.dumps(text, sort_keys=True), encoding="utf-8")
        self._settle(staging, home)
        return self._kept(key, facts)

    def _settle(self, staging: Path, home: Path) -> None:
        """Move a part to its place; one that is there and whole, put there by another process, stays."""
        if home.exists() and self._facts(home.name) is None:
            shutil.rmtree(home, ignore_errors=True)
        try:
            staging.rename(home)
        except OSError:  # the other one was faster
            if self._facts(home.name) is None:
                raise
            shutil.rmtree(staging)

    @contextlib.contextmanager
    def fleeting(self) -> Iterator[Parts]:
        """Parts that nothing is left of afterwards."""
        with tempfile.TemporaryDirectory(dir=self.folder.parent, prefix=f"{self.folder.name}.") as folder:
            yield Parts(Path(folder))

    def forget(self, *, used: set[str]) -> None:
        """Remove the parts that no prepared edition uses, and what a run that was killed left."""
        left = self.folder.parent.glob(f"{self.folder.name}.*")
        for home in (*left, *(home for home in self.folder.glob("*") if home.name not in used)):
            shutil.rmtree(home, ignore_errors=True)

    def _kept(self, key: str, facts: Facts) -> Kept:
        return Kept(facts, partial(self._responses, key), partial(self._table, key, "design"))

    def _facts(self, key: str) -> Facts | None:
        """Facts of a part whose files are as they were written."""
        home = self.folder / key
        try:
            told = self._told(key)
            if any(store.digest(_file(home, name)) != told["tables"][name] for name in _NAMES):
                return None
            said = told["facts"]
            lists = (tuple(said[name]) for name in ("recorded", "answers", "replicates"))
            return Facts(said["file"], said["rows"], *lists)
        except (OSError, ValueError, KeyError, TypeError):  # never kept, or damaged: it is made again
            return None

    def _told(self, key: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((self.folder / key / "part.json").read_text(encoding="utf-8"))
        return told

    def _responses(self, key: str) -> Collected:
        return Collected(**{name: self._table(key, name) for name in _NAMES})

    def _table(self, key: str, name: str) -> pd.DataFrame:
        return feather.read(_file(self.folder / key, name), self._told(key)["kinds"][name])


def _file(home: Path, name: str) -> Path:
    return home / f"{name}.arrow"
