"""Concentration: how much of all money comes from the most valuable customers."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from csatreport.exhibit import numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.value import Tier, Tiers
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart

_LEFT, _TOP, _WIDE, _HIGH, _BELOW = 0.75, 0.1, 4.9, 3.3, 0.6  # inches
_EQUAL = both("all equal", "完全平均")
_NOTE = both(
    "complete records, nothing estimated; the straight line: every customer brings the same",
    "完整业务记录，非抽样估计；直线表示每位客户贡献相同",
)


def value_curve(name: str, tiers: Tiers, *, title: Text | None = None) -> Chart:
    """Customers from the most valuable down to the right, their share of all money upwards, tiers marked.

    Raises
    ------
    BookError
        There is no money to divide.
    """
    if not tiers.curve:
        raise said.nothing(name, "a customer who brings something")
    drawn = style.drawn(name, lambda language: _draw(tiers, language))
    told = {k: [_says(*p, k) for p in _steps(tiers)] for k in LANGUAGES}
    alt = {
        "en": f"Curve of concentration, the most valuable customers first: {'; '.join(told['en'])}.",
        "zh": f"集中度曲线，按价值由高到低累计：{'；'.join(told['zh'])}。",
    }
    own = both(f"Customers and the {tiers.worth.en.lower()} they bring", f"客户占比与{tiers.worth.zh}占比")
    return Chart(name, said.words_of(title, own), alt, drawn, words.joined([_NOTE]), _data(tiers))


def _steps(tiers: Tiers) -> list[tuple[Tier, float, float]]:
    """Tiers that may be shown, with the share of customers and of money down to and with each."""
    found, customers, money = [], 0.0, 0.0
    for tier in tiers.rows:
        if not (tier.customers.shown and tier.share.shown):
            break
        customers += tier.customers.value / tiers.total.customers.value
        money += tier.share.value
        found.append((tier, customers, money))
    return found


def _draw(tiers: Tiers, language: Language) -> Figure:
    fig = style.figure(_TOP + _HIGH + _BELOW)
    ax = style.panel(fig, _LEFT, _TOP, _WIDE, _HIGH)
    top = max(100.0, *(100 * y for _, y in tiers.curve))
    ax.set(xlim=(0, 100), ylim=(0, top * 1.03))
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda x, _: rows.tick(x, "share")))
    ax.grid()
    ax.plot((0, 100), (0, 100), color=LIGHT["band"], linewidth=1.2, linestyle=(0, (4, 3)))
    ax.text(66, 61, _EQUAL[language], color=LIGHT["muted"], fontsize=style.SMALL, va="top")
    ax.plot(
        [100 * x for x, _ in tiers.curve],
        [100 * y for _, y in tiers.curve],
        color=LIGHT["accent"],
        linewidth=2.2,
    )
    for step in _steps(tiers)[:-1]:
        _mark(ax, step, language)
    _name(ax, tiers, language)
    return fig


def _mark(ax: Axes, step: tuple[Tier, float, float], language: Language) -> None:
    """A dot where a tier ends, with what has been reached there."""
    tier, x, y = step
    style.dot(ax, 100 * x, 100 * y, colour=LIGHT["accent"])
    lines = style.wrapped(_says(tier, x, y, language), 2.6, style.SMALL)
    ax.text(
        100 * x + 2.2, 100 * y - 2.5, "\n".join(lines), va="top", fontsize=style.SMALL, color=LIGHT["ink"]
    )


def _says(tier: Tier, customers: float, money: float, language: Language) -> str:
    ends = [numbers.point(x, "share") for x in (customers, money)]
    label = words.plain(tier.level.label[language])
    return {"en": f"{label}: {ends[0]} bring {ends[1]}", "zh": f"至{label}：{ends[0]}的客户贡献{ends[1]}"}[
        language
    ]


def _name(ax: Axes, tiers: Tiers, language: Language) -> None:
    across = both("Share of customers, the most valuable first", "客户占比（按价值由高到低）")
    up = both(f"Share of {tiers.worth.en.lower()}", f"{tiers.worth.zh}占比")
    ax.set_xlabel(across[language], color=LIGHT["muted"], fontsize=style.SMALL)
    ax.set_ylabel(up[language], color=LIGHT["muted"], fontsize=style.SMALL)


def _data(tiers: Tiers) -> said.Data:
    heads = both("Share of customers (%)", "客户占比（%）"), both("Share brought (%)", "贡献占比（%）")
    points: list[said.Line] = [[said.printed(100 * x, 2), said.printed(100 * y, 2)] for x, y in tiers.curve]
    return {k: [[h[k] for h in heads], *points] for k in LANGUAGES}
