"""SurveyMonkey: two header rows, the question over the first of its columns, options or rows below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pandas as pd

from csatreport.errors import DataError
from csatreport.intake.readers.choices import merged
from csatreport.intake.readers.export import CHOICE, Column, Export, Fact
from csatreport.intake.readers.grid import Grid, Part, distinct, where
from csatreport.params.text import normal

_FACTS: dict[str, Fact] = {
    "respondentid": "respondent",
    "startdate": "start",
    "enddate": "end",
    "ipaddress": "device",
}
_FIRST = frozenset({"respondentid", "collectorid"})
_ANSWER = frozenset({"response", "open-ended response", "antwort", "réponse", "respuesta", "答复", "回复"})
HEADERS = 2


def recognises(grid: Grid) -> bool:
    """Whether it begins with SurveyMonkey's numbers, and has answers' labels in row 2 or lost them."""
    if len(grid.head) < HEADERS or _plain(grid.head[0][0]) not in _FIRST:
        return False
    return _labelled(grid) or _orphaned(grid)


def export(grid: Grid) -> Export:
    """A column per question with one answer, per row of a matrix, and per question with several choices.

    Who writes something in the last column of options, "Other (please specify)", chose that option too.

    Raises
    ------
    DataError
        The second header row is missing.
    """
    if not _labelled(grid):
        raise DataError(
            "a SurveyMonkey export without its second header row",
            where=f"{grid.file}, row {grid.row[1]}",
            expected="two header rows: questions, and below them the options of each",
            got="a row of answers",
            todo="export it again and leave its rows alone",
        )
    cells = grid.body(HEADERS)
    question, label = grid.head[0], grid.head[1]
    starts = [n for n, text in enumerate(question) if text.strip() or not label[n].strip()] + [len(question)]
    parts: list[Part] = []
    for start, end in pairwise(starts):
        parts += _question(question[start].strip(), label[start:end], cells[start:end])
    return grid.export("surveymonkey", parts, headers=HEADERS)


def _labelled(grid: Grid) -> bool:
    return not grid.head[1][0].strip() and any(map(str.strip, grid.head[1]))


def _orphaned(grid: Grid) -> bool:
    """Whether columns of both its numbers are there, and some that only a second row could name."""
    names = [_plain(text) for text in grid.head[0]]
    return set(names) >= _FIRST and not all(names[names.index("collectorid") :])


def _question(question: str, labels: Sequence[str], cells: Sequence[pd.Series]) -> Iterator[Part]:
    own = [_own(label, column) for label, column in zip(labels, cells, strict=True)]
    if len(cells) == 1 and not own[0]:
        fact = _FACTS.get(_plain(question)) if not labels[0].strip() else None
        yield Part(Column(_alone(question, labels[0])), cells[0], fact)
        return
    chosen = [n for n, yes in enumerate(own) if yes and labels[n].strip()]
    several = bool(chosen) and _rest(own, cells) <= 1
    if several:
        filled = (where(column, str.strip) for column in cells)
        marks = ((normal(label), cell) for label, cell in zip(labels, filled, strict=True))
        yield Part(Column((question,), CHOICE), merged(marks))
    for n, column in enumerate(cells):
        if not several or not own[n]:
            yield Part(Column((f"{question} [{normal(labels[n])}]", labels[n])), column)


def _own(label: str, cells: pd.Series) -> bool:
    """Whether the answers say nothing but the label of their column."""
    return bool(distinct(cells)) and {normal(text) for text in distinct(cells)} == {normal(label)}


def _rest(own: Sequence[bool], cells: Sequence[pd.Series]) -> int:
    """How many columns hold something else, such as what people wrote beside the options."""
    return sum(not yes and bool(distinct(column)) for yes, column in zip(own, cells, strict=True))


def _alone(question: str, label: str) -> tuple[str, ...]:
    text = normal(label)
    if not text or text.lower() in _ANSWER:
        return (question,)
    return (question, f"{question} [{text}]", text)


def _plain(text: str) -> str:
    return text.replace(" ", "").replace("_", "").lower()
