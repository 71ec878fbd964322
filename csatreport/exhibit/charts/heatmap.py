"""Heat map: a number in every cell of a grid, the stronger the darker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from csatreport.errors import BookError
from csatreport.exhibit import numbers, style, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

Look = Literal["shaded", "bare", "framed"]
_LABELS, _ROW, _LINE, _HEAD = 2.35, 0.255, 0.155, 0.3  # inches: labels, a row, a further line, a heading
_WIDEST, _UPRIGHT = 0.95, 0.62  # inches of a cell: at most; from here on its heading stands upright
_TIGHT, _NARROW = 0.36, 0.26  # inches of a cell: below, numbers are small, and lose their zero
_DARKEST = 0.92  # opacity of the strongest cell
_TURN = 0.7  # from this opacity on, its number is printed in the colour of the page


@dataclass(frozen=True)
class Cell:
    """A number and how it looks: shaded by its size, bare, or framed (it stands out, but not for certain)."""

    estimate: Estimate
    look: Look = "shaded"


@dataclass(frozen=True)
class Grid:
    """Rows × columns of cells, None where there is nothing; ``headings`` stand above the rows of their numbers.

    ``numbered``: columns are rows, and are named by their numbers.
    """

    rows: Sequence[Text]
    columns: Sequence[Text]
    cells: Sequence[Sequence[Cell | None]]
    headings: dict[int, Text]
    numbered: bool = False

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
        raise BookError(
            "a chart without anything to show", where=name, expected="a cell that is not suppressed"
        )
    drawn = style.drawn(name, lambda language: _draw(grid, language))
    return Chart(name, words.words(title), _alt(grid), drawn, note, _data(grid))


def _draw(grid: Grid, language: Language) -> Figure:
    labels = [style.wrapped(text, _LABELS, style.SMALL) for text in _named(grid, language)]
    left = max(style.text_width(line, style.SMALL) for lines in labels for line in lines) + 0.15
    cell = min((style.WIDTH - left) / len(grid.columns), _WIDEST)
    tops = _tops(grid, labels)
    heads, above = _heads(grid, language, cell)
    fig = style.figure(above + tops[-1] + 0.04)
    ax = style.panel(fig, left, above, cell * len(grid.columns), tops[-1])
    ax.set(xlim=(0, len(grid.columns)), ylim=(tops[-1], 0), xticks=[], yticks=[])
    strongest = max(abs(e.value) for *_, e in grid.shown)
    for i, (row, lines) in enumerate(zip(grid.cells, labels, strict=True)):
        middle, height = tops[i + 1] - _height(lines) / 2, _height(lines)
        ax.text(
            -left / cell,
            middle,
            "\n".join(lines),
            ha="left",
            va="center",
            fontsize=style.SMALL,
            linespacing=1.05,
        )
        for j, one in enumerate(row):
            if one is not None:
                _cell(ax, one, (j, middle, height), strongest=strongest, wide=cell)
        if i in grid.headings:
            _heading(ax, (-left / cell, tops[i + 1] - height), grid.headings[i][language], len(grid.columns))
    _columns(ax, heads, upright=cell < _UPRIGHT and not grid.numbered)
    return fig


def _named(grid: Grid, language: Language) -> list[str]:
    """Labels of rows, with their numbers where columns are numbered."""
    plain = [words.plain(t[language]) for t in grid.rows]
    return [f"{i}  {text}" for i, text in enumerate(plain, 1)] if grid.numbered else plain


def _height(lines: Sequence[str]) -> float:
    return _ROW + _LINE * (len(lines) - 1)


def _tops(grid: Grid, labels: Sequence[Sequence[str]]) -> list[float]:
    """Where each row ends, from the top; a row with a heading leaves room for it."""
    tops = [0.0]
    for i, lines in enumerate(labels):
        tops.append(tops[-1] + _height(lines) + (_HEAD if i in grid.headings else 0.0))
    return tops


def _heads(grid: Grid, language: Language, cell: float) -> tuple[list[str], float]:
    """Headings of columns, and the room above that they take."""
    if grid.numbered:
        return [str(j) for j in range(1, len(grid.columns) + 1)], 0.22
    upright = cell < _UPRIGHT
    texts = [words.plain(c[language]) for c in grid.columns]
    lines = [style.wrapped(t, 1.4 if upright else cell - 0.06, style.SMALL) for t in texts]
    if upright:
        above = max(style.text_width(x, style.SMALL) for found in lines for x in found) + 0.1
    else:
        above = 0.1 + _LINE * max(map(len, lines))
    return ["\n".join(found) for found in lines], above


def _columns(ax: Axes, heads: Sequence[str], *, upright: bool) -> None:
    for j, head in enumerate(heads):
        ax.text(
            j + 0.5,
            -0.05,
            head,
            ha="center",
            va="bottom",
            rotation=90 if upright else 0,
            color=LIGHT["muted"],
            fontsize=style.SMALL,
            linespacing=1.05,
        )


def _heading(ax: Axes, at: tuple[float, float], text: str, columns: int) -> None:
    ax.text(
        at[0], at[1] - 0.06, words.plain(text), va="bottom", color=LIGHT["muted"], fontsize=style.SMALL - 0.5
    )
    ax.plot((at[0], columns), (at[1] - 0.02, at[1] - 0.02), color=LIGHT["grid"], linewidth=0.8, clip_on=False)


def _cell(ax: Axes, cell: Cell, place: tuple[float, float, float], *, strongest: float, wide: float) -> None:
    x, y, height = place
    if not cell.estimate.shown:
        ax.text(x + 0.5, y, numbers.SUPPRESSED, ha="center", va="center_baseline", color=LIGHT["muted"])
        return
    value = cell.estimate.value
    opacity = _DARKEST * (abs(value) / strongest) ** 2 if strongest else 0.0
    colour = LIGHT["accent" if value >= 0 else "bad"]
    box = (x + 0.02 / wide, y - height / 2 + 0.02), 1 - 0.04 / wide, height - 0.04
    if cell.look == "shaded":
        ax.add_patch(Rectangle(*box, facecolor=colour, alpha=opacity, linewidth=0))
    elif cell.look == "framed":
        ax.add_patch(Rectangle(*box, facecolor="none", edgecolor=colour, linewidth=1.2))
    ink = {"bare": "muted", "framed": "ink", "shaded": "paper" if opacity > _TURN else "ink"}[cell.look]
    narrow = wide < _NARROW
    ax.text(
        x + 0.5,
        y,
        _printed(cell.estimate, narrow=narrow),
        ha="center",
        va="center_baseline",
        color=LIGHT[ink],
        fontsize=6.5 if narrow else 7.5 if wide < _TIGHT else style.SMALL,
    )


def _printed(e: Estimate, *, narrow: bool) -> str:
    """The number with its mark; without the zero before its point where there is hardly room."""
    text = level(e).replace("0.", ".", 1) if narrow and abs(e.value) < 1 else level(e)
    return text + ("°" if e.flag == "low" else "")


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


NOTE = both("the darker, the larger", "颜色越深，数值越大")
