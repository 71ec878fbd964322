"""Quadrants: importance against performance. Points carry numbers; a key beside them says their names."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.errors import BookError
from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.importance import ImportancePerformance, Point
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

COLOURS = {
    "concentrate": LIGHT["bad"],
    "keep": LIGHT["good"],
    "low": LIGHT["muted"],
    "overkill": LIGHT["accent"],
}
_CORNERS = {"concentrate": (0, 1), "keep": (1, 1), "low": (0, 0), "overkill": (1, 0)}
_SIDE, _LEFT, _KEY = 3.9, 0.6, 2.45  # inches
_LINE = 0.18
_LINES = {
    "mean": both("lines stand at the means of all items", "十字线为全部项目的平均值"),
    "midpoint": both("lines stand at the middle of the scale", "十字线为量表中点"),
}
_OPEN = both("open marks: the quadrant is not certain", "空心点表示所属象限尚不确定")


def quadrants(name: str, ip: ImportancePerformance, *, title: Text | None = None) -> Chart:
    """Performance to the right, importance upwards, and the four quadrants with their items.

    Raises
    ------
    BookError
        No point may be shown.
    """
    points = ordered(ip)
    if not points:
        raise BookError(
            "a chart without anything to show", where=name, expected="a point that is not suppressed"
        )
    every = [e for p in ip.points for e in (p.importance, p.performance)]
    drawn = style.drawn(name, lambda language: _draw(points, ip, language))
    return Chart(
        name,
        said.words_of(title, _title(points[0].performance, derived=ip.derived)),
        _alt(points),
        drawn,
        notes.of(every, [crosshair(ip), _OPEN]),
        _data(points),
    )


def crosshair(ip: ImportancePerformance) -> Text:
    """Where the lines of the map stand."""
    return _LINES[ip.crosshair]


def _title(e: Estimate, *, derived: bool) -> Text:
    if derived:
        return both(
            f"Derived importance and performance, {e.wave_label.en}", f"推算重要性与满意度，{e.wave_label.zh}"
        )
    return both(f"Importance and performance, {e.wave_label.en}", f"重要性与满意度，{e.wave_label.zh}")


def ordered(ip: ImportancePerformance) -> list[Point]:
    """Points that may be shown, by quadrant and then by priority: the order of their numbers."""
    names = list(COLOURS)
    return sorted(
        (p for p in ip.points if p.quadrant), key=lambda p: (names.index(p.quadrant), -p.priority.value)
    )


def _draw(points: list[Point], ip: ImportancePerformance, language: Language) -> Figure:
    key = _key_lines(points, language)
    height = max(_SIDE + 0.75, _LINE * len(key) + 0.4)
    fig = style.figure(height)
    ax = style.panel(fig, _LEFT, 0.15, _SIDE, _SIDE)
    _axes(ax, points, ip, language)
    at = [(_scaled(p.performance), _scaled(p.importance)) for p in points]
    centre = (
        numbers.scaled(ip.performance, points[0].performance.unit),
        numbers.scaled(ip.importance, points[0].importance.unit),
    )
    for (x, y), p in zip(at, points, strict=True):
        colour = COLOURS[p.quadrant]
        ax.plot(
            [x],
            [y],
            "o",
            markersize=7,
            markerfacecolor=LIGHT["paper"] if p.uncertain else colour,
            zorder=3,
            markeredgecolor=colour,
            markeredgewidth=1.6,
            clip_on=False,
        )
    for number, (x, y) in enumerate(_placed(ax, at, centre), 1):
        ax.annotate(
            str(number), (x, y), ha="center", va="center", fontsize=style.SMALL, annotation_clip=False
        )
    _key(fig, key, height)
    return fig


def _axes(ax: Axes, points: list[Point], ip: ImportancePerformance, language: Language) -> None:
    for axis, name, centre in (("x", "performance", ip.performance), ("y", "importance", ip.importance)):
        found = [getattr(p, name) for p in points]
        unit = found[0].unit
        values = [_scaled(e) for e in found]
        middle = numbers.scaled(centre, unit)
        low, high = rows.limits(values, unit, around=[middle])
        air = (high - low) * 0.08
        getattr(ax, f"set_{axis}lim")(low - air, high + air)
        side = getattr(ax, f"{axis}axis")
        side.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        side.set_major_formatter(FuncFormatter(lambda v, _, unit=unit: rows.tick(v, unit)))
        (ax.axvline if axis == "x" else ax.axhline)(middle, color=LIGHT["muted"], linewidth=1.0, zorder=1)
        measure = words.PERFORMANCE if axis == "x" else words.measure(found[0].measure)
        label = f"{measure[language]} ({words.UNITS[unit][language]})"
        getattr(ax, f"set_{axis}label")(label, fontsize=style.SMALL, color=LIGHT["muted"])
    for name, (x, y) in _CORNERS.items():
        ax.annotate(
            words.QUADRANTS[name][language],
            (x, y),
            xycoords="axes fraction",
            xytext=(4 if x == 0 else -4, 4 if y == 0 else -4),
            textcoords="offset points",
            ha="left" if x == 0 else "right",
            va="bottom" if y == 0 else "top",
            color=COLOURS[name],
            fontsize=style.SMALL,
        )
    ax.set_facecolor("none")
    for spine in ax.spines.values():
        spine.set_visible(True)


def _placed(
    ax: Axes, at: list[tuple[float, float]], centre: tuple[float, float]
) -> list[tuple[float, float]]:
    """Where each point's number stands: the first place around it that is free, in data units."""
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    step_x, step_y = (x1 - x0) / _SIDE, (y1 - y0) / _SIDE
    points = [((x - x0) / step_x, (y - y0) / step_y) for x, y in at]
    middle = ((centre[0] - x0) / step_x, (centre[1] - y0) / step_y)
    taken: list[tuple[float, float]] = []
    for px, py in points:
        others = [q for q in points if q != (px, py)]
        choices = [
            (px + r * math.cos(a), py + r * math.sin(a))
            for r in (0.16, 0.24, 0.34)
            for a in (math.pi * k / 4 for k in (1, 7, 3, 5, 0, 4, 2, 6))
        ]
        taken.append(max(choices, key=lambda c: (_free(c, others, taken, middle), -choices.index(c))))
    return [(x * step_x + x0, y * step_y + y0) for x, y in taken]


