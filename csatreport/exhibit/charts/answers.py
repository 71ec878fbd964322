"""Answers: how the ratings of each item divide, from the lowest to the highest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from csatreport.errors import BookError
from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate, Estimates

_BAR = 0.17  # inches
_ENOUGH = 0.07  # share with room for its number
_DARK = 0.7  # opacity that needs light letters
_KEY = 0.2  # inches: a line of the key
_WITH: Words = {"en": "{} (“{}” {})", "zh": "{}（“{}”{}）"}
_ORDER = both("ordered by the share of the upper answers", "按高分答案占比排序")
_TURNED = both("named by the words of most items", "图例采用多数项目的答案措辞")


@dataclass(frozen=True)
class _Bar:
    """Answers of one item, the lowest first."""

    label: Text
    parts: tuple[Estimate, ...]

    @property
    def shown(self) -> bool:
        return all(p.shown for p in self.parts)

    @property
    def upper(self) -> float:
        return sum(p.value for p in self.parts[(len(self.parts) + 1) // 2 :]) if self.shown else -1.0


def answers(name: str, frequencies: Estimates, *, title: Text | None = None) -> Chart:
    """A bar of 100 % for each item, divided by its answers; the item with the most upper answers first.

    ``frequencies`` are the shares of the answers of several items of one scale, each item's together, the lowest
    answer first.

    Raises
    ------
    BookError
        Nothing may be shown, or items have scales of different lengths.
    """
    bars = _bars(name, frequencies)
    steps = _steps(bars)
    drawn = style.drawn(name, lambda language: _draw(bars, steps, language))
    wave = bars[0].parts[0].wave_label
    made = both(f"How answers divide, {wave.en}", f"各项答案的分布，{wave.zh}")
    note = notes.of(list(frequencies), [_ORDER, *([_TURNED] if _mixed(bars) else [])])
    return Chart(name, said.words_of(title, made), _alt(bars), drawn, note, _data(bars, steps))


def _bars(name: str, frequencies: Estimates) -> list[_Bar]:
    groups: dict[str, list[Estimate]] = {}
    for e in frequencies:
        groups.setdefault(e.group, []).append(e)
    bars = [_Bar(found[0].group_label or found[0].label, tuple(found)) for found in groups.values()]
    lengths = {len(b.parts) for b in bars}
    if len(lengths) != 1 or not any(b.shown for b in bars):
        raise BookError(
            "a chart without anything to show" if len(lengths) < 2 else "a chart of different scales",
            where=name,
            expected="the answers of items of one scale, at least one item not suppressed",
            got=f"{len(bars)} items with {sorted(lengths)} answers",
            todo="show a chart for each scale, or let the chapter declare what it needs in params/book.toml",
        )
    return sorted(bars, key=lambda b: -b.upper)


def _steps(bars: Sequence[_Bar]) -> list[Text]:
    """What each step is called: as most items call it."""
    return [Counter(b.parts[i].label for b in bars).most_common(1)[0][0] for i in range(len(bars[0].parts))]


def _mixed(bars: Sequence[_Bar]) -> bool:
    return len({tuple(p.label for p in b.parts) for b in bars}) > 1


def _colour(step: int, steps: int) -> tuple[str, float]:
    """Colour and opacity: red below the middle, blue above it, grey in it; darker towards the ends."""
    distance = step - (steps - 1) / 2
    if distance == 0:
        return LIGHT["neutral"], 0.3
    return LIGHT["accent" if distance > 0 else "bad"], 0.15 + 0.8 * abs(distance) / ((steps - 1) / 2)


def _draw(bars: list[_Bar], steps: list[Text], language: Language) -> Figure:
    lines = _flow([words.plain(t[language]) for t in steps])
    above = 0.14 + _KEY * len(lines)
    to = rows.frame(
        [rows.Row(b.label) for b in bars], language, limits=(0, 100), unit="share", above=above, right=0.25
    )
    for b, y in zip(bars, to.y, strict=True):
        if not b.shown:
            rows.hidden(to, y)
            continue
        start = 0.0
        for i, part in enumerate(b.parts):
            start = _segment(to, y, part, start, _colour(i, len(steps)))
    _key(to, lines, len(steps))
    return to.figure


def _segment(to: rows.Frame, y: float, part: Estimate, start: float, look: tuple[str, float]) -> float:
    wide = 100 * part.value
    to.axes.add_patch(
        Rectangle((start, y - _BAR / 2), wide, _BAR, facecolor=look[0], alpha=look[1], linewidth=0, zorder=2)
    )
    if part.value >= _ENOUGH:
        to.axes.text(
            start + wide / 2,
            y,
            numbers.bare(part.value, "share"),
            ha="center",
            va="center_baseline",
            fontsize=8,
            color=LIGHT["paper" if look[1] > _DARK else "ink"],
            zorder=3,
        )
    return start + wide


def _flow(texts: list[str]) -> list[list[tuple[int, str, float]]]:
    """Lines of the key: (step, name, inches from the left edge)."""
    lines: list[list[tuple[int, str, float]]] = [[]]
    x = 0.0
    for i, text in enumerate(texts):
        wide = style.text_width(text, style.SMALL) + 0.42
        if lines[-1] and x + wide > style.WIDTH:
            lines.append([])
            x = 0.0
        lines[-1].append((i, text, x))
        x += wide
    return lines


def _key(to: rows.Frame, lines: list[list[tuple[int, str, float]]], steps: int) -> None:
    """What the parts mean, from the left edge of the figure."""
    left, inch = to.axes.get_position().x0 * style.WIDTH, to.per_inch()
    for n, line in enumerate(reversed(lines)):
        y = -0.16 - _KEY * n
        for step, text, x in line:
            colour, opacity = _colour(step, steps)
            start = (x - left) * inch
            to.axes.add_patch(
                Rectangle(
                    (start, y - 0.06),
                    0.14 * inch,
                    0.12,
                    facecolor=colour,
                    alpha=opacity,
                    linewidth=0,
                    clip_on=False,
                )
            )
            to.axes.text(
                start + 0.2 * inch, y, text, va="center_baseline", fontsize=style.SMALL, color=LIGHT["muted"]
            )


def _alt(bars: Sequence[_Bar]) -> Words:
    shown = [b for b in bars if b.shown]
    first, last = shown[0], shown[-1]
    alt: Words = {}
    for k in LANGUAGES:
        told = [
            _WITH[k].format(words.plain(b.label[k]), words.plain(b.parts[-1].label[k]), level(b.parts[-1]))
            for b in (first, last)
        ]
        alt[k] = {
            "en": f"Stacked bars of the answers to {len(shown)} items. Most favourable: {told[0]}; least: {told[1]}.",
            "zh": f"{len(shown)}项答案分布的堆积条形图。评价最好：{told[0]}；最差：{told[1]}。",
        }[k]
    return alt


def _data(bars: Sequence[_Bar], steps: Sequence[Text]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        head: said.Line = [words.ITEM[k], *(f"{words.plain(t[k])} (%)" for t in steps), words.BASE[k]]
        body: list[said.Line] = [
            [
                words.plain(b.label[k]),
                *(_exact(p, shown=b.shown) for p in b.parts),
                b.parts[0].n if b.shown else None,
            ]
            for b in bars
        ]
        table[k] = [head, *body]
    return table


def _exact(part: Estimate, *, shown: bool) -> float | None:
    return said.exact(part.value, part) if shown else None
