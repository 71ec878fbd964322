"""Columns of the prepared tables, and tables without rows."""

from __future__ import annotations

import pandas as pd

HEAD = (
    "response", "wave", "mode", "start", "minutes", "respondent", "customer", "interviewer", "place",
    "weight", "stratum", "cluster",
)  # fmt: skip
LEDGER = ("source", "wave", "mode", "received", "accepted", "quarantined")
QUARANTINE = ("source", "wave", "row", "rule", "item", "value", "reason")
_WHOLE = ("response", "row", "received", "accepted", "quarantined", "n")
_NUMBERS = (
    "minutes", "weight", "lowest", "median", "highest", "effective", "deff", "population", "drawn", "contacted",
)  # fmt: skip


def none(columns: tuple[str, ...], *more: str | tuple[str, str]) -> pd.DataFrame:
    """A table without rows: these columns, then more, each with its kind or of the kind its name has."""
    named = [(c, _kind(c)) for c in columns] + [(c, _kind(c)) if isinstance(c, str) else c for c in more]
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in dict(named).items()})


def _kind(column: str) -> str:
    if column in _WHOLE:
        return "int64"
    if column == "start":
        return "datetime64[s]"
    return "float64" if column in _NUMBERS else "object"
