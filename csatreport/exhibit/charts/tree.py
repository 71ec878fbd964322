"""Tree: indicators of three levels as bars, with the department that owns each."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes import Indicator
from csatreport.exhibit.values import level as printed
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart
from csatreport.results import Estimate

_FILL = {1: LIGHT["accent"], 2: LIGHT["band"], 3: LIGHT["band"]}
_THICK = {1: 0.17, 2: 0.17, 3: 0.09}  # inches
_OWNER = 1.25  # inches
_FORM = both("Indicators of three levels as bars with intervals", "三级指标条形图（含置信区间）")


def tree(name: str, indicators: Sequence[Indicator], *, title: Text | None = None) -> Chart:
    """A bar from zero for each indicator, indented by level, in the order of the tree.

    Raises
    ------
    BookError
        No indicator may be shown.
    """
    nodes = list(indicators)
    found = said.some([n.estimate for n in nodes], name)
    drawn = style.drawn(name, lambda language: _draw(nodes, language))
    alt = said.extremes([n.estimate for n in nodes if n.level == max(m.level for m in nodes)], _FORM)
    return Chart(
        name,
        said.words_of(title, title_of(found)),
        alt,
        drawn,
        notes.of(found, notes.lines(found)),
        _data(nodes),
    )


def title_of(found: Sequence[Estimate]) -> Text:
    """What a chart or table of the tree shows."""
    name = said.title(found)
    return both(f"Indicator tree: {name.en[:1].lower()}{name.en[1:]}", f"指标体系：{name.zh}")


def _draw(nodes: list[Indicator], language: Language) -> Figure:
    unit = nodes[0].estimate.unit
    ends = rows.ends([n.estimate for n in nodes])
    _, high = rows.limits(ends, unit, around=[0.0])
    low = min(0.0, *ends)
    owners = [words.plain(n.department_label[language]) if n.department_label else "" for n in nodes]
    deepest = max(n.level for n in nodes)
    labels = [
        rows.Row(
            n.label,
            indent=n.level - 1,
            strong=n.level < deepest,
            lines=len(style.wrapped(o, _OWNER, style.SMALL)),
        )
        for n, o in zip(nodes, owners, strict=True)
    ]
    to = rows.frame(labels, language, limits=(low, high), unit=unit, above=0.3, right=1.95)
    rows.column(to, words.DEPARTMENT[language], owners, wide=_OWNER)
    for n, y in zip(nodes, to.y, strict=True):
        _bar(to, y, n)
    return to.figure


def _bar(to: rows.Frame, y: float, n: Indicator) -> None:
    e = n.estimate
    if not e.shown:
        rows.hidden(to, y)
        return
    value = numbers.scaled(e.value, e.unit)
    to.axes.barh([y], [value], height=_THICK[n.level], color=_FILL[n.level], zorder=2)
    ends = (value, value)
    if e.low is not None and e.high is not None:
        ends = (numbers.scaled(e.low, e.unit), numbers.scaled(e.high, e.unit))
        to.axes.plot(ends, (y, y), color=LIGHT["ink"], linewidth=1.2, zorder=3)
    rows.beside(to, y, ends, printed(e) + ("°" if e.flag == "low" else ""))


def _data(nodes: list[Indicator]) -> said.Data:
    table = said.data([n.estimate for n in nodes])
    for k in LANGUAGES:
        table[k][0] = [words.LEVEL[k], words.INDICATOR[k], *table[k][0][1:], words.DEPARTMENT[k]]
        for i, n in enumerate(nodes, 1):
            owner = words.plain(n.department_label[k]) if n.department_label else ""
            table[k][i] = [n.level, words.plain(n.label[k]), *table[k][i][1:], owner]
    return table
