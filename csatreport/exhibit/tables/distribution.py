"""Tables of distributions and of correlations."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.structure import of_wave
from csatreport.exhibit.shapes.structure import Correlation, Summary
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty, headings
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Column, Table
from csatreport.results import Estimate

_QUANTILE = both(
    "median: the smallest answer that at least half of the weight reaches",
    "中位数：累计加权占比达到一半的最小答案",
)


def distribution(name: str, summaries: Sequence[Summary], *, title: Text | None = None) -> Table:
    """Mean, median and standard deviation with their intervals, and the mode, of each item."""
    found = list(summaries)
    if not found:
        return empty(name, title or words.RESULT)
    means = [s.mean for s in found]
    unit = words.UNITS[means[0].unit]
    columns = [cells.column(words.ITEM, left=True)]
    for measure in ("mean", "median", "sd"):
        columns += [cells.column(words.measure(measure), unit), interval_column(means[0])]
    columns += [cells.column(words.measure("mode"), unit), cells.column(words.BASE)]
    body = tuple(
        (
            cells.text(s.mean.label),
            *(c for e in (s.mean, s.median, s.sd) for c in (cells.point(e), cells.interval(e))),
            cells.point(s.mode),
            cells.bases(s.mean)[0],
        )
        for s in found
    )
    made = of_wave(both("Mean, median and spread of answers", "答案的平均分、中位数与离散程度"), means[0])
    return Table(
        name, said.words_of(title, made), tuple(columns), body, notes.of(means, [_QUANTILE]), headings(means)
    )


def correlations(
    name: str, pearson: Sequence[Correlation], spearman: Sequence[Correlation], *, title: Text | None = None
) -> Table:
    """Each pair: Pearson's correlation with interval and corrected p, Spearman's beside it."""
    found, ranks = list(pearson), {_pair(r): r.estimate for r in spearman}
    if not found:
        return empty(name, title or words.measure("correlation"))
    every = [r.estimate for r in found]
    columns = (
        cells.column(words.ITEM, left=True),
        cells.column(words.measure("correlation")),
        interval_column(every[0]),
        cells.column(words.P),
        cells.column(words.measure("spearman")),
        cells.column(words.BASE),
    )
    body = tuple(
        (
            cells.text(r.estimate.label),
            cells.point(r.estimate),
            cells.interval(r.estimate),
            cells.p_value(r.p_adjusted, known=r.estimate.shown),
            cells.point(ranks[_pair(r)]) if _pair(r) in ranks else cells.blank(),
            cells.bases(r.estimate)[0],
        )
        for r in found
    )
    tests = both(
        f"{found[0].family} correlations tested together (Holm)",
        f"共{found[0].family}个相关系数一并检验（Holm校正）",
    )
    made = correlated(found)
    return Table(name, said.words_of(title, made), columns, body, notes.of(every, [tests]), headings(every))


def correlated(found: Sequence[Correlation]) -> Text:
    """What a table or chart of correlations shows: with one item, if all are, and of which wave."""
    first = {r.first.item: r.first for r in found}
    if len(first) > 1:
        return of_wave(words.measure("correlation"), found[0].estimate)
    label = next(iter(first.values())).label
    made = both(f"Correlation with “{words.plain(label.en)}”", f"与“{words.plain(label.zh)}”的相关系数")
    return of_wave(made, found[0].estimate)


def _pair(r: Correlation) -> tuple[str, str]:
    return r.first.item, r.second.item


def interval_column(e: Estimate) -> Column:
    """The column of an interval, with the unit where there is one."""
    level = numbers.percent(e.confidence)
    unit = words.UNITS[e.unit] if e.unit != "coefficient" else None
    return cells.column(both(f"{level} interval", f"{level}置信区间"), unit)
