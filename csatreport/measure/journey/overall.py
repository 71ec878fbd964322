"""Stages and overall satisfaction: which stage goes together with it, and how far a failure does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from csatreport.measure import contrast, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.journey.answers import Answers, answers, known
from csatreport.measure.linearisation import apart
from csatreport.measure.moments import moments
from csatreport.measure.resample import Resampled, resampled
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Measure, Text
from csatreport.results import Contrast, Contrasts, Estimate, Estimates
from csatreport.survey import Survey

FINE = Text(en="Nothing went wrong", zh="未遇到问题")
WRONG = Text(en="Something went wrong", zh="遇到问题")
AVERAGE = Text(en="Average of the stages", zh="各环节平均")
WORST = Text(en="Worst stage", zh="评价最低的环节")
LAST = Text(en="Last stage", zh="最后经历的环节")
KINDS = (("average", AVERAGE), ("worst", WORST), ("last", LAST))


@dataclass(frozen=True)
class Together:
    """What goes with overall satisfaction.

    Attributes
    ----------
    stages : Estimates
        Correlation of each stage's rating with overall satisfaction; empty where that was not asked.
    kinds : Estimates
        The same of each customer's average, worst and last stage, among those who rated two stages or more.
    gap : Contrast or None
        Correlation of the worst stage minus that of the average; its standard error comes from the bootstrap.
    """

    stages: Estimates
    kinds: Estimates
    gap: Contrast | None


def together(survey: Survey) -> Together:
    """Correlations of stages with overall satisfaction: standardised coefficients of simple regressions.

    Each stage on those who rated both (few went through all stages, so that no model holds them together).
    Percentile intervals of the design's bootstrap, one set of resamples for all.

    Checked against: R ``cov.wt`` on the same pairs, see tests/oracle.
    """
    given, overall = _with_overall(survey)
    if overall is None:
        return Together(Estimates(), Estimates(), None)
    fielding = given.fielding
    rated = scores.of_items(fielding.responses, given.items, measure="mean")
    columns = np.column_stack([rated, _kinds(rated)])
    subjects = (*given.subjects, *(Subject(c, t) for c, t in KINDS))
    rows, drawn = _correlations(fielding, columns, _rating(given, overall), subjects)
    width = rated.shape[1]
    average, worst = rows[width : width + 2]
    apart_by = drawn.results[:, width + 1] - drawn.results[:, width]
    se = replace(drawn, results=apart_by).se(np.array(worst.value - average.value))
    gap = contrast.joint(average, worst, se=float(se), df=fielding.design.df)
    return Together(Estimates(rows[:width]), Estimates(rows[width:]), contrast.family([gap]).rows[0])


def _kinds(rated: Floats) -> Floats:
    """Average, worst and last stage (n, 3) of those who rated two or more."""
    some = (~np.isnan(rated)).sum(axis=1) >= 2
    columns = np.full((len(rated), 3), np.nan)
    own = rated[some]
    columns[some] = np.column_stack([np.nanmean(own, axis=1), np.nanmin(own, axis=1), _last(own)])
    return columns


def damage(survey: Survey, measure: Measure = "csat") -> Contrasts:
    """Overall satisfaction of those for whom a stage went wrong, minus that of the others who went through it.

    Both are domains of one sample: the variance is that of the difference of their influences; Holm over the
    stages. Empty where failures or overall satisfaction were not asked.

    Checked against: R ``svyglm(overall ~ failed)`` among those who went through, see tests/oracle.
    """
    given, overall = _with_overall(survey)
    if overall is None or not known(given.failed):
        return Contrasts()
    fielding = given.fielding
    score = scores.of_items(fielding.responses, [overall], measure=measure)
    return contrast.family([_damage(given, score, k, measure) for k in range(len(given.items))])


def _damage(given: Answers, score: Floats, stage: int, measure: Measure) -> Contrast:
    fielding, failed = given.fielding, given.failed[:, stage]
    subject = given.subjects[stage]
    levels = (Level("failed", "fine", FINE), Level("failed", "wrong", WRONG))
    codes = np.where(np.isnan(failed), -1, failed).astype(np.intp)
    fine, wrong = fielding.estimates(
        score, [subject], measure=measure, unit=scores.UNITS[measure], levels=levels, codes=codes
    )
    (se,) = apart(score, fielding.design, codes == 0, codes == 1)
    return contrast.joint(fine, wrong, se=float(se), df=fielding.design.df)


def _with_overall(survey: Survey) -> tuple[Answers, Item | None]:
    fielding = Fielding.of(survey)
    return answers(fielding), fielding.first("overall")


def _rating(given: Answers, overall: Item) -> Floats:
    return scores.of_items(given.fielding.responses, [overall], measure="mean")[:, 0]


def _last(rated: Floats) -> Floats:
    """Rating of the last stage that each respondent rated."""
    there = ~np.isnan(rated)
    at = there.shape[1] - 1 - there[:, ::-1].argmax(axis=1)
    return np.asarray(rated[np.arange(len(rated)), at])


def _correlations(
    fielding: Fielding, columns: Floats, overall: Floats, subjects: Sequence[Subject]
) -> tuple[tuple[Estimate, ...], Resampled]:
    """Correlation of each column with ``overall`` on the pairs it has, and its resamples (R, k)."""

    def statistic(weights: Floats) -> Floats:
        pairs = [moments(np.column_stack([c, overall]), weights).correlation[:, 0, 1] for c in columns.T]
        return np.column_stack(pairs)

    value = statistic(fielding.design.weights[None])[0]
    drawn = resampled(statistic, fielding.design, fielding.generator("journey.together"))
    se = drawn.se(value)
    low, high = drawn.interval(value, confidence=fielding.survey.edition.confidence)
    rows = [
        fielding.modelled(
            value[k], se=se[k], interval=(low[k], high[k]), subject=subject, measure="correlation",
            unit="coefficient", used=~(np.isnan(columns[:, k]) | np.isnan(overall)),
        )
        for k, subject in enumerate(subjects)
    ]  # fmt: skip
    return tuple(rows), drawn
