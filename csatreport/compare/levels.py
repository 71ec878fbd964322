"""Groups of customers now against the same groups a wave or a year ago."""

from __future__ import annotations

from dataclasses import replace

from csatreport.compare.differentiation import enough, rated
from csatreport.compare.variables import variables
from csatreport.measure import breaks, scores
from csatreport.measure.breaks import To
from csatreport.measure.fielding import Fielding
from csatreport.measure.groups import groups
from csatreport.measure.subjects import Subject
from csatreport.params import Text
from csatreport.results import Contrasts, Estimate
from csatreport.survey import Survey

WHAT = Text(en="groups of customers (overall satisfaction)", zh="个客户群体的总体满意度")


def changes(survey: Survey, *, to: To = "previous") -> Contrasts:
    """Overall satisfaction (0-100) of every level of every background since the wave compared with.

    Waves are independent samples; Holm over all levels. Levels that one of the waves did not have are left out, and
    so are those below the low base, in effective answers or in first-stage units. Empty where that wave is not declared
    or has no data.
    """
    return breaks.since(survey, lambda wave: _levels(Fielding.of(survey, wave)), to=to)


def _levels(fielding: Fielding) -> list[Estimate]:
    """Levels large enough to be compared, with no more degrees of freedom than each has of its own."""
    overall = [i for i in rated(fielding) if "overall" in i.roles][:1]
    if not overall:
        return []
    score = scores.of_items(fielding.responses, overall, measure="csat_index")
    subject = [Subject.of(overall[0], fielding.survey.questionnaire)]
    found = []
    for v in (v for v in variables(fielding) if v.kind == "background"):
        every = groups(score, fielding.design, v.codes, len(v.levels))
        shown = fielding.estimates(
            score, subject, measure="csat_index", unit="index", levels=v.levels, codes=v.codes
        )
        for at, e in enumerate(shown):
            if enough(e, every.units[at, 0], fielding.survey.edition.low_base):
                found.append(replace(e, df=min(every.means.df, float(every.df[at, 0]))))
    return found
