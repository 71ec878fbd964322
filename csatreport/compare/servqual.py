"""SERVQUAL gaps of groups of customers and of waves: dimension by dimension, and everything together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.compare import domains as groups
from csatreport.compare.waves import To
from csatreport.measure import breaks, contrast
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding, Subject
from csatreport.measure.servqual import pairs
from csatreport.measure.servqual.pairs import Pairs
from csatreport.measure.servqual.weights import shares
from csatreport.params import Text, Wave
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

TREND = Text(en="SERVQUAL gap by dimension", zh="SERVQUAL各维度差距走势")
WORDS = {  # of changes: what is compared, and what up and down mean
    "of": Text(en="gaps (all dimensions together, and each)", zh="个差距（总体及各维度）"),
    "up": Text(en="came clearly closer to what customers expect", zh="明显向期望靠拢"),
    "down": Text(en="fell clearly further behind", zh="明显拉大"),
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
    waves = [w for w in survey.waves if not survey.in_wave(w).responses.empty]
    lines: dict[str, list[Estimate]] = {name: [] for name in ("total", *importance)}
    for wave in waves:
        for e in _estimates(survey, wave, importance):
            lines[e.item].append(e)
    marked = breaks.Breaks.of(survey)
    return tuple(marked.marked(Estimates(tuple(rows))) for rows in lines.values() if rows)


def changes(survey: Survey, *, to: To = "previous") -> Contrasts:
    """Change of the gap of the total and of each dimension since the wave compared with; Holm over all of them.

    Empty where that wave is not declared, has no data, or did not ask the pairs. Up means that perception came
    closer to expectation, or passed it further. The total weighs dimensions in both waves as in this one.
    """
    before: Wave | None = getattr(survey.edition, to)
    if before is None or before not in survey.waves:
        return Contrasts()
    importance = _importance(Fielding.of(survey))
    earlier = {e.item: e for e in _estimates(survey, before, importance)}
    now = _estimates(survey, survey.wave, importance)
    return contrast.family(breaks.changes(survey, [(earlier[e.item], e) for e in now if e.item in earlier]))


_Importance = dict[str, float]  # share of each dimension in the total


def _importance(fielding: Fielding) -> _Importance:
    asked = pairs.asked(fielding)
    dimensions = pairs.of_dimensions(fielding, asked, pairs.of_items(fielding, asked))
    return shares(fielding, asked, dimensions).of


def _estimates(survey: Survey, wave: Wave, importance: _Importance) -> tuple[Estimate, ...]:
    """Gaps of one wave: of the total, then of the dimensions that this edition weighs."""
    if survey.in_wave(wave).responses.empty:
        return ()
    fielding = Fielding.of(survey, wave)
    if not any(all(map(fielding.asked, p)) for p in survey.questionnaire.pairs("perception", "expectation")):
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
