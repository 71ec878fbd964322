"""Segments: what sets them apart and who they are, as heat maps; what speaks for their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import copysign, isnan, nan, sqrt

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.heatmap import Cell, Grid, heatmap
from csatreport.exhibit.shapes.segments import Evidence, Portrait, Profile, Segments
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Contrast

_PROFILE = both("What sets segments apart: mean answers", "客群特征：各题平均分")
_CENTRED = both(
    "What sets segments apart: points above or below one's own mean answer", "客群特征：与本人各题平均分之差"
)
_PORTRAIT = both("Who they are: share of the segment's customers", "客群画像：各客群中的客户占比")
_SHADED = both(
    "shaded where the segment clearly differs from all other customers: blue above them, red below, the darker the further",
    "底色表示该客群与其他客户差异显著：蓝色为偏高，红色为偏低，颜色越深差异越大",
)
_LARGE = both(
    "shaded where the segment differs clearly from all other customers, and by {} points or more: blue above them, red below; "
    "rows in which no segment does are left out",
    "底色表示该客群与其他客户差异显著且不小于{}个百分点：蓝色为偏高，红色为偏低；各客群均无此类差异的行未列出",
)
_NUMBER = both("How many segments: three kinds of evidence", "客群数目的三类依据")
_PANELS = (
    both("Silhouette", "轮廓系数"),
    both("Gap", "Gap统计量"),
    both("Stability of the least stable", "最不稳定客群的稳定性"),
)
_K = both("Number of segments", "客群数目")
_CHOSEN = both(
    "filled: the number chosen; dashed: similarity from which on a segment is stable; lines at the gap: one standard error",
    "实心点为选定的数目；虚线为判定客群稳定的相似度界限；Gap统计量的线段为正负一个标准误",
)
_HEIGHT, _LEFT, _BETWEEN, _ABOVE, _BELOW = 2.15, 0.42, 0.5, 0.36, 0.5


def segment_profile(name: str, profile: Profile, *, title: Text | None = None) -> Chart:
    """A row for each feature, a column for each segment: means, shaded by how far the segment lies from all others.

    Raises
    ------
    BookError
        No mean may be shown.
    """
    found = list(profile.contrasts)
    grid = _grid(
        found,
        {c.second.item: c.label for c in found},
        lambda c: c.value / profile.spread[c.second.item],
        _clear,
    )
    made = _CENTRED if found and found[0].second.measure == "segment_centred" else _PROFILE
    return heatmap(name, grid, title=title or made, note=notes.of([], [_SHADED], contrasts=found))


def segment_portrait(name: str, portrait: Portrait, *, title: Text | None = None) -> Chart:
    """A row for each level of a question in which a segment differs clearly and much, a column for each segment.

    Raises
    ------
    BookError
        No segment differs in anything.
    """
    rows = {c.second.item: c.label for c in portrait.contrasts if _tells(portrait, c.second.item)}
    found = [c for c in portrait.contrasts if c.second.item in rows]
    grid = _grid(found, rows, lambda c: c.value, portrait.matters)
    size = numbers.bare(portrait.large.value, "count")
    note = notes.of(
        [], [both(_LARGE.en.format(size), _LARGE.zh.format(size))], contrasts=list(portrait.contrasts)
    )
    return heatmap(name, grid, title=title or _PORTRAIT, note=note)


def _tells(portrait: Portrait, item: str) -> bool:
    return any(c.second.item == item for c in portrait.matter)


def _clear(c: Contrast) -> bool:
    return c.direction != "none"


def _grid(
    found: Sequence[Contrast],
    rows: dict[str, Text],
    shade: Callable[[Contrast], float],
    strong: Callable[[Contrast], bool],
) -> Grid:
    """Items by segments, under the headings of their groups."""
    columns = {c.second.level: c.second.level_label for c in found}
    at = {(c.second.item, c.second.level): c for c in found}
    cells = [[_cell(at.get((i, level)), shade, strong) for level in columns] for i in rows]
    return Grid(list(rows.values()), list(columns.values()), cells, _headings(found, list(rows)))


def _headings(found: Sequence[Contrast], items: Sequence[str]) -> dict[int, Text]:
    groups = {c.second.item: (c.second.group, c.second.group_label) for c in found}
    heads: dict[int, Text] = {}
    for n, item in enumerate(items):
        group, label = groups[item]
        if label is not None and (n == 0 or groups[items[n - 1]][0] != group):
            heads[n] = label
    return heads


def _cell(
    c: Contrast | None, shade: Callable[[Contrast], float], strong: Callable[[Contrast], bool]
) -> Cell | None:
    if c is None:
        return None
    if not c.shown:
        return Cell(c.second, "bare")
    away = shade(c)
    return Cell(c.second, "shaded" if strong(c) else "bare", copysign(sqrt(abs(away)), away))


def segment_evidence(name: str, segments: Segments, *, title: Text | None = None) -> Chart:
    """Silhouette, gap and stability for every number of segments that was tried."""
    tried = list(segments.now.evidence)
    drawn = style.drawn(name, lambda language: _draw(tried, segments.least, language))
    return Chart(
        name, said.words_of(title, _NUMBER), _alt(tried), drawn, words.joined([_CHOSEN]), _data(tried)
    )


def _values(tried: Sequence[Evidence]) -> tuple[list[float], list[float], list[float]]:
    stability = [
        float(e.stability.min()) if e.k > 1 else nan for e in tried
    ]  # one segment is always found again
    return [e.silhouette for e in tried], [e.gap for e in tried], stability


def _draw(tried: list[Evidence], least: float, language: Language) -> Figure:
    fig = style.figure(_HEIGHT)
    wide = (style.WIDTH - _LEFT - 2 * _BETWEEN - 0.1) / 3
    for n, (head, values) in enumerate(zip(_PANELS, _values(tried), strict=True)):
        ax = style.panel(fig, _LEFT + n * (wide + _BETWEEN), _ABOVE, wide, _HEIGHT - _ABOVE - _BELOW)
        _panel(ax, tried, values, errors=[e.gap_se for e in tried] if n == 1 else None)
        ax.annotate(
            head[language], (0, 1), xycoords="axes fraction", xytext=(-_LEFT * 72 + 8, 8), textcoords="offset points",
            fontsize=style.SMALL, color=LIGHT["ink"], va="bottom",
        )  # fmt: skip
        ax.set_xlabel(_K[language], fontsize=style.SMALL, color=LIGHT["muted"])
        if n == 2:
            ax.axhline(least, color=LIGHT["muted"], linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
            low = min([least, *(v for v in values if not isnan(v))])
            ax.set_ylim(max(0.0, low - 0.08), 1.04)
    return fig


def _panel(ax: Axes, tried: list[Evidence], values: list[float], errors: list[float] | None) -> None:
    at = [e.k for e in tried]
    ax.set_xlim(min(at) - 0.5, max(at) + 0.5)
    ax.set_xticks(at)
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.grid(axis="y")
    ax.plot(at, values, color=LIGHT["band"], linewidth=1.8, zorder=1)
    known = [
        (e, v, x) for e, v, x in zip(tried, values, errors or [nan] * len(at), strict=True) if not isnan(v)
    ]
    for e, value, error in known:
        if not isnan(error):
            ax.plot(
                (e.k, e.k), (value - error, value + error), color=LIGHT["accent"], linewidth=1.4, zorder=2
            )
        style.dot(ax, e.k, value, colour=LIGHT["accent"], hollow=not e.chosen, size=8.0 if e.chosen else 6.0)


def _alt(tried: list[Evidence]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        parts = []
        for e, *each in zip(tried, *_values(tried), strict=True):
            told = [f"{p[k]} {_number(v)}" for p, v in zip(_PANELS, each, strict=True) if not isnan(v)]
            mark = {"en": " (chosen)", "zh": "（选定）"}[k] if e.chosen else ""
            parts.append(
                f"{e.k}{mark}{ {'en': ': ', 'zh': '：'}[k] }" + {"en": ", ", "zh": "，"}[k].join(told)
            )
        stop = {"en": ". ", "zh": "。"}[k]
        alt[k] = f"{_NUMBER[k]}{stop}" + {"en": "; ", "zh": "；"}[k].join(parts) + stop.strip()
    return alt


def _number(value: float) -> str:
    return numbers.bare(value, "coefficient")


def _data(tried: list[Evidence]) -> said.Data:
    heads = (_K, _PANELS[0], _PANELS[1], both("Standard error of the gap", "Gap统计量的标准误"), _PANELS[2])
    silhouette, gap, stability = _values(tried)
    lines: list[said.Line] = [
        [e.k, *(None if isnan(v) else said.printed(v, 4) for v in (s, g, e.gap_se, r))]
        for e, s, g, r in zip(tried, silhouette, gap, stability, strict=True)
    ]
    return {k: [[h[k] for h in heads], *lines] for k in LANGUAGES}
