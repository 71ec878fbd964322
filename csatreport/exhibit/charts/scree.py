"""Scree: eigenvalues beside those of random answers."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from csatreport.exhibit import numbers, style, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.structure import Number
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

_HEIGHT, _LEFT, _RIGHT, _ABOVE, _BELOW = 2.9, 0.6, 0.2, 0.34, 0.5
_MOST = 15  # factors drawn; the others lie at the floor
_TITLE = both("Number of groups: what services share beyond chance", "分组数目：超出随机水平的共同变异")
_OWN = both("These answers", "本次数据")
_CHANCE = both("Random answers, upper limit", "随机数据上限")
_AXIS = both("Factor", "因子序号")
_VALUE = both("Eigenvalue", "特征值")
_NOTE = both(
    "eigenvalues of the correlations with what each item shares with all others in the diagonal; random answers: the same "
    "effective base, upper end of what chance gives",
    "特征值取自以多元相关系数平方为对角线的相关矩阵；随机数据的有效样本量与本次相同，取其分布的上端",
)


def scree(name: str, number: Number, *, title: Text | None = None) -> Chart:
    """Eigenvalues in order: filled where they exceed those of random answers, hollow where they do not.

    The first is usually far above all others: where it is, the axis ends below it and its number is printed.
    """
    drawn = style.drawn(name, lambda language: _draw(number, language))
    return Chart(
        name, said.words_of(title, _TITLE), _alt(number), drawn, words.joined([_NOTE]), _data(number)
    )


def _draw(number: Number, language: Language) -> Figure:
    own, chance = (list(map(float, x))[:_MOST] for x in (number.shared, number.chance))
    fig = style.figure(_HEIGHT)
    ax = style.panel(fig, _LEFT, _ABOVE, style.WIDTH - _LEFT - _RIGHT, _HEIGHT - _ABOVE - _BELOW)
    top = _top(own, chance)
    bottom = min(*own, *chance, 0.0)
    ax.set(xlim=(0.5, len(own) + 0.5), ylim=(bottom - 0.06 * top, top))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.grid(axis="y")
    ax.set_xticks(range(1, len(own) + 1))
    ax.set_xlabel(_AXIS[language], fontsize=style.SMALL, color=LIGHT["muted"])
    _lines(ax, own, chance, number.parallel)
    for i, value in enumerate(own[: number.parallel]):
        cut = value > top
        ax.annotate(
            numbers.bare(value, "coefficient"),
            (i + 1, top if cut else value),
            xytext=(0, -4) if cut else (7, 6),
            textcoords="offset points",
            ha="center" if cut else "left",
            va="top" if cut else "bottom",
            fontsize=style.SMALL,
        )
    _key(ax, language)
    return fig


def _top(own: list[float], chance: list[float]) -> float:
    """Upper end of the axis: the first value, unless it would press all others to the floor."""
    second = max(own[1], *chance) if len(own) > 1 else own[0]
    return 1.35 * second if own[0] > 2.5 * second else 1.12 * own[0]


def _lines(ax: Axes, own: list[float], chance: list[float], kept: int) -> None:
    at = range(1, len(own) + 1)
    ax.plot(at, chance, color=LIGHT["neutral"], linewidth=1.4, linestyle=(0, (4, 3)), zorder=2)
    ax.plot(at, own, color=LIGHT["accent"], linewidth=1.6, zorder=2)
    for i, value in zip(at, own, strict=True):
        style.dot(ax, i, value, colour=LIGHT["accent"], hollow=i > kept, clip_on=True)


def _key(ax: Axes, language: Language) -> None:
    x = 0.0
    width = style.WIDTH - _LEFT - _RIGHT
    for text, colour, dash in ((_OWN, "accent", "-"), (_CHANCE, "neutral", (0, (4, 3)))):
        ax.plot(
            (x, x + 0.3 / width),
            (1.08, 1.08),
            transform=ax.transAxes,
            color=LIGHT[colour],
            linewidth=1.6,
            linestyle=dash,
            clip_on=False,
        )
        ax.text(
            x + 0.38 / width,
            1.08,
            text[language],
            transform=ax.transAxes,
            va="center_baseline",
            fontsize=style.SMALL,
            color=LIGHT["muted"],
        )
        x += (style.text_width(text[language], style.SMALL) + 0.75) / width


def _alt(number: Number) -> Words:
    own, chance = ([numbers.bare(float(v), "coefficient") for v in x] for x in (number.shared, number.chance))
    k = min(number.parallel + 1, len(own))
    return {
        "en": f"Scree plot: {number.parallel} eigenvalues lie above those of random answers "
        f"({'; '.join(own[: number.parallel])}); the next is {own[k - 1]} against {chance[k - 1]}.",
        "zh": f"碎石图：{number.parallel}个特征值高于随机数据（{'；'.join(own[: number.parallel])}）；"
        f"其后一个为{own[k - 1]}，随机数据为{chance[k - 1]}。",
    }


def _data(number: Number) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        body: list[said.Line] = [
            [i, said.printed(a, 4), said.printed(b, 4)]
            for i, (a, b) in enumerate(zip(number.shared, number.chance, strict=True), 1)
        ]
        table[k] = [[_AXIS[k], f"{_OWN[k]} ({_VALUE[k]})", _CHANCE[k]], *body]
    return table
