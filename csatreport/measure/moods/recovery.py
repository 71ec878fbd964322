"""After a complaint: whether customers mean to stay, by how their complaint ended.

Service recovery asks whether somebody whose complaint was solved well stays as willingly as somebody who never had one.
The answers are of one moment, so everything here is said of differences between groups, not of what solving does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from csatreport.measure import contrast, scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.moods.mood import NO, YES, only, said
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Text, Wave
from csatreport.results import Contrast, Contrasts, Estimate, Estimates
from csatreport.survey import Survey

Of = Literal["loyalty", "overall"]
NEVER = Text(en="Never complained", zh="未投诉")


@dataclass(frozen=True)
class Recovery:
    """Share in the top two boxes after each ending; the first of ``levels`` never complained.

    ``gaps`` compare every ending (second) with those who never complained (first); Holm over all endings. Both are
    empty where complaints, their endings or the outcome were not asked about.
    """

    levels: Estimates = field(default_factory=Estimates)
    gaps: Contrasts = field(default_factory=Contrasts)

    @property
    def best(self) -> Contrasts:
        """The gap of the ending that its list names first (solved quickly), as a family of its own; or none."""
        return contrast.family([_alone(c) for c in self.gaps.rows[:1]])


def recovery(survey: Survey, of: Of = "loyalty", *, wave: Wave | None = None) -> Recovery:
    """Share willing to stay (``loyalty``) or satisfied (``overall``) by how a complaint ended.

    Groups: those who said ``no`` to the item with the role ``complaint``, and those who said ``yes``, by their
    answer to the item with the role ``resolution`` in the order of its list; who complained without saying how it ended
    is left out. Each group is a domain of the whole design; a gap has the variance of the difference of both influences.
    What customers differ in besides (who complains was mostly less satisfied before) is not taken out.

    Checked against: R survey ``svyglm`` on a dummy (tests/oracle/dissatisfied.R).

    Raises
    ------
    ParamsError
        ``of`` is overall, and no item has that role.
    """
    fielding = Fielding.of(survey, wave)
    item = _outcome(fielding, of)
    levels, codes = endings(fielding)
    if item is None or len(levels) < 2:
        return Recovery()
    score = scores.of_items(fielding.responses, [item], measure="csat")
    subject = Subject.of(item, survey.questionnaire)
    found = fielding.estimates(score, [subject], measure="csat", unit="share", levels=levels, codes=codes)
    return Recovery(Estimates(found), contrast.family(_gaps(fielding, score, codes, found)))


def endings(fielding: Fielding) -> tuple[tuple[Level, ...], Codes]:
    """Those who never complained, then every ending that occurs; codes (n,), −1 in none. No levels: not asked."""
    found = fielding.survey.questionnaire.with_role("resolution")
    complained = said(fielding, "complaint", YES)
    if not found or complained is None or found[0].item not in fielding.responses:
        return (), np.empty(0, np.intp)
    ended, ending = fielding.levels(found[0].item)
    never = said(fielding, "complaint", NO)
    assert never is not None  # noqa: S101 - asked, as the line above found
    codes = np.where(complained[:, 0] == 1, np.where(ending >= 0, ending + 1, -1), -1)
    codes[never[:, 0] == 1] = 0
    return (Level(found[0].item, NO, NEVER), *ended), codes


def _outcome(fielding: Fielding, of: Of) -> Item | None:
    """The item that says whether somebody stays; None where it was not asked."""
    if of == "overall":
        return only(fielding.survey.questionnaire, "overall")
    return fielding.first("loyalty")


def _gaps(fielding: Fielding, score: Floats, codes: Codes, found: tuple[Estimate, ...]) -> list[Contrast]:
    z = np.hstack([influence(score, fielding.design, member=codes == k) for k in range(len(found))])
    se = errors(z[:, 1:] - z[:, :1], fielding.design)
    return [
        contrast.joint(found[0], e, se=float(s), df=fielding.design.df)
        for e, s in zip(found[1:], se, strict=True)
    ]


def _alone(c: Contrast) -> Contrast:
    """The same contrast before any correction."""
    return (
        contrast.untested(c.first, c.second)
        if c.se is None
        else contrast.joint(c.first, c.second, se=c.se, df=c.df or 0.0)
    )
