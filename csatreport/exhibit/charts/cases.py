"""Cases aligned: a small picture for each measure, all cases in it, counted from the first action of each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.casesactions import COLOURS, MARKS, since
from csatreport.exhibit.shapes.cases import Comparison, Measured, Story, Windows
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

_TALL, _LINE = 1.2, 0.165  # inches of a picture, of a line of small type
_LEFT, _BELOW = 0.5, 0.3
_FEW = 4  # pictures that stand two beside each other; more stand in threes
_MARKED = both(
    "short strokes at the foot are the days of actions, the dashed line is the start of the wave of the first; shaded waves are "
    "those compared, before and after",
    "底部短线为各项措施的实施日期，虚线为首项措施所在期的起点；阴影部分为前后对比所取的各期",
)
Line = tuple[int, Measured]  # place of the case, its measure


def cases(name: str, comparison: Comparison, *, title: Text | None = None) -> Chart:
    """A picture for each measure with the lines of all cases, intervals, days of actions, and the waves compared.

    Raises
    ------
    BookError
        No figure may be shown.
    """
    panels = [
        p for p in _panels(comparison.stories) if any(f.estimate.shown for _, m in p for f in m.figures)
    ]
    if not panels:
        raise said.nothing(name, "a figure of a case")
    shown = [f.estimate for p in panels for _, m in p for f in m.figures]
    drawn = style.drawn(name, lambda language: _draw(panels, comparison, language))
    based = [e for e in shown if e.n is not None]
    note = notes.of(based, [*notes.lines(shown), _MARKED])
    every = since(comparison.wave)
    made = both(f"All measures, by {every.en.lower()}", f"各项指标（按{every.zh}对齐）")
    return Chart(
        name, said.words_of(title, made), _alt(panels, comparison), drawn, note, _data(panels, comparison)
    )


def _panels(stories: Sequence[Story]) -> list[list[Line]]:
    order = dict.fromkeys(m.code for s in stories for m in s.measures)
    return [[(i, m) for i, s in enumerate(stories) for m in s.measures if m.code == code] for code in order]


def _draw(panels: Sequence[Sequence[Line]], comparison: Comparison, language: Language) -> Figure:
    key = _key(comparison.stories, language)
    columns = 2 if len(panels) <= _FEW else 3
    wide, right = style.WIDTH / columns, _room(panels)
    heads = [style.wrapped(words.plain(p[0][1].label[language]), wide - 0.2, style.TEXT) for p in panels]
    head = _LINE * 1.15 * max(map(len, heads)) + 0.1
    step, depth = head + _TALL + _BELOW, math.ceil(len(panels) / columns)
    top = _LINE * 1.25 * len(key) + 0.08
    tall = top + step * depth + 0.22
    fig = style.figure(tall)
    sheet = style.Sheet(fig, tall)
    _write_key(sheet, key)
    limits = _limits(comparison.stories)
    for i, (panel, lines) in enumerate(zip(panels, heads, strict=True)):
        row, place = divmod(i, columns)
        left, above = place * wide, top + row * step
        ax = style.panel(fig, left + _LEFT, above + head, wide - _LEFT - right, _TALL)
        sheet.write(left, above + head - 0.07, "\n".join(lines), size=style.TEXT, va="bottom")
        _axes(ax, panel, limits, comparison.windows)
        _lines(ax, panel)
        _strokes(ax, comparison.stories)
    sheet.write(0, tall - 0.05, since(comparison.wave)[language], va="bottom", color=LIGHT["muted"])
    return fig


def _room(panels: Sequence[Sequence[Line]]) -> float:
    """Inches right of a picture that the last values need."""
    shown = [f.estimate for p in panels for _, m in p for f in m.figures if f.estimate.shown]
    return max(style.text_width(level(e)) for e in shown) + 0.2


def _key(stories: Sequence[Story], language: Language) -> list[list[tuple[int, str]]]:
    """Names of the cases in as many rows as they need."""
    found: list[list[tuple[int, str]]] = [[]]
    used = 0.0
    for i, story in enumerate(stories):
        for n, text in enumerate(style.wrapped(words.plain(story.title[language]), style.WIDTH - 0.5)):
            room = style.text_width(text) + 0.6
            if n or used + room > style.WIDTH:
                found.append([])
                used = 0.0
            found[-1].append((i if n == 0 else -1, text))
            used += room
    return found


def _write_key(sheet: style.Sheet, key: Sequence[Sequence[tuple[int, str]]]) -> None:
    for row, names in enumerate(key):
        x, y = 0.12, 0.12 + row * _LINE * 1.25
        for i, text in names:
            if i >= 0:
                at = sheet.at(x, y)
                sheet.figure.add_artist(_dot(at, i))
            sheet.write(x + 0.14, y, text, size=style.TEXT, va="center_baseline")
            x += style.text_width(text) + 0.6


def _dot(at: tuple[float, float], i: int) -> Line2D:
    """The mark of a case in the key."""
    mark, colour = MARKS[i % len(MARKS)], COLOURS[i % len(COLOURS)]
    return Line2D([at[0]], [at[1]], color=colour, marker=mark, markersize=7, linestyle="none")


def _limits(stories: Sequence[Story]) -> tuple[float, float]:
    at = [float(f.at) for s in stories for m in s.measures for f in m.figures]
    days = [a.at for s in stories for a in s.actions]
    return min(*at, *days) - 0.5, max(*at, *days) + 0.5


def _axes(ax: Axes, panel: Sequence[Line], limits: tuple[float, float], windows: Windows) -> None:
    shown = [f.estimate for _, m in panel for f in m.figures if f.estimate.shown]
    unit = shown[0].unit
    low, high = rows.limits(rows.ends(shown), unit, free=True)
    ax.set(xlim=limits, ylim=(low - 0.16 * (high - low), high))
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True, steps=[1, 2, 4, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: rows.tick(x, "count", signed=True)))
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: rows.tick(y, unit)))
    ax.grid(axis="y")
    ax.axvline(-0.5, color=LIGHT["neutral"], linewidth=1.0, linestyle=(0, (3, 2)), zorder=1)
    for span in (windows.before, windows.after):
        if span is not None:
            ends = max(span[0] - 0.5, limits[0]), min(span[1] + 0.5, limits[1])
            if ends[0] < ends[1]:
                ax.axvspan(*ends, facecolor=LIGHT["grid"], alpha=0.45, linewidth=0, zorder=0)


def _lines(ax: Axes, panel: Sequence[Line]) -> None:
    ends = []
    for i, measured in panel:
        found = {f.at: f.estimate for f in measured.figures if f.estimate.shown}
        if not found:
            continue
        colour, mark = COLOURS[i % len(COLOURS)], MARKS[i % len(MARKS)]
        span = range(min(found), max(found) + 1)
        y = [_scaled(found[x]) if x in found else math.nan for x in span]
        ax.plot(
            list(span), y, color=colour, linewidth=1.8, marker=mark, markersize=4.5, clip_on=False, zorder=3
        )
        for x, e in found.items():
            if e.low is not None and e.high is not None:
                edge = [numbers.scaled(v, e.unit) for v in (e.low, e.high)]
                ax.plot((x, x), edge, color=colour, linewidth=1.1, zorder=2, clip_on=False)
        last = max(found)
        ends.append((_scaled(found[last]), float(last), level(found[last]), colour))
    _at_ends(ax, ends)


def _at_ends(ax: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """The last value of each line, right of the picture, moved apart where they are close."""
    low, high = ax.get_ylim()
    apart, lowest = 0.17 * (high - low) / _TALL, -math.inf
    for y, _, text, colour in sorted(ends):
        at = max(y, lowest + apart)
        lowest = at
        ax.annotate(
            text, (ax.get_xlim()[1], at), xytext=(4, 0), textcoords="offset points", va="center",
            color=colour, annotation_clip=False,
        )  # fmt: skip


def _strokes(ax: Axes, stories: Sequence[Story]) -> None:
    """Days of actions at the foot of a picture, a row for each case."""
    tall = 0.14 / max(len(stories), 2)
    for i, story in enumerate(stories):
        for action in story.actions:
            foot = 0.01 + tall * i
            ax.plot(
                (action.at, action.at), (foot, foot + tall * 0.8), transform=ax.get_xaxis_transform(),
                color=COLOURS[i % len(COLOURS)], linewidth=2.0, zorder=2, solid_capstyle="butt",
            )  # fmt: skip


def _scaled(e: Estimate) -> float:
    return numbers.scaled(e.value, e.unit)


def _alt(panels: Sequence[Sequence[Line]], comparison: Comparison) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        parts = []
        for panel in panels:
            lines = [(comparison.stories[i], [f for f in m.figures if f.estimate.shown]) for i, m in panel]
            told = [
                {"en": "{0} from {1} to {2}", "zh": "“{0}”由{1}到{2}"}[k].format(
                    words.plain(s.title[k]), level(f[0].estimate), level(f[-1].estimate)
                )
                for s, f in lines if f
            ]  # fmt: skip
            name = words.plain(panel[0][1].label[k])
            parts.append({"en": f"{name}: {'; '.join(told)}", "zh": f"{name}：{'；'.join(told)}"}[k])
        alt[k] = {
            "en": f"Lines by {since(comparison.wave).en.lower()}. {'. '.join(parts)}.",
            "zh": f"趋势图，按{since(comparison.wave).zh}对齐。{'。'.join(parts)}。",
        }[k]
    return alt


def _data(panels: Sequence[Sequence[Line]], comparison: Comparison) -> said.Data:
    own = (words.INDICATOR, words.GROUP, words.WAVE, since(comparison.wave))
    heads = (*own, words.RESULT, words.LOW, words.HIGH, words.BASE)
    found = [
        (comparison.stories[i].title, m.label, f) for panel in panels for i, m in panel for f in m.figures
    ]
    return {
        k: [
            [head[k] for head in heads],
            *(
                [words.plain(label[k]), words.plain(title[k]), f.estimate.wave_label[k], f.at, *said.measured(f.estimate)]
                for title, label, f in found
            ),
        ]
        for k in LANGUAGES
    }  # fmt: skip
