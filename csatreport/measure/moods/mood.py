"""Dissatisfied customers: how many there are, and whether they complained.

Moods of overall satisfaction (item with the role ``overall``): *satisfied* in the top two boxes of its scale,
*dissatisfied* in the bottom two, *neutral* between; *unsatisfied* is dissatisfied or neutral.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from csatreport.errors import ParamsError
from csatreport.measure import breaks, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Questionnaire, Role, Text, Wave
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

Mood = Literal["satisfied", "neutral", "dissatisfied", "unsatisfied"]
MOODS: dict[Mood, Text] = {
    "satisfied": Text(en="Satisfied customers", zh="满意客户"),
    "neutral": Text(en="Neutral customers", zh="评价一般的客户"),
    "dissatisfied": Text(en="Dissatisfied customers", zh="不满意客户"),
    "unsatisfied": Text(en="Customers who are not satisfied", zh="未表示满意的客户"),
}
YES, NO = "yes", "no"


def share(survey: Survey, mood: Mood = "dissatisfied", *, wave: Wave | None = None) -> Estimate:
    """Share of all customers in a mood, 0-1.

    Mean of 1 (in the mood) and 0 over those who rated overall satisfaction: the one estimator, logit interval,
    exact where nobody or everybody is in the mood.

    Checked against: R survey ``svyciprop`` (tests/oracle/dissatisfied.R).

    Raises
    ------
    ParamsError
        No item has the role ``overall``.
    """
    fielding = Fielding.of(survey, wave)
    subject = Subject.of(only(survey.questionnaire, "overall"), survey.questionnaire)
    return fielding.estimates(moods(fielding, mood), [subject], measure=mood, unit="share")[0]


def changes(survey: Survey, mood: Mood = "dissatisfied") -> Contrasts:
    """Change of that share since the previous wave: one contrast, or none where there is no such wave."""
    return breaks.since(survey, lambda wave: [share(survey, mood, wave=wave)])


def series(survey: Survey, mood: Mood = "dissatisfied") -> Estimates:
    """The share in every wave with answers, oldest first, breaks marked."""
    return breaks.series(survey, lambda wave: [share(survey, mood, wave=wave)])


def unvoiced(survey: Survey, mood: Mood = "unsatisfied", *, wave: Wave | None = None) -> Estimates:
    """Share of the customers in a mood who did not complain; empty where complaints were not asked about.

    The item with the role ``complaint`` has the codes ``yes`` and ``no``.
    """
    fielding = Fielding.of(survey, wave)
    silent = said(fielding, "complaint", NO)
    if silent is None:
        return Estimates()
    item = only(survey.questionnaire, "complaint")
    level = (Level(only(survey.questionnaire, "overall").item, mood, MOODS[mood]),)
    return Estimates(
        fielding.estimates(
            silent, [Subject.of(item, survey.questionnaire)], measure="unvoiced", unit="share",
            levels=level, codes=np.where(member(fielding, mood), 0, -1),
        )
    )  # fmt: skip


def moods(fielding: Fielding, mood: Mood) -> Floats:
    """1 in the mood, 0 not, NaN without a rating: (n, 1)."""
    item = only(fielding.survey.questionnaire, "overall")
    rating = scores.of_items(fielding.responses, [item], measure="mean")
    assert item.scale is not None  # noqa: S101 - of_items has refused an item without one
    top, bottom = item.scale.top, min(item.scale.low + 1, item.scale.top - 1)
    inside = {
        "satisfied": rating >= top,
        "neutral": (rating > bottom) & (rating < top),
        "dissatisfied": rating <= bottom,
        "unsatisfied": rating < top,
    }[mood]
    return np.where(np.isnan(rating), np.nan, inside * 1.0)


def member(fielding: Fielding, mood: Mood) -> npt.NDArray[np.bool_]:
    """Who is in the mood (n,)."""
    return np.asarray(moods(fielding, mood)[:, 0] == 1)


def said(fielding: Fielding, role: Role, code: str) -> Floats | None:
    """1 where the item of that role was answered with ``code``, 0 with another (n, 1); None where nobody was asked."""
    found = fielding.survey.questionnaire.with_role(role)
    if not found or found[0].item not in fielding.responses or fielding.responses[found[0].item].isna().all():
        return None
    answer = fielding.responses[found[0].item]
    return np.where(answer.isna(), np.nan, (answer == code).fillna(value=False).to_numpy(np.float64))[:, None]


def only(questionnaire: Questionnaire, role: Role) -> Item:
    """The first item with the role.

    Raises
    ------
    ParamsError
        There is none.
    """
    for item in questionnaire.with_role(role):
        return item
    raise ParamsError(
        f"no item has the role {role!r}",
        where="params/questionnaire.csv, column `roles`",
        expected=f"an item with the role {role}",
        got="none",
        todo="give the role, or leave the chapter out",
    )
