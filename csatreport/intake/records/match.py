"""Which column of a file holds which field: by its header, never by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csatreport.errors import DataError
from csatreport.intake.readers.export import Column
from csatreport.intake.records.fields import Field, Schema
from csatreport.params.faults import Fault, closest, refuse
from csatreport.params.records import FILE
from csatreport.params.text import normal

_LONG = 60  # characters of a header that a message shows


@dataclass(frozen=True)
class Matched:
    """``columns`` maps a field to its position; ``unused`` are headers that no field has.

    ``absent`` are optional fields for which ``params/records.csv`` names a header that this file lacks.
    """

    columns: dict[str, int]
    unused: tuple[str, ...]
    absent: tuple[str, ...]


def match(
    columns: Sequence[Column], schema: Schema, names: Mapping[str, tuple[str, ...]], *, file: str
) -> Matched:
    """Find the fields of ``schema`` among the columns of ``file``.

    A header is what ``names`` (from ``params/records.csv``) says of a field, else the field's own name.

    Raises
    ------
    ParamsError
        A required field has no column.
    DataError
        Two columns are of one field.
    """
    headers = [frozenset(map(normal, column.names)) for column in columns]
    found: dict[str, int] = {}
    missing: list[Field] = []
    for field in schema.fields:
        places = _places(headers, names.get(field.name, ())) or _places(headers, (field.name,))
        if len(places) > 1:
            raise _twice(field, [columns[p] for p in places], places, file)
        if places:
            found[field.name] = places[0]
        else:
            missing.append(field)
    shown = [normal(next(iter(column.names), "")) for column in columns]
    refuse([_missing(f, schema, names, shown, file) for f in missing if f.required])
    unused = tuple(h[:_LONG] for p, h in enumerate(shown) if p not in found.values() and h)
    return Matched(found, unused, tuple(f.name for f in missing if f.name in names))


def _places(headers: Sequence[frozenset[str]], wanted: tuple[str, ...]) -> list[int]:
    return [place for place, texts in enumerate(headers) if texts & set(wanted)]


def _missing(
    field: Field, schema: Schema, names: Mapping[str, tuple[str, ...]], headers: Sequence[str], file: str
) -> Fault:
    wanted = names.get(field.name, (field.name,))
    return Fault(
        f"column {field.name!r} of table {schema.table} is not in {file}",
        f"{FILE}, table {schema.table}, column {field.name}",
        expected=f"a header {' or '.join(map(repr, wanted))}",
        todo=f"{closest(wanted[0], headers)}; say in {FILE} what the file calls it",
    )


def _twice(field: Field, columns: Sequence[Column], places: Sequence[int], file: str) -> DataError:
    headers = ", ".join(repr(next(iter(c.names), "")[:_LONG]) for c in columns)
    return DataError(
        f"two columns hold field {field.name!r}",
        where=f"{file}, columns {', '.join(str(p + 1) for p in places)}",
        expected="one column",
        got=headers,
        todo=f"rename or remove one of them in the file, or name the right one in {FILE}",
    )
