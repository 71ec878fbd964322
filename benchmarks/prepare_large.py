"""Preparing 0.1, 1 and 10 million answers to 40 ratings in 12 quarters, beside pandas and polars.

python benchmarks/prepare_large.py [responses ...] [--kinds csv parquet] [--runs 5] [--other PYTHON] [--folder FOLDER]
    [--skip WAY ...]

PYTHON is an interpreter that has polars, which is no dependency of ours. Imports are in nobody's time. Each run is a process of
its own, ways in turn; all figures are medians. The plain ways keep no ledger and no reasons, check no file, rake no margins, hide
nobody; their means are in their time, for they have the answers at hand.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import largeproject
import machine
from prepare_ways import WAYS


def run(way: str, folder: Path, kind: str, other: str | None) -> dict[str, float]:
    python = other if way == "polars" and other else sys.executable
    script = Path(__file__).with_name("prepare_ways.py")
    done = subprocess.run([python, script, way, folder, kind], capture_output=True, text=True, check=False)
    if done.returncode:
        return {"clock": float("nan"), "processor": float("nan"), "peak": float("nan"), "rows": 0}
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(n: int, kind: str, ways: list[str], options: argparse.Namespace, folder: Path) -> None:
    if not (folder / "params/book.toml").exists():
        largeproject.project(folder, n, kind=kind)
    size = sum(f.stat().st_size for f in (folder / "data/raw").iterdir()) / 1e6
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(options.runs):
        for way in ways:
            runs[way].append(run(way, folder, kind, options.other))
    for way in ways:
        took = {name: median(r[name] for r in runs[way]) for name in runs[way][0]}
        print(
            f"{n:12,} {kind:8}{size:6,.0f} MB  {way:26}{took['clock']:8.2f} s {took['processor']:8.2f} s of processor"
            f" {took['peak']:8,.0f} MB peak {took['rows']:12,.0f} accepted",
            flush=True,
        )


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("responses", nargs="*", type=int, default=[100_000, 1_000_000, 10_000_000])
    given.add_argument("--kinds", nargs="*", default=["csv", "parquet"])
    given.add_argument("--runs", type=int, default=5)
    given.add_argument("--other")
    given.add_argument("--folder", type=Path)
    given.add_argument("--skip", nargs="*", default=[])
    options = given.parse_args()
    ways = [w for w in WAYS if w not in options.skip and (options.other or w != "polars")]
    print(f"medians of {options.runs} runs in turn; 12 files of answers to 40 ratings")
    with tempfile.TemporaryDirectory() as name:
        for n in options.responses:
            for kind in options.kinds:
                home = (options.folder or Path(name)) / f"{n}-{kind}"
                table(n, kind, ways, options, home)
                if options.folder is None:
                    shutil.rmtree(home)
    print(machine.described("numpy", "pandas", "pyarrow"))


if __name__ == "__main__":
    main()
