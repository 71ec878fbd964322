"""Quadrants: importance against performance. Points carry numbers; a key beside them says their names."""

from __future__ import annotations

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import numbered, said
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
        raise said.nothing(name, "a point")
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
    labels = [words.plain(p.performance.label[language]) for p in points]
    groups = [(words.QUADRANTS[p.quadrant][language], COLOURS[p.quadrant]) for p in points]
    fig, ax = numbered.square(numbered.key_of(labels, groups))
    at = [(_scaled(p.performance), _scaled(p.importance)) for p in points]
    across, up = points[0].performance, points[0].importance
    centre = numbers.scaled(ip.performance, across.unit), numbers.scaled(ip.importance, up.unit)
    numbered.axis(ax, "x", [x for x, _ in at], across.unit, around=centre[:1])
    numbered.axis(ax, "y", [y for _, y in at], up.unit, around=centre[1:])
    right, above = (words.UNITS[e.unit][language] for e in (across, up))
    numbered.names(
        ax, f"{words.PERFORMANCE[language]} ({right})", f"{words.measure(up.measure)[language]} ({above})"
    )
    numbered.cross(ax, centre)
    for name, corner in _CORNERS.items():
        numbered.corner(ax, corner, words.QUADRANTS[name][language], COLOURS[name])
    for (x, y), p in zip(at, points, strict=True):
        style.dot(ax, x, y, colour=COLOURS[p.quadrant], hollow=p.uncertain)
    numbered.number(ax, at, centre)
    return fig


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