def _free(
    choice: tuple[float, float],
    points: list[tuple[float, float]],
    named: list[tuple[float, float]],
    middle: tuple[float, float],
) -> float:
    """Room around a place, up to what is enough; none outside the frame."""
    if not all(0.05 < c < _SIDE - 0.05 for c in choice):
        return -1.0
    room = [math.dist(choice, p) / 0.15 for p in points] + [math.dist(choice, n) / 0.22 for n in named]
    room += [abs(c - m) / 0.1 for c, m in zip(choice, middle, strict=True)]
    return min([1.0, *room])


def _key_lines(points: list[Point], language: Language) -> list[tuple[str, str, str]]:
    """Lines of the key: (number, text, colour); a heading has no number."""
    lines: list[tuple[str, str, str]] = []
    quadrant = ""
    for number, p in enumerate(points, 1):
        if p.quadrant != quadrant:
            quadrant = p.quadrant
            lines += [("", "", LIGHT["ink"])] if lines else []
            lines.append(("", words.QUADRANTS[quadrant][language], COLOURS[quadrant]))
        texts = style.wrapped(words.plain(p.performance.label[language]), _KEY - 0.3, style.SMALL)
        lines += [(str(number) if i == 0 else "", f"\t{t}", LIGHT["ink"]) for i, t in enumerate(texts)]
    return lines


def _key(fig: Figure, lines: list[tuple[str, str, str]], height: float) -> None:
    x = _LEFT + _SIDE + 0.25
    for i, (number, text, colour) in enumerate(lines):
        y = 1 - (0.25 + i * _LINE) / height
        fig.text(
            (x + 0.2) / style.WIDTH,
            y,
            number,
            ha="right",
            va="center_baseline",
            fontsize=style.SMALL,
            color=LIGHT["muted"],
        )
        left = x + (0.28 if text.startswith("\t") else 0)
        fig.text(
            left / style.WIDTH, y, text.strip(), va="center_baseline", fontsize=style.SMALL, color=colour
        )


def _scaled(e: Estimate) -> float:
    return numbers.scaled(e.value, e.unit)


def _alt(points: list[Point]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        parts = []
        for quadrant in COLOURS:
            named = [p for p in points if p.quadrant == quadrant]
            values = [
                words.plain(p.performance.label[k])
                + words.aside(f"{level(p.importance)}, {level(p.performance)}", k)
                for p in named
            ]
            parts += (
                [f"{words.QUADRANTS[quadrant][k]}{_COLON[k]}{_COMMA[k].join(values)}{_STOP[k]}"]
                if named
                else []
            )
        start = {
            "en": "Importance against performance (importance, performance). ",
            "zh": "重要性与满意度（重要性，满意度）。",
        }
        alt[k] = start[k] + {"en": " ", "zh": ""}[k].join(parts)
    return alt


_COLON = {"en": ": ", "zh": "\uff1a"}
_COMMA = {"en": "; ", "zh": "\uff1b"}
_STOP = {"en": ".", "zh": "。"}


def _data(points: list[Point]) -> said.Data:
    heads = (words.ITEM, words.IMPORTANCE, words.PERFORMANCE, words.PRIORITY, words.QUADRANT)
    return {
        k: [
            [h[k] for h in heads],
            *(
                [
                    words.plain(p.performance.label[k]),
                    *(said.exact(e.value, e) for e in (p.importance, p.performance, p.priority)),
                    words.QUADRANTS[p.quadrant][k],
                ]
                for p in points
            ),
        ]
        for k in LANGUAGES
    }
