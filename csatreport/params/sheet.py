"""The questionnaire as people keep it in a spreadsheet: questionnaire.csv and labels.csv."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from csatreport.errors import ParamsError
from csatreport.params.consistent import faults_between
from csatreport.params.faults import Fault, closest, from_pydantic, refuse
from csatreport.params.files import text
from csatreport.params.questionnaire import Item, Questionnaire
from csatreport.params.text import Text, normal
from csatreport.params.wave import Wave

QUESTIONNAIRE = "params/questionnaire.csv"
LABELS = "params/labels.csv"
CODING = "params/coding.csv"
_REQUIRED = ("item", "kind", "label_en", "label_zh")
_PLAIN = ("kind", "codes", "dimension", "indicator1", "indicator2", "indicator3", "department", "stage")
_COLUMNS = (
    *_REQUIRED,
    *_PLAIN,
    "wording_en",
    "wording_zh",
    "scale",
    "direction",
    "missing",
    "roles",
    "source",
)
CODING_COLUMNS = ("item", "text", "code")
GUARD = (
    "=",
    "+",
    "-",
    "@",
)  # what begins so is a formula to a spreadsheet, unless a quotation mark comes first
_LABEL_COLUMNS = ("list", "code", "label_en", "label_zh", "source")
_SCALE = re.compile(r"^(-?\d{1,4})\s*[-–]\s*(\d{1,4})$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ASKED = ("rating", "category", "multiple")


@dataclass(frozen=True)
class Row:
    """A row of a CSV file: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


def load_questionnaire(project: Path) -> Questionnaire:
    """``params/questionnaire.csv``, ``labels.csv`` and, where it is there, ``coding.csv``, checked together.

    Raises
    ------
    ParamsError
        Naming every fault with its file, row and column.
    """
    labels, answers = _labels(project)
    faults: list[Fault] = []
    items = tuple(i for row in rows(project, QUESTIONNAIRE, _COLUMNS, _REQUIRED) if (i := _item(row, faults)))
    refuse(faults)
    questionnaire = Questionnaire(items, labels, answers, _coding(project, items, labels))
    refuse(list(faults_between(questionnaire)))
    return questionnaire


def _coding(
    project: Path, items: tuple[Item, ...], labels: dict[str, dict[str, Text]]
) -> dict[str, dict[str, str]]:
    """Codes that somebody gave to answers in people's own words: item -> answer -> code."""
    if not (project / CODING).is_file():
        return {}
    lists = {i.item: labels.get(i.codes, {}) for i in items if i.codes}
    coding: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for row in rows(project, CODING, CODING_COLUMNS, CODING_COLUMNS):
        item, where = row["item"], f"{CODING}, row {row.number}"
        if item not in lists:
            faults.append(Fault(f"no item {item!r} with codes", f"{where}, item", todo=closest(item, lists)))
        elif row["code"] and row["code"] not in lists[item]:
            todo = closest(row["code"], lists[item])
            faults.append(Fault(f"no code {row['code']!r} in the item's list", f"{where}, code", todo=todo))
        elif row["code"]:  # a row without a code waits for one
            coding.setdefault(item, {})[normal(_unguarded(row["text"]))] = row["code"]
    refuse(faults)
    return coding


def coded_texts(project: Path) -> list[tuple[str, str]]:
    """Item and text of every row of ``params/coding.csv``, with a code or without; none where there is no file.

    Raises
    ------
    ParamsError
        The file is not CSV in UTF-8, or its columns are not those that are known.
    """
    if not (project / CODING).is_file():
        return []
    found = rows(project, CODING, CODING_COLUMNS, CODING_COLUMNS)
    return [(row["item"], _unguarded(row["text"])) for row in found]


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(GUARD) else text


