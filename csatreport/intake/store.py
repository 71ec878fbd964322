"""Prepared tables on disk: Parquet whose bytes depend on nothing but their content."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from csatreport.intake.tables import Tables
from csatreport.params import Questionnaire

NAMES = ("responses", "published", "ledger", "quarantine")
_WHOLE = ("response", "row", "received", "accepted", "quarantined")


def write(folder: Path, tables: Tables, inputs: dict[str, Any]) -> None:
    """Write the four tables and ``prepared.json`` into an empty folder."""
    described = {}
    for name in NAMES:
        frame: pd.DataFrame = getattr(tables, name)
        file = folder / f"{name}.parquet"
        pq.write_table(_arrow(frame), file, compression="zstd", version="2.6", store_schema=False)
        described[name] = {"rows": len(frame), "sha256": digest(file)}
    whole = hashlib.sha256("".join(str(described[n]["sha256"]) for n in NAMES).encode()).hexdigest()
    record = {"inputs": inputs, "raw": tables.raw, "tables": described, "data": whole}
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / "prepared.json").write_text(text + "\n", encoding="utf-8")


def intact(folder: Path, inputs: dict[str, Any]) -> bool:
    """Whether the tables were made of exactly these inputs and nobody touched them since."""
    try:
        record = json.loads((folder / "prepared.json").read_text(encoding="utf-8"))
        same = record["inputs"] == inputs
        whole = all(digest(folder / f"{n}.parquet") == record["tables"][n]["sha256"] for n in NAMES)
    except (OSError, ValueError, KeyError):
        return False
    return bool(same) and whole


def data(folder: Path) -> str:
    """Hash of the four tables: the identity of the prepared data."""
    return str(json.loads((folder / "prepared.json").read_text(encoding="utf-8"))["data"])


def read(folder: Path, questionnaire: Questionnaire) -> dict[str, pd.DataFrame]:
    """Read the four tables, with column types as :class:`csatreport.survey.Survey` says."""
    frames = {name: pq.read_table(folder / f"{name}.parquet").to_pandas() for name in NAMES}
    categories = [i.item for i in questionnaire.of_kind("category")]
    frames["responses"] = frames["responses"].astype(dict.fromkeys(["mode", *categories], "string"))
    return frames


def digest(file: Path) -> str:
    """sha256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _arrow(frame: pd.DataFrame) -> pa.Table:
    columns = [pa.array(frame[c].array, type=_type(c, frame[c]), from_pandas=True) for c in frame.columns]
    return pa.table(columns, names=list(frame.columns))


def _type(name: str, column: pd.Series) -> pa.DataType:
    if name in _WHOLE:
        return pa.int64()
    return pa.float64() if pd.api.types.is_float_dtype(column) else pa.string()
