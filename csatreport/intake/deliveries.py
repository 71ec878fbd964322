"""Files of other records than answers, as one edition declares them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from csatreport.intake import records
from csatreport.intake.records import FIELDS, TABLES, Delivered
from csatreport.params import Edition, Questionnaire
from csatreport.params.edition import TableName
from csatreport.params.records import load_records

PARTS = ("ledger", "quarantine", "unmatched")  # of each table, beside its rows


def read(
    project: Path, edition: Edition, questionnaire: Questionnaire, tables: Iterable[TableName]
) -> dict[TableName, Sequence[Delivered]]:
    """Read the files of these tables. What comes back holds personal data and is never stored.

    Raises
    ------
    ParamsError, DataError
        A file is not what was declared.
    """
    names, wanted = load_records(project, FIELDS), set(tables)
    found: dict[TableName, list[Delivered]] = {}
    for declared in edition.record:
        if declared.table in wanted:
            delivered = records.read_table(declared, project, questionnaire, names=names)
            found.setdefault(declared.table, []).append(delivered)
    return dict(found)


def needed(table: TableName, declared: frozenset[TableName]) -> frozenset[TableName]:
    """Tables that ``table`` is made of: its own, customers, and those that its keys refer to."""
    refers = {f.refers for f in TABLES[table].stored if f.kind == "reference"}
    return frozenset(t for t in declared if t in {table, "customers"} | refers)


def ledger(project: Path, edition: Edition, questionnaire: Questionnaire) -> pd.DataFrame:
    """Received, accepted and quarantined of every file of records, for a check that writes nothing."""
    declared = frozenset(r.table for r in edition.record)
    delivered = read(project, edition, questionnaire, declared)
    made = records.assemble(
        edition, delivered, questionnaire, pseudonym=lambda keys, _: keys, scrub=_as_it_is
    )
    return made.ledger


def _as_it_is(texts: pd.Series, *, names: frozenset[str]) -> pd.Series:  # noqa: ARG001 - nothing is kept
    return texts


def of_table(made: records.Records, table: str) -> dict[str, pd.DataFrame]:
    """The rows of a table, and its part of what became of the raw rows."""
    parts = {f"{table}.{part}": getattr(made, part) for part in PARTS}
    own = {name: frame[frame["table"] == table].reset_index(drop=True) for name, frame in parts.items()}
    return {table: made.tables[table], **own}
