"""Values and rows that a table cannot take: by which rule, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from csatreport.errors import CsatError, DataError, ParamsError
from csatreport.intake import redact
from csatreport.intake.code import TOLERATED, shown
from csatreport.intake.records.fields import Field, Schema
from csatreport.params.text import normal

MISSING: Final = "missing"
NOT_DATE: Final = "not a date"
NOT_NUMBER: Final = "not a number"
NOT_WHOLE: Final = "not a whole number"
NOT_FLAG: Final = "not yes or no"
UNKNOWN: Final = "unknown code"
LONG: Final = "too long"
OUTSIDE: Final = "outside the range"
ORDER: Final = "dates out of order"
DUPLICATE: Final = "duplicate key"
UNREADABLE: Final = "unreadable row"
COLUMNS: Final = ("position", "rule", "item", "value", "reason")
_WHOLE = (DUPLICATE, ORDER, UNREADABLE)  # the row is at fault, not one value


def table(
    positions: Iterable[int], rule: str, item: str, *, values: Iterable[str], reason: str = ""
) -> pd.DataFrame:
    """Faults of one rule; ``values`` are the raw cells, of which only short numbers are kept.

    Returns
    -------
    DataFrame
        ``position`` (of the row in its file, from 0), ``rule, item, value, reason``.
    """
    raw = list(values)
    rows = [
        (p, rule, item, shown(v), reason or _reason(v, rule)) for p, v in zip(positions, raw, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"position": "int64"})


def _reason(raw: str, rule: str) -> str:
    if rule == MISSING:
        return "the cell is blank"
    if rule == UNKNOWN and shown(raw):
        return "a number that is not among the answers"
    return f"text of {len(raw.strip())} characters"


def whole_rows(faults: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The faults that put a row aside: the first of each row, in the order of the fields."""
    required = {f.name for f in schema.fields if f.required}
    grave = faults[faults["rule"].isin(_WHOLE) | faults["item"].isin(required)]
    return grave.drop_duplicates("position", keep="first")


def contradictions(
    faults: pd.DataFrame,
    schema: Schema,
    given: Mapping[str, int],
    columns: Mapping[str, pd.Series],
    file: str,
) -> None:
    """Refuse a column of which more than 5 % (and more than one value) cannot be what it should be.

    Parameters
    ----------
    given : mapping
        Field -> number of cells that are not blank.

    Raises
    ------
    ParamsError
        Of a code: its list in ``params/labels.csv`` lacks answers.
    DataError
        The column is not what the field asks for, or the wrong column was named.
    """
    counted = faults[~faults["rule"].isin([MISSING, UNREADABLE])]
    for (item, rule), rows in counted.groupby(["item", "rule"], sort=False):
        total = given[str(item)]
        if len(rows) > max(1, TOLERATED * total):
            raw = columns[str(item)].iloc[rows["position"].to_numpy()]
            got = f"{len(rows)} of {total} values ({len(rows) / total:.0%}): {rule}"
            raise _contradiction(schema[str(item)], str(rule), f"{file}, table {schema.table}", got, raw)


def _contradiction(field: Field, rule: str, where: str, got: str, raw: pd.Series) -> CsatError:
    problem = f"column {field.name!r} that the data contradict"
    if rule == UNKNOWN:
        return ParamsError(
            problem,
            where=f"params/labels.csv, list {field.codes!r}; {where}",
            expected=f"answers of list {field.codes!r}",
            got=got + _repeated(raw),
            todo="add the answers to column `source` of the list, or name another column in params/records.csv",
        )
    return DataError(
        problem,
        where=where,
        expected=_expected(field, rule),
        got=got,
        todo="correct the file, or name the right column in params/records.csv",
    )


def _repeated(raw: pd.Series) -> str:
    """The answers that came more than once; once may be somebody's own words."""
    counts = raw.astype(object).map(normal).value_counts()
    often = pd.Series(sorted(counts[counts > 1].index, key=lambda a: (-counts[a], a)), dtype="str")
    safe = often[(often.str.len() <= 40) & ~redact.holds(often)]
    return f": {', '.join(map(repr, safe[:5]))}" if len(safe) else ""


def _expected(field: Field, rule: str) -> str:
    if rule == DUPLICATE:
        return "a value of its own in every row"
    if rule == ORDER:
        return "dates in the order in which things happen"
    if field.kind == "share":
        return "a share between 0 and 1, or with its sign: 0.85 or 85%"
    if field.kind in ("date", "moment", "month"):
        return "dates with the year first: 2026-07-03, 2026/7/3 or 2026年7月3日, between 1950 and 2099"
    if rule == OUTSIDE:
        return f"values {bounds(field)}"
    return {
        NOT_WHOLE: "whole numbers",
        NOT_FLAG: "yes or no, 1 or 0, 是 or 否",
        LONG: "a short text",
    }.get(rule, "numbers such as 1299.00 or 1,299.00")


def bounds(field: Field) -> str:
    """The range of a field in words."""
    if field.kind in ("date", "moment", "month"):
        return "between 1950 and 2099"
    low, high = field.low, field.high
    return f"from {low:g} to {high:g}" if high is not None else f"of at least {low:g}"
