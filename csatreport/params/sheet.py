"""The questionnaire as people keep it in a spreadsheet: questionnaire.csv and labels.csv."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from csatreport import reads
from csatreport.errors import ParamsError
from csatreport.params.coding import load_coding
from csatreport.params.consistent import faults_between
from csatreport.params.faults import Fault, from_pydantic, refuse
from csatreport.params.questionnaire import Item, Questionnaire
from csatreport.params.rows import Row, rows
from csatreport.params.text import Text, normal
from csatreport.params.wave import Wave

QUESTIONNAIRE = "params/questionnaire.csv"
LABELS = "params/labels.csv"
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
_LABEL_COLUMNS = ("list", "code", "label_en", "label_zh", "source")
_SCALE = re.compile(r"^(-?\d{1,4})\s*[-–]\s*(\d{1,4})$")
_ASKED = ("rating", "category", "multiple")


@reads.declared("questionnaire")
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
    questionnaire = Questionnaire(items, labels, answers, load_coding(project, items, labels))
    refuse(list(faults_between(questionnaire)))
    return questionnaire


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
