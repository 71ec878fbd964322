"""Flow: customers of each segment then, at the left, and where they are now, at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.segments import Flow, Level, Migration
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

_NAMES, _AIR = 1.75, 0.1  # inches: names at most, and off their bars
_BAR, _GAP, _WHOLE = 0.13, 0.16, 3.3  # inches: width of a bar, between bars, height of all customers
_ABOVE, _BELOW = 0.3, 0.06
_READ = 0.17  # inches a band must be high to bear its number
_LINE = 0.165
_MEANING = both(
    "bands: customers who answered both times, by their segment then (left) and now (right), corrected for those who are "
    "placed wrongly; blue: movement that the interval sets apart from none, grey: movement that it does not",
    "条带表示两期均作答的客户由上期客群（左）到本期客群（右）的去向，已校正归类误差；蓝色为置信区间不含零的流动，灰色为含零的流动",
)


@dataclass(frozen=True)
class _Bar:
    """A segment on one side: where it begins (inches from the top) and how high it is."""

    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def flow(name: str, migration: Migration, *, title: Text | None = None) -> Chart:
    """Bands from each segment then to each segment now; those who stay are pale.

    Raises
    ------
    BookError
        No flow may be shown.
    """
    flows = [f for f in migration.flows if f.share.shown]
    if not any(f.share.value > 0 for f in flows):
        raise said.nothing(name, "a flow")
    made = both(
        f"Movement between segments, {migration.first.en} to {migration.second.en}",
        f"客群流动，{migration.first.zh}至{migration.second.zh}",
    )
    drawn = style.drawn(name, lambda language: _draw(migration, language))
    note = notes.of([migration.moved], [_MEANING])
    return Chart(name, said.words_of(title, made), _alt(migration), drawn, note, _data(migration))


def _draw(migration: Migration, language: Language) -> Figure:
    flows = [f for f in migration.flows if f.share.shown]
    segments = list({f.first.code: f.first for f in migration.flows}.values())
    labels = {s.code: style.wrapped(words.plain(s.label[language]), _NAMES, style.TEXT) for s in segments}
    least = {c: _LINE * (len(lines) + 1) for c, lines in labels.items()}
    left, right = (_bars(segments, flows, side, least) for side in ("first", "second"))
    tall = max(b.top + max(b.height, least[c]) for bars in (left, right) for c, b in bars.items())
    fig = style.figure(_ABOVE + tall + _BELOW)
    ax = style.panel(fig, 0, _ABOVE, style.WIDTH, tall)
    ax.set(xlim=(0, style.WIDTH), ylim=(tall, 0), xticks=[], yticks=[])
    heads = [words.plain(w[language]) for w in (migration.first, migration.second)]
    widest = [style.text_width(line) for lines in labels.values() for line in lines]
    wide = max(*widest, *(style.text_width(head, style.SMALL) for head in heads)) + _AIR + 0.02
    edges = wide + _BAR, style.WIDTH - wide - _BAR
    _bands(ax, flows, left, right, edges)
    for bars, side in (
        (left, _Side(edges[0] - _BAR, "first", heads[0])),
        (right, _Side(edges[1], "second", heads[1])),
    ):
        side.draw(ax, bars, labels, migration.flows)
    return fig


def _bars(
    segments: Sequence[Level], flows: Sequence[Flow], side: str, least: dict[str, float]
) -> dict[str, _Bar]:
    """Bars of one side one below the other, far enough apart for their names."""
    bars, at = {}, 0.0
    for s in segments:
        height = _WHOLE * _together(flows, side, s.code)
        room = max(0.0, least[s.code] - height) / 2
        bars[s.code] = _Bar(at + room, height)
        at += max(height, least[s.code]) + _GAP
    return bars


def _bands(
    ax: Axes, flows: Sequence[Flow], left: dict[str, _Bar], right: dict[str, _Bar], edges: tuple[float, float]
) -> None:
    """All bands; on either side they leave in the order in which they arrive."""
    order = list(left)
    out, into = ({c: b.top for c, b in bars.items()} for bars in (left, right))
    begins, ends = {}, {}
    for f in sorted(flows, key=lambda f: (order.index(f.first.code), order.index(f.second.code))):
        begins[f.first.code, f.second.code] = out[f.first.code]
        out[f.first.code] += _WHOLE * f.share.value
    for f in sorted(flows, key=lambda f: (order.index(f.second.code), order.index(f.first.code))):
        ends[f.first.code, f.second.code] = into[f.second.code]
        into[f.second.code] += _WHOLE * f.share.value
    for f in sorted(flows, key=lambda f: (not f.stays, f.share.value)):
        pair = f.first.code, f.second.code
        _band(ax, f, (edges[0], begins[pair]), (edges[1], ends[pair]))


def _band(ax: Axes, f: Flow, start: tuple[float, float], end: tuple[float, float]) -> None:
    """One band, as high as its share, its number on it where there is room."""
    high = _WHOLE * f.share.value
    if high <= 0:
        return
    (x0, y0), (x1, y1), bend = start, end, (end[0] - start[0]) / 2
    places = [
        (x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1, y1),
        (x1, y1 + high), (x1 - bend, y1 + high), (x0 + bend, y0 + high), (x0, y0 + high), (x0, y0),
    ]  # fmt: skip
    path = Path(places, [1, 4, 4, 4, 2, 4, 4, 4, 79])
    colour, see = (
        (LIGHT["band"], 0.45) if f.stays else (LIGHT["accent"], 0.75) if _sure(f) else (LIGHT["neutral"], 0.5)
    )
    ax.add_patch(
        PathPatch(path, facecolor=colour, edgecolor=colour, alpha=see, linewidth=0 if f.stays else 0.4)
    )
    if high >= _READ:
        ax.text(
            x0 + 0.1, y0 + high / 2, level(f.rate), ha="left", va="center_baseline", fontsize=style.SMALL,
            color=LIGHT["muted"],
        )  # fmt: skip


def _sure(f: Flow) -> bool:
    """Whether somebody surely moved: the lower end of the interval is above 0 as it is printed."""
    return f.rate.low is not None and numbers.bare(f.rate.low, "share") != numbers.bare(0.0, "share")


@dataclass(frozen=True)
class _Side:
    """One side: where its bars begin, which end of a flow it is, and the name of its wave."""

    x: float
    end: Literal["first", "second"]
    head: str

    def draw(
        self, ax: Axes, bars: dict[str, _Bar], labels: dict[str, list[str]], flows: Sequence[Flow]
    ) -> None:
        """Bars with their names and shares, under the name of the wave."""
        at, ha = (self.x - _AIR, "right") if self.end == "first" else (self.x + _BAR + _AIR, "left")
        ax.text(at, -0.1, self.head, ha=ha, va="bottom", fontsize=style.SMALL, color=LIGHT["muted"])
        for code, bar in bars.items():
            ax.add_patch(
                Rectangle((self.x, bar.top), _BAR, bar.height, facecolor=LIGHT["accent"], edgecolor="none")
            )
            share = share_of(flows, self.end, code)
            top = bar.middle - _LINE * (len(labels[code]) + 1) / 2
            for n, text in enumerate([*labels[code], share]):
                last = n == len(labels[code])
                ax.text(
                    at, top + _LINE * (n + 0.5), text, ha=ha, va="center_baseline",
                    fontsize=style.SMALL if last else style.TEXT, color=LIGHT["muted" if last else "ink"],
                )  # fmt: skip


def share_of(flows: Sequence[Flow], end: str, code: str) -> str:
    """The share of a segment at one end as it is printed; a dash where flows that it is made of are hidden."""
    if not all(f.share.shown for f in flows if getattr(f, end).code == code):
        return numbers.SUPPRESSED
    return numbers.point(_together(flows, end, code), "share")


def _together(flows: Sequence[Flow], end: str, code: str) -> float:
    """Share of all who are in a segment at one end."""
    return sum(f.share.value for f in flows if f.share.shown and getattr(f, end).code == code)


def _alt(migration: Migration) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        largest = [
            f"{words.plain(f.first.label[k])} → {words.plain(f.second.label[k])} {level(f.share)}"
            for f in migration.moves[:3]
        ]
        moved = level(migration.moved)
        alt[k] = {
            "en": f"Flow chart from {migration.first.en} to {migration.second.en}: {moved} moved to another segment. "
            f"Largest movements: {'; '.join(largest)}.",
            "zh": f"{migration.first.zh}至{migration.second.zh}的客群流动图：{moved}换到其他客群。"
            f"最大的流动：{'；'.join(largest)}。",
        }[k]
    return alt


def _data(migration: Migration) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        share, rate = (words.measure(m)[k] for m in ("segment_flow", "segment_rate"))
        head: said.Line = [
            words.plain(migration.first[k]), words.plain(migration.second[k]), f"{share} (%)", words.LOW[k], words.HIGH[k],
            f"{rate} (%)", words.LOW[k], words.HIGH[k],
        ]  # fmt: skip
        table[k] = [head, *(_line(f, k) for f in migration.flows)]
    return table


def _line(f: Flow, language: Language) -> said.Line:
    line: said.Line = [words.plain(f.first.label[language]), words.plain(f.second.label[language])]
    for e in (f.share, f.rate):
        line += [said.exact(x if e.shown else None, e) for x in (e.value, e.low, e.high)]
    return line
