"""Surveys with customers and what they bought, for tests of what they are worth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from surveys import make_survey, rating, responses

from csatreport.params import Analysis
from csatreport.survey import Survey

ITEMS = (rating("overall", roles={"overall": ""}),)


class Tables(dict[str, pd.DataFrame]):
    """Records that are made in code."""

    @property
    def data(self) -> dict[str, str]:
        """A hash of each."""
        return dict.fromkeys(self, "e" * 64)


def records(
    customers: Any = (), sales: Any = (), left: Any = (), complaints: Any = (), **columns: Any
) -> Tables:
    """Tables of (customer, since), (customer, date, amount, profit[, kind]), (customer, date) and (customer, date, resolved)."""
    people = pd.DataFrame(list(customers), columns=["customer", "since"]).assign(**columns)
    sold = [(c, d, a, p, *(rest or ("renewal",))) for c, d, a, p, *rest in sales]
    tables = Tables(
        customers=_typed(people, "since"),
        sales=_typed(
            pd.DataFrame(sold, columns=["customer", "date", "amount", "profit", "kind"]), "date"
        ).assign(wave="2026Q3"),
        complaints=_typed(
            pd.DataFrame(list(complaints), columns=["customer", "opened", "resolved"]), "opened"
        ),
    )
    if left:
        gone = pd.DataFrame(list(left), columns=["customer", "date"]).assign(event="left")
        tables["lifecycle"] = _typed(gone, "date")
    tables["sales"]["profit"] = tables["sales"]["profit"].astype("float64")
    tables["complaints"]["resolved"] = tables["complaints"]["resolved"].astype("boolean")
    return tables


def survey(
    tables: Tables, *frames: pd.DataFrame, value: dict[str, Any] | None = None, **edition: Any
) -> Survey:
    """A survey of 2026Q3 with these records; ``value`` declares the table of that name."""
    made = make_survey(ITEMS, *frames, **{"minimum_base": 2, **edition})
    return replace(made, records=tables, analysis=Analysis.model_validate({"value": value or {}}))  # type: ignore[arg-type]


def answers(customers: Any, overall: Any, wave: str = "2026Q3", **rest: Any) -> pd.DataFrame:
    """Answers of these customers."""
    return responses(wave, overall=np.asarray(overall, dtype=float), customer=list(customers), **rest)


def company(n: int = 400, seed: int = 3) -> Tables:
    """Customers who buy once a quarter for three years; every twelfth leaves, the first tenth bring most."""
    rng = np.random.default_rng(seed)
    names = [f"k{i:04d}" for i in range(n)]
    since = pd.Timestamp("2023-07-01") - pd.to_timedelta(rng.integers(0, 2500, n), unit="D")
    gone = {
        name: pd.Timestamp("2025-01-01") + pd.Timedelta(days=int(rng.integers(0, 630)))
        for name in names[::12]
    }
    days = pd.date_range("2023-09-15", "2026-09-15", freq="91D")
    money = np.where(np.arange(n) < n // 10, 900.0, 100.0) + np.arange(n) / 10
    sales = [
        (c, day, money[i], money[i] / 4)
        for i, c in enumerate(names)
        for day in days
        if c not in gone or day <= gone[c]
    ]
    complaints = [(c, pd.Timestamp("2026-08-01"), False) for c in names[1::15]]
    return records(list(zip(names, since, strict=True)), sales, list(gone.items()), complaints)


def _typed(table: pd.DataFrame, day: str) -> pd.DataFrame:
    table[day] = pd.to_datetime(table[day]).astype("datetime64[ms]")
    for name in ("customer", "kind", "event"):
        if name in table:
            table[name] = table[name].astype("string")
    return table
