"""Responses as a rule of cleaning receives them, made in code."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from surveys import category, rating

from csatreport.intake.rules.received import Reasons, Received
from csatreport.params import Item, Questionnaire, Text
from csatreport.params.cleaning import Cleaning

USES = Item(item="uses", kind="multiple", label=Text.same("uses"), wording=Text.same("uses"), codes="use")
ITEMS = (*(rating(name) for name in "abcd"), rating("e", high=7), category("region", "region"), USES)
LABELS = {
    "region": {c: Text.same(c) for c in ("n", "s")},
    "use": {c: Text.same(c) for c in ("tv", "net")},
    "mode": {c: Text.same(c) for c in ("web", "tel")},
}
QUESTIONNAIRE = Questionnaire(ITEMS, LABELS)
TEXTS = ("source", "mode", "respondent", "interviewer", "place", "device", "spoilt")
NONE: dict[str, Any] = {
    **dict.fromkeys(TEXTS, ""), "source": "a.csv", "wave": "2026Q3", "start": pd.NaT, "end": pd.NaT,
    "minutes": float("nan"), "test": False, "asked": 5, "answered": True, "faulty": 0,
}  # fmt: skip


def responses(n: int, **columns: Any) -> pd.DataFrame:
    """So many responses without a fault; times are given as texts."""
    table = pd.DataFrame({**NONE, "row": np.arange(2, n + 2), **columns}, index=range(n))
    for moment in ("start", "end"):
        table[moment] = pd.to_datetime(table[moment], format="ISO8601")
    return table.astype({"minutes": "float64", "faulty": "int64"} | dict.fromkeys(TEXTS, "str"))


def answers(n: int, **columns: Any) -> pd.DataFrame:
    """Answers of so many responses; what is not given was not answered."""
    names = ("a", "b", "c", "d", "e", "uses.tv", "uses.net")
    table = pd.DataFrame({name: columns.get(name, np.nan) for name in names}, index=range(n), dtype="float64")
    region = pd.Series(columns.get("region", [None] * n), index=range(n), dtype="string")
    return table.assign(region=region)


def received(table: pd.DataFrame, given: pd.DataFrame | None = None, **cleaning: Any) -> Received:
    """Give responses and answers to a rule; nothing was put aside before."""
    given = answers(len(table), a=1.0, b=2.0, c=3.0, d=4.0, e=5.0) if given is None else given
    left, count = np.ones(len(table), dtype=bool), given[list("abcde")].notna().sum(axis=1).to_numpy()
    return Received(table, given, QUESTIONNAIRE, Cleaning.model_validate(cleaning), left, count)


def said(found: Reasons) -> dict[int, str]:
    """Give the reasons by position, in order."""
    return {int(row): reason for row, reason in sorted(found.items())}
