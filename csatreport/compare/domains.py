"""Gaps between groups of customers: each level against all other customers, in one design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from csatreport.measure import contrast, scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding, Level, Subject, suppressed
from csatreport.measure.linearisation import influence, variance
from csatreport.params import Measure, Text
from csatreport.results import Contrast, Contrasts, Estimate, Unit
from csatreport.survey import Survey

OTHERS = Text(en="All other customers", zh="其他客户")


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
    names = domains if domains is not None else _declared(fielding)
    rows = []
    for domain in names:
        for k, subject in enumerate(subjects):
            rows += _of_domain(fielding, domain, subject, score[:, [k]], measure=measure, unit=unit)
    return contrast.family(rows)


def _declared(fielding: Fielding) -> tuple[str, ...]:
    domains = fielding.survey.questionnaire.with_role("domain")
    return tuple(i.item for i in domains if "standing" not in i.roles and fielding.asked(i))


def _of_domain(
    fielding: Fielding, domain: str, about: Subject, score: Floats, *, measure: str, unit: Unit
) -> list[Contrast]:
    levels, codes = fielding.levels(domain)
    if len(levels) < 2:
        return []
    subject = [about]
    shown = fielding.estimates(score, subject, measure=measure, unit=unit, levels=levels, codes=codes)
    variances = variance(_gaps(fielding, score, codes, len(levels)), fielding.design)[0]
    heading = scores.find(fielding.survey.questionnaire, domain).label
    rows = []
    for code, level in enumerate(shown):
        others = _others(fielding, score, subject, rest=(codes >= 0) & (codes != code), level=level)
        both = (replace(e, group=domain, group_label=heading) for e in (others, level))
        rows.append(contrast.joint(*both, se=float(np.sqrt(variances[code])), df=fielding.design.df))
    return rows


def _gaps(fielding: Fielding, score: Floats, codes: Codes, levels: int) -> Floats:
    """Influence (n, levels) of each response on the gap between a level and the other levels."""
    columns = [
        influence(score, fielding.design, member=codes == code)
        - influence(score, fielding.design, member=(codes != code) & (codes >= 0))
        for code in range(levels)
    ]
    return np.hstack(columns)


def _others(
    fielding: Fielding, score: Floats, subject: list[Subject], *, rest: npt.NDArray[np.bool_], level: Estimate
) -> Estimate:
    """All customers of the other levels; hidden where the level is, since the total is known."""
    found = fielding.estimates(
        score,
        subject,
        measure=level.measure,
        unit=level.unit,
        levels=(Level(level.domain, "other", OTHERS),),
        codes=np.where(rest, 0, -1),
    )[0]
    return found if level.shown else suppressed(found)
