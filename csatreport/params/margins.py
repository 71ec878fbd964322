"""What is known about the population besides its strata: ``params/margins.csv``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import fsum, isclose
from pathlib import Path

from csatreport.errors import ParamsError
from csatreport.params.faults import Fault, closest, refuse
from csatreport.params.questionnaire import Questionnaire
from csatreport.params.rows import Row, rows
from csatreport.params.wave import Wave

FILE = "params/margins.csv"
_COLUMNS = ("margin", "level", "share", "population", "wave")
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?", re.ASCII)
_ROUNDED = 1e-3  # published shares are rounded: 0.333 three times is a whole
_SAME = 1e-6  # relative, as close as raking comes


@dataclass(frozen=True)
class Target:
    """So large is a level of a margin: people, or a share; ``wave`` is "" where it holds for every wave."""

    margin: str
    level: str
    size: float
    wave: str = ""


@dataclass(frozen=True)
class _Line:
    row: Row
    target: Target
    column: str  # share or population


def load_margins(project: Path) -> tuple[Target, ...]:
    """``params/margins.csv``.

    Raises
    ------
    ParamsError
        Naming every fault with its row and column.
    """
    faults: list[Fault] = []
    lines: dict[tuple[str, str, str], _Line] = {}
    for row in rows(project, FILE, _COLUMNS, _COLUMNS[:2]):
        own = list(_faults(row))
        if not own:
            line = _line(row)
            key = (line.target.margin, line.target.level, line.target.wave)
            if key in lines:
                own = [_fault(row, "level", "a level twice", "one size for each", "remove one of the rows")]
            lines[key] = line
        faults += own
    refuse(faults)
    refuse([*_wholes(list(lines.values()))])
    return tuple(line.target for line in lines.values())


def undeclared(
    targets: Sequence[Target], margins: Sequence[str], questionnaire: Questionnaire
) -> Iterator[Fault]:
    """Faults between an edition's ``margins``, the file, and the questionnaire."""
    categories = {i.item: i for i in questionnaire.of_kind("category")}
    sized = {t.margin for t in targets}
    for name in margins:
        if name not in categories:
            yield Fault(
                f"margin {name!r} is no item of kind category", "[weighting], margins",
                todo=closest(name, tuple(categories)),
            )  # fmt: skip
        elif name not in sized:
            yield Fault(f"margin {name!r} has no rows", FILE, todo="add a row for each of its levels")
        else:
            yield from _levels(targets, name, questionnaire.labels.get(categories[name].codes, {}))


def _levels(targets: Sequence[Target], name: str, codes: Collection[str]) -> Iterator[Fault]:
    for level in dict.fromkeys(t.level for t in targets if t.margin == name):
        if level not in codes:
            yield Fault(
                f"level {level!r} of margin {name!r} is no code of its list", FILE,
                todo=closest(level, tuple(codes)),
            )  # fmt: skip


def _faults(row: Row) -> Iterator[Fault]:
    for column in ("margin", "level"):
        if not row[column]:
            yield _fault(row, column, f"a size without its {column}", "its code", "add it")
    given = [c for c in ("share", "population") if row[c]]
    if len(given) != 1:
        yield _fault(
            row, "share", "not one size", "a share or a population, one of them", "fill in one of the cells"
        )
    for column in given:
        if not _NUMBER.fullmatch(row[column]) or not 0 < float(row[column]) <= _most(column):
            yield _fault(row, column, "not the size of a level", _expected(column), "correct it")
    try:
        _wave(row)
    except ParamsError as error:
        yield _fault(row, "wave", error.problem, error.expected, "correct it")


def _most(column: str) -> float:
    return 1.0 if column == "share" else float("inf")


def _expected(column: str) -> str:
    plain = "a number above zero, without separators of thousands"
    return "a number above 0 and up to 1, such as 0.25" if column == "share" else plain


def _line(row: Row) -> _Line:
    column = "share" if row["share"] else "population"
    return _Line(row, Target(row["margin"], row["level"], float(row[column]), _wave(row)), column)


def _wholes(lines: Sequence[_Line]) -> Iterator[Fault]:
    """Shares of a margin make a whole, and the populations of several margins are one population."""
    people: dict[str, tuple[str, float]] = {}
    for margin, wave in dict.fromkeys((line.target.margin, line.target.wave) for line in lines):
        own = [n for n in lines if (n.target.margin, n.target.wave) == (margin, wave)]
        total = fsum(n.target.size for n in own)
        which = f"margin {margin!r}" + (f", wave {wave}" if wave else "")
        mixed = [n for n in own if n.column != own[0].column]
        if mixed:
            yield _fault(
                mixed[0].row, mixed[0].column, f"{which} has shares and populations", "one of the two",
                "give every level in the same way",
            )  # fmt: skip
        elif own[0].column == "share" and abs(total - 1) > _ROUNDED:
            yield Fault(
                f"the shares of {which} do not make a whole", f"{FILE}, share", "a sum of 1",
                f"{total:.6g}", "correct the shares, or add the level that is missing",
            )  # fmt: skip
        elif own[0].column == "population":
            other, first = people.setdefault(wave, (margin, total))
            if not isclose(total, first, rel_tol=_SAME):
                yield Fault(
                    f"margins {other!r} and {margin!r} have different totals", f"{FILE}, population",
                    f"{first:.15g} people in both", f"{total:.15g} in {margin!r}",
                    "correct one of them, or give shares",
                )  # fmt: skip


def _wave(row: Row) -> str:
    return str(Wave.parse(row["wave"])) if row["wave"] else ""


def _fault(row: Row, column: str, problem: str, expected: str, todo: str) -> Fault:
    return Fault(problem, f"{FILE}, row {row.number}, {column}", expected, repr(row[column]), todo)
