"""Known sizes of the strata, and how many were drawn from each: ``params/population.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csatreport.errors import ParamsError
from csatreport.params.faults import Fault, refuse
from csatreport.params.rows import Row, rows
from csatreport.params.wave import Wave

FILE = "params/population.csv"
_COLUMNS = ("stratum", "population", "drawn", "contacted", "wave")
_COUNTS = ("drawn", "contacted")
_SIZE = re.compile(r"\d{1,15}(\.\d{1,9})?", re.ASCII)
_COUNT = re.compile(r"\d{1,15}", re.ASCII)


@dataclass(frozen=True)
class Stratum:
    """So many people belong to a stratum; ``wave`` is "" where the size holds for every wave.

    ``drawn`` is how many of them were drawn into the sample, ``contacted`` how many of those were reached;
    None where it is not known.
    """

    stratum: str
    population: float
    wave: str = ""
    drawn: int | None = None
    contacted: int | None = None


def load_population(project: Path) -> tuple[Stratum, ...]:
    """``params/population.csv``.

    Raises
    ------
    ParamsError
        Naming every fault with its row and column.
    """
    faults: list[Fault] = []
    found: dict[tuple[str, str], Stratum] = {}
    for row in rows(project, FILE, _COLUMNS, ("stratum", "population")):
        own = list(_faults(row))
        key = (row["stratum"], "" if own else _wave(row))
        if not own and key in found:
            own = [_fault(row, "stratum", "a stratum twice", "one size for each", "remove one of the rows")]
        faults += own
        if not own:
            counts = {c: int(row[c]) if row[c] else None for c in _COUNTS}
            found[key] = Stratum(key[0], float(row["population"]), key[1], **counts)
    refuse(faults)
    return tuple(found.values())


def _faults(row: Row) -> list[Fault]:
    faults = []
    if not row["stratum"]:
        faults.append(_fault(row, "stratum", "a size without its stratum", "the stratum's code", "add it"))
    if not _SIZE.fullmatch(row["population"]) or float(row["population"]) <= 0:
        expected = "a number above zero, without separators of thousands"
        faults.append(_fault(row, "population", "not the size of a stratum", expected, "correct it"))
    else:
        faults += _counts(row, float(row["population"]))
    try:
        _wave(row)
    except ParamsError as error:
        faults.append(_fault(row, "wave", error.problem, error.expected, "correct it"))
    return faults


def _counts(row: Row, most: float) -> Iterator[Fault]:
    """Faults of the columns that may be empty: nobody reaches more than were drawn, or than there are."""
    among = "population"
    for column in (c for c in _COUNTS if row[c]):
        if not _COUNT.fullmatch(row[column]) or int(row[column]) == 0:
            yield _fault(row, column, "not a number of people", "a whole number above zero", "correct it")
        elif int(row[column]) > most:
            expected = f"at most the {most:.15g} of column {among}"
            yield _fault(row, column, f"more people {column} than there are", expected, "correct one of them")
        else:
            most, among = int(row[column]), column


def _wave(row: Row) -> str:
    return str(Wave.parse(row["wave"])) if row["wave"] else ""


def _fault(row: Row, column: str, problem: str, expected: str, todo: str) -> Fault:
    return Fault(problem, f"{FILE}, row {row.number}, {column}", expected, repr(row[column]), todo)
