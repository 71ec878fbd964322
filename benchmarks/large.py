"""Estimates of 0.1, 1 and 10 million answers to 40 items in 12 quarters, beside pandas, polars and svy.

python benchmarks/large.py [answers ...] [--runs 5] [--other PYTHON] [--folder FOLDER] [--skip WAY ...]

PYTHON is an interpreter that has polars and svy: they are no dependencies of ours. Imports are in nobody's time; all read the
same Parquet. Each run is a process of its own, ways in turn; all figures are medians. Ratios are those of processor time, to the
first way; ours and "pandas, all figures" also find bases, effective bases, design effects and intervals.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import large_answers
import machine
import numpy as np
from large_ways import WAYS

OURS = "csatreport, wave by wave"
ELSEWHERE = ("polars", "svy")


def run(way: str, folder: Path, other: str | None, result: Path) -> dict[str, float]:
    python = other if way in ELSEWHERE and other else sys.executable
    script = Path(__file__).with_name("large_ways.py")
    done = subprocess.run([python, script, way, folder, result], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way} ended with {done.returncode}: {done.stderr[-800:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(answers: int, ways: list[str], options: argparse.Namespace, folder: Path) -> None:
    large_answers.made(folder, answers)
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
    for _ in range(options.runs):
        for way in ways:
            runs[way].append(run(way, folder, options.other, folder / f"{WAYS[way].__name__}.npz"))
    told = {w: {k: median(r[k] for r in each) for k in each[0]} for w, each in runs.items()}
    with np.load(folder / f"{WAYS[OURS].__name__}.npz") as file:
        ours = {name: file[name] for name in file.files}
    for way, took in told.items():
        with np.load(folder / f"{WAYS[way].__name__}.npz") as theirs:
            figures = {n: theirs[n].shape[-1] for n in ours}
            apart = max(float(np.abs(theirs[n] / ours[n][..., :k] - 1).max()) for n, k in figures.items())
        ratio = took["processor"] / told[OURS]["processor"]
        print(
            f"{answers:12,}  {way:26}{took['clock']:8.2f} s {took['processor']:8.2f} s of processor "
            f"{took['peak']:8,.0f} MB peak   ratio {ratio:5.1f}   differs by {apart:.0e}",
            flush=True,
        )


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("answers", nargs="*", type=int, default=[100_000, 1_000_000, 10_000_000])
    given.add_argument("--runs", type=int, default=5)
    given.add_argument("--other")
    given.add_argument("--folder", type=Path)
    given.add_argument("--skip", nargs="*", default=[])
    options = given.parse_args()
    ways = [w for w in WAYS if w not in options.skip and (options.other or w not in ELSEWHERE)]
    print(
        f"medians of {options.runs} runs in turn; means and standard errors of 40 items in 12 quarters, and in 12 regions"
    )
    with tempfile.TemporaryDirectory() as name:
        for answers in options.answers:
            table(answers, ways, options, (options.folder or Path(name)) / str(answers))
    print(machine.described("duckdb", "ibis-framework", "numpy", "pandas", "pyarrow"))


if __name__ == "__main__":
    main()
