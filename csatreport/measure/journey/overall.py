"""Stages and overall satisfaction: which stage goes together with it, and how far a failure does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure import contrast, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding, Level, Subject
from csatreport.measure.journey.answers import Answers, answers, known
from csatreport.measure.linearisation import influence, variance
from csatreport.measure.moments import moments
from csatreport.measure.resample import resampled
from csatreport.params import Item, Measure, Text
from csatreport.results import Contrast, Contrasts, Estimates
from csatreport.survey import Survey

FINE = Text(en="Nothing went wrong", zh="未遇到问题")
WRONG = Text(en="Something went wrong", zh="遇到问题")
AVERAGE = Text(en="Average of the stages", zh="各环节平均")
WORST = Text(en="Worst stage", zh="评价最低的环节")
LAST = Text(en="Last stage", zh="最后经历的环节")


@dataclass(frozen=True)
class PeakEnd:
    """Correlation of overall satisfaction with the average, the worst and the last stage of each customer.

    ``gap`` is that of the worst minus that of the average; its interval and p come from the bootstrap.
    """

    correlations: Estimates
    gap: Contrast


def together(survey: Survey) -> Estimates:
    """Correlation of each stage's rating with overall satisfaction: the standardised coefficient of a simple regression.

    Each stage on those who rated both (few went through all stages, so that no model holds them together).
    Percentile intervals of the design's bootstrap. Empty where overall satisfaction was not asked.

    Checked against: R ``cov.wt`` on the same pairs, see tests/oracle.
    """
    given, overall = _with_overall(survey)
    if overall is None:
        return Estimates()
    rated = scores.of_items(given.fielding.responses, given.items, measure="mean")
    return _correlations(given.fielding, rated, _rating(given, overall), given.subjects, "journey.together")[
        0
    ]


def peak_end(survey: Survey) -> PeakEnd | None:
    """Whether the worst stage tells more of overall satisfaction than the average of all stages.

    Among customers with two stages or more. None where overall satisfaction was not asked.
    """
    given, overall = _with_overall(survey)
    if overall is None:
        return None
    rated = scores.of_items(given.fielding.responses, given.items, measure="mean")
    some = (~np.isnan(rated)).sum(axis=1) >= 2
    columns = np.full((len(rated), 3), np.nan)
    columns[some] = np.column_stack(
        [np.nanmean(rated[some], axis=1), np.nanmin(rated[some], axis=1), _last(rated[some])]
    )
    subjects = [Subject(c, t) for c, t in (("average", AVERAGE), ("worst", WORST), ("last", LAST))]
    rows, draws = _correlations(
        given.fielding, columns, _rating(given, overall), subjects, "journey.peak-end"
    )
    average, worst, _ = rows
    se = float(np.nanstd(draws[:, 1] - draws[:, 0], ddof=1))
    gap = contrast.joint(average, worst, se=se, df=given.fielding.design.df)
    return PeakEnd(rows, contrast.family([gap]).rows[0])


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
    z = influence(score, fielding.design, member=codes == 1) - influence(
        score, fielding.design, member=codes == 0
    )
    return contrast.joint(
        fine, wrong, se=float(np.sqrt(variance(z, fielding.design)[0, 0])), df=fielding.design.df
    )


def _with_overall(survey: Survey) -> tuple[Answers, Item | None]:
    fielding = Fielding.of(survey)
    asked = [i for i in survey.questionnaire.with_role("overall") if fielding.asked(i)]
    return answers(fielding), asked[0] if asked else None


def _rating(given: Answers, overall: Item) -> Floats:
    return scores.of_items(given.fielding.responses, [overall], measure="mean")[:, 0]


def _last(rated: Floats) -> Floats:
    """Rating of the last stage that each respondent rated."""
    there = ~np.isnan(rated)
    at = there.shape[1] - 1 - there[:, ::-1].argmax(axis=1)
    return np.asarray(rated[np.arange(len(rated)), at])


def _correlations(
    fielding: Fielding,
    columns: Floats,
    overall: Floats,
    subjects: list[Subject] | tuple[Subject, ...],
    purpose: str,
) -> tuple[Estimates, Floats]:
    """Correlation of each column with ``overall`` on the pairs it has, and its resamples (R, k)."""

    def statistic(weights: Floats) -> Floats:
        pairs = [moments(np.column_stack([c, overall]), weights).correlation[:, 0, 1] for c in columns.T]
        return np.column_stack(pairs)

    value = statistic(fielding.design.weights[None])[0]
    drawn = resampled(statistic, fielding.design, fielding.generator(purpose))
    se = drawn.se(value)
    low, high = drawn.interval(value, confidence=fielding.survey.edition.confidence)
    rows = [
        fielding.modelled(
            value[k], se=se[k], interval=(low[k], high[k]), subject=subject, measure="correlation",
            unit="coefficient", used=~(np.isnan(columns[:, k]) | np.isnan(overall)),
        )
        for k, subject in enumerate(subjects)
    ]  # fmt: skip
    return Estimates(tuple(rows)), drawn.results
