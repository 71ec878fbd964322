"""Who is dissatisfied, and what each group of customers is dissatisfied with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.compare import domains
from csatreport.measure.fielding import Fielding
from csatreport.measure.moods.mood import Mood, member, moods, only
from csatreport.measure.moods.reasons import choices
from csatreport.measure.subjects import Subject
from csatreport.results import Contrasts
from csatreport.survey import Survey


def who(survey: Survey, mood: Mood = "unsatisfied", *, of: Sequence[str] | None = None) -> Contrasts:
    """Share in a mood of every level of every domain against all other customers; Holm over all of them.

    As :func:`csatreport.compare.domains.differences`; ``of``: codes of the domains (None: those declared, without peers).

    Raises
    ------
    ParamsError
        No item has the role ``overall``.
    """
    fielding = Fielding.of(survey)
    subject = Subject.of(only(survey.questionnaire, "overall"), survey.questionnaire)
    return domains.of_scores(
        fielding, moods(fielding, mood), [subject], measure=mood, unit="share", domains=of
    )


def reasons(survey: Survey, mood: Mood = "unsatisfied", *, of: Sequence[str] | None = None) -> Contrasts:
    """Share naming each reason, in every level of every domain, against the others of the same mood; one family.

    A level with fewer customers in the mood than the minimum base is hidden; empty where nobody named a reason.
    """
    fielding = Fielding.of(survey)
    subjects, named = choices(fielding)
    inside = np.where(member(fielding, mood)[:, None], named, np.nan)
    if np.isnan(inside).all():
        return Contrasts()
    return domains.of_scores(fielding, inside, subjects, measure="named", unit="share", domains=of)
