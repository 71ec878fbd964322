"""Time and memory to prepare a million answers to sixty ratings, beside the plain pandas way of doing the same.

python benchmarks/prepare.py [responses ratings]

Each way runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import machine
import numpy as np
import pandas as pd

STRAIGHT, LEAST = 12, 0.5


def project(folder: Path, n: int, k: int, kind: str) -> Path:
    """A project whose one source is a CSV or a Parquet file of ``n`` answers to ``k`` ratings."""
    (folder / "params/editions").mkdir(parents=True)
    (folder / "data/raw").mkdir(parents=True)
    both = '{ en = "x", zh = "x" }'
    (folder / "params/book.toml").write_text(
        f"title = {both}\norganisation = {both}\nsource = {both}\n"
        f'[[part]]\ntitle = {both}\nchapters = [{{ notebook = "cover.ipynb" }}]\n'
    )
    (folder / "params/editions/e.toml").write_text(
        f'wave = "2026Q3"\nseed = 1\n[cleaning]\nstraight_line_items = {STRAIGHT}\nminimum_answered = {LEAST}\n'
        f'[[source]]\nwave = "2026Q3"\nfile = "data/raw/a.{kind}"\n'
    )
    rows = [f"q{i},rating,q{i},q{i},q{i},q{i},1-5,0,Q{i}" for i in range(k)]
    header = "item,kind,label_en,label_zh,wording_en,wording_zh,scale,missing,source"
    (folder / "params/questionnaire.csv").write_text(
        "\n".join([header, "id,respondent,id,id,id,id,,,ID", *rows]) + "\n"
    )
    (folder / "params/labels.csv").write_text("list,code,label_en,label_zh,source\n")
    answers = np.random.default_rng(1).integers(0, 6, (n, k), dtype=np.int8)
    frame = pd.DataFrame(answers, columns=[f"Q{i}" for i in range(k)]).assign(ID=np.arange(n))
    file = folder / f"data/raw/a.{kind}"
    frame.to_csv(file, index=False) if kind == "csv" else frame.to_parquet(file, index=False)
    return folder


def ours(folder: Path, kind: str) -> None:  # noqa: ARG001 - the project says which
    from csatreport import open_edition

    open_edition("e", folder)


def plain(folder: Path, kind: str) -> None:
    """The same rules in pandas as one would write them: no ledger, no reasons, no check of the file."""
    file = folder / f"data/raw/a.{kind}"
    raw = pd.read_csv(file) if kind == "csv" else pd.read_parquet(file)
    answers = raw.drop(columns="ID").astype("float64").replace(0, np.nan)
    answers = answers.where((answers >= 1) & (answers <= 5))
    given = answers.notna().sum(axis=1)
    bad = raw["ID"].duplicated() | (given < LEAST * answers.shape[1])
    bad |= (given >= STRAIGHT) & (answers.min(axis=1) == answers.max(axis=1))
    answers[~bad].to_parquet(folder / "plain.parquet", index=False)


def measured(work: Callable[[Path, str], None], folder: Path, kind: str) -> tuple[float, float]:
    """Seconds, and peak memory in MB, in a new process."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_timed, args=(there, work, folder, kind))
    process.start()
    seconds, peak = here.recv()
    process.join()
    return seconds, peak


def _timed(pipe: object, work: Callable[[Path, str], None], folder: Path, kind: str) -> None:
    started = time.perf_counter()
    work(folder, kind)
    seconds = time.perf_counter() - started
    pipe.send((seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))  # type: ignore[attr-defined]


def main() -> None:
    n, k = (int(a) for a in sys.argv[1:]) if sys.argv[1:] else (1_000_000, 60)
    print(f"{n:,} responses x {k} ratings")
    for kind in ("csv", "parquet"):
        with tempfile.TemporaryDirectory() as name:
            folder = project(Path(name), n, k, kind)
            size = (folder / f"data/raw/a.{kind}").stat().st_size / 1e6
            for said, work in (
                ("plain pandas", plain),
                ("csatreport: read, check, clean, write", ours),
                ("csatreport: open again, nothing changed", ours),
            ):
                seconds, peak = measured(work, folder, kind)
                print(
                    f"{kind:8}{size:6.0f} MB  {said:42}{seconds:7.2f} s {n / seconds:12,.0f} rows/s {peak:7,.0f} MB peak"
                )
    print(machine.described("pandas", "pyarrow"))


if __name__ == "__main__":
    main()
