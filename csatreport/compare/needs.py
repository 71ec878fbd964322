"""What matters most to customers: the types of need, how they changed, and who has which."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.compare import domains as groups
from csatreport.measure import breaks
from csatreport.measure.demands import need_label
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Wave
from csatreport.results import Contrasts, Estimates
from csatreport.survey import Survey


def shares(survey: Survey, *, wave: Wave | None = None) -> Estimates:
    """Weighted share of customers to whom each type of need matters most, of those who answered (role ``need``).

    In the order of the list of needs; empty where the wave did not ask.
    """
    found = _indicators(Fielding.of(survey, wave))
    if found is None:
        return Estimates()
    fielding, scores, subjects = found
    return Estimates(fielding.estimates(scores, subjects, measure="need", unit="share"))


def changes(survey: Survey) -> Contrasts:
    """Change of each share since the previous wave (Holm); empty where one of the waves did not ask."""
    asked = [i.item for i in survey.questionnaire.with_role("need")]
    return breaks.since(survey, lambda wave: shares(survey, wave=wave), rests=lambda _: asked)


def differences(survey: Survey, domains: Sequence[str] | None = None) -> Contrasts:
    """Each need in each level of each domain against all other customers: one family.

    ``domains`` as in :func:`csatreport.compare.domains.differences`.
    """
    found = _indicators(Fielding.of(survey))
    if found is None:
        return Contrasts()
    fielding, scores, subjects = found
    return groups.of_scores(fielding, scores, subjects, measure="need", unit="share", domains=domains)


def _indicators(fielding: Fielding) -> tuple[Fielding, Floats, list[Subject]] | None:
    """1 where the need was chosen, 0 where another was, NaN where nothing was answered (n, needs)."""
    asked = [i for i in fielding.survey.questionnaire.with_role("need") if _answered(fielding, i)]
    if not asked:
        return None
    levels, codes = fielding.levels(asked[0].item)
    chosen = np.where(codes[:, None] < 0, np.nan, codes[:, None] == np.arange(len(levels)))
    return fielding, chosen, [_subject(fielding, asked[0], level) for level in levels]


def _answered(fielding: Fielding, item: Item) -> bool:
    return (
        item.kind == "category"
        and item.item in fielding.responses
        and bool(fielding.responses[item.item].notna().any())
    )


def _subject(fielding: Fielding, item: Item, level: Level) -> Subject:
    listed = fielding.survey.questionnaire.labels.get(item.codes, {})
    return Subject(
        level.code, listed.get(level.code) or need_label(fielding.survey.questionnaire, level.code)
    )
