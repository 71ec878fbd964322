"""LimeSurvey: headers ``code[sub]. question [sub-question]``, with codes only, or with texts only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import pandas as pd

from csatreport.intake.readers.choices import merged
from csatreport.intake.readers.export import CHOICE, Column, Export, Fact
from csatreport.intake.readers.grid import Grid, Part, distinct, recoded, where

_FACTS: dict[str, Fact] = {
    "token": "respondent",
    "startdate": "start",
    "submitdate": "end",
    "datestamp": "end",
    "ipaddr": "device",
    "interviewtime": "minutes",
}
_OWN = frozenset({"id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"})
_TITLES = {  # what the export calls them where headers are texts only
    "response id": "id",
    "date submitted": "submitdate",
    "last page": "lastpage",
    "start language": "startlanguage",
    "date started": "startdate",
    "date last action": "datestamp",
    "ip address": "ipaddr",
    "access code": "token",
    "total time": "interviewtime",
}
_SEVERAL = 3  # so many of its own headers are no accident
_HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9_]*|\d+X\d+X\w+)((?:\[[^\[\]]*\])*)(?:\.\s+(.*))?$", re.DOTALL)
_TEXTS = re.compile(r"^(.*?)\s*(?:\[(.*)\])?$", re.DOTALL)
_YES, _NO = frozenset({"Y", "Yes"}), frozenset({"N", "No"})


class Head(NamedTuple):
    """What a header says."""

    whole: str
    code: str  # of the question; "" where headers are texts only
    sub: str
    question: str
    row: str  # the sub-question in words


def recognises(grid: Grid) -> bool:
    """Whether it has the columns that LimeSurvey puts before the questions."""
    return len(_OWN.intersection(_known(_head(text.strip())) for text in grid.head[0])) >= _SEVERAL


def export(grid: Grid) -> Export:
    """A column per question or row; options that are ticked or not become one column."""
    heads = [_head(text.strip()) for text in grid.head[0]]
    cells = grid.body(1)
    parts: list[Part] = []
    for _, places in groupby(range(len(heads)), lambda n: _of(heads[n]) if heads[n].sub else n):
        group = list(places)
        parts += _question([heads[n] for n in group], [cells[n] for n in group])
    return grid.export("limesurvey", parts, headers=1)


def _head(text: str) -> Head:
    found = _HEADER.match(text)
    if found is None:
        question, row = _TEXTS.match(text).groups(default="")  # type: ignore[union-attr]  # it always matches
        return Head(text, "", row, question, row)
    sub = "_".join(re.findall(r"\[([^\[\]]*)\]", found[2]))
    words = found[3] or ""
    question, row = _TEXTS.match(words).groups(default="") if sub else (words, "")  # type: ignore[union-attr]
    return Head(text, found[1], sub, question, row)


def _of(head: Head) -> str:
    """The question that a row or option belongs to."""
    return head.code or head.question


def _known(head: Head) -> str:
    return head.code if head.code in _FACTS or head.code in _OWN else _TITLES.get(head.whole.lower(), "")


def _question(heads: Sequence[Head], cells: Sequence[pd.Series]) -> Iterator[Part]:
    ticks = [n for n, head in enumerate(heads) if head.sub and _ticked(cells[n]) and not _beside(head)]
    rest = [n for n in range(len(heads)) if n not in ticks]
    several = len(ticks) > 1 and all(_beside(heads[n]) for n in rest)
    if several:
        chosen = [n for n in range(len(heads)) if n in ticks or heads[n].sub == "other"]
        yield _choices([heads[n] for n in chosen], [cells[n] for n in chosen])
    answers = {text for n in ticks for text in distinct(cells[n])}
    sure = several and bool(answers & _YES) and not answers & _NO
    for n, head in enumerate(heads):
        if n in rest or not sure:  # a matrix of yes and no looks the same, so both readings are kept
            yield _single(head, cells[n])


def _single(head: Head, cells: pd.Series) -> Part:
    fact = _FACTS.get(_known(head)) if not head.sub else None
    if fact == "minutes":
        cells = recoded(cells, lambda text: f"{text} s" if text.strip() else "")
    return Part(Column(_names(head)), cells, fact)


def _ticked(cells: pd.Series) -> bool:
    return set(distinct(cells)) <= _YES | _NO


def _beside(head: Head) -> bool:
    """Whether it holds what people wrote beside the options."""
    return head.sub == "other" or head.sub.endswith("comment")


def _choices(heads: Sequence[Head], cells: Sequence[pd.Series]) -> Part:
    """Options that were ticked; who wrote something beside them chose ``other``."""
    marks = (
        (head.sub, where(column, str.strip if _beside(head) else _YES.__contains__))
        for head, column in zip(heads, cells, strict=True)
    )
    first = heads[0]
    both = f"{first.code}. {first.question}" if first.code and first.question else ""
    names = (first.code, first.question, both)
    labels = {head.sub: head.row for head in heads if head.row}
    return Part(Column(tuple(filter(None, names)), CHOICE, labels), merged(marks))


def _names(head: Head) -> tuple[str, ...]:
    code = f"{head.code}[{head.sub}]" if head.code and head.sub else head.code
    texts = (f"{head.question} [{head.row}]", head.row) if head.row else (head.question,)
    return tuple(dict.fromkeys(filter(None, (head.whole, code, *texts))))
