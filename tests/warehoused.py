"""Surveys of every design, and estimates compared number by number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from surveys import category, make_survey, rating, responses

from csatreport.survey import Survey
from csatreport.warehouse import duck
from csatreport.warehouse.answers import Warehouse

WAVES = ("2026Q1", "2026Q2", "2026Q3")
SERVICES = ("a", "b", "c", "d", "e", "f")
ITEMS = (
    *(rating(name, dimension="service" if name < "d" else "product") for name in SERVICES),
    rating("overall", roles={"overall": ""}),
    rating("alike", dimension="product"),
    rating("recommend", low=0, high=10, roles={"nps": ""}),
    category("region", "region", roles={"domain": ""}),
)


def survey(design: str, n: int = 300) -> Survey:
    """Three waves; ``design`` is simple, strata, clusters or mixed (some drawn by themselves)."""
    return make_survey(ITEMS, *(wave(name, n + 50 * k, design, seed=k) for k, name in enumerate(WAVES)))


def wave(name: str, n: int, design: str, *, seed: int) -> pd.DataFrame:
    """Ratings that have something in common, a tenth missing; a few weights of 0, regions not known, a tiny region."""
    rng = np.random.default_rng([seed, n])
    shared = rng.standard_normal((n, 1))
    ratings = np.clip(np.rint(3.4 + shared + rng.standard_normal((n, 7))), 1, 5)
    ratings[rng.random(ratings.shape) < 0.1] = np.nan
    cluster = rng.integers(0, 12, n)
    drawn = {
        "simple": {},
        "strata": {"stratum": np.where(cluster % 2, "u", "v")},
        "clusters": {"stratum": np.where(cluster % 2, "u", "v"), "cluster": cluster.astype(str)},
        "mixed": {"cluster": np.where(rng.random(n) < 0.4, "", cluster.astype(str))},
    }[design]
    made = responses(
        name, **dict(zip((*SERVICES, "overall"), ratings.T, strict=True)), alike=np.full(n, 5.0),
        recommend=rng.integers(0, 11, n).astype(float),
        region=np.array(["n", "s", "w", "other"])[rng.choice(4, n, p=[0.5, 0.3, 0.18, 0.02])],
        weight=rng.uniform(0.2, 3, n) * (rng.random(n) > 0.05), **drawn,
    )  # fmt: skip
    made["response"] = np.arange(n) + 10_000 * seed
    made.loc[made.index[:10], "region"] = pd.NA
    return made


@contextmanager
def in_parquet(made: Survey, folder: Path) -> Iterator[Warehouse]:
    """The survey as prepared Parquet, asked through DuckDB."""
    file = folder / "responses.parquet"
    pq.write_table(pa.Table.from_pandas(made.responses, preserve_index=False), file)
    with duck.opened(made, file) as warehouse:
        yield warehouse


def furthest(first: Iterable[Any], second: Iterable[Any]) -> float:
    """The largest relative difference of any number of the same estimates; everything else must be equal."""
    worst = 0.0
    for one, other in zip(first, second, strict=True):
        for f in fields(one):
            a, b = getattr(one, f.name), getattr(other, f.name)
            if isinstance(a, float) and isinstance(b, float) and not isnan(a) and a != b:
                worst = max(worst, abs(a - b) / max(abs(a), abs(b)))
            else:
                assert a == b or (isnan(a) and isnan(b)), (f.name, a, b)
    return worst
