"""The record tables of an edition: files together, joined, private."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from csatreport.errors import DataError, ParamsError
from csatreport.intake.records import faults, joined
from csatreport.intake.records.catalogue import TABLES
from csatreport.intake.records.delivered import QUARANTINE, Delivered
from csatreport.params import Edition, Questionnaire
from csatreport.params.edition import TableName
from csatreport.params.records import FILE

LEDGER = ("table", "source", "wave", "mode", "received", "accepted", "quarantined")
_HARMLESS = (
    r"(?:[0-9]{0,7}[A-Za-z][-_]?)*[0-9]{0,7}"  # no phone or identity number has so few digits in a row
)
_SHOWN = 40  # characters of a code that no list has
_PLACE = ["source", "part", "row"]
_WHOLE = dict.fromkeys(("received", "accepted", "quarantined"), "int64")


class Scrub(Protocol):
    """:func:`csatreport.intake.redact.scrub`."""

    def __call__(self, texts: pd.Series, *, names: frozenset[str]) -> pd.Series: ...  # noqa: D102


Pseudonym = Callable[[pd.Series, str], pd.Series]  # keys and their kind -> pseudonyms


@dataclass(frozen=True, eq=False)
class Records:
    """The record tables of an edition by name; nothing in them is personal.

    ``ledger`` has :data:`LEDGER`; ``quarantine`` the columns of
    :data:`csatreport.intake.records.delivered.QUARANTINE` and ``whole``: whether the row was put aside, or
    only the cell; ``unmatched`` has ``table, field, value, rows``.
    """

    tables: dict[str, pd.DataFrame]
    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    unmatched: pd.DataFrame


def people(delivered: Mapping[TableName, Sequence[Delivered]]) -> frozenset[str]:
    """Names of every person in the records, to be removed from every text of the edition."""
    return frozenset().union(*(d.names for files in delivered.values() for d in files))


def assemble(
    edition: Edition,
    delivered: Mapping[TableName, Sequence[Delivered]],
    questionnaire: Questionnaire,
    *,
    pseudonym: Pseudonym,
    scrub: Scrub,
    only: frozenset[TableName] | None = None,
) -> Records:
    """Join the files of every table, and make them private.

    Only the tables of ``only`` are in the result; the others serve to join them. None: every table.

    Raises
    ------
    ParamsError
        A header in ``params/records.csv`` is in no file of its table.
    DataError
        A row went missing.
    """
    names = people(delivered)
    together = {name: _together(name, files) for name, files in delivered.items()}
    aside = [d.quarantine for files in delivered.values() for d in files]
    aside += [again.drop(columns="part") for _, again in together.values()]
    ledger = [
        _counted(d, n, *together[name]) for name, files in delivered.items() for n, d in enumerate(files)
    ]
    tables = joined.join({n: kept.drop(columns=_PLACE) for n, (kept, _) in together.items()}, edition.wave)
    strangers = _strangers(delivered, scrub, names)
    unmatched = joined.unmatched(tables, frozenset(i.item for i in questionnaire.items))
    return Records(
        {
            name: _private(name, table, pseudonym, scrub, names)
            for name, table in tables.items()
            if only is None or name in only
        },
        pd.DataFrame(ledger, columns=list(LEDGER)).astype(_WHOLE),
        pd.concat([_no_quarantine(), *aside], ignore_index=True),
        pd.concat([_hidden(unmatched, pseudonym, scrub, names), strangers], ignore_index=True),
    )


def _declared(name: TableName, files: Sequence[Delivered]) -> None:
    """A header that no file has is a mistake; a file of an earlier wave may lack it."""
    nowhere = frozenset.intersection(*(frozenset(d.absent) for d in files))
    if nowhere:
        field = min(nowhere)
        raise ParamsError(
            f"column {field!r} of table {name} is in none of its files",
            where=f"{FILE}, table {name}, column {field}",
            got=f"headers that are not used: {', '.join(map(repr, files[-1].unused[:10])) or 'none'}",
            todo="correct its header, or remove the row",
        )


def _together(name: TableName, files: Sequence[Delivered]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All rows of a table, and in the form of a quarantine those that an earlier file has too."""
    _declared(name, files)
    rows = pd.concat([d.rows.assign(source=d.file, part=n) for n, d in enumerate(files)], ignore_index=True)
    unique = list(TABLES[name].unique)
    again = rows.duplicated(unique, keep="first")
    aside = rows.loc[again, _PLACE].assign(
        table=name,
        wave="",
        rule=faults.DUPLICATE,
        item=unique[0],
        value="",
        reason=f"the same {', '.join(unique)} in another file of the table",
        whole=True,
    )
    return rows[~again].reset_index(drop=True), aside[[*QUARANTINE, "whole", "part"]]


