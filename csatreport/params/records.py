"""What the columns of other records are called in their files: ``params/records.csv``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from csatreport.params.faults import Fault, closest, refuse
from csatreport.params.rows import Row, rows
from csatreport.params.text import normal

FILE = "params/records.csv"
_COLUMNS = ("table", "column", "source")
Names = Mapping[str, Mapping[str, tuple[str, ...]]]


def load_records(project: Path, known: Mapping[str, Sequence[str]]) -> Names:
    """Headers by table and field; empty where the project has no such file.

    Several headers of a field are separated by ``|``. ``known`` holds the fields of every table.

    Raises
    ------
    ParamsError
        Naming every fault with its row and column.
    """
    if not (project / FILE).exists():
        return {}
    faults: list[Fault] = []
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows(project, FILE, _COLUMNS, _COLUMNS):
        fields = found.setdefault(row["table"], {})
        own = list(_faults(row, known, fields))
        faults += own
        if not own:
            fields[row["column"]] = _headers(row)
    refuse(faults)
    return found


def _headers(row: Row) -> tuple[str, ...]:
    return tuple(dict.fromkeys(header for part in row["source"].split("|") if (header := normal(part))))


def _faults(
    row: Row, known: Mapping[str, Sequence[str]], before: Mapping[str, tuple[str, ...]]
) -> Iterator[Fault]:
    table, column = row["table"], row["column"]
    if table not in known:
        yield _fault(row, "table", f"unknown table {table!r}", closest(table, known))
    elif column not in known[table]:
        yield _fault(row, "column", f"unknown column {column!r} of {table}", closest(column, known[table]))
    elif column in before:
        yield _fault(row, "column", f"column {column!r} of {table} twice", "remove one of the rows")
    if not _headers(row):
        yield _fault(row, "source", "a column without its header", "write the header that the file has")
    for other, headers in before.items():
        for header in sorted(set(headers) & set(_headers(row))) if other != column else ():
            problem = f"header {header!r} stands for two columns of {table}"
            yield _fault(row, "source", problem, f"leave it at {other!r} or at {column!r}")


def _fault(row: Row, column: str, problem: str, todo: str) -> Fault:
    return Fault(problem, f"{FILE}, row {row.number}, {column}", todo=todo)
