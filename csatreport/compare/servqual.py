"""SERVQUAL gaps of groups of customers and of waves: dimension by dimension, and everything together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.compare import domains as groups
from csatreport.measure import breaks
from csatreport.measure.breaks import To
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.servqual import pairs
from csatreport.measure.servqual.pairs import Pairs
from csatreport.measure.servqual.weights import shares
from csatreport.measure.subjects import Subject
from csatreport.params import Text, Wave
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

TREND = Text(en="SERVQUAL gap by dimension", zh="SERVQUAL各维度差距走势")
WORDS = {  # of changes: what is compared, and what up and down mean
    "of": Text(en="gaps (all dimensions together, and each)", zh="个差距（总体及各维度）"),
    "up": Text(en="came clearly closer to what customers expect", zh="明显收窄"),
    "down": Text(en="fell clearly further behind", zh="明显扩大"),
}


def by_domain(survey: Survey, domains: Sequence[str] | None = None) -> Contrasts:
    """Gap of each level of each domain against all other customers, for the total and for each dimension.

    ``first`` is the gap of the others, ``second`` that of the level; Holm over all of them; small bases
    suppressed. Respondents count in a dimension with the pairs that they answered.

    Checked against: :func:`csatreport.compare.domains.differences` on the differences themselves.

    Parameters
    ----------
    domains : sequence of str, optional
        As :func:`csatreport.compare.domains.differences`.

    Raises
    ------
    ParamsError
        There is no pair, or the two items of a pair have different scales.
    """
    fielding = Fielding.of(survey)
    subjects, difference = _differences(fielding, _importance(fielding))
    return groups.of_scores(fielding, difference, subjects, measure="gap", unit="score", domains=domains)


def series(survey: Survey) -> tuple[Estimates, ...]:
    """Gap of the total and of each dimension in every wave that asked the pairs, oldest first.

    The total weighs dimensions in all waves as in this one: a change is never one of the weights.
    """
    importance = _importance(Fielding.of(survey))
    lines: dict[str, list[Estimate]] = {name: [] for name in ("total", *importance)}
    for wave in breaks.answered(survey):
        for e in _estimates(survey, wave, importance):
            lines[e.item].append(e)
    known, rests = breaks.Breaks.of(survey), _questions(survey)
    return tuple(known.marked(Estimates(tuple(rows)), rests=rests) for rows in lines.values() if rows)


def changes(survey: Survey, *, to: To = "previous") -> Contrasts:
    """Change of the gap of the total and of each dimension since the wave compared with; Holm over all of them.

    Empty where that wave is not declared, has no data, or did not ask the pairs. Up means that perception came
    closer to expectation, or passed it further. The total weighs dimensions in both waves as in this one.
    """
    if breaks.before(survey, to) is None:
        return Contrasts()
    importance = _importance(Fielding.of(survey))
    return breaks.since(
        survey, lambda wave: _estimates(survey, wave, importance), to=to, rests=_questions(survey)
    )


def _questions(survey: Survey) -> breaks.Rests:
    """A gap rests on both questions of each pair of its dimension, the total on all."""
    asked = survey.questionnaire.pairs("perception", "expectation")
    known = {p.dimension for p, _ in asked}
    return lambda e: [
        i.item for pair in asked for i in pair if e.item not in known or pair[0].dimension == e.item
    ]


_Importance = dict[str, float]  # share of each dimension in the total


def _importance(fielding: Fielding) -> _Importance:
    asked = pairs.asked(fielding)
    dimensions = pairs.of_dimensions(fielding, asked, pairs.of_items(fielding, asked))
    return shares(fielding, asked, dimensions).of


def _estimates(survey: Survey, wave: Wave, importance: _Importance) -> tuple[Estimate, ...]:
    """Gaps of one wave: of the total, then of the dimensions that this edition weighs."""
    fielding = Fielding.of(survey, wave)
    if not fielding.pairs("perception", "expectation"):
        return ()
    subjects, difference = _differences(fielding, importance)
    found = fielding.estimates(difference, subjects, measure="gap", unit="score")
    return tuple(e for e in found if e.n)


def _differences(fielding: Fielding, importance: _Importance) -> tuple[list[Subject], Floats]:
    """Gaps (n, 1 + k) of each respondent: of the total and of each dimension, where there are several."""
    asked = pairs.asked(fielding)
    every = pairs.of_dimensions(fielding, asked, pairs.of_items(fielding, asked))
    kept = [i for i, s in enumerate(every.subjects) if s.item in importance]
    known = Pairs(
        tuple(every.subjects[i] for i in kept), every.perception[:, kept], every.expectation[:, kept]
    )
    total = pairs.of_total(known, np.array([importance[s.item] for s in known.subjects]))
    if len(kept) == 1:
        return list(total.subjects), total.difference
    both = [*total.subjects, *known.subjects]
    return both, np.hstack([total.difference, known.difference])
