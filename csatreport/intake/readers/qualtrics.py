"""Qualtrics: three header rows (name, question, ``ImportId``), or the legacy two."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from csatreport.errors import DataError
from csatreport.intake.readers.choices import merged
from csatreport.intake.readers.export import CHOICE, Column, Export, Fact
from csatreport.intake.readers.grid import Grid, Part, distinct, recoded, where

_FACTS: dict[str, Fact] = {
    "ResponseId": "respondent",
    "ResponseID": "respondent",
    "ExternalReference": "customer",
    "ExternalDataReference": "customer",
    "StartDate": "start",
    "EndDate": "end",
    "Duration (in seconds)": "minutes",
    "IPAddress": "device",
}
_OWN = frozenset({"StartDate", "EndDate", "Status", "IPAddress", "Progress", "RecordedDate", "ResponseId"})
_SEVERAL = 5  # so many of Qualtrics' own headers are no accident
_IMPORT, _NEWER, _LEGACY = '{"ImportId"', 3, 2
_SURE = frozenset({"0", "4", "16", "IP Address", "Imported", "Offline"})  # states of answers that count
_LISTED = ","  # between the choices of one cell, unless they were exported in columns of their own


class Head(NamedTuple):
    """What the header rows say of a column."""

    name: str
    question: str
    key: str  # of the question, "" in the legacy format
    choice: str  # "" unless the column is one choice of a question


def recognises(grid: Grid) -> bool:
    """Whether Qualtrics wrote it, however many of its header rows are left."""
    return _newer(grid) or _legacy(grid) or len(_OWN.intersection(grid.head[0])) >= _SEVERAL


def export(grid: Grid) -> Export:
    """One column per question; choices in columns of their own are put together.

    Raises
    ------
    DataError
        Header rows are missing.
    """
    headers = _NEWER if _newer(grid) else _LEGACY
    if not _newer(grid) and not _legacy(grid):
        raise DataError(
            "a Qualtrics export without its header rows",
            where=f"{grid.file}, rows 1 to 3",
            expected='three header rows, the third with {"ImportId": ...}; or the legacy two',
            got="rows of answers below the first",
            todo='export it again and leave its rows alone, or declare format = "csv" (or "excel")',
        )
    heads = [_head(grid, place) for place in range(len(grid.head[0]))]
    parts = list(_parts(heads, grid.body(headers)))
    return grid.export("qualtrics", parts, headers=headers)


def _newer(grid: Grid) -> bool:
    return len(grid.head) >= _NEWER and grid.head[2][0].replace(" ", "").startswith(_IMPORT)


def _legacy(grid: Grid) -> bool:
    return len(grid.head) >= _LEGACY and grid.head[0][0] == "V1" and grid.head[1][0] == "ResponseID"


def _head(grid: Grid, place: int) -> Head:
    name, question = grid.head[0][place].strip(), " ".join(grid.head[1][place].split())
    if _legacy(grid):
        return Head(question if question in _FACTS or question == "Status" else name, question, "", "")
    try:
        about = json.loads(grid.head[2][place])
    except json.JSONDecodeError:
        about = {}
    return Head(name, question, str(about.get("ImportId", "")), str(about.get("choiceId", "")))


def _parts(heads: Sequence[Head], cells: Sequence[pd.Series]) -> Iterator[Part]:
    """Parts in the order of the columns; the choices of a question where its first stands."""
    of: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        if head.choice:
            of.setdefault(head.key, []).append(place)
    for place, head in enumerate(heads):
        if not head.choice:
            yield from _single(head, cells[place])
        elif of[head.key][0] == place:
            yield _choices([heads[p] for p in of[head.key]], [cells[p] for p in of[head.key]])


def _single(head: Head, cells: pd.Series) -> Iterator[Part]:
    fact = _FACTS.get(head.name)
    if fact == "minutes":
        cells = recoded(cells, lambda text: f"{text} s" if text.strip() else "")
    listed = _LISTED if fact is None and any(_LISTED in text for text in distinct(cells)) else ""
    yield Part(Column(_names(head), listed), cells, fact)
    if head.name == "Status":
        marks = recoded(cells, lambda text: "" if not text.strip() or text.strip() in _SURE else text)
        yield Part(Column(()), marks, "test")


def _choices(heads: Sequence[Head], cells: Sequence[pd.Series]) -> Part:
    """Columns of one question, each blank or holding its own choice: its text, or 1 for its number."""
    first = heads[0]
    question, labels = _labels(heads)
    numbered = all(set(distinct(column)) <= {"1"} for column in cells)
    marks = (
        (head.choice if numbered else labels[head.choice], where(column, str.strip))
        for head, column in zip(heads, cells, strict=True)
    )
    names = (first.name.removesuffix(f"_{first.choice}"), question, first.key)
    return Part(Column(tuple(filter(None, names)), CHOICE, labels if numbered else {}), merged(marks))


def _labels(heads: Sequence[Head]) -> tuple[str, dict[str, str]]:
    """The question, and the text of each choice, which stands behind it."""
    split = {head.choice: head.question.rpartition(" - ") for head in heads}
    question = next(iter(split.values()))[0].removesuffix(" - Selected Choice")
    return question, {choice: text for choice, (_, _, text) in split.items()}


def _names(head: Head) -> tuple[str, ...]:
    both = f"{head.name}. {head.question}" if head.name and head.question else ""
    return tuple(dict.fromkeys(filter(None, (head.name, head.question, both, head.key))))
