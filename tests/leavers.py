"""Small companies whose customers leave: a survey with the records that tell who they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from surveys import make_survey, rating, responses

from csatreport.params import Analysis, Text, Wave
from csatreport.survey import Records, Survey

WAVE = Wave.parse("2026Q3")
LABELS = {
    "branch": {c: Text(en=c.title(), zh=f"{c}店") for c in ("north", "south")},
    "customer_type": {c: Text(en=c.title(), zh=f"{c}类") for c in ("home", "firm")},
}


@dataclass(frozen=True)
class Tables(Records):
    """Records that are in memory."""

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def __contains__(self, table: str) -> bool:
        return table in self.tables

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.tables[table] if table in self.tables else super().__getitem__(table)


def key(row: int) -> str:
    return f"c-{row:05d}"


def survey(
    tables: Mapping[str, pd.DataFrame], *answers: pd.DataFrame, churn: Any = None, **edition: Any
) -> Survey:
    """A survey of these records; answers are of overall satisfaction."""
    given = answers or (responses(str(WAVE), overall=[4.0, 5.0]).assign(customer=""),)
    made = make_survey((rating("overall", roles={"overall": ""}),), *given, labels=LABELS, **edition)
    analysis = Analysis.model_validate({"churn": churn or {}})
    return replace(
        made, records=Tables(tables=tables, data=dict.fromkeys(tables, "r" * 64)), analysis=analysis
    )


def customers(since: Any, **columns: Any) -> pd.DataFrame:
    """The table of customers; ``since`` are days."""
    n = len(since)
    made = {
        "customer": [key(i) for i in range(n)],
        "since": pd.to_datetime(np.asarray(since, dtype="datetime64[D]")),
    }
    return pd.DataFrame(made | columns)


def lifecycle(rows: Any, days: Any) -> pd.DataFrame:
    """Leaving of these rows of the customers on these days."""
    days = pd.to_datetime(np.asarray(days, dtype="datetime64[D]"))
    return pd.DataFrame({"customer": [key(i) for i in rows], "event": "left", "date": days})


def company(
    n: int = 3000, *, waves: int = 8, strength: float = 1.0, rate: float = -2.6, seed: int = 1
) -> dict[str, Any]:
    """Tables of a company in which firms, and who had an unsolved complaint the quarter before, leave more often.

    ``strength`` 0: they leave at random, whoever they are.
    """
    rng = np.random.default_rng(seed)
    first = [WAVE.shifted(k - waves) for k in range(1, waves + 1)]
    start = np.datetime64(first[0].shifted(-4).start, "D")
    since = start - rng.integers(1, 3000, n).astype("timedelta64[D]")
    firm = rng.random(n) < 0.3
    gone, complaints = np.full(n, np.datetime64("NaT", "D")), []
    hurt = np.zeros(n, dtype=bool)
    for wave in [first[0].shifted(-1), *first]:
        days = (wave.end - wave.start).days
        begin = np.datetime64(wave.start, "D")
        there = np.isnat(gone)
        odds = rate + strength * (0.8 * firm + 1.5 * hurt)
        if wave >= first[0]:
            leaves = there & (rng.random(n) < 1 / (1 + np.exp(-odds)))
            gone[leaves] = begin + rng.integers(0, days, n)[leaves].astype("timedelta64[D]")
        complains = there & np.isnat(gone) & (rng.random(n) < 0.1)
        hurt = complains & (rng.random(n) < 0.5)
        day = begin + rng.integers(0, days, n).astype("timedelta64[D]")
        complaints.append(
            pd.DataFrame(
                {"row": np.flatnonzero(complains), "opened": day[complains], "resolved": ~hurt[complains]}
            )
        )
    told = pd.concat(complaints, ignore_index=True)
    told = told.assign(
        customer=[key(i) for i in told.pop("row")], closed=told["opened"], repeat=False, rating=np.nan
    )
    branch = np.where(rng.random(n) < 0.5, "north", "south")
    table = customers(since, type=np.where(firm, "firm", "home"), branch=branch)
    left = np.flatnonzero(~np.isnat(gone))
    return {"customers": table, "lifecycle": lifecycle(left, gone[left]), "complaints": _typed(told)}


def _typed(told: pd.DataFrame) -> pd.DataFrame:
    for name in ("opened", "closed"):
        told[name] = pd.to_datetime(told[name])
    return told.astype({"resolved": "boolean", "repeat": "boolean"})