def _no_quarantine() -> pd.DataFrame:
    kinds = {"row": "int64", "whole": "bool"}
    return pd.DataFrame({c: pd.Series(dtype=kinds.get(c, object)) for c in (*QUARANTINE, "whole")})


def _counted(delivered: Delivered, part: int, kept: pd.DataFrame, again: pd.DataFrame) -> tuple[object, ...]:
    """A row of the ledger: received = accepted + quarantined."""
    accepted = int((kept["part"] == part).sum())
    aside = int(delivered.quarantine["whole"].sum()) + int((again["part"] == part).sum())
    if accepted + aside != delivered.received:
        raise _lost(delivered, accepted + aside)
    return (delivered.table, delivered.file, "", "", delivered.received, accepted, aside)


def _lost(delivered: Delivered, counted: int) -> DataError:
    return DataError(
        "rows went missing on the way",
        where=f"{delivered.file}, table {delivered.table}",
        expected=f"{delivered.received} rows accepted or quarantined",
        got=str(counted),
        todo="report this as a fault of csatreport",
    )


def _private(
    name: str, table: pd.DataFrame, pseudonym: Pseudonym, scrub: Scrub, names: frozenset[str]
) -> pd.DataFrame:
    """People as pseudonyms, texts without personal data, keys that could be a person's as pseudonyms."""
    private = table.copy()
    for field in TABLES[name].stored:  # type: ignore[index]
        if field.kind in ("text", "title"):
            private[field.name] = _each(table[field.name], lambda texts: scrub(texts, names=names))
        elif field.kind in ("customer", "staff"):
            private[field.name] = _each(table[field.name], _as(pseudonym, field.kind))
        elif field.kind in ("key", "reference"):
            private[field.name] = _keys(table[field.name], pseudonym, scrub)
    return private


def _as(pseudonym: Pseudonym, kind: str) -> Callable[[pd.Series], pd.Series]:
    return lambda keys: pseudonym(keys, kind)


def _each(values: pd.Series, change: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Change what is there; distinct values once."""
    place, distinct = pd.factorize(values)  # -1 where missing
    if not len(distinct):
        return values
    changed = change(pd.Series(distinct, dtype="string")).astype("string")
    return changed.take(place).set_axis(values.index).where(values.notna())


def _keys(keys: pd.Series, pseudonym: Pseudonym, scrub: Scrub) -> pd.Series:
    """Keep keys, unless they look like a phone number, an identity number or the like."""

    def change(given: pd.Series) -> pd.Series:
        doubtful = given[~given.str.fullmatch(_HARMLESS)]
        personal = doubtful[scrub(doubtful, names=frozenset()).astype("string") != doubtful]
        changed = given.copy()
        changed[personal.index] = pseudonym(personal, "record")
        return changed

    return _each(keys, change)


def _hidden(
    unmatched: pd.DataFrame, pseudonym: Pseudonym, scrub: Scrub, names: frozenset[str]
) -> pd.DataFrame:
    """Unmatched customers as pseudonyms, other keys as short texts."""
    value = unmatched["value"].astype("string")
    customer = unmatched["field"] == "customer"
    shown = _short(_each(value[~customer], lambda texts: scrub(texts, names=names)))
    people = _each(value[customer], _as(pseudonym, "customer"))
    return unmatched.assign(value=pd.concat([people, shown]).reindex(unmatched.index).astype(object))


def _strangers(
    delivered: Mapping[TableName, Sequence[Delivered]], scrub: Scrub, names: frozenset[str]
) -> pd.DataFrame:
    """Codes of branches and the like that no list has; one that came once may be somebody's own words."""
    parts = [d.strangers.assign(table=n) for n, files in delivered.items() for d in files if len(d.strangers)]
    if not parts:
        return joined.nothing()
    counted = pd.concat(parts).groupby(["table", "field", "value"], sort=True)["rows"].sum().reset_index()
    text = counted["value"].astype("string")
    shown = _short(scrub(text, names=names)).where(counted["rows"] > 1, "")
    return (
        counted.assign(value=shown.astype(object))
        .groupby(["table", "field", "value"], sort=True)["rows"]
        .sum()
        .reset_index()[list(joined.UNMATCHED)]
    )


def _short(texts: pd.Series) -> pd.Series:
    return texts.astype("string").where(texts.str.len() <= _SHOWN, "")
