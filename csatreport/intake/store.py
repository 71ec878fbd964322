"""Prepared tables on disk: Parquet whose bytes depend on nothing but their content.

A prepared edition is a folder of Parquet files and ``prepared.json``. Its tables come in units: a unit is
what is made together of the same inputs, such as everything from the survey, or one kind of record. A unit
whose inputs did not change keeps its files.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from csatreport import reads
from csatreport.errors import DataError

Inputs = dict[str, Any]
_LARGE = 1 << 22  # bytes from which threads pay; those that just began abort a process that ends at once


@dataclass(frozen=True)
class Unit:
    """A unit as ``prepared.json`` describes it: its inputs, and rows and hash of each of its tables."""

    inputs: Inputs
    tables: dict[str, dict[str, Any]]

    @property
    def data(self) -> str:
        """Hash of the unit's tables: the identity of the data."""
        hashes = "".join(t["sha256"] for _, t in sorted(self.tables.items()))
        return hashlib.sha256(hashes.encode()).hexdigest()


def units(folder: Path) -> dict[str, Unit]:
    """Units of a prepared edition whose files are all as they were written; the others are left out."""
    return {name: unit for name, unit in described(folder).items() if _whole(folder, unit)}


def described(folder: Path) -> dict[str, Unit]:
    """Units of a prepared edition as they were written, whatever became of their files."""
    try:
        record = json.loads((folder / "prepared.json").read_text(encoding="utf-8"))
        return {name: Unit(u["inputs"], u["tables"]) for name, u in record["units"].items()}
    except (OSError, ValueError, KeyError, TypeError):  # never written, or not by this version
        return {}


def _whole(folder: Path, unit: Unit) -> bool:
    try:
        return all(digest(folder / f"{name}.parquet") == t["sha256"] for name, t in unit.tables.items())
    except OSError:
        return False


def keep(unit: Unit, folder: Path, into: Path) -> Unit:
    """Keep a unit's files in another folder without writing them again."""
    for name in unit.tables:
        os.link(folder / f"{name}.parquet", into / f"{name}.parquet")
    return unit


def record(folder: Path, made: Mapping[str, Unit], raw: Mapping[str, str]) -> None:
    """Write ``prepared.json``: the units, the hash of each raw file, and the hash of everything."""
    whole = hashlib.sha256("".join(f"{n} {u.data}\n" for n, u in sorted(made.items())).encode()).hexdigest()
    described = {name: {"inputs": u.inputs, "tables": u.tables, "data": u.data} for name, u in made.items()}
    text = {"units": described, "raw": dict(raw), "data": whole}
    content = json.dumps(text, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / "prepared.json").write_text(content + "\n", encoding="utf-8")


def read(file: Path, *, strings: Iterable[str] | None = None, sha256: str | None = None) -> pd.DataFrame:
    """Read a table; texts in ``strings`` (all by default) may be missing (<NA>), whole numbers too.

    Raises
    ------
    DataError
        The file is not the one that has the hash ``sha256``.
    """
    if sha256 is not None:
        demand(file, sha256)
    threads = file.stat().st_size > _LARGE and pa.cpu_count() > 1
    table = pq.read_table(file) if threads else _without_threads(file)
    mapper = _WITH_MISSING.get if strings is None else None
    frame: pd.DataFrame = table.to_pandas(
        types_mapper=mapper, split_blocks=True, self_destruct=True, use_threads=threads
    )
    return frame if strings is None else frame.astype(dict.fromkeys(strings, "string"))


def _without_threads(file: Path) -> pa.Table:
    """Arrow's own readers of files begin a thread whatever they are told, and a process that has two cannot fork."""
    with reads.quietly(), pq.ParquetFile(pa.BufferReader(file.read_bytes())) as source:
        return source.read(use_threads=False)


def demand(file: Path, sha256: str) -> None:
    """Refuse a file that is another one than was prepared."""
    with reads.quietly():
        found = digest(file) if file.is_file() else "no file"
    if found != sha256:
        raise DataError(
            "a prepared table changed after it was prepared",
            where=str(file),
            expected=sha256,
            got=found,
            todo="prepare the data again: csatreport prepare",
        )


def digest(file: Path) -> str:
    """sha256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


_WITH_MISSING = {pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