def _labels(project: Path) -> tuple[dict[str, dict[str, Text]], dict[str, dict[str, str]]]:
    labels: dict[str, dict[str, Text]] = {}
    answers: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for row in rows(project, LABELS, _LABEL_COLUMNS, _LABEL_COLUMNS[:4]):
        where, name, code = f"{LABELS}, row {row.number}", row["list"], row["code"]
        blank = [c for c in _LABEL_COLUMNS[:4] if not row[c]]
        if blank:
            faults.append(Fault(f"{', '.join(blank)} empty", where, todo="fill in the cell"))
            continue
        if code in labels.setdefault(name, {}):
            faults.append(
                Fault(
                    f"code {code!r} twice in list {name!r}", f"{where}, code", todo="remove one of the rows"
                )
            )
        labels[name][code] = Text(en=row["label_en"], zh=row["label_zh"])
        for raw in map(normal, (row["source"] or code).split("|")):
            if answers.setdefault(name, {}).setdefault(raw, code) != code:
                faults.append(
                    Fault(
                        f"answer {raw!r} leads to two codes of list {name!r}",
                        f"{where}, source",
                        got=f"{answers[name][raw]!r} and {code!r}",
                        todo="leave it at one code",
                    )
                )
    refuse(faults)
    return labels, answers


def _item(row: Row, faults: list[Fault]) -> Item | None:
    where = f"{QUESTIONNAIRE}, row {row.number}"
    before = len(faults)
    data: dict[str, Any] = {c: row[c] for c in _PLAIN} | {"item": row["item"], "row": row.number}
    data["label"] = {"en": row["label_en"], "zh": row["label_zh"]}
    spare = "" if row["kind"] in _ASKED else "label"
    data["wording"] = {k: row[f"wording_{k}"] or (spare and row[f"label_{k}"]) for k in ("en", "zh")}
    data["direction"] = row["direction"] or "higher"
    data["missing"] = tuple(normal(m) for m in row["missing"].split(";") if m.strip())
    data["scale"] = _scale(row, where, faults)
    data["roles"] = _roles(row, where, faults)
    data["sources"] = _sources(row, where, faults)
    try:
        item = Item.model_validate(data)
    except ValidationError as error:
        faults.extend(_columnwise(f) for f in from_pydantic(error, Item, where=where))
        return None
    return item if len(faults) == before else None


def _columnwise(fault: Fault) -> Fault:
    place = re.sub(r"\b(label|wording)\.(en|zh)\b", r"\1_\2", fault.where)
    return Fault(fault.problem, place, fault.expected, fault.got, fault.todo)


def _scale(row: Row, where: str, faults: list[Fault]) -> dict[str, int] | None:
    if not row["scale"]:
        return None
    match = _SCALE.match(row["scale"])
    if match is None or int(match[1]) >= int(match[2]):
        faults.append(
            Fault(
                "not a scale",
                f"{where}, scale",
                "lowest-highest, such as 1-5",
                repr(row["scale"]),
                "correct it",
            )
        )
        return None
    return {"low": int(match[1]), "high": int(match[2])}


def _roles(row: Row, where: str, faults: list[Fault]) -> dict[str, str]:
    roles: dict[str, str] = {}
    for word in row["roles"].split():
        role, _, key = word.partition(":")
        if role in roles:
            faults.append(
                Fault(f"role {role!r} twice", f"{where}, roles", got=row["roles"], todo="name it once")
            )
        roles[role] = key
    return roles


def _sources(row: Row, where: str, faults: list[Fault]) -> dict[Wave | None, str]:
    sources: dict[Wave | None, str] = {None: row["source"]} if row["source"] else {}
    for column in row.cells:
        if column.startswith("source_") and row[column]:
            try:
                sources[Wave.parse(column.removeprefix("source_"))] = row[column]
            except ParamsError as error:
                faults.append(
                    Fault(
                        f"column {column!r} names no wave",
                        where,
                        error.expected,
                        error.got,
                        "rename the column",
                    )
                )
    return sources


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
        if h not in known and not (h.startswith("source_") and "source" in known and file == QUESTIONNAIRE)
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
