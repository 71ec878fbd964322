"""Heat map: a number in every cell of a grid, the darker the further from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from csatreport.exhibit import style, words
from csatreport.exhibit.charts import headings, said
from csatreport.exhibit.lettering import Lettering, Letters
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

Look = Literal["shaded", "bare", "framed"]
NOTE = both("the darker, the larger", "颜色越深，数值越大")
_LABELS, _ROW, _LINE, _HEAD = 2.35, 0.26, 0.155, 0.3  # inches: labels, a row, a further line, a heading
_WIDEST, _GAP = 0.95, 0.02  # inches: the widest cell, what is free around it
_TIGHT, _NARROW = 0.36, 0.26  # inches of a cell: below, numbers are small, and lose their zero
DARKEST = 0.55  # opacity of the strongest cell: ink can be read on it, on light pages and on dark ones


@dataclass(frozen=True)
class Cell:
    """A number and how it looks: shaded by its size, bare, or framed (it stands out, but not for certain).

    ``shade``: what it is shaded by in place of its own size, such as how far it lies from others.
    """

    estimate: Estimate
    look: Look = "shaded"
    shade: float | None = None

    @property
    def strength(self) -> float:
        """What the cell is shaded by."""
        return self.estimate.value if self.shade is None else self.shade


@dataclass(frozen=True)
class Grid:
    """Rows × columns of cells, None where there is nothing; ``headings`` stand above the rows of their numbers.

    ``numbered``: columns are rows, and are named by their numbers. ``bare``: numbers without unit, where the note says it.
    """

    rows: Sequence[Text]
    columns: Sequence[Text]
    cells: Sequence[Sequence[Cell | None]]
    headings: dict[int, Text] = field(default_factory=dict)
    numbered: bool = False
    bare: bool = False

    @property
    def shown(self) -> list[tuple[int, int, Estimate]]:
        """Row, column and estimate of every cell that may be shown."""
        return [
            (i, j, c.estimate)
            for i, row in enumerate(self.cells)
            for j, c in enumerate(row)
            if c is not None and c.estimate.shown
        ]


def heatmap(name: str, grid: Grid, *, title: Text, note: Words) -> Chart:
    """Shade each cell by the size of its number: blue above 0, red below.

    Raises
    ------
    BookError
        No cell may be shown.
    """
    if not grid.shown:
        raise said.nothing(name, "a cell")
    drawn = style.drawn(name, lambda language: _draw(grid, language))
    return Chart(name, words.words(title), _alt(grid), drawn, note, _data(grid))


def _draw(grid: Grid, language: Language) -> Figure:
    labels = [style.wrapped(text, _LABELS, style.SMALL) for text in _named(grid, language)]
    left = max(style.text_width(line, style.SMALL) for lines in labels for line in lines) + 0.15
    wide = min((style.WIDTH - left) / len(grid.columns), _WIDEST)
    heads = headings.of(_columns(grid, language), wide)
    heights = [_ROW + _LINE * (len(lines) - 1) for lines in labels]
    ends = list(accumulate(h + _HEAD * (i in grid.headings) for i, h in enumerate(heights)))
    tall = heads.height + ends[-1] + 0.04
    sheet = style.Sheet(style.figure(tall), tall)
    for j, head in enumerate(heads.texts):
        turned = 90 if heads.upright else 0
        sheet.write(
            left + (j + 0.5) * wide, heads.height - 0.05, head, size=heads.size, rotation=turned, ha="center",
            va="bottom", color=LIGHT["muted"],
        )  # fmt: skip
    middles = [heads.height + end - h / 2 for end, h in zip(ends, heights, strict=True)]
    for i, (lines, y) in enumerate(zip(labels, middles, strict=True)):
        sheet.write(0, y, "\n".join(lines), va="center" if len(lines) > 1 else "center_baseline")
        if i in grid.headings:
            _heading(sheet, y - heights[i] / 2, grid.headings[i][language], left + wide * len(grid.columns))
    places = [[(left + (j + 0.5) * wide, y) for j in range(len(grid.columns))] for y in middles]
    _boxes(sheet, grid, places, heights, wide)
    _numbers(sheet, grid, places, wide)
    return sheet.figure


def _named(grid: Grid, language: Language) -> list[str]:
    """Labels of rows, with their numbers where columns are numbered."""
    plain = [words.plain(t[language]) for t in grid.rows]
    return [f"{i}  {text}" for i, text in enumerate(plain, 1)] if grid.numbered else plain


def _columns(grid: Grid, language: Language) -> list[str]:
    if grid.numbered:
        return [str(j) for j in range(1, len(grid.columns) + 1)]
    return [words.plain(c[language]) for c in grid.columns]


def _heading(sheet: style.Sheet, y: float, text: str, right: float) -> None:
    sheet.write(0, y - 0.06, words.plain(text), size=style.SMALL - 0.5, va="bottom", color=LIGHT["muted"])
    xs, ys = zip(sheet.at(0, y - 0.02), sheet.at(right, y - 0.02), strict=True)
    sheet.figure.add_artist(Line2D(xs, ys, color=LIGHT["grid"], linewidth=0.8))


Places = Sequence[Sequence[tuple[float, float]]]  # the middle of each cell


def _boxes(sheet: style.Sheet, grid: Grid, places: Places, heights: Sequence[float], wide: float) -> None:
    """The boxes of all cells at once."""
    found = [
        (i, j, c) for i, row in enumerate(grid.cells) for j, c in enumerate(row) if c and c.estimate.shown
    ]
    strongest = max(abs(c.strength) for *_, c in found) or 1.0
    corners, fills, edges = [], [], []
    for i, j, cell in found:
        if cell.look == "bare":
            continue
        (x, y), w, h = places[i][j], wide / 2 - _GAP, heights[i] / 2 - _GAP
        corners.append([sheet.at(x + a * w, y + b * h) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))])
        shaded = cell.look == "shaded"
        colour = LIGHT["accent" if cell.strength >= 0 else "bad"]
        fills.append(to_rgba(colour, DARKEST * (cell.strength / strongest) ** 2 if shaded else 0.0))
        edges.append(to_rgba(colour, 0.0 if shaded else 1.0))
    sheet.figure.add_artist(PolyCollection(corners, facecolors=fills, edgecolors=edges, linewidths=1.2))


def _numbers(sheet: style.Sheet, grid: Grid, places: Places, wide: float) -> None:
    """The numbers of all cells at once, a dash where one may not be shown."""
    narrow = wide < _NARROW
    letters = [
        Letters(
            *sheet.at(*places[i][j]),
            _printed(c.estimate, narrow=narrow, bare=grid.bare),
            LIGHT["muted" if c.look == "bare" or not c.estimate.shown else "ink"],
        )
        for i, row in enumerate(grid.cells)
        for j, c in enumerate(row)
        if c is not None
    ]
    size = 6.5 if narrow else 7.5 if wide < _TIGHT else style.SMALL
    sheet.figure.add_artist(Lettering(letters, size))


def _printed(e: Estimate, *, narrow: bool, bare: bool) -> str:
    """The number with its mark; without the zero before its point where there is hardly room."""
    text = level(e)
    if narrow and e.shown and abs(e.value) < 1:
        text = text.replace("0.", ".", 1)
    return (text.removesuffix("%") if bare else text) + ("°" if e.shown and e.flag == "low" else "")


def _alt(grid: Grid) -> Words:
    found = sorted(grid.shown, key=lambda c: -c[2].value)
    alt: Words = {}
    for k in LANGUAGES:
        told = [
            f"{words.plain(grid.rows[i][k])} × {words.plain(grid.columns[j][k])} {level(e)}"
            for i, j, e in (found[0], found[-1])
        ]
        size = f"{len(grid.rows)} × {len(grid.columns)}"
        alt[k] = {
            "en": f"Heat map, {size} cells. Highest: {told[0]}. Lowest: {told[1]}.",
            "zh": f"热力图，{size}格。最高：{told[0]}。最低：{told[1]}。",
        }[k]
    return alt


def _data(grid: Grid) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        head: said.Line = [words.ITEM[k], *(words.plain(c[k]) for c in grid.columns)]
        rows: list[said.Line] = [
            [words.plain(t[k]), *(_exact(c) for c in row)]
            for t, row in zip(grid.rows, grid.cells, strict=True)
        ]
        table[k] = [head, *rows]
    return table


def _exact(cell: Cell | None) -> float | None:
    return None if cell is None or not cell.estimate.shown else said.exact(cell.estimate.value, cell.estimate)
