"""The same estimates of the same Parquet in several ways, each run in a process of its own by ``large.py``.

PYTHON benchmarks/large_ways.py WAY FOLDER RESULT.npz

Means and design-based standard errors (strata, clusters, weights) of 40 items: of everybody in each quarter, and of each
region in the newest; ours, and pandas where it says so, find bases, effective bases, design effects and intervals too.
The other interpreter needs polars and svy only.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl

    from csatreport.results import Estimate

REGIONS = [f"r{k}" for k in range(12)]
NEWEST = "2025Q4"
Found = dict[str, np.ndarray]


def warehouse(folder: Path) -> Found:
    """csatreport: sums added up by DuckDB."""
    import large_answers

    from csatreport.warehouse import duck, estimate

    survey = large_answers.made(folder, 0)
    with duck.opened(survey, large_answers.parquet(folder)) as opened:
        trends = estimate.all_series(opened, large_answers.ITEMS, "mean")
        levels = estimate.all_levels(opened, large_answers.ITEMS, "mean", "region")
    return _told(trends, levels)


def by_wave(folder: Path) -> Found:
    """csatreport: a wave at a time in memory, as chapters do."""
    import large_answers

    from csatreport.measure import estimate, scores
    from csatreport.measure.fielding import Fielding
    from csatreport.measure.subjects import Subject

    survey = large_answers.made(folder, 0)
    trends = estimate.all_series(survey, large_answers.ITEMS, "mean")
    fielding = Fielding.of(survey)
    names, codes = fielding.levels("region")
    items = [survey.questionnaire[i] for i in large_answers.ITEMS]
    rows = fielding.estimates(
        scores.of_items(fielding.responses, items, measure="mean"),
        [Subject.of(i, survey.questionnaire) for i in items],
        measure="mean", unit="score", levels=names, codes=codes,
    )  # fmt: skip
    return _told(trends, [rows[k :: len(items)] for k in range(len(items))])


def _told(trends: Iterable[Iterable[Estimate]], levels: Iterable[Iterable[Estimate]]) -> Found:
    by_region = [sorted(rows, key=lambda e: REGIONS.index(e.level)) for rows in levels]
    quarters, regions = (
        np.array([[(e.value, e.se, e.n, e.effective_n, e.deff, e.low, e.high) for e in rows] for rows in of])
        for of in (trends, by_region)
    )
    return {"quarters": quarters, "regions": regions}


def pandas(folder: Path) -> Found:
    """What is needed is read, then groupby, item by item as one would write it."""
    return _in_pandas(folder, together=1)


def pandas_together(folder: Path) -> Found:
    """What is needed is read, then groupby of all items at once."""
    return _in_pandas(folder, together=1_000)


def pandas_alike(folder: Path) -> Found:
    """The same, and everything else that we find."""
    return _in_pandas(folder, together=1_000, alike=True)


def _in_pandas(folder: Path, *, together: int, alike: bool = False) -> Found:
    import pyarrow.parquet as pq
    from large_pandas import estimated

    items = _items(pq.read_schema(_file(folder)).names)
    found = estimated(_file(folder), items, NEWEST, together=together, alike=alike)
    return {"quarters": found["quarters"], "regions": found["regions"][:, _order()]}


def polars(folder: Path) -> Found:
    """Scanned, only what is needed, grouped by its streaming engine."""
    import polars as pl

    data = pl.scan_parquet(_file(folder))
    items = _items(data.collect_schema().names())
    newest = data.filter(pl.col("wave") == NEWEST)
    return {
        "quarters": _scanned(data, items, "wave"),
        "regions": _scanned(newest, items, "region")[:, _order()],
    }


def _scanned(data: pl.LazyFrame, items: list[str], by: str) -> np.ndarray:
    import polars as pl

    w = pl.col("weight")
    cells = (
        data.group_by(pl.col(by).alias("level"), pl.col("wave").alias("of"), "stratum", "cluster")
        .agg(
            *(pl.when(pl.col(i).is_not_null()).then(w).sum().alias(f"b{i}") for i in items),
            *((w * pl.col(i)).sum().alias(f"t{i}") for i in items),
        )
        .collect(engine="streaming")
    )
    units = cells.select("of", "stratum", "cluster").unique().group_by("of", "stratum").len("n")
    mean = cells.group_by("level").agg(
        *((pl.col(f"t{i}").sum() / pl.col(f"b{i}").sum()).alias(f"m{i}") for i in items),
        *(pl.col(f"b{i}").sum().alias(f"w{i}") for i in items),
    )
    z = cells.join(mean, on="level").join(units, on=["of", "stratum"])
    z = z.with_columns((pl.col(f"t{i}") - pl.col(f"m{i}") * pl.col(f"b{i}")).alias(f"z{i}") for i in items)
    n = pl.col("n").first()
    spread = z.group_by("level", "of", "stratum").agg(
        (n / (n - 1) * ((pl.col(f"z{i}") ** 2).sum() - pl.col(f"z{i}").sum() ** 2 / n)).alias(i)
        for i in items
    )
    found = mean.join(spread.group_by("level").agg(pl.col(items).sum()), on="level").sort("level")
    means, se = (
        np.array([found[f"m{i}"] for i in items]),
        np.array([(found[i].sqrt() / found[f"w{i}"]).to_numpy() for i in items]),
    )
    return np.stack([means, se], axis=-1)


def svy(folder: Path) -> Found:
    """Everybody by quarter, then the newest quarter by region; its design has the quarter in the stratum and the cluster."""
    import polars as pl

    data = pl.read_parquet(_file(folder))
    items = _items(data.columns)
    return {
        "quarters": _estimated(data, items, "wave"),
        "regions": _estimated(data.filter(pl.col("wave") == NEWEST), items, "region")[:, _order()],
    }


def _estimated(data: pl.DataFrame, items: list[str], by: str) -> np.ndarray:
    import polars as pl
    import svy as package

    within = {name: pl.concat_str("wave", name, separator="/") for name in ("stratum", "cluster")}
    frame = data.select(*items, "weight", pl.col(by), **within)
    sample = package.Sample(frame, package.Design(stratum="stratum", psu="cluster", wgt="weight"))
    found = [e.to_polars().sort(by) for e in sample.estimation.mean(items, by=by, drop_nulls=True)]
    return np.array([np.column_stack([t["est"].to_numpy(), t["se"].to_numpy()]) for t in found])


def _file(folder: Path) -> Path:
    return folder / "data/prepared/2025Q4/responses.parquet"


def _items(columns: list[str]) -> list[str]:
    return [
        c for c in columns if c not in ("response", "wave", "mode", "stratum", "cluster", "region", "weight")
    ]


def _order() -> list[int]:
    """Places of the regions, from the order of their names to that of the list."""
    return [sorted(REGIONS).index(r) for r in REGIONS]


WAYS: dict[str, Callable[[Path], Found]] = {
    "csatreport, wave by wave": by_wave,
    "csatreport, DuckDB": warehouse,
    "pandas, item by item": pandas,
    "pandas, all at once": pandas_together,
    "pandas, all figures": pandas_alike,
    "polars": polars,
    "svy": svy,
}


NEEDED = {
    warehouse: (
        "large_answers",
        "csatreport.warehouse.duck",
        "csatreport.warehouse.estimate",
        "ibis.backends.duckdb",
    ),
    by_wave: ("large_answers", "csatreport.measure.estimate", "pyarrow.parquet"),
    pandas: ("pandas", "pyarrow.parquet"),
    pandas_together: ("pandas", "pyarrow.parquet"),
    pandas_alike: ("pandas", "pyarrow.parquet", "scipy.stats"),
    polars: ("polars",),
    svy: ("svy", "polars"),
}


def main() -> None:
    way, folder, result = sys.argv[1:]
    for name in NEEDED[WAYS[way]]:
        import_module(name)
    clock, processor = time.perf_counter(), time.process_time()
    found = WAYS[way](Path(folder))
    seconds = time.perf_counter() - clock, time.process_time() - processor
    np.savez(result, **found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"clock": seconds[0], "processor": seconds[1], "peak": peak}))


if __name__ == "__main__":
    main()
