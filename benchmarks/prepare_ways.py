"""The same preparation of a large project in several ways, each run in a process of its own by ``prepare_large.py``.

PYTHON benchmarks/prepare_ways.py WAY FOLDER KIND

Twelve files of answers to one table: rows of the same person, too fast, cut short, all one answer, or with the same answers
as another one of the quarter are put aside, answers off the scale and missing ones are made missing, every quarter is
weighted to its strata, and the weighted means are taken. The plain ways do no more than that; the other interpreter needs
polars only.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

RATINGS = [f"Q{i}" for i in range(40)]
SHARES = {1: 0.6, 2: 0.26, 3: 0.14}
LEVELS = ["Region", "Channel", "Age", "Tenure"]
SHORT, LEAST, STRAIGHT, CONTENT = 2, 0.3, 12, 20


def ours(folder: Path, kind: str) -> int:  # noqa: ARG001 - the project says which
    """csatreport: read, checked, cleaned with ledger and reasons, raked, made private, written."""
    shutil.rmtree(folder / "ours", ignore_errors=True)
    return _prepared(folder)


def again(folder: Path, kind: str) -> int:
    """csatreport: once more after one file changed, the others having been read."""
    newest = max((folder / "data/raw").iterdir())
    kept = newest.read_bytes()
    try:
        _shorter(newest, kind)
        return _prepared(folder)
    finally:
        newest.write_bytes(kept)


def _shorter(file: Path, kind: str) -> None:
    """Take the last answer away."""
    if kind == "csv":
        file.write_bytes(file.read_bytes().rstrip(b"\n").rpartition(b"\n")[0] + b"\n")
        return
    import pyarrow.parquet as pq

    table = pq.read_table(file)
    pq.write_table(table.slice(0, len(table) - 1), file)


def _prepared(folder: Path) -> int:
    import pyarrow.parquet as pq

    from csatreport.intake.prepare import prepare
    from csatreport.params.load import load_edition

    os.environ["CSATREPORT_KEY"] = "the-key-of-an-invented-company"
    prepare(folder, load_edition(folder, "e"), into=folder / "ours/e")
    return int(pq.read_metadata(folder / "ours/e/responses.parquet").num_rows)


def pandas(folder: Path, kind: str) -> int:
    """Every file read, put together, then the rules, as one would write it."""
    import pandas as pd

    read = pd.read_csv if kind == "csv" else pd.read_parquet
    files = sorted((folder / "data/raw").glob(f"*.{kind}"))
    data = pd.concat([read(f).assign(wave=f.stem) for f in files], ignore_index=True)
    return _in_pandas(data, folder)


def _in_pandas(data: pd.DataFrame, folder: Path) -> int:
    import numpy as np
    import pandas as pd

    data["Start"] = pd.to_datetime(data["Start"])
    answers = data[RATINGS].where((data[RATINGS] >= 1) & (data[RATINGS] <= 5))
    given = answers.notna().sum(axis=1)
    aside = data.duplicated(["wave", "ID"]) | (data["Minutes"] < SHORT) | (given < LEAST * len(RATINGS))
    aside |= (given >= STRAIGHT) & (answers.min(axis=1) == answers.max(axis=1))
    data[RATINGS] = answers
    left = data.loc[~aside & (given >= CONTENT), ["wave", *LEVELS, *RATINGS]]
    aside |= left.duplicated().reindex(data.index, fill_value=False)
    data = data[~aside]
    strata = data.groupby(["wave", "Stratum"])["ID"].transform("size")
    waves = data.groupby("wave")["ID"].transform("size")
    data = data.assign(weight=data["Stratum"].map(SHARES) * waves / strata)
    data.to_parquet(folder / "pandas.parquet", index=False)
    weight = data["weight"]
    top = data[RATINGS].mul(weight, axis=0).groupby(data["wave"]).sum()
    base = data[RATINGS].notna().mul(weight, axis=0).groupby(data["wave"]).sum()
    if not np.isfinite((top / base).to_numpy()).all():
        raise ValueError
    return len(data)


def polars(folder: Path, kind: str) -> int:
    """Scanned and written by its streaming engine, then the means from what was written."""
    import polars as pl

    scan = pl.scan_csv if kind == "csv" else pl.scan_parquet
    files = sorted((folder / "data/raw").glob(f"*.{kind}"))
    data = pl.concat([scan(f).with_columns(wave=pl.lit(f.stem)) for f in files])
    out = folder / "polars.parquet"
    _cleaned(data).sink_parquet(out)
    written = pl.scan_parquet(out)
    w = pl.col("weight")
    written.group_by("wave").agg(
        ((w * pl.col(q)).sum() / w.filter(pl.col(q).is_not_null()).sum()).alias(q) for q in RATINGS
    ).collect(engine="streaming")
    return int(written.select(pl.len()).collect().item())


def _cleaned(data: pl.LazyFrame) -> pl.LazyFrame:
    import polars as pl

    rated = [pl.when(pl.col(q).is_between(1, 5)).then(pl.col(q)).alias(q) for q in RATINGS]
    given = pl.sum_horizontal(pl.col(q).is_not_null() for q in RATINGS)
    straight = pl.min_horizontal(RATINGS) == pl.max_horizontal(RATINGS)
    kept = (
        data.with_columns(
            *rated, Start=pl.col("Start").cast(pl.String).str.to_datetime("%Y-%m-%d %H:%M", strict=False)
        )
        .filter(pl.col("ID").is_first_distinct().over("wave"))
        .filter((pl.col("Minutes") >= SHORT) & (given >= LEAST * len(RATINGS)))
        .filter(~((given >= STRAIGHT) & straight))
        .filter((given < CONTENT) | pl.struct("wave", *LEVELS, *RATINGS).is_first_distinct())
    )
    share = pl.col("Stratum").replace_strict(list(SHARES), list(SHARES.values()), return_dtype=pl.Float64)
    return kept.with_columns(weight=share * pl.len().over("wave") / pl.len().over("wave", "Stratum"))


WAYS: dict[str, Callable[[Path, str], int]] = {
    "csatreport": ours,
    "csatreport, one file new": again,
    "pandas": pandas,
    "polars": polars,
}
_IMPORTS = {"pandas": ("pandas", "pyarrow.parquet"), "polars": ("polars",)}


def main() -> None:
    way, folder, kind = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    for name in _IMPORTS.get(way, ("csatreport.intake.prepare", "pyarrow.parquet")):
        import_module(name)
    began, used = time.perf_counter(), time.process_time()
    rows = WAYS[way](folder, kind)
    own, beside = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(
        json.dumps(
            {
                "clock": time.perf_counter() - began,
                "processor": time.process_time() - used + beside.ru_utime + beside.ru_stime,
                "peak": (own.ru_maxrss + beside.ru_maxrss) / 1024,
                "rows": rows,
            }
        )
    )


if __name__ == "__main__":
    main()
