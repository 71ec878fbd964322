"""Journey: stages from left to right; above how satisfied, below how many went through and for how many it went wrong."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.journey import Journey, Stage
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

_LEFT, _RIGHT = 0.62, 0.1  # inches beside the panels
_CURVE, _BARS, _BETWEEN = 1.75, 1.15, 0.42  # heights
_ABOVE = 0.3
_LINE = 0.175
_BAR = 0.5  # of the distance between two stages
_STARTS = both("Customer journey", "客户旅程")
_MEANING = both(
    "above: satisfaction with each stage; below: customers who went through it, and in orange all those for whom it went wrong",
    "上图为各环节满意率；下图柱形为经历该环节的客户占比，橙色部分为在该环节遇到问题的客户占比",
)


def journey(name: str, journey: Journey, *, title: Text | None = None) -> Chart:
    """The curve of satisfaction over bars of volume, a part of each for those who met a failure.

    Raises
    ------
    BookError
        No stage's satisfaction may be shown.
    """
    stages = list(journey.stages)
    found = said.some([s.satisfaction for s in stages], name)
    wave = found[0].wave_label
    made = both(f"{_STARTS.en}, {wave.en}", f"{_STARTS.zh}，{wave.zh}")
    extra = [*notes.lines(found), *([_MEANING] if _volumes(stages) else [])]
    drawn = style.drawn(name, lambda language: _draw(stages, language))
    return Chart(name, said.words_of(title, made), _alt(stages), drawn, notes.of(found, extra), _data(stages))


def _volumes(stages: Sequence[Stage]) -> list[Estimate]:
    return [s.volume for s in stages if s.volume is not None and s.volume.shown]


def _draw(stages: list[Stage], language: Language) -> Figure:
    room = (style.WIDTH - _LEFT - _RIGHT) / len(stages)
    labels = [style.wrapped(words.plain(s.label[language]), room - 0.08, style.TEXT) for s in stages]
    below = 0.12 + _LINE * max(map(len, labels))
    bars = _BETWEEN + _BARS if _volumes(stages) else 0.0
    fig = style.figure(_ABOVE + _CURVE + bars + below)
    width = style.WIDTH - _LEFT - _RIGHT
    _curve(style.panel(fig, _LEFT, _ABOVE, width, _CURVE), stages, language)
    last = fig.axes[0]
    if bars:
        last = style.panel(fig, _LEFT, _ABOVE + _CURVE + _BETWEEN, width, _BARS)
        _bars(last, stages, language)
    last.set_xticks(range(len(stages)), ["\n".join(lines) for lines in labels])
    last.tick_params(axis="x", labelsize=style.TEXT, labelcolor=LIGHT["ink"], pad=5)
    return fig


def _frame(ax: Axes, stages: list[Stage], head: str, *, ticks: int) -> None:
    ax.set(xlim=(-0.5, len(stages) - 0.5), xticks=[])
    ax.grid(axis="y")
    ax.yaxis.set_major_locator(MaxNLocator(ticks, steps=[1, 2, 5, 10]))
    ax.annotate(
        head, (0, 1), xycoords="axes fraction", xytext=(-_LEFT * 72 + 1, 7), textcoords="offset points",
        fontsize=style.SMALL, color=LIGHT["muted"], va="bottom",
    )  # fmt: skip


def _curve(ax: Axes, stages: list[Stage], language: Language) -> None:
    """Points with their intervals, joined in the order of the journey."""
    found = [s.satisfaction for s in stages]
    unit = found[0].unit
    shown = [(x, e, numbers.scaled(e.value, unit)) for x, e in enumerate(found) if e.shown]
    ax.set_ylim(*rows.limits(rows.ends(found), unit))
    head = f"{words.measure(found[0].measure)[language]} ({words.UNITS[unit][language]})"
    _frame(ax, stages, head, ticks=4)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: rows.tick(v, unit)))
    ax.plot([x for x, _, _ in shown], [v for *_, v in shown], color=LIGHT["band"], linewidth=2.0, zorder=1)
    for x, e, value in shown:
        if e.low is not None and e.high is not None:
            ends = [numbers.scaled(end, unit) for end in (e.low, e.high)]
            ax.plot((x, x), ends, color=LIGHT["accent"], linewidth=1.6, zorder=2, clip_on=False)
        style.dot(ax, x, value, colour=LIGHT["accent"], hollow=e.flag == "low", size=8.0)
        text = level(e) + ("°" if e.flag == "low" else "")
        after = next((v for at, _, v in shown if at > x), value)
        side = 8 if after < value else -8 if after > value else 0  # off the line to the next stage
        ax.annotate(text, (x, value), xytext=(8, side), textcoords="offset points", va="center_baseline")


def _bars(ax: Axes, stages: list[Stage], language: Language) -> None:
    """Who went through, and for how many of all customers it went wrong."""
    ax.set_ylim(0, 118)
    heads = (words.measure("volume")[language], words.measure("pain")[language])
    _frame(ax, stages, "", ticks=2)
    ax.set_yticks((0, 50, 100), ("0", "50%", "100%"))
    _key(ax, heads)
    for x, s in enumerate(stages):
        for e, colour in ((s.volume, LIGHT["band"]), (_wrong(s), LIGHT["bad"])):
            if e is not None and e.shown:
                ax.bar(x, numbers.scaled(e.value, e.unit), width=_BAR, color=colour, zorder=2, linewidth=0)
        _beside(ax, x, s)


def _key(ax: Axes, heads: tuple[str, str]) -> None:
    x = -_LEFT * 72 + 1.0
    for head, colour in zip(heads, (LIGHT["band"], LIGHT["bad"]), strict=True):
        ax.annotate(
            "■", (0, 1), xycoords="axes fraction", xytext=(x, 4), textcoords="offset points", color=colour,
            fontsize=style.SMALL, va="bottom",
        )  # fmt: skip
        ax.annotate(
            head, (0, 1), xycoords="axes fraction", xytext=(x + 13, 4), textcoords="offset points",
            color=LIGHT["muted"], fontsize=style.SMALL, va="bottom",
        )  # fmt: skip
        x += 13 + 72 * (style.text_width(head, style.SMALL) + 0.25)


def _beside(ax: Axes, x: int, s: Stage) -> None:
    """Both numbers: volume above its bar, failure right of it."""
    if s.volume is not None:
        top = numbers.scaled(s.volume.value, s.volume.unit) if s.volume.shown else 0.0
        ax.annotate(
            level(s.volume), (x, top), xytext=(0, 2), textcoords="offset points", ha="center", va="bottom",
            color=LIGHT["muted"], fontsize=style.SMALL,
        )  # fmt: skip
    wrong = _wrong(s)
    if wrong is not None and wrong.shown:
        ax.annotate(
            level(wrong), (x + _BAR / 2, 0), xytext=(3, 2), textcoords="offset points", ha="left", va="bottom",
            color=LIGHT["bad"], fontsize=style.SMALL,
        )  # fmt: skip


def _wrong(s: Stage) -> Estimate | None:
    return s.pain if s.volume is not None else None


def _alt(stages: list[Stage]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        parts = [
            f"{words.plain(s.label[k])} "
            + {"en": ", ", "zh": "，"}[k].join(
                f"{words.measure(e.measure)[k]} {level(e)}" for e in (s.satisfaction, s.volume, s.pain) if e
            )
            for s in stages
        ]
        alt[k] = {
            "en": f"Stages from left to right: {'; '.join(parts)}.",
            "zh": f"各环节依次为：{'；'.join(parts)}。",
        }[k]
    return alt


def _data(stages: list[Stage]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        first = [
            e for e in (stages[0].satisfaction, stages[0].volume, stages[0].failure, stages[0].pain) if e
        ]
        head: said.Line = [words.STAGE[k]]
        for e in first:
            head += [words.measure(e.measure)[k], words.LOW[k], words.HIGH[k]]
        table[k] = [head, *(_line(s, k) for s in stages)]
    return table


def _line(s: Stage, language: Language) -> said.Line:
    line: said.Line = [words.plain(s.label[language])]
    for e in (s.satisfaction, s.volume, s.failure, s.pain):
        if e is not None:
            line += [said.exact(x if e.shown else None, e) for x in (e.value, e.low, e.high)]
    return line
