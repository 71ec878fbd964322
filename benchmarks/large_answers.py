"""A survey larger than memory, made a piece at a time: prepared Parquet and the declarations around it.

Twelve quarters, 24 services of 6 dimensions, 15 questions of 6 constructs and one about everything; a tenth of the answers
missing; 20 strata, 2,000 clusters, 12 regions, weights from 0.3 to 3.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from csatreport.intake import ondisk, store
from csatreport.params.load import load_book, load_edition, load_questionnaire
from csatreport.survey import Survey

QUARTERS = [f"{year}Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
SERVICES = [f"s{k:02}" for k in range(24)]
CONSTRUCTS = {"image": 3, "expectation": 2, "quality": 3, "value": 2, "satisfaction": 3, "loyalty": 2}
QUESTIONS = [f"{name}{k}" for name, count in CONSTRUCTS.items() for k in range(count)]
ITEMS = [*SERVICES, *QUESTIONS, "overall"]
STRATA, CLUSTERS, REGIONS, ROWS = 20, 2_000, 12, 1 << 17
_TEXTS = ("wave", "mode", "stratum", "cluster", "region")
_EMPTY = {
    "published": ("wave", "item", "domain", "level", "value"),
    "ledger": ("source", "wave", "mode", "received", "accepted", "quarantined"),
    "quarantine": ("source", "wave", "row", "rule", "item", "value", "reason"),
    "comments": ("response", "wave", "item", "language", "text"),
}


def made(folder: Path, answers: int) -> Survey:
    """The survey of so many answers in ``folder``, opened as a chapter would; made where it is not there yet."""
    prepared = folder / "data/prepared/2025Q4"
    if not (prepared / "prepared.json").exists():
        _declare(folder)
        prepared.mkdir(parents=True)
        _write(prepared / "responses.parquet", answers)
        for name, columns in _EMPTY.items():
            kinds = {"value": pa.float64(), "row": pa.int64(), "accepted": pa.int64()}
            schema = pa.schema([(c, kinds.get(c, pa.string())) for c in columns])
            pq.write_table(schema.empty_table(), prepared / f"{name}.parquet")
        files = sorted(prepared.glob("*.parquet"))
        tables = {f.stem: {"rows": answers, "sha256": store.digest(f)} for f in files}
        store.record(prepared, {"survey": store.Unit({}, tables)}, {})
    edition = load_edition(folder, "2025Q4")
    return ondisk.survey(
        prepared, store.units(prepared), edition, project=folder,
        book=load_book(folder), questionnaire=load_questionnaire(folder),
    )  # fmt: skip


def parquet(folder: Path) -> Path:
    """Where the answers are."""
    return folder / "data/prepared/2025Q4/responses.parquet"


def _write(file: Path, answers: int) -> None:
    schema = pa.schema(
        [("response", pa.int64()), *((t, pa.string()) for t in _TEXTS), ("weight", pa.float64())]
        + [(name, pa.float64()) for name in ITEMS]
    )
    generator, first = np.random.default_rng(1), 0
    with pq.ParquetWriter(file, schema, compression="zstd", version="2.6", store_schema=False) as writer:
        for quarter in QUARTERS:
            left = answers // len(QUARTERS)
            while left:
                n = min(left, ROWS)
                writer.write_table(pa.table(_rows(generator, quarter, first, n), schema=schema))
                first, left = first + n, left - n


def _rows(generator: np.random.Generator, quarter: str, first: int, n: int) -> dict[str, pa.Array]:
    cluster = generator.integers(0, CLUSTERS, n)
    texts = {
        "wave": np.full(n, quarter), "mode": np.full(n, "web"), "stratum": cluster % STRATA,
        "cluster": cluster, "region": np.char.add("r", (cluster % REGIONS).astype(str)),
    }  # fmt: skip
    ratings = _ratings(generator, n)
    return {
        "response": pa.array(np.arange(first, first + n)),
        **{name: pa.array(column.astype(str)) for name, column in texts.items()},
        "weight": pa.array(generator.uniform(0.3, 3, n)),
        **{name: pa.array(ratings[:, k], from_pandas=True) for k, name in enumerate(ITEMS)},
    }


def _ratings(generator: np.random.Generator, n: int) -> np.ndarray:
    """Ratings 1-5 (n, items) that go together within a dimension or construct, and a little everywhere."""
    groups = [*np.repeat(np.arange(6), 4), *np.repeat(np.arange(6, 12), list(CONSTRUCTS.values())), 12]
    shared, own = generator.standard_normal((n, 1)), generator.standard_normal((n, 13))
    noise = generator.standard_normal((n, len(ITEMS)))
    found = np.clip(np.rint(3.6 + 0.6 * shared + 0.6 * own[:, groups] + 0.7 * noise), 1, 5)
    found[generator.random(found.shape) < 0.1] = np.nan
    return np.asarray(found)


def _declare(folder: Path) -> None:
    (folder / "params/editions").mkdir(parents=True)
    both = '{ en = "x", zh = "x" }'
    (folder / "params/book.toml").write_text(
        f"title = {both}\norganisation = {both}\nsource = {both}\n"
        f'[[part]]\ntitle = {both}\nchapters = [{{ notebook = "cover.ipynb" }}]\n'
    )
    (folder / "params/editions/2025Q4.toml").write_text(
        'wave = "2025Q4"\nprevious = "2025Q3"\nyear_ago = "2024Q4"\nseed = 1\n'
        '[[source]]\nwave = "2025Q4"\nfile = "data/raw/a.csv"\n'
    )
    header = "item,kind,label_en,label_zh,wording_en,wording_zh,scale,codes,dimension,roles,source"
    rows = [f"{s},rating,{s},{s},{s},{s},1-5,,d{k // 4},,{s}" for k, s in enumerate(SERVICES)]
    rows += [f"{q},rating,{q},{q},{q},{q},1-5,,,construct:{q[:-1]},{q}" for q in QUESTIONS]
    rows += ["overall,rating,o,o,o,o,1-5,,,overall,o", "region,category,r,r,r,r,,region,,domain,r"]
    (folder / "params/questionnaire.csv").write_text("\n".join([header, *rows]) + "\n")
    labels = [
        *(f"region,r{k},r{k},r{k}," for k in range(REGIONS)),
        *(f"dimension,d{k},d{k},d{k}," for k in range(6)),
    ]
    (folder / "params/labels.csv").write_text(
        "\n".join(["list,code,label_en,label_zh,source", *labels]) + "\n"
    )
    drivers = ", ".join(f'"{s}"' for s in SERVICES[:15])
    (folder / "params/analysis.toml").write_text(f"[drivers]\nitems = [{drivers}]\n")
