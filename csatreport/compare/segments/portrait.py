"""Who is in a segment: satisfaction, and everything known of customers that the segments were not found from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from csatreport.compare.domains import of_levels
from csatreport.measure import contrast, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.segments.named import Segments
from csatreport.measure.subjects import Subject, name
from csatreport.params import Item, Measure, Role, Text
from csatreport.results import Contrast, Contrasts, Count, Unit

_KNOWN: tuple[Role, ...] = ("need", "domain", "behaviour")
_PER_POINT = {
    "share": 0.01,
    "index": 1.0,
    "nps": 2.0,
}  # what a point of an index from 0 to 100 is in other units


@dataclass(frozen=True)
class Portrait:
    """Everything known of customers by segment, each against all other customers.

    Attributes
    ----------
    satisfied : Contrasts
        Share satisfied with the whole and net promoter score: one family.
    contrasts : Contrasts
        Shares of customers at the levels of questions: another.
    large : Count
        Points from which on a difference matters.
    """

    satisfied: Contrasts
    contrasts: Contrasts
    large: Count
    wants: tuple[str, ...] = ()  # questions about needs

    @property
    def matter(self) -> Contrasts:
        """Clear differences that are as large as the project declares, the largest first."""
        rows = [c for c in self.contrasts.clear if self.matters(c)]
        return Contrasts(tuple(sorted(rows, key=_points, reverse=True)))

    def matters(self, c: Contrast) -> bool:
        """Whether a difference is clear and large."""
        return c.direction != "none" and _points(c) >= self.large.value

    def of(self, level: str) -> Contrasts:
        """What matters of one segment, the largest first."""
        return Contrasts(tuple(c for c in self.matter if c.second.level == level))

    @property
    def needs(self) -> Contrasts:
        """What matters of what customers need: what segments look for more often than others."""
        return Contrasts(tuple(c for c in self.matter if c.second.group in self.wants and c.value > 0))

    @property
    def satisfaction(self) -> tuple[Contrasts, ...]:
        """Every measure of satisfaction by itself, segment by segment."""
        measures = dict.fromkeys(c.second.measure for c in self.satisfied)
        return tuple(Contrasts(tuple(c for c in self.satisfied if c.second.measure == m)) for m in measures)

    @property
    def behind(self) -> Contrast | None:
        """The segment that is clearly less satisfied than all others, by the first measure by which one is."""
        return next((each.fallen.rows[0] for each in self.satisfaction if len(each.fallen)), None)


def portrait(found: Segments) -> Portrait:
    """Every segment against all other customers, in whatever the segments were not found from.

    Share satisfied with the whole and net promoter score are one family (Holm). The levels of every question about needs,
    background (``domain``) and behaviour are another: the share of the segment's customers at each. Tested with the design. A
    difference matters when it is clear and reaches ``[differentiation] large`` points.
    """
    fielding = found.fielding
    declared = fielding.survey.analysis.differentiation.large
    wants = tuple(i.item for i in fielding.survey.questionnaire.with_role("need"))
    satisfied, known = (
        contrast.family([c for score in scored for c in _against(found, score)])
        for scored in (_satisfaction(fielding), _known(fielding, {i.item for i in found.now.features.items}))
    )
    return Portrait(satisfied, known, Count(declared, Text(en="Large difference", zh="较大差异")), wants)


_Scored = tuple[str, Unit, Sequence[Subject], Floats]


def _against(found: Segments, scored: _Scored) -> list[Contrast]:
    """Every segment against all others in one score."""
    measure, unit, subjects, score = scored
    return of_levels(
        found.fielding, found.levels, found.now.member, subjects, score, measure=measure, unit=unit
    )


def _points(c: Contrast) -> float:
    return abs(c.value) / _PER_POINT[c.unit]


def _satisfaction(fielding: Fielding) -> Iterator[_Scored]:
    asked: tuple[tuple[Role, Measure], ...] = (("overall", "csat"), ("nps", "nps"))
    for role, measure in asked:
        item = fielding.first(role)
        if item is not None:
            score = scores.of_items(fielding.responses, [item], measure=measure)
            yield measure, scores.UNITS[measure], [Subject(item.item, item.label)], score


def _known(fielding: Fielding, used: set[str]) -> Iterator[_Scored]:
    """Levels of everything known of customers that the segments were not found from."""
    seen = set(used)
    for item in (i for role in _KNOWN for i in fielding.survey.questionnaire.with_role(role)):
        if item.item in seen or "standing" in item.roles or not fielding.asked(item):
            continue
        seen.add(item.item)
        subjects, score = _levels(fielding, item)
        if subjects:
            yield "share", "share", subjects, score


def _levels(fielding: Fielding, item: Item) -> tuple[list[Subject], Floats]:
    """The levels of a category, or the choices of several, as scores of 0 and 1."""
    if item.kind == "category" and item.item in fielding.responses:
        levels, codes = fielding.levels(item.item)
        score = np.where((codes >= 0)[:, None], codes[:, None] == np.arange(len(levels)), np.nan)
        subjects = [Subject(f"{item.item}.{x.code}", x.label, item.item, item.label) for x in levels]
        return (subjects, score) if len(levels) > 1 else ([], score)
    if item.kind != "multiple":
        return [], np.empty((len(fielding.responses), 0))
    columns = [c for c in map(str, fielding.responses) if c.startswith(f"{item.item}.")]
    score = fielding.responses[columns].to_numpy(np.float64, na_value=np.nan)
    labels = [name(fielding.survey.questionnaire, item.codes, c.partition(".")[2]) for c in columns]
    return [Subject(c, t, item.item, item.label) for c, t in zip(columns, labels, strict=True)], score
