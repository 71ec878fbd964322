"""Files of answers that were read before: kept by the hash of all that they were made of.

Twelve quarters of an edition are twelve times the files of one; when a file changes, or when a new edition
adds a quarter, only what is new is read. What is kept holds no person (see :mod:`csatreport.intake.private`).
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd
import pyarrow as pa

from csatreport.intake import store
from csatreport.intake.collect import Collected

_NAMES = tuple(f.name for f in fields(Collected))


@dataclass(frozen=True)
class Parts:
    """A folder with a folder for each part."""

    folder: Path

    def get(self, key: str) -> Collected | None:
        """The part of this key, if it is there and whole."""
        home = self.folder / key
        try:
            wanted = json.loads((home / "part.json").read_text(encoding="utf-8"))
            if any(store.digest(home / f"{name}.parquet") != wanted["tables"][name] for name in _NAMES):
                return None
            return Collected(
                **{name: _read(home / f"{name}.parquet", wanted["kinds"][name]) for name in _NAMES}
            )
        except (OSError, ValueError, KeyError, pa.ArrowException):  # never kept, or damaged: it is made again
            return None

    def put(self, key: str, part: Collected) -> None:
        """Keep a part, in one rename; another process may have kept the same one."""
        home = self.folder / key
        staging = self.folder / f".{key}.{os.getpid()}"
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        frames: dict[str, pd.DataFrame] = {name: getattr(part, name) for name in _NAMES}
        for name, frame in frames.items():
            store.write(frame, staging / f"{name}.parquet")
        text = {
            "tables": {name: store.digest(staging / f"{name}.parquet") for name in _NAMES},
            "kinds": {n: {c: str(k) for c, k in f.dtypes.items()} | {"": len(f)} for n, f in frames.items()},
        }
        (staging / "part.json").write_text(json.dumps(text, sort_keys=True), encoding="utf-8")
        shutil.rmtree(home, ignore_errors=True)
        staging.rename(home)

    def forget(self, *, used: set[str]) -> None:
        """Remove the parts that no prepared edition uses."""
        for home in self.folder.glob("*"):
            if home.name not in used:
                shutil.rmtree(home, ignore_errors=True)


def _read(file: Path, kinds: dict[str, str]) -> pd.DataFrame:
    frame = store.read(file, strings=())
    if not len(frame.columns):
        return pd.DataFrame(index=range(int(kinds[""])))
    return frame.astype({c: k for c, k in kinds.items() if c})
