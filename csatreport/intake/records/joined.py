"""Tables joined on customer, branch and date; keys that match nothing are kept, counted and listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from csatreport.intake.records.catalogue import TABLES
from csatreport.params.wave import Wave

Tables = Mapping[str, pd.DataFrame]
UNMATCHED = ("table", "field", "value", "rows")


def join(tables: Tables, wave: Wave) -> dict[str, pd.DataFrame]:
    """Every table with its ``wave``, and with the customer's branch where the row has none.

    ``wave`` is the edition's: a date after it, or no date, belongs to no wave (""). An edition does not
    know what happened after it.
    """
    branches = _branches(tables.get("customers"))
    return {
        name: _branch(table, branches).assign(wave=waves(table[TABLES[name].date], wave))  # type: ignore[index]
        for name, table in tables.items()
    }


def waves(dates: pd.Series, wave: Wave) -> pd.Series:
    """The wave of the length and calendar of ``wave`` that holds each date; "" after ``wave`` or unknown."""
    first, after = (_months(w) for w in (wave, wave.shifted(1)))
    months = dates.dt.year * 12 + dates.dt.month - 1 - first
    place, distinct = pd.factorize(months // (after - first))  # a date that is missing has place -1
    names = ["" if steps > 0 else str(wave.shifted(int(steps))) for steps in distinct] + [""]
    return pd.Series(names, dtype="string").take(place % len(names)).set_axis(dates.index)


def _months(wave: Wave) -> int:
    return wave.start.year * 12 + wave.start.month - 1


def _branches(customers: pd.DataFrame | None) -> pd.Series:
    if customers is None:
        return pd.Series(dtype="string")
    return customers.set_index("customer")["branch"]


def _branch(table: pd.DataFrame, branches: pd.Series) -> pd.DataFrame:
    if "customer" not in table or "branch" not in table or branches.empty:
        return table
    return table.assign(branch=table["branch"].fillna(table["customer"].map(branches).astype("string")))


def unmatched(tables: Tables, items: frozenset[str]) -> pd.DataFrame:
    """Keys of rows that are not there: ``table, field, value, rows``.

    ``items`` are those of the questionnaire. Customers, tasks and projects are looked for only where the
    edition declares their table.
    """
    known: dict[str, frozenset[str]] = {"questionnaire": items}
    for name, key in (("customers", "customer"), ("tasks", "task"), ("projects", "project")):
        if name in tables:
            known[name] = frozenset(tables[name][key].dropna())
    parts = list(_strange(tables, known))
    return pd.concat([nothing(), *parts], ignore_index=True)


def nothing() -> pd.DataFrame:
    """No unmatched keys."""
    return pd.DataFrame({c: pd.Series(dtype="int64" if c == "rows" else object) for c in UNMATCHED})


def _strange(tables: Tables, known: Mapping[str, frozenset[str]]) -> Iterator[pd.DataFrame]:
    for name, table in tables.items():
        schema = TABLES[name]  # type: ignore[index]
        for field in schema.of_kind("customer", "reference"):
            target = "customers" if field.kind == "customer" else field.refers
            if target in known:
                counts = table[field.name].value_counts()  # nothing of what is missing
                counts = counts[[key not in known[target] for key in counts.index]].sort_index()
                yield pd.DataFrame(
                    {"table": name, "field": field.name, "value": counts.index, "rows": counts.to_numpy()}
                )
