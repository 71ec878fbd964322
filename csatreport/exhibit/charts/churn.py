"""Charts of a model of who leaves: whether its risks are right, and how many leavers it finds."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate, Estimates

_LEFT, _TOP, _WIDE, _TALL = 0.75, 0.15, 4.6, 3.3  # inches
_CALIBRATION = both("Risk foretold and share that left, waves held out", "预测风险与实际流失率（留出各期）")
_FORETOLD = both("Risk foretold (%)", "预测流失风险（%）")
_LEFT_SHARE = both("Share that left (%)", "实际流失率（%）")
_PERFECT = both("as foretold", "与预测一致")
_TENTHS = both("each point is a tenth of the customers, in order of risk", "每点代表按风险排序的十分之一客户")
_GAINS = both("Leavers found among the customers with the highest risk", "高风险客户所覆盖的流失客户占比")
_CALLED = both("Customers, the highest risk first (%)", "客户占比，由高风险到低风险（%）")
_FOUND = both("Share of all leavers (%)", "占全部流失客户（%）")
_BLIND = both("called at random", "随机抽取")
Pair = tuple[Estimate, Estimate]


def calibration(name: str, pairs: Sequence[Pair], *, title: Text | None = None) -> Chart:
    """Risk foretold to the right, share that left upwards, with intervals and the line where both agree.

    Raises
    ------
    BookError
        No pair may be shown.
    """
    found = [p for p in pairs if p[0].shown and p[1].shown]
    if not found:
        raise said.nothing(name, "a tenth of the customers")
    observed = [y for _, y in found]
    note = notes.of(observed, [_TENTHS, *notes.lines(observed)])
    drawn = style.drawn(name, lambda language: _calibration(found, language))
    return Chart(name, said.words_of(title, _CALIBRATION), _told(found), drawn, note, _pairs(found))


def _calibration(found: Sequence[Pair], language: Language) -> Figure:
    fig, ax = _panel(_FORETOLD[language], _LEFT_SHARE[language])
    top = 1.06 * max(numbers.scaled(v, "share") for x, y in found for v in (x.value, y.high or y.value))
    ax.set(xlim=(0, top), ylim=(0, top))
    ax.plot((0, top), (0, top), color=LIGHT["muted"], linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    ax.annotate(
        _PERFECT[language], (top, top), xytext=(6, 0), textcoords="offset points", va="center",
        fontsize=style.SMALL, color=LIGHT["muted"], annotation_clip=False,
    )  # fmt: skip
    for x, y in found:
        at = numbers.scaled(x.value, "share")
        if y.low is not None and y.high is not None:
            ends = [numbers.scaled(v, "share") for v in (y.low, y.high)]
            ax.plot((at, at), ends, color=LIGHT["accent"], linewidth=1.6, zorder=2)
        style.dot(ax, at, numbers.scaled(y.value, "share"), colour=LIGHT["accent"], hollow=y.flag == "low")
    return fig


def gains(name: str, found: Estimates, *, first: Estimate, title: Text | None = None) -> Chart:
    """Share of leavers over share of customers called, with its interval, and calling at random; ``first`` is marked.

    Raises
    ------
    BookError
        Nothing may be shown.
    """
    rows_ = said.some(found, name)
    drawn = style.drawn(name, lambda language: _gains(rows_, first, language))
    form = both("Curve of leavers found", "流失客户覆盖曲线")
    alt = said.extremes(rows_, form)
    note = notes.of(rows_, [_band(rows_)])
    return Chart(name, said.words_of(title, _GAINS), alt, drawn, note, said.data(rows_))


def _band(found: Sequence[Estimate]) -> Text:
    level_ = numbers.percent(found[0].confidence)
    return both(f"the band shows {level_} intervals", f"阴影带表示{level_}置信区间")


def _gains(found: Sequence[Estimate], first: Estimate, language: Language) -> Figure:
    fig, ax = _panel(_CALLED[language], _FOUND[language])
    ax.set(xlim=(0, 100), ylim=(0, 100))
    x = [0.0, *(float(e.level) for e in found), 100.0]
    line, low, high = (
        [0.0, *(numbers.scaled(v if v is not None else e.value, "share") for e, v in part), 100.0]
        for part in ([(e, e.value) for e in found], [(e, e.low) for e in found], [(e, e.high) for e in found])
    )
    ax.fill_between(x, low, high, color=LIGHT["band"], linewidth=0, zorder=1)
    ax.plot(x, line, color=LIGHT["accent"], linewidth=2.0, zorder=3)
    ax.plot((0, 100), (0, 100), color=LIGHT["muted"], linewidth=1.0, linestyle=(0, (4, 3)), zorder=2)
    ax.text(72, 66, _BLIND[language], ha="left", va="top", fontsize=style.SMALL, color=LIGHT["muted"])
    at = float(first.level), numbers.scaled(first.value, "share")
    style.dot(ax, *at, colour=LIGHT["ink"])
    colon = {"en": ": ", "zh": "："}[language]
    ax.annotate(
        words.plain(first.level_label[language]) + colon + level(first), at, xytext=(9, -3), textcoords="offset points",
        ha="left", va="top", annotation_clip=False, path_effects=[Stroke(linewidth=3.0, foreground=LIGHT["paper"]), Normal()],
    )  # fmt: skip
    return fig


def _panel(right: str, up: str) -> tuple[Figure, Axes]:
    """Axes with their names, in per cent."""
    fig = style.figure(_TOP + _TALL + 0.6)
    ax = style.panel(fig, _LEFT, _TOP, _WIDE, _TALL)
    ax.set_xlabel(right, fontsize=style.SMALL, color=LIGHT["muted"])
    ax.set_ylabel(up, fontsize=style.SMALL, color=LIGHT["muted"])
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(FuncFormatter(lambda v, _: rows.tick(v, "count")))
    ax.grid()
    return fig, ax


def _told(found: Sequence[Pair]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        ends = [
            {"en": f"foretold {level(x)}, left {level(y)}", "zh": f"预测{level(x)}，实际{level(y)}"}[k]
            for x, y in (found[0], found[-1])
        ]
        alt[k] = {
            "en": f"Calibration, {len(found)} groups by risk. Lowest risk: {ends[0]}. Highest risk: {ends[1]}.",
            "zh": f"校准图，按风险分为{len(found)}组。风险最低组：{ends[0]}。风险最高组：{ends[1]}。",
        }[k]
    return alt


def _pairs(found: Sequence[Pair]) -> said.Data:
    heads = (words.GROUP, _FORETOLD, _LEFT_SHARE, words.LOW, words.HIGH, words.BASE)
    return {
        k: [
            [h[k] for h in heads],
            *(
                [words.plain(y.level_label[k]), *(said.exact(v, y) for v in (x.value, y.value, y.low, y.high)), y.n]
                for x, y in found
            ),
        ]
        for k in LANGUAGES
    }  # fmt: skip
