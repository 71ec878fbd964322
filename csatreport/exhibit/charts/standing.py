"""Standing: peers in order, with the interval of their value and of their rank."""

from __future__ import annotations

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.dots import point
from csatreport.exhibit.shapes import Place, Ranking
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart
from csatreport.results import Estimate


def standing(name: str, standing: Ranking, *, title: Text | None = None) -> Chart:
    """Peers best first, a line at the value of all customers, and each rank with its interval.

    Raises
    ------
    BookError
        No level may be shown.
    """
    places = list(standing.rows)
    found = said.some([p.estimate for p in places], name)
    note = notes.of(found, [*notes.lines(found), *_ranks(places)])
    alt = said.extremes(found, both("Ranking with intervals", "排名图（含置信区间）"))
    drawn = style.drawn(name, lambda language: _draw(places, standing.overall, language))
    return Chart(name, said.words_of(title, said.title(found)), alt, drawn, note, _data(places))


def ranks(place: Place) -> str:
    """A rank with its interval: ``3 (2–5)``."""
    if place.rank is None:
        return numbers.SUPPRESSED
    if place.rank_low is None or place.rank_high is None:
        return str(place.rank)
    ends = f"{place.rank_low}–{place.rank_high}" if place.rank_low != place.rank_high else str(place.rank_low)
    return f"{place.rank} ({ends})"


def _draw(places: list[Place], overall: Estimate | None, language: Language) -> Figure:
    found = [p.estimate for p in places]
    unit = found[0].unit
    everybody = [numbers.scaled(overall.value, unit)] if overall is not None and overall.shown else []
    limits = rows.limits(rows.ends(found), unit, around=everybody)
    to = rows.frame(rows.rows_of(found), language, limits=limits, unit=unit, above=0.3, right=1.5)
    if overall is not None and everybody:
        rows.reference(to, everybody[0], f"{words.plain(overall.level_label[language])} {level(overall)}")
    rows.column(to, words.RANK[language], [ranks(p) for p in places])
    for estimate, y in zip(found, to.y, strict=True):
        point(to, y, estimate, clear=everybody[0] if everybody else None, colour=LIGHT["accent"])
    return to.figure


def _ranks(places: list[Place]) -> list[Text]:
    if all(p.rank_low is None for p in places):
        return []
    level_of = numbers.percent(places[0].estimate.confidence)
    return [
        both(
            f"rank with its {level_of} interval in brackets, calibrated for each by itself",
            f"括号内为排名的{level_of}置信区间（逐一校准）",
        )
    ]


def _data(places: list[Place]) -> said.Data:
    table = said.data([p.estimate for p in places])
    more: list[said.Line] = [
        [p.rank, p.rank_low, p.rank_high] if p.estimate.shown else [None] * 3 for p in places
    ]
    for k in LANGUAGES:
        head: said.Line = [words.RANK[k], words.RANK_LOW[k], words.RANK_HIGH[k]]
        table[k] = [[*row, *extra] for row, extra in zip(table[k], [head, *more], strict=True)]
    return table
