"""One file of records: read, converted, checked; what it cannot give is put aside with its rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from csatreport.errors import DataError, ParamsError
from csatreport.intake.code import plain, shown
from csatreport.intake.readers.export import Export
from csatreport.intake.records import faults
from csatreport.intake.records.catalogue import TABLES
from csatreport.intake.records.convert import Converted, absent, convert, distinct
from csatreport.intake.records.fields import Field, Schema
from csatreport.intake.records.match import match
from csatreport.intake.records.validate import validate
from csatreport.params import Questionnaire, Record
from csatreport.params.edition import TableName
from csatreport.params.records import Names
from csatreport.params.text import normal

QUARANTINE = ("table", "source", "wave", "row", "rule", "item", "value", "reason")
GROUPS = (
    "branch",
    "product",
    "department",
    "region",
)  # lists whose unknown codes are keys that match nothing


@dataclass(frozen=True, eq=False)
class Delivered:
    """The accepted rows of one file, and what was put aside. It holds personal data: it is never stored.

    ``rows`` has the stored fields of the table and ``row`` (in the file), ``strangers`` (``field, value,
    rows``) the optional codes of branches, products and departments that no list has, ``names`` the names
    of people, ``unused`` the headers that no field has, ``absent`` the optional fields that were declared
    in ``params/records.csv`` and that this file lacks.
    """

    table: TableName
    file: str
    sha256: str
    received: int
    rows: pd.DataFrame
    quarantine: pd.DataFrame
    strangers: pd.DataFrame
    names: frozenset[str]
    unused: tuple[str, ...]
    absent: tuple[str, ...]


def read_table(declared: Record, project: Path, questionnaire: Questionnaire, *, names: Names) -> Delivered:
    """Read one declared file; ``names`` is what :func:`csatreport.params.records.load_records` gives.

    Raises
    ------
    ParamsError, DataError
        The file is not what was declared.
    """
    from csatreport.intake.readers import plain_table

    return deliver(plain_table(declared, project), declared.table, questionnaire, names=names)


def deliver(export: Export, table: TableName, questionnaire: Questionnaire, *, names: Names) -> Delivered:
    """Convert and check the rows of ``export``.

    Raises
    ------
    ParamsError, DataError
        A required column is missing, or more than 5 % of a column are not what it should hold.
    """
    schema = TABLES[table]
    matched = match(export.columns, schema, names.get(table, {}), file=export.file)
    cells = export.cells.reset_index(drop=True)
    columns = {name: cells[position] for name, position in matched.columns.items()}
    read = {
        f.name: _converted(columns[f.name], f, questionnaire, export.file)
        for f in schema.stored
        if f.name in columns
    }
    frame = pd.DataFrame(
        {f.name: read[f.name].value if f.name in read else absent(cells.index, f) for f in schema.stored}
    )
    found = _faults(frame, schema, columns, read, export.spoilt)
    given = {name: int((~c.blank).sum()) for name, c in read.items()}
    faults.contradictions(found, schema, given, columns, export.file)
    whole = faults.whole_rows(found, schema)
    fine = ~cells.index.isin(whole["position"])
    kept = frame[fine].assign(row=export.row[fine])
    _some(kept, schema, whole, export.file)
    single = found[~found["position"].isin(whole["position"])]
    for item, wrong in single.groupby("item"):
        kept[item] = kept[item].mask(kept.index.isin(wrong["position"]))
    return Delivered(
        table,
        export.file,
        export.sha256,
        len(cells),
        kept.reset_index(drop=True),
        _quarantine(whole, single, export, table),
        _strangers(single, columns, schema),
        _people(columns, schema),
        matched.unused,
        matched.absent,
    )


def _converted(cells: pd.Series, field: Field, questionnaire: Questionnaire, file: str) -> Converted:
    if field.kind != "code":
        return convert(cells, field, {})
    if field.codes not in questionnaire.labels:
        raise ParamsError(
            f"no list {field.codes!r} for column {field.name!r}",
            where=f"params/labels.csv; {file}",
            expected=f"the codes of list {field.codes!r}",
            todo="add the list, its labels and the answers in column `source`",
        )
    answers = questionnaire.answers.get(field.codes, {})
    known = {plain(code): code for code in questionnaire.labels[field.codes]}
    return convert(cells, field, known | {plain(raw): code for raw, code in answers.items()})


def _faults(
    frame: pd.DataFrame,
    schema: Schema,
    columns: Mapping[str, pd.Series],
    read: Mapping[str, Converted],
    spoilt: Mapping[int, str],
) -> pd.DataFrame:
    """Every fault, those of a row in the order of its fields; rows that cannot be read have no other."""
    parts = [
        faults.table([place], faults.UNREADABLE, "", values=[""], reason=reason)
        for place, reason in spoilt.items()
    ]
    for field in schema.stored:
        if field.name in read:
            parts += _unconverted(columns[field.name], field, read[field.name], spoilt)
    found = pd.concat([faults.table([], "", "", values=[]), *parts], ignore_index=True)
    before = faults.whole_rows(found, schema)["position"]
    more = validate(frame[~frame.index.isin(before)], schema)
    raw = [
        columns[item].iloc[place] if rule == faults.OUTSIDE else ""
        for place, item, rule in zip(more["position"], more["item"], more["rule"], strict=True)
    ]
    more["value"] = pd.Series(map(shown, raw), dtype=object)
    return pd.concat([found, more[list(found.columns)]], ignore_index=True)


def _unconverted(
    cells: pd.Series, field: Field, read: Converted, spoilt: Mapping[int, str]
) -> list[pd.DataFrame]:
    fine = ~cells.index.isin(list(spoilt))
    missing = cells.index[read.blank & fine] if field.required else cells.index[:0]
    faulty = cells.index[read.faulty & fine]
    return [
        faults.table(missing, faults.MISSING, field.name, values=[""] * len(missing)),
        faults.table(faulty, read.rule, field.name, values=cells[faulty]),
    ]


def _some(kept: pd.DataFrame, schema: Schema, whole: pd.DataFrame, file: str) -> None:
    if kept.empty and len(whole):
        why = (whole["item"] + ": " + whole["rule"]).value_counts()
        raise DataError(
            "no row of the file can be accepted",
            where=f"{file}, table {schema.table}",
            expected="at least one row that holds every required field",
            got=f"{why.index[0]} ({why.iloc[0]} rows)",
            todo="correct the file, or name the right column in params/records.csv",
        )


def _quarantine(whole: pd.DataFrame, single: pd.DataFrame, export: Export, table: TableName) -> pd.DataFrame:
    """Rows as ``item`` "" has them are whole rows; a row that names an item and is accepted lost one cell."""
    found = pd.concat([whole.assign(whole=True), single.assign(whole=False)], ignore_index=True)
    found = found.sort_values("position", kind="stable", ignore_index=True)
    row = export.row[found["position"].to_numpy(dtype="int64")]
    placed = found.assign(table=table, source=export.file, wave="", row=row)
    return placed[[*QUARANTINE, "whole"]]


def _strangers(single: pd.DataFrame, columns: Mapping[str, pd.Series], schema: Schema) -> pd.DataFrame:
    """Optional codes that no list has; each with the number of its rows."""
    groups = [f.name for f in schema.stored if f.codes in GROUPS]
    unknown = single[(single["rule"] == faults.UNKNOWN) & single["item"].isin(groups)]
    values = [
        normal(columns[item].iloc[place][:200])
        for item, place in zip(unknown["item"], unknown["position"], strict=True)
    ]
    table = pd.DataFrame({"field": unknown["item"].to_numpy(), "value": values}, dtype=object)
    return table.groupby(["field", "value"], sort=True).size().rename("rows").reset_index()


def _people(columns: Mapping[str, pd.Series], schema: Schema) -> frozenset[str]:
    """Names of people: of customers, authors and, where their key is a name, of staff."""
    found: set[str] = set()
    for field in schema.fields:
        if field.name in columns and (field.names or field.kind == "staff"):
            texts = map(normal, distinct(columns[field.name])[1])
            found.update(t for t in texts if 1 < len(t) <= 60 and not any(map(str.isdecimal, t)))
    return frozenset(found)
