"""Known sizes of the strata: ``params/population.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from csatreport.errors import ParamsError
from csatreport.params.faults import Fault, refuse
from csatreport.params.sheet import Row, rows
from csatreport.params.wave import Wave

FILE = "params/population.csv"
_COLUMNS = ("stratum", "population", "wave")
_SIZE = re.compile(r"\d{1,15}(\.\d{1,9})?", re.ASCII)


@dataclass(frozen=True)
class Stratum:
    """So many people belong to a stratum; ``wave`` is "" where the size holds for every wave."""

    stratum: str
    population: float
    wave: str = ""


def load_population(project: Path) -> tuple[Stratum, ...]:
    """``params/population.csv``.

    Raises
    ------
    ParamsError
        Naming every fault with its row and column.
    """
    faults: list[Fault] = []
    found: dict[tuple[str, str], Stratum] = {}
    for row in rows(project, FILE, _COLUMNS, _COLUMNS[:2]):
        own = list(_faults(row))
        key = (row["stratum"], "" if own else _wave(row))
        if not own and key in found:
            own = [_fault(row, "stratum", "a stratum twice", "one size for each", "remove one of the rows")]
        faults += own
        if not own:
            found[key] = Stratum(key[0], float(row["population"]), key[1])
    refuse(faults)
    return tuple(found.values())


def _faults(row: Row) -> list[Fault]:
    faults = []
    if not row["stratum"]:
        faults.append(_fault(row, "stratum", "a size without its stratum", "the stratum's code", "add it"))
    if not _SIZE.fullmatch(row["population"]) or float(row["population"]) <= 0:
        expected = "a number above zero, without separators of thousands"
        faults.append(_fault(row, "population", "not the size of a stratum", expected, "correct it"))
    try:
        _wave(row)
    except ParamsError as error:
        faults.append(_fault(row, "wave", error.problem, error.expected, "correct it"))
    return faults


def _wave(row: Row) -> str:
    return str(Wave.parse(row["wave"])) if row["wave"] else ""


def _fault(row: Row, column: str, problem: str, expected: str, todo: str) -> Fault:
    return Fault(problem, f"{FILE}, row {row.number}, {column}", expected, repr(row[column]), todo)
