"""Tier × satisfaction: customers and money in every cell, read at once."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.value import Cell, Matrix
from csatreport.exhibit.values import level, levels
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

_HEAD, _HIGH, _GAP, _LABELS = 0.3, 0.74, 0.03, 1.35  # inches
_COLOURS = ("good", "warn", "bad")
_PALE, _DARK = 0.06, 0.5  # opacity of a cell without money, and of the one with most
_DARKER = both("the darker a cell of its colour, the more money", "同色单元格颜色越深，金额越大")


def value_matrix(name: str, found: Matrix, *, title: Text | None = None) -> Chart:
    """A box for every tier and mood: money a year at stake, customers, their share with its interval.

    Raises
    ------
    BookError
        No cell may be shown.
    """
    if not any(c.share.shown for row in found.rows for c in row):
        raise said.nothing(name, "a cell")
    drawn = style.drawn(name, lambda language: _draw(found, language))
    own = both(
        f"Customers and yearly {found.worth.en.lower()} by satisfaction",
        f"各层级、各满意程度的客户数与年{found.worth.zh}",
    )
    amount = both(
        f"large: yearly {found.worth.en.lower()} in {found.currency.en}; below: customers, share of the tier with its interval",
        f"大字为年{found.worth.zh}（{found.currency.zh}）；其下为客户数、占本层级比例及置信区间",
    )
    note = notes.of([c.share for row in found.rows for c in row], [amount, _DARKER])
    return Chart(name, said.words_of(title, own), _alt(found), drawn, note, _data(found))


def _draw(found: Matrix, language: Language) -> Figure:
    tall = _HEAD + _HIGH * len(found.rows)
    sheet = style.Sheet(style.figure(tall), tall)
    wide = _wide()
    for j, mood in enumerate(found.moods):
        sheet.write(
            _LABELS + (j + 0.5) * wide,
            _HEAD - 0.1,
            mood[language],
            ha="center",
            va="bottom",
            color=LIGHT["muted"],
        )
    most = _most(found)
    for i, row in enumerate(found.rows):
        middle = _HEAD + (i + 0.5) * _HIGH
        lines = style.wrapped(words.plain(row[0].share.level_label[language]), _LABELS - 0.1)
        sheet.write(0, middle, "\n".join(lines), size=style.TEXT, va="center")
        for j, cell in enumerate(row):
            _cell(sheet, (_LABELS + j * wide, _HEAD + i * _HIGH), cell, (_COLOURS[j], most[j]), language)
    return sheet.figure


def _most(found: Matrix) -> list[float]:
    """The most money in a cell of each mood: of the satisfied, and of the others together, whose money is at stake."""
    worth = [[c.worth.value if c.worth.shown else 0.0 for c in row] for row in found.rows]
    first, others = max(row[0] for row in worth), max(max(row[1:]) for row in worth)
    return [first, *([others] * (len(found.moods) - 1))]


def _cell(
    sheet: style.Sheet, corner: tuple[float, float], cell: Cell, look: tuple[str, float], language: Language
) -> None:
    """A box with its three lines."""
    (x, y), (colour, most), wide = corner, look, _wide()
    part = max(0.0, cell.worth.value) / most if cell.worth.shown and most > 0 else 0.0
    left, bottom = sheet.at(x + _GAP, y + _HIGH - _GAP)
    right, top = sheet.at(x + wide - _GAP, y + _GAP)
    fill = to_rgba(LIGHT[colour], _PALE + (_DARK - _PALE) * part)
    box = Rectangle((left, bottom), right - left, top - bottom, facecolor=fill, edgecolor="none")
    box.set_transform(sheet.figure.transFigure)
    sheet.figure.add_artist(box)
    middle = x + wide / 2
    if not cell.share.shown:
        sheet.write(middle, y + _HIGH / 2, numbers.SUPPRESSED, ha="center", va="center", color=LIGHT["muted"])
        return
    sheet.write(middle, y + 0.22, level(cell.worth), size=style.TEXT + 1.5, ha="center", va="center")
    people, share = _lines(cell, language)
    sheet.write(middle, y + 0.42, people, ha="center", va="center")
    sheet.write(middle, y + 0.58, share, size=style.SMALL - 1, ha="center", va="center")


def _wide() -> float:
    """Width of a cell in inches."""
    return (style.WIDTH - _LABELS) / len(_COLOURS)


def _lines(cell: Cell, language: Language) -> tuple[str, str]:
    customers = level(cell.customers)
    people = {"en": f"{customers} customers", "zh": f"{customers}名客户"}[language]
    mark = "°" if cell.share.flag == "low" else ""
    return people, f"{level(cell.share)}{mark}{words.aside(levels(cell.share, language), language)}"


def _alt(found: Matrix) -> Words:
    alt: Words = {}
    comma = {"en": ", ", "zh": "，"}
    for k in LANGUAGES:
        told = [
            f"{words.plain(row[0].share.level_label[k])} × {found.moods[j][k]} {level(c.customers)}{comma[k]}{level(c.worth)}"
            for row in found.rows
            for j, c in enumerate(row)
            if c.share.shown
        ]
        start = {
            "en": "Matrix of tier and satisfaction (customers, money a year): ",
            "zh": "层级与满意程度矩阵（客户数，年金额）：",
        }[k]
        alt[k] = start + {"en": "; ", "zh": "；"}[k].join(told) + {"en": ".", "zh": "。"}[k]
    return alt


def _data(found: Matrix) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        heads: said.Line = [
            words.GROUP[k], both("Satisfaction", "满意程度")[k],
            *(f"{measure[k]}{end[k]}" for measure in _MEASURES for end in _ENDS),
        ]  # fmt: skip
        table[k] = [heads, *(_line(c, found.moods[j], k) for row in found.rows for j, c in enumerate(row))]
    return table


_MEASURES = (
    both("Share (%)", "占比（%）"),
    both("Customers", "客户数"),
    both("Money a year", "年金额"),
    words.measure("lifetime"),
)
_ENDS: tuple[Words, ...] = (
    {"en": "", "zh": ""},
    {"en": ", low", "zh": "下限"},
    {"en": ", high", "zh": "上限"},
)


def _line(cell: Cell, mood: Text, language: Language) -> said.Line:
    found: Sequence[Estimate | None] = (cell.share, cell.customers, cell.worth, cell.lifetime)
    cells = [
        said.exact(x, e) if e is not None and e.shown else None
        for e in found
        for x in ((e.value, e.low, e.high) if e is not None else (None, None, None))
    ]
    return [words.plain(cell.share.level_label[language]), mood[language], *cells]
