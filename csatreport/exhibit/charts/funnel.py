"""The funnel: levels by their effective base, between the limits that chance leaves around everybody's value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.naming import named
from csatreport.exhibit.shapes.standing import Dot, Funnel, Line
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Unit

_LEFT, _TOP, _RIGHT, _TALL = 0.62, 0.16, 0.62, 3.9  # inches: margins and height of the panel
_WIDE = style.WIDTH - _LEFT - _RIGHT
_LINE = 0.165  # inches between texts at the right
_NAMES = 14  # levels that are named at most
BASE = both("Effective base, whole design", "设计有效样本量")
_MEANING = both(
    "the shaded band and the dashed lines hold {limits} of groups that differ from all customers by chance alone; green and "
    "orange: outside all limits",
    "底色区域与虚线分别涵盖仅因偶然而与全体客户有别的群体的{limits}；绿色与橙色表示超出全部界限",
)


def funnel(name: str, funnel: Funnel, *, title: Text | None = None) -> Chart:
    """Levels right of each other by effective base; those outside the limits and those of a small base have names."""
    found = [d.estimate for d in funnel.dots]
    levels = [numbers.percent(line.confidence) for line in funnel.lines]
    meaning = both(
        _MEANING.en.format(limits=" and ".join(levels)), _MEANING.zh.format(limits="、".join(levels))
    )
    drawn = style.drawn(name, lambda language: _draw(funnel, language))
    heading = said.title(found)
    shown = both(f"{heading.en}, by size of the group", f"{heading.zh}（按样本量）")
    note = notes.of(found, [meaning, *dispersion(funnel)])
    return Chart(name, said.words_of(title, shown), _alt(funnel), drawn, note, _data(funnel))


def dispersion(funnel: Funnel) -> list[Text]:
    """How much more levels differ than chance lets them."""
    if funnel.dispersion is None:
        return []
    phi = numbers.bare(funnel.dispersion, "ratio")
    if not funnel.dispersed:
        return [
            both(
                f"the groups differ about as much as chance alone lets them (dispersion {phi}, winsorised)",
                f"各群体之间的差异与偶然波动大致相当（离散度φ={phi}，缩尾处理）",
            )
        ]
    return [
        both(
            f"the groups differ more than by chance alone (dispersion {phi}, winsorised), so some lie outside the limits as "
            "an ordinary matter",
            f"各群体之间的差异超出偶然波动（离散度φ={phi}，缩尾处理），因此部分群体超出界限属常见情形",
        )
    ]


def _draw(funnel: Funnel, language: Language) -> Figure:
    fig = style.figure(_TALL + _TOP + 0.62)
    ax = style.panel(fig, _LEFT, _TOP, _WIDE, _TALL)
    unit = funnel.overall.unit
    _axes(ax, funnel, language)
    _limits(ax, funnel.lines, unit)
    centre = numbers.scaled(funnel.overall.value, unit)
    ax.axhline(centre, color=LIGHT["ink"], linewidth=1.0, zorder=1)
    _ends(ax, funnel)
    for d in funnel.dots:
        hollow = d.estimate.flag == "low"
        style.dot(
            ax, d.base, numbers.scaled(d.estimate.value, unit), colour=_colour(d, funnel), hollow=hollow
        )
    _names(ax, funnel, language)
    return fig


def _axes(ax: Axes, funnel: Funnel, language: Language) -> None:
    unit = funnel.overall.unit
    bases = [x for line in funnel.lines for x in line.base]
    values = [d.estimate.value for d in funnel.dots]
    values += [x for line in funnel.lines for x in (*line.low, *line.high)]
    ax.set_xlim(min(bases), max(bases))
    ax.set_ylim(*rows.limits([numbers.scaled(x, unit) for x in values], unit))
    ax.grid(axis="y")
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}"))
    ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: rows.tick(v, unit)))
    ax.set_xlabel(BASE[language], fontsize=style.SMALL, color=LIGHT["muted"])


def _limits(ax: Axes, lines: Sequence[Line], unit: Unit) -> None:
    """The narrowest limits as a band, the others as dashed lines."""
    for n, line in enumerate(lines):
        low, high = ([numbers.scaled(x, unit) for x in side] for side in (line.low, line.high))
        if n == 0:
            ax.fill_between(line.base, low, high, color=LIGHT["grid"], linewidth=0, zorder=0)
        else:
            for side in (low, high):
                ax.plot(
                    line.base, side, color=LIGHT["neutral"], linewidth=1.1, linestyle=(0, (4, 3)), zorder=1
                )


def _ends(ax: Axes, funnel: Funnel) -> None:
    """Right of the panel: the value of all customers and the confidence of each upper limit, none over another."""
    unit = funnel.overall.unit
    texts = [(funnel.overall.value, level(funnel.overall))]
    texts += [(line.high[-1], numbers.percent(line.confidence)) for line in funnel.lines]
    low, high = ax.get_ylim()
    reached = -1.0
    for value, text in texts:
        reached = max((numbers.scaled(value, unit) - low) / (high - low), reached + _LINE / _TALL)
        ax.text(
            1 + 0.06 / _WIDE, reached, text, transform=ax.transAxes, va="center_baseline", fontsize=style.SMALL,
            color=LIGHT["muted"],
        )  # fmt: skip


def _colour(d: Dot, funnel: Funnel) -> str:
    if d.beyond < funnel.lines[-1].confidence:
        return LIGHT["accent"]
    return LIGHT["good" if d.z > 0 else "bad"]


def _names(ax: Axes, funnel: Funnel, language: Language) -> None:
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    unit = funnel.overall.unit
    order = sorted(funnel.dots, key=lambda d: (not _telling(d), -abs(d.z)))
    texts = [words.plain(d.estimate.level_label[language]) for d in order if _telling(d)][:_NAMES]
    at = [
        (
            (d.base - x0) / (x1 - x0) * _WIDE,
            (numbers.scaled(d.estimate.value, unit) - y0) / (y1 - y0) * _TALL,
        )
        for d in order
    ]
    widths = [style.text_width(t, style.SMALL) for t in texts]
    halo = [Stroke(linewidth=2.2, foreground=LIGHT["paper"]), Normal()]
    for text, (x, y) in zip(texts, named(at, widths, (_WIDE, _TALL)), strict=True):
        ax.text(
            x / _WIDE, y / _TALL, text, transform=ax.transAxes, ha="center", va="center_baseline", fontsize=style.SMALL,
            path_effects=halo, zorder=4,
        )  # fmt: skip


def _telling(d: Dot) -> bool:
    """Whether a level is named: outside any limits, or of a small base."""
    return d.beyond > 0 or d.estimate.flag == "low"


def _alt(funnel: Funnel) -> Words:
    sides: dict[Literal["above", "below"], Sequence[Dot]] = {"above": funnel.above, "below": funnel.below}
    alt: Words = {}
    for k in LANGUAGES:
        listed = {
            side: "; ".join(f"{words.plain(d.estimate.level_label[k])} {level(d.estimate)}" for d in found)
            for side, found in sides.items()
        }
        alt[k] = {
            "en": f"Funnel plot of {len(funnel.dots)} groups around {level(funnel.overall)}. "
            f"Above all limits: {listed['above'] or 'none'}. Below all limits: {listed['below'] or 'none'}.",
            "zh": f"{len(funnel.dots)}个群体的漏斗图，中线为{level(funnel.overall)}。"
            f"高于全部界限：{listed['above'].replace('; ', '；') or '无'}。"
            f"低于全部界限：{listed['below'].replace('; ', '；') or '无'}。",
        }[k]
    return alt


def _data(funnel: Funnel) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        ends = [
            f"{numbers.percent(line.confidence)} {side[k]}"
            for line in funnel.lines
            for side in (words.LOW, words.HIGH)
        ]
        name = words.measure(funnel.overall.measure)[k]
        head: said.Line = [words.GROUP[k], name, BASE[k], *ends]
        table[k] = [head, *([words.plain(d.estimate.level_label[k]), *_numbers(d)] for d in funnel.dots)]
    return table


def _numbers(d: Dot) -> said.Line:
    ends: said.Line = [said.exact(x, d.estimate) for pair in d.limits for x in pair]
    return [said.exact(d.estimate.value, d.estimate), said.printed(d.base, 1), *ends]
