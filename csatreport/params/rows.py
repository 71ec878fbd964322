"""A list as people keep it in a spreadsheet: a CSV file in UTF-8, row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from csatreport.errors import ParamsError
from csatreport.params.faults import Fault, closest, refuse
from csatreport.params.files import text

_QUESTIONNAIRE = "params/questionnaire.csv"  # the one list whose columns may be those of a wave
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Row:
    """A row of a CSV file: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def rows(project: Path, file: str, known: tuple[str, ...], required: tuple[str, ...]) -> Iterator[Row]:
    """Every row of a CSV file below its header but blank ones.

    Raises
    ------
    ParamsError
        The file is not there or not CSV in UTF-8, or its columns are not those that are known.
    """
    lines = _cells(project, file)
    header = [h.strip() for h in lines[0]] if lines else []
    faults = [
        Fault(f"unknown column {h!r}", f"{file}, row 1", todo=closest(h, known))
        for h in header
        if h not in known and not (h.startswith("source_") and "source" in known and file == _QUESTIONNAIRE)
    ]
    faults += [
        Fault(f"column {h!r} twice", f"{file}, row 1", todo="remove one")
        for h in sorted(set(header))
        if header.count(h) > 1
    ]
    faults += [
        Fault(f"column {h!r} is missing", f"{file}, row 1", todo="add it")
        for h in required
        if h not in header
    ]
    refuse(faults)
    for number, cells in enumerate(lines[1:], 2):
        if not any(c.strip() for c in cells):
            continue
        if len(cells) > len(header):
            raise ParamsError(
                "more cells than columns",
                where=f"{file}, row {number}",
                expected=f"{len(header)} cells",
                got=f"{len(cells)}",
                todo="put text that holds a comma between double quotes",
            )
        yield Row(number, dict(zip(header, cells, strict=False)))


def _cells(project: Path, file: str) -> list[list[str]]:
    stream = io.StringIO(text(project, file), newline="")
    cells: list[list[str]] = []
    try:
        cells.extend(csv.reader(stream, strict=True))
    except csv.Error as error:
        raise ParamsError(
            "not readable as CSV",
            where=f"{file}, row {len(cells) + 1}",
            expected="text between double quotes, and each quote in it written twice",
            got=str(error),
            todo="correct the row",
        ) from error
    for number, row in enumerate(cells, 1):
        for cell in filter(_CONTROL.search, row):
            raise ParamsError(
                "a character that cannot be printed",
                where=f"{file}, row {number}",
                got=repr(cell[:40]),
                todo="delete it",
            )
    return cells
