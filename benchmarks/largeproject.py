"""A large project: answers of twelve quarters to forty ratings, declared as a usual edition declares them.

python benchmarks/largeproject.py FOLDER RESPONSES [csv|parquet]

Written in blocks, so that ten million answers need no more memory than a hundred thousand. Every quarter has
some of what cleaning looks for: people who answer twice, who are too fast, who tick one line, and numbers that
are no answers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

RATINGS, QUARTERS, BLOCK = 40, 12, 200_000
LEVELS = {"region": 8, "channel": 5, "age": 5, "tenure": 4}
STRATA = ("urban", "county", "township")
SHARES = {"age": (0.2, 0.27, 0.24, 0.17, 0.12), "stratum": (0.6, 0.26, 0.14)}
_BOTH = '{ en = "x", zh = "x" }'
_HEADER = "item,kind,label_en,label_zh,wording_en,wording_zh,scale,codes,missing,dimension,roles,source"
_CLEANING = """test_words = ["test"]
test = true
impossible_times = true
window = true
unique_respondent = true
minimum_minutes = 2
minimum_answered = 0.3
straight_line_items = 12
maximum_faulty = 5
unique_content = 20
"""


def waves(quarters: int = QUARTERS) -> tuple[str, ...]:
    """Names of the quarters, the last one 2026Q3."""
    last = 2026 * 4 + 2
    return tuple(f"{q // 4}Q{q % 4 + 1}" for q in range(last - quarters + 1, last + 1))


def project(folder: Path, n: int, *, kind: str = "csv", quarters: int = QUARTERS) -> Path:
    """Write the project; its edition is called ``e``, its files hold ``n`` answers together."""
    for name in ("params/editions", "data/raw"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for file, text in _declared(quarters, kind, n).items():
        (folder / "params" / file).write_text(text, encoding="utf-8")
    for number, wave in enumerate(waves(quarters)):
        size = n // quarters + (number < n % quarters)
        _write(folder / f"data/raw/{wave}.{kind}", _blocks(wave, size, seed=number), kind)
    return folder


def _declared(quarters: int, kind: str, n: int) -> dict[str, str]:
    first, *_, last = waves(quarters)
    rows = [
        "id,respondent,id,id,id,id,,,,,,ID",
        "start,start,s,s,s,s,,,,,,Start",
        "minutes,minutes,m,m,m,m,,,,,,Minutes",
        "stratum,stratum,st,st,st,st,,stratum,,,,Stratum",
        "remark,text,r,r,r,r,,,,,,Remark",
        *(f"{c},category,{c},{c},{c},{c},,{c},,,domain,{c.title()}" for c in LEVELS),
        *(f"q{i},rating,q{i},q{i},q{i},q{i},1-5,,0,,{'overall' * (i == 0)},Q{i}" for i in range(RATINGS)),
    ]
    lists = {c: [f"{c[0]}{k}" for k in range(1, size + 1)] for c, size in LEVELS.items()}
    labels = [
        f"{c},{code},{code},{code},{k}" for c, codes in lists.items() for k, code in enumerate(codes, 1)
    ]
    labels += [f"stratum,{s},{s},{s},{k}" for k, s in enumerate(STRATA, 1)]
    people = [f"{s},{share * n * 10:.0f}" for s, share in zip(STRATA, SHARES["stratum"], strict=True)]
    ages = [f"age,a{k},{share}" for k, share in enumerate(SHARES["age"], 1)]
    return {
        "book.toml": f"title = {_BOTH}\norganisation = {_BOTH}\nsource = {_BOTH}\n"
        f'[[part]]\ntitle = {_BOTH}\nchapters = [{{ notebook = "cover.ipynb" }}]\n',
        "editions/e.toml": f'wave = "{last}"\nseed = 1\nweights = "declared"\n[weighting]\npoststratify = true\n'
        f'margins = ["age"]\ntrim_low = 0.2\ntrim_high = 5.0\n[[source]]\nwaves = "{first}..{last}"\n'
        f'file = "data/raw/{{wave}}.{kind}"\n',
        "cleaning.toml": _CLEANING,
        "questionnaire.csv": "\n".join([_HEADER, *rows]) + "\n",
        "labels.csv": "\n".join(["list,code,label_en,label_zh,source", *labels]) + "\n",
        "population.csv": "\n".join(["stratum,population", *people]) + "\n",
        "margins.csv": "\n".join(["margin,level,share", *ages]) + "\n",
    }


def _blocks(wave: str, n: int, *, seed: int) -> Iterator[pa.Table]:
    rng = np.random.default_rng([seed, n])
    for at in range(0, n, BLOCK):
        yield _block(wave, rng, np.arange(at, min(n, at + BLOCK)) + seed * 10_000_000)


def _block(wave: str, rng: np.random.Generator, number: npt.NDArray[np.int64]) -> pa.Table:
    n = len(number)
    ratings = _ratings(rng, n)
    fast = np.where(rng.random(n) < 0.01, 1.5, np.round(4 + rng.exponential(6, n), 1))
    month = (int(wave[-1]) - 1) * 3 + 1
    began = np.datetime64(f"{wave[:4]}-{month:02d}-01") + rng.integers(0, 90 * 86_400, n).astype(
        "timedelta64[s]"
    )
    who = np.where(rng.random(n) < 0.005, number[rng.integers(0, n, n)], number)
    columns = {
        "ID": pa.array(who),
        "Start": pa.array(np.char.replace(began.astype("datetime64[m]").astype(str), "T", " ")),
        "Minutes": pa.array(fast),
        "Stratum": pa.array(_levels(rng, n, SHARES["stratum"])),
        "Remark": _remarks(rng, n),
    }
    columns |= {c.title(): pa.array(_levels(rng, n, SHARES.get(c, (1,) * k))) for c, k in LEVELS.items()}
    return pa.table(columns | {f"Q{i}": pa.array(ratings[i]) for i in range(RATINGS)})


def _ratings(rng: np.random.Generator, n: int) -> npt.NDArray[np.int8]:
    """Answers that hang together; a twentieth is missing (0), one in five thousand is off the scale."""
    mood, ratings = rng.normal(0, 0.8, n), np.empty((RATINGS, n), dtype=np.int8)
    straight = rng.random(n) < 0.01
    for i in range(RATINGS):
        answer = np.clip(np.rint(3.6 + 0.3 * np.sin(i) + mood + rng.normal(0, 0.7, n)), 1, 5)
        gone, wrong = rng.random(n) < 0.05, rng.random(n) < 0.0002
        ratings[i] = np.where(straight, 4, np.where(wrong, 9, np.where(gone, 0, answer)))
    return ratings


def _levels(rng: np.random.Generator, n: int, shares: tuple[float, ...]) -> npt.NDArray[np.int8]:
    weight = np.array(shares) / np.sum(shares)
    return (rng.choice(len(shares), n, p=weight) + 1).astype(np.int8)


def _remarks(rng: np.random.Generator, n: int) -> pa.Array:
    """One in fifty writes something; some write whom to call back."""
    said = np.full(n, "", dtype=object)
    for at in np.flatnonzero(rng.random(n) < 0.02):
        said[at] = (
            f"waited {rng.integers(2, 90)} minutes at the counter, then it was done in {rng.integers(2, 60)}"
        )
        if rng.random() < 0.05:
            said[at] += f"; call me at 138{rng.integers(10_000_000, 99_999_999)}"
    return pa.array(said, pa.string())


def _write(file: Path, blocks: Iterator[pa.Table], kind: str) -> None:
    first = next(blocks)
    if kind == "csv":
        with csv.CSVWriter(file, first.schema) as writer:
            for block in (first, *blocks):
                writer.write_table(block)
        return
    with pq.ParquetWriter(file, first.schema) as writer:
        for block in (first, *blocks):
            writer.write_table(block)


if __name__ == "__main__":
    project(Path(sys.argv[1]), int(sys.argv[2]), kind=sys.argv[3] if sys.argv[3:] else "csv")
