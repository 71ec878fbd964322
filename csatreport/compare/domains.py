"""Gaps between groups of customers: each level against all other customers, in one design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from csatreport.measure import contrast, scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding, suppressed
from csatreport.measure.linearisation import apart
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Measure
from csatreport.results import OTHERS, Contrast, Contrasts, Estimate, Unit
from csatreport.survey import Survey

_SIDES = ("first", "second")


def differences(
    survey: Survey, item: str, measure: Measure, domains: Sequence[str] | None = None
) -> Contrasts:
    """Every level of every domain against all other customers whose level is known.

    ``first`` is the others (level "other"), ``second`` the level. Both come from one sample, so the
    variance is that of the difference of their influences; Holm over all levels of all domains. A
    suppressed level hides its others too.

    Checked against: scipy ``ttest_ind(equal_var=False)`` on a large simple sample.

    Parameters
    ----------
    domains : sequence of str, optional
        Codes of domain items; None: every item with the role ``domain`` that the wave asked, but not those
        with the role ``standing``, whose levels are compared as peers.
    """
    fielding = Fielding.of(survey)
    chosen = scores.find(survey.questionnaire, item)
    score = scores.of_items(fielding.responses, [chosen], measure=measure)
    subject = Subject.of(chosen, survey.questionnaire)
    return of_scores(fielding, score, [subject], measure=measure, unit=scores.UNITS[measure], domains=domains)


def of_scores(
    fielding: Fielding,
    score: Floats,
    subjects: Sequence[Subject],
    *,
    measure: str,
    unit: Unit,
    domains: Sequence[str] | None = None,
) -> Contrasts:
    """As :func:`differences`, of any scores (n, k) of these ``subjects``: one family of all."""
    names = domains if domains is not None else fielding.domains()
    found = [_of_domain(fielding, d, subjects, score, measure=measure, unit=unit) for d in names]
    return contrast.family([row for rows in found for row in rows])


def of_levels(
    fielding: Fielding,
    levels: tuple[Level, ...],
    codes: Codes,
    subjects: Sequence[Subject],
    score: Floats,
    *,
    measure: str,
    unit: Unit,
) -> list[Contrast]:
    """Every level against all others whose level is known, not yet corrected as a family.

    All levels of the first subject come first, then those of the next; ``codes`` (n,) are places in ``levels``, −1 = in none.
    With less than two levels there is nothing to compare.
    """
    if len(levels) < 2:
        return []
    shown = fielding.estimates(score, subjects, measure=measure, unit=unit, levels=levels, codes=codes)
    se = _errors(fielding, score, codes, len(levels))
    width = len(subjects)
    rows: list[list[Contrast]] = [[] for _ in subjects]
    for code in range(len(levels)):
        own = slice(code * width, (code + 1) * width)
        rest = (codes >= 0) & (codes != code)
        others = _others(fielding, score, subjects, rest=rest, of=shown[own])
        for row, first, second, error in zip(rows, others, shown[own], se[own], strict=True):
            row.append(contrast.joint(first, second, se=float(error), df=fielding.design.df))
    return [c for row in rows for c in row]


def _of_domain(
    fielding: Fielding, domain: str, subjects: Sequence[Subject], score: Floats, *, measure: str, unit: Unit
) -> list[Contrast]:
    """Every level of a domain, under the label of its item."""
    levels, codes = fielding.levels(domain)
    heading = scores.find(fielding.survey.questionnaire, domain).label
    found = of_levels(fielding, levels, codes, subjects, score, measure=measure, unit=unit)
    return [
        replace(c, **{side: replace(getattr(c, side), group=domain, group_label=heading) for side in _SIDES})
        for c in found
    ]


def _errors(fielding: Fielding, score: Floats, codes: Codes, levels: int) -> Floats:
    """Standard errors (levels · k,) of the gap between a level and the other levels."""
    known = codes >= 0
    each = [apart(score, fielding.design, known & (codes != code), codes == code) for code in range(levels)]
    return np.hstack(each)


def _others(
    fielding: Fielding,
    score: Floats,
    subjects: Sequence[Subject],
    *,
    rest: npt.NDArray[np.bool_],
    of: Sequence[Estimate],
) -> list[Estimate]:
    """All customers of the other levels; hidden where the level is, since the total is known."""
    found = fielding.estimates(
        score,
        subjects,
        measure=of[0].measure,
        unit=of[0].unit,
        levels=(Level(of[0].domain, "other", OTHERS),),
        codes=np.where(rest, 0, -1),
    )
    return [other if level.shown else suppressed(other) for other, level in zip(found, of, strict=True)]
