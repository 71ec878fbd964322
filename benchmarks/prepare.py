"""Time and memory to prepare 100,000 answers to 40 ratings, and to open them again.

python benchmarks/prepare.py
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import machine
import numpy as np
import pandas as pd

from csatreport import open_edition

N, K = 100_000, 40


def project(folder: Path) -> Path:
    (folder / "params/editions").mkdir(parents=True)
    (folder / "data/raw").mkdir(parents=True)
    both = '{ en = "x", zh = "x" }'
    (folder / "params/book.toml").write_text(
        f"title = {both}\norganisation = {both}\nsource = {both}\n"
        f'[[part]]\ntitle = {both}\nchapters = [{{ notebook = "cover.ipynb" }}]\n'
    )
    (folder / "params/editions/e.toml").write_text(
        'wave = "2026Q3"\nseed = 1\n[cleaning]\nstraight_line_items = 12\nminimum_answered = 0.5\n'
        '[[source]]\nwave = "2026Q3"\nfile = "data/raw/a.csv"\n'
    )
    rows = [f"q{i},rating,q{i},q{i},q{i},q{i},1-5,0,Q{i}" for i in range(K)]
    header = "item,kind,label_en,label_zh,wording_en,wording_zh,scale,missing,source"
    (folder / "params/questionnaire.csv").write_text(
        "\n".join([header, "id,respondent,id,id,id,id,,,ID", *rows]) + "\n"
    )
    (folder / "params/labels.csv").write_text("list,code,label_en,label_zh,source\n")
    answers = np.random.default_rng(1).integers(0, 6, (N, K))
    frame = pd.DataFrame(answers, columns=[f"Q{i}" for i in range(K)]).assign(ID=np.arange(N))
    frame.to_csv(folder / "data/raw/a.csv", index=False)
    return folder


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = project(Path(name))
        raw = folder / "data/raw/a.csv"
        print(f"{N:,} responses x {K} ratings, {raw.stat().st_size / 1e6:.1f} MB of CSV")
        print(f"pandas.read_csv alone         {seconds(lambda: pd.read_csv(raw)):6.2f} s")
        print(f"read, check, clean, write     {seconds(lambda: open_edition('e', folder)):6.2f} s")
        print(f"open again, nothing changed   {seconds(lambda: open_edition('e', folder)):6.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of the process    {peak:6.0f} MB")
    print(machine.described("pandas", "pyarrow"))


if __name__ == "__main__":
    main()
