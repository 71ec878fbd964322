"""Converted tables checked by a pandera schema; what it refuses comes back as faults."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from csatreport.errors import DataError
from csatreport.intake.records import faults
from csatreport.intake.records.fields import DTYPES, Field, Schema

if TYPE_CHECKING:
    import pandera.pandas as pa

EARLIEST: Final = pd.Timestamp("1950-01-01")  # a spreadsheet shows an empty date as 1900
LATEST: Final = pd.Timestamp("2099-12-31 23:59:59")
_CHECKS: Final = {"not_nullable": faults.MISSING, "multiple_fields_uniqueness": faults.DUPLICATE}


def schema(table: Schema, *, unique: bool = True) -> pa.DataFrameSchema:
    """What a prepared table holds: types, ranges, what may be missing, order of dates, and unique keys."""
    import pandera.pandas as pa

    columns = {
        f.name: pa.Column(DTYPES[f.kind], _range(f), nullable=not f.required, coerce=False)
        for f in table.stored
    }
    return pa.DataFrameSchema(
        columns,
        checks=[_ordered(earlier, later) for earlier, later in table.order],
        unique=list(table.unique) if unique else None,
        report_duplicates="exclude_first",
        strict=True,
    )


def validate(frame: pd.DataFrame, table: Schema) -> pd.DataFrame:
    """Faults of a converted table; columns ``position`` (the index of ``frame``), ``rule, item, reason``.

    A row is a duplicate only of a row that has no other fault.

    Raises
    ------
    DataError
        A column has not the type that conversion gives it: a fault of csatreport.
    """
    first = _failures(frame, schema(table, unique=False), table)
    grave = faults.whole_rows(first, table)["position"]
    rest = frame[~frame.index.isin(grave)]
    ranged = first[first["rule"] == faults.OUTSIDE]
    for item, rows in ranged.groupby("item"):
        rest[item] = rest[item].mask(rest.index.isin(rows["position"]))
    again = _failures(rest, schema(table), table)
    return pd.concat([first, again], ignore_index=True)


def _failures(frame: pd.DataFrame, check: pa.DataFrameSchema, table: Schema) -> pd.DataFrame:
    import pandera.pandas as pa

    try:
        check.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
    else:
        return pd.DataFrame({c: [] for c in ("position", "rule", "item", "reason")}).astype(
            {"position": "int64"}
        )
    if cases["index"].isna().any():
        raise _strange(cases, table)
    found = pd.DataFrame([_fault(row, table) for row in cases.to_dict("records")])
    place = {f.name: n for n, f in enumerate(table.fields)}
    order = found.sort_values(["position", "item"], key=lambda c: c.map(place) if c.name == "item" else c)
    return order.drop_duplicates(["position", "rule", "item"], ignore_index=True)


def _fault(case: dict[Any, Any], table: Schema) -> dict[str, object]:
    check, column = str(case["check"]), str(case["column"])
    rule, item, reason = _CHECKS.get(check, ""), column, "the cell is blank"
    if rule == faults.DUPLICATE:
        item, reason = table.unique[0], f"the same {', '.join(table.unique)} in a row before"
    elif check.startswith(faults.ORDER):
        rule, earlier, item = check.split("|")
        reason = f"{item} is before {earlier}"
    elif not rule:
        rule, reason = faults.OUTSIDE, f"not {faults.bounds(table[column])}"
    return {"position": int(case["index"]), "rule": rule, "item": item, "reason": reason}


def _strange(cases: pd.DataFrame, table: Schema) -> DataError:
    checks = cases.loc[cases["index"].isna(), ["column", "check"]].astype(str).agg(": ".join, axis=1)
    return DataError(
        f"table {table.table} has not the columns of its schema",
        where=f"csatreport.intake.records, table {table.table}",
        got="; ".join(sorted(set(checks))),
        todo="report this as a fault of csatreport",
    )


def _range(field: Field) -> pa.Check | None:
    import pandera.pandas as pa

    if field.kind in ("date", "month", "moment"):
        return pa.Check.in_range(EARLIEST, LATEST)
    if field.low is not None and field.high is not None:
        return pa.Check.in_range(field.low, field.high)
    return pa.Check.ge(field.low) if field.low is not None else None


def _ordered(earlier: str, later: str) -> pa.Check:
    import pandera.pandas as pa

    def check(frame: pd.DataFrame) -> pd.Series:
        first, second = frame[earlier], frame[later]
        only_day = second == second.dt.normalize()  # a day without its hour is not before an hour of that day
        right: pd.Series = (second >= first) | (only_day & (second >= first.dt.normalize()))
        return right | first.isna() | second.isna()

    return pa.Check(check, name=f"{faults.ORDER}|{earlier}|{later}", ignore_na=False)
