"""Answers in people's own words and the codes that somebody gave them: ``params/coding.csv``."""

from __future__ import annotations

from pathlib import Path

from csatreport.params.faults import Fault, closest, refuse
from csatreport.params.questionnaire import Item
from csatreport.params.rows import rows
from csatreport.params.text import Text, normal

CODING = "params/coding.csv"
CODING_COLUMNS = ("item", "text", "code")
GUARD = (
    "=",
    "+",
    "-",
    "@",
)  # what begins so is a formula to a spreadsheet, unless a quotation mark comes first


def load_coding(
    project: Path, items: tuple[Item, ...], labels: dict[str, dict[str, Text]]
) -> dict[str, dict[str, str]]:
    """Codes that somebody gave to answers in people's own words: item -> answer -> code.

    Raises
    ------
    ParamsError
        Naming every row whose item or code does not exist.
    """
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
