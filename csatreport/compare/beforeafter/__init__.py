"""Before and after: what declared improvements did, against groups that they did not reach (difference in differences).

The effect is what changed where it was done, minus what changed elsewhere: the coefficient of "treated, and since then" in
a regression of single answers of all waves on constants of levels (branches) and of waves, weighted with the survey's
weights. Only this design bears words of cause, and only while both groups moved alike before. An improvement that
began everywhere at once has no such group: its change is told, and nothing about why.
"""

from __future__ import annotations

from csatreport.compare.beforeafter.assessed import Sources, assess
from csatreport.compare.beforeafter.cells import Panel
from csatreport.compare.beforeafter.found import BeforeAfter, Found, Leads, Money, Rank
from csatreport.compare.beforeafter.verdicts import judged
from csatreport.errors import UsageError
from csatreport.measure import breaks
from csatreport.measure.fielding import Fielding
from csatreport.measure.scores import find
from csatreport.params import Item, Measure, Wave
from csatreport.survey import Survey

__all__ = ["BeforeAfter", "Found", "Leads", "Money", "Rank", "effects"]


def effects(survey: Survey) -> BeforeAfter:
    """Assess every improvement of ``params/analysis.toml`` by the answers of all waves of the edition.

    Returns
    -------
    BeforeAfter
        One row for each item of each improvement, in the order declared: the effect on the mean (points of the item's
        scale) and on the share satisfied (0-1), each family corrected by Holm, with the checks and the cost.

    Raises
    ------
    UsageError
        No improvement is declared, or none of the waves has answers.
    DataError
        A cost is to be read from a project that does not exist.

    Notes
    -----
    Source: Bertrand, Duflo and Mullainathan (2004) on errors clustered by level; Pustejovsky and Tipton (2018) for few
    of them; Conley and Taber (2011) where one or two levels were treated. Checked against: R clubSandwich, statsmodels
    and linearmodels (tests/oracle/beforeafter.*); effects planted in the simulated company.
    """
    declared, waves = survey.analysis.improvement, breaks.answered(survey)
    if not declared or not waves:
        raise UsageError(
            "nothing to compare before and after",
            expected="an [[improvement]] in params/analysis.toml, and waves with answers",
            got="no answers" if declared else "none declared",
            todo='let the chapter declare needs = ["improvements"] in params/book.toml',
        )
    fieldings = {w: Fielding.of(survey, w) for w in waves}
    items = {i: find(survey.questionnaire, i) for d in declared for i in d.items}
    sources = Sources(
        survey, fieldings, _panels(survey, fieldings, items, "mean"), _panels(survey, fieldings, items, "csat"),
        breaks.Breaks.of(survey),
    )  # fmt: skip
    return judged(survey, tuple(assess(sources, d, items[i]) for d in declared for i in d.items))


def _panels(
    survey: Survey, fieldings: dict[Wave, Fielding], items: dict[str, Item], measure: Measure
) -> dict[str, Panel]:
    """Sums of answers for each domain in which an improvement reached some levels and not others."""
    domains = dict.fromkeys(d.domain for d in survey.analysis.improvement if d.domain and d.levels)
    wanted = {
        domain: [items[i] for i in dict.fromkeys(
            i for d in survey.analysis.improvement if d.domain == domain for i in d.items
        )]
        for domain in domains
    }  # fmt: skip
    return {domain: Panel.of(fieldings, domain, some, measure=measure) for domain, some in wanted.items()}
