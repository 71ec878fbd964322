"""问卷星 (Wenjuanxing), by text and by code: ``N、question``, ``第N题(row or option)``, choices joined by ``┋``.

What people write beside an option stands in ``〖…〗`` behind it. It goes to a column of its own, ``N〖〗``, so
that the answer is the option and nothing is lost. In exports by code -2 and -3 are not answered and not
asked; in exports by text ``(空)`` and ``(跳过)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
import pandas as pd

from csatreport.intake import times
from csatreport.intake.readers.choices import merged, together
from csatreport.intake.readers.export import CHOICE, Column, Export
from csatreport.intake.readers.grid import Grid, Part, categories, distinct, recoded, where

_OWN = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")
_SEVERAL = 3  # so many of its own headers are no accident
_QUESTION = re.compile(r"^(\d+)\s*[、:：.．]\s*(.*)$", re.DOTALL)
_PIECE = re.compile(r"^第?\s*(\d+)\s*题?\s*[(（](.*)[)）]$", re.DOTALL)
_TAIL = re.compile(r"^(.*?)\s*(?:[(（]([^()（）]*)[)）]|[—:：_-]+\s*([^—:：_-]+))$", re.DOTALL)
_WRITTEN = re.compile(r"〖([^〖〗]*)〗?")
_ADDRESS = re.compile(r"^\s*([0-9A-Fa-f.:*]+)\s*(?:[(（](.*?)[)）])?\s*$")
_NOT_GIVEN = frozenset({"-2", "-3", "(空)", "(跳过)", "（空）", "（跳过）"})
_MARKS = frozenset({"0", "1"})


class Head(NamedTuple):
    """What a header says: number of the question, its text, and the row or option."""

    whole: str
    number: str
    text: str
    piece: str


def recognises(grid: Grid) -> bool:
    """Whether it begins with the columns that 问卷星 puts before the questions."""
    return len(set(_OWN).intersection(map(str.strip, grid.head[0]))) >= _SEVERAL


def export(grid: Grid) -> Export:
    """A column per question or row of a matrix, and one for what was written beside its options."""
    heads = [_head(text.strip()) for text in grid.head[0]]
    cells = [
        recoded(column, _given) if head.number else column
        for head, column in zip(heads, grid.body(1), strict=True)
    ]
    parts: list[Part] = []
    for number, places in groupby(range(len(heads)), lambda n: heads[n].number):
        group = list(places)
        own = [heads[n] for n in group], [cells[n] for n in group]
        parts += _question(*own) if number else _recorded(*own)
    return grid.export("wjx", [*parts, *_began(heads, cells)], headers=1)


def _head(text: str) -> Head:
    piece = _PIECE.match(text)
    if piece:
        return Head(text, piece[1], "", piece[2].strip())
    question = _QUESTION.match(text)
    return Head(text, question[1], question[2].strip(), "") if question else Head(text, "", "", "")


def _given(text: str) -> str:
    return "" if text.strip() in _NOT_GIVEN else text


def _recorded(heads: Sequence[Head], cells: Sequence[pd.Series]) -> Iterator[Part]:
    """Columns that the platform writes itself."""
    for head, column in zip(heads, cells, strict=True):
        if head.whole == "来自IP":
            yield Part(Column((head.whole,)), column)
            yield Part(Column(()), recoded(column, lambda text: _address(text)[0]), "device")
            yield Part(Column(()), recoded(column, lambda text: _address(text)[1]), "place")
        elif head.whole == "所用时间":
            yield Part(Column((head.whole,)), recoded(column, _seconds), "minutes")
        else:
            yield Part(Column((head.whole,)), column, "end" if head.whole == "提交答卷时间" else None)


def _address(text: str) -> tuple[str, str]:
    found = _ADDRESS.match(text)
    return (found[1], (found[2] or "").strip()) if found else (text.strip(), "")


def _seconds(text: str) -> str:
    return f"{text.strip()}秒" if text.strip().isdecimal() else text


def _began(heads: Sequence[Head], cells: Sequence[pd.Series]) -> Iterator[Part]:
    """When the interview began: when it was handed in, less the time it took."""
    columns = {head.whole: column for head, column in zip(heads, cells, strict=True)}
    if {"提交答卷时间", "所用时间"} <= columns.keys():
        took = times.durations(recoded(columns["所用时间"], _seconds))
        start = times.before(times.moments(columns["提交答卷时间"]), took)
        codes, texts = pd.factorize(start.dt.strftime("%Y-%m-%d %H:%M:%S"))
        yield Part(Column(()), categories(codes, list(texts)), "start")


def _question(heads: Sequence[Head], cells: Sequence[pd.Series]) -> Iterator[Part]:
    """One question, alone or in pieces."""
    if len(heads) == 1 and not heads[0].piece:
        yield Part(
            Column(_names(heads[0].number, heads[0].text), _separator(cells[0])), recoded(cells[0], _option)
        )
        yield _beside(heads[0].number, cells)
        return
    pieces = [head if head.piece else _tail(head) for head in heads]
    options = _options(cells)
    if options:
        yield _choices([pieces[n] for n in options], [cells[n] for n in options])
    for n, column in enumerate(cells):
        if n not in options or not distinct(column):
            yield Part(Column(_row(pieces[n]), _separator(column)), recoded(column, _option))
    yield _beside(heads[0].number, cells)


def _options(cells: Sequence[pd.Series]) -> list[int]:
    """Which columns are options that were chosen or not; none where they are rows of a matrix."""
    answers = [{_option(text) for text in distinct(column)} for column in cells]
    marked = [n for n, texts in enumerate(answers) if texts <= _MARKS]
    words = all(
        not text.lstrip("-").isdecimal()
        for n, texts in enumerate(answers)
        if n not in marked
        for text in texts
    )
    rest = sum(bool(texts) for texts in answers) - sum(bool(answers[n]) for n in marked)
    return marked if any(answers[n] for n in marked) and words and rest <= 1 else []


def _tail(head: Head) -> Head:
    """A header ``N、question(row)`` or ``N、question—row``."""
    found = _TAIL.match(head.text)
    return (
        head._replace(text=found[1], piece=found[2] or found[3]) if found else head._replace(piece=head.text)
    )


def _choices(heads: Sequence[Head], cells: Sequence[pd.Series]) -> Part:
    """Options in columns of their own, as the export by text writes them: texts in one cell."""
    marks = (
        (head.piece, where(column, lambda text: _option(text) == "1"))
        for head, column in zip(heads, cells, strict=True)
    )
    return Part(Column(_names(heads[0].number, heads[0].text), CHOICE), merged(marks))


def _beside(number: str, cells: Sequence[pd.Series]) -> Part:
    """What people wrote beside the options of a question."""
    found = [
        recoded(c, lambda text: "；".join(filter(None, map(str.strip, _WRITTEN.findall(text)))))
        for c in cells
    ]
    held = [column for column in found if distinct(column)]
    blank = categories(np.zeros(len(cells[0]), dtype=np.int64), [""])
    return Part(
        Column((f"{number}〖〗", f"第{number}题〖〗", f"{number} other")), together(held) if held else blank
    )


def _option(text: str) -> str:
    """An answer without what was written beside it."""
    return (
        CHOICE.join(piece.strip() for piece in _WRITTEN.sub("", text).split(CHOICE)) if "〖" in text else text
    )


def _separator(cells: pd.Series) -> str:
    return CHOICE if any(CHOICE in text for text in cells.cat.categories) else ""


def _names(number: str, text: str) -> tuple[str, ...]:
    whole = (f"{number}、{text}", text) if text else ()
    return (*whole, f"第{number}题", number, f"Q{number}")


def _row(head: Head) -> tuple[str, ...]:
    names = (f"第{head.number}题({head.piece})", f"{head.number}({head.piece})", head.piece)
    return tuple(dict.fromkeys((head.whole, *names)))
