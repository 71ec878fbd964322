"""How wide the columns of a printed table are, and how small its type: nothing overflows or is cut."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from csatreport.params import Language
from csatreport.records import Column, Table

LINE = 459.0  # points: the text is 162 mm wide
APART = 18.0  # points between two halves of a table side by side
_INSET, _NARROW = 5.0, 3.0  # points at each side of a cell; in halves and where columns are many
_LARGEST, _SMALLEST = 9.0, 6.5  # type size in points
_READABLE, _HALVED = 8.0, 7.2  # below this size, sentences fold earlier; no table is halved
_SLIM, _BROAD = frozenset(" .,:;'!|()[]-fijlrt"), frozenset("mwMW%@&")
_DASHES = frozenset("–−°‘’“”")
_AS_SLIM, _USUAL, _CAPITAL, _AS_BROAD = (
    0.4,
    0.58,
    0.7,
    0.95,
)  # widths in em; a Chinese character or sign has 1
_HAN, _LATIN = "[\u2e80-\u9fff]", "[0-9A-Za-z]"
_MIXED = re.compile(f"(?<={_HAN})(?={_LATIN})|(?<={_LATIN})(?={_HAN})")
_BETWEEN = 0.25  # em that Typst puts between a Chinese and a Latin character
_QUOTED = re.compile(f"{_HAN}[“‘]|[”’]{_HAN}")  # a quotation mark within a line of Chinese has 1
_AIR = 0.2  # em: a word as wide as its column must not break
_FOLDS = (20, 15)  # em at which a sentence folds
_HALF = 0.62  # of its width: what a sentence takes that is folded once
_MANY, _FEW = 16, 3  # rows from which, and columns up to which a table is set in halves
_SEVERAL = 8  # columns that stand closer
_PAGE = 42  # rows of a half at most


@dataclass(frozen=True)
class Layout:
    """How a table is set: in how many parts beside each other, each of how many rows; sizes in points."""

    size: float
    inset: float
    widths: list[float]
    across: int
    high: int


def filled(table: Table, language: Language) -> Table:
    """The table without the columns that hold nothing, as long as any column does."""
    kept = [i for i in range(len(table.columns)) if any(row[i].text[language].strip() for row in table.rows)]
    if not kept or len(kept) == len(table.columns):
        return table
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=rows)


def fitted(table: Table, language: Language) -> Layout:
    """The layout in which nothing overflows.

    Numbers and words stand on one line; a header folds once; sentences fold, and fold earlier before
    the type becomes small. A long and narrow table is set in two halves.
    """
    count = len(table.rows)
    if count >= _MANY and len(table.columns) <= _FEW and not table.groups:
        size, widths = _sized(table, language, (LINE - APART) / 2, _NARROW, folds=(LINE,))  # none folds
        if size >= _HALVED:
            pairs = math.ceil(count / 2 / _PAGE)
            return Layout(size, _NARROW, widths, 2, math.ceil(count / 2 / pairs))
    inset = _INSET if len(table.columns) < _SEVERAL else _NARROW
    size, widths = _sized(table, language, LINE, inset)
    return Layout(size, inset, widths, 1, count)


def lines(table: Table, layout: Layout, language: Language) -> int:
    """About how many lines of text the rows take, one below the other."""
    room = [(width - 2 * layout.inset) / layout.size for width in layout.widths]
    return sum(
        max(1, *(math.ceil(em(cell.text[language]) / wide) for cell, wide in zip(row, room, strict=True)))
        for row in table.rows
    )


def _sized(
    table: Table, language: Language, line: float, inset: float, *, folds: Sequence[float] = _FOLDS
) -> tuple[float, list[float]]:
    """Type size and column widths in points for a line of ``line`` points."""
    for fold in folds:
        ems = [_ems(i, table, language, fold) for i in range(len(table.columns))]
        size = min(_LARGEST, (line - 2 * inset * len(ems)) / sum(ems))
        if size >= _READABLE:
            break
    size = round(max(_SMALLEST, size), 2)
    return size, [round(em * size + 2 * inset, 1) for em in ems]


def _ems(index: int, table: Table, language: Language, fold: float) -> float:
    """Width in em of the longest text of a column that should not fold."""
    column, cells = table.columns[index], [row[index] for row in table.rows]
    ems = (_folded(em(_lit(cell.text[language], cell.status)), fold) for cell in cells)
    return max([2.0, *_head(column, language), *ems]) + _AIR


def _lit(text: str, status: str) -> str:
    """A text and its traffic light."""
    return text if status == "none" else f"{text} ●"


def _head(column: Column, language: Language) -> list[float]:
    """Widths in em of the words of a header; what is short does not fold, what is long folds once."""
    label, unit = column.label[language], column.unit[language]
    words = [min(7.5, em(word)) for word in (*label.split(), *unit.split())]
    whole = em(label)
    return [*words, whole if whole <= 5.5 else whole / 2]


def _folded(em: float, fold: float) -> float:
    return em if em <= fold else min(fold, _HALF * em)


def needed(text: str, status: str) -> float:
    """Width in em in which a text with its traffic light stays on one line."""
    return em(_lit(text, status)) + _AIR / 2


def em(text: str) -> float:
    """Width in em, not less than in the fonts that we ship."""
    between = _BETWEEN * len(_MIXED.findall(text)) + (1 - _USUAL) * len(_QUOTED.findall(text))
    return sum(map(_advance, text)) + between


def _advance(character: str) -> float:
    if character in _SLIM:
        return _AS_SLIM
    if character in _BROAD:
        return _AS_BROAD
    if character > "~" and not (character in _DASHES or (character < "ɐ" and character.isalpha())):
        return 1.0
    return _CAPITAL if "A" <= character <= "Z" else _USUAL
