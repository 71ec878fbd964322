"""How wide the columns of a printed table are, and how small its type: nothing overflows or is cut."""

from __future__ import annotations

from csatreport.book import prose
from csatreport.params import Language
from csatreport.records import Column, Table

LINE = 459.0  # points: the text is 162 mm wide
INSET = 5.0  # points at each side of a cell
_LARGEST, _SMALLEST = 9.0, 6.5  # type size in points
_READABLE = 8.0  # below this size, sentences fold earlier
_LATIN = 0.57  # mean width of a Latin letter or figure in em; a Chinese character has 1
_FOLDS = (20, 15)  # em at which a sentence folds


def fitted(table: Table, language: Language) -> tuple[float, list[float]]:
    """Type size and column widths in points.

    Numbers and words stand on one line; a header folds once; sentences fold, and fold earlier before
    the type becomes small.
    """
    for fold in _FOLDS:
        ems = [_ems(i, table, language, fold) for i in range(len(table.columns))]
        size = min(_LARGEST, (LINE - 2 * INSET * len(ems)) / sum(ems))
        if size >= _READABLE:
            break
    size = round(max(_SMALLEST, size), 2)
    return size, [round(em * size + 2 * INSET, 1) for em in ems]


def _ems(index: int, table: Table, language: Language, fold: float) -> float:
    """Width in em of the longest text of a column that should not fold."""
    column, cells = table.columns[index], [row[index] for row in table.rows]
    texts = [cell.text[language] + ("" if cell.status == "none" else " ●") for cell in cells]
    return max([2.0, *_head(column, language), *(min(fold, _em(t)) for t in texts)])


def _head(column: Column, language: Language) -> list[float]:
    """Widths in em of the words of a header; what is short does not fold, what is long folds once."""
    label, unit = column.label[language], column.unit[language]
    words = [min(7.5, _em(word)) for word in (*label.split(), *unit.split())]
    whole = _em(label)
    return [*words, whole if whole <= 5.5 else whole / 2]


def _em(text: str) -> float:
    wide = prose.width(text) - len(text)
    return wide + _LATIN * (len(text) - wide)
