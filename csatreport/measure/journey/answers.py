"""Scores of the stages of the journey, respondent by respondent: who went through, where it went wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.errors import ParamsError
from csatreport.measure import scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Subject, name
from csatreport.params import Item, Role

LIST = "stage"  # of params/labels.csv


@dataclass(frozen=True, eq=False)
class Answers:
    """Of the n responses of a wave to the k stages, in the order of the journey; NaN where nothing is known.

    Attributes
    ----------
    items
        The rating of each stage as a whole.
    subjects
        The stage: its item, its own label.
    used : (n, k) float
        1 went through the stage, 0 did not.
    failed : (n, k) float
        1 something went wrong in it, 0 nothing did, NaN for those who did not go through.
    """

    fielding: Fielding
    items: tuple[Item, ...]
    subjects: tuple[Subject, ...]
    used: Floats
    failed: Floats

    @property
    def stages(self) -> tuple[str, ...]:
        """Codes of the stages."""
        return tuple(i.stage for i in self.items)


def answers(fielding: Fielding) -> Answers:
    """Stages that the wave asked about, ordered as declared, else as the list ``stage``.

    Who went through a stage and did not tick it under ``failed`` had no failure: nothing to tick is how a question
    with several choices says no. A failure in a stage that somebody did not go through does not count. Where the
    wave did not ask ``used``, those who rated a stage went through it.

    Raises
    ------
    ParamsError
        Fewer than two stages were rated as a whole, or a stage has two such items.
    """
    items = _ordered(fielding)
    stages = [i.stage for i in items]
    used, ticked = (_ticked(fielding, role, stages) for role in ("used", "failed"))
    rated = ~np.isnan(scores.of_items(fielding.responses, items, measure="mean"))
    went = used == 1 if known(used) else rated
    asked = known(ticked) or _asked(fielding, "failed", stages)
    failed = np.where(went & asked, np.nan_to_num(ticked), np.nan)
    questionnaire = fielding.survey.questionnaire
    subjects = tuple(Subject(i.item, name(questionnaire, LIST, i.stage)) for i in items)
    return Answers(fielding, items, subjects, used, failed)


def known(values: Floats) -> bool:
    """Whether anything at all is known."""
    return bool((~np.isnan(values)).any())


def _ordered(fielding: Fielding) -> tuple[Item, ...]:
    questionnaire = fielding.survey.questionnaire
    rated = [i for i in questionnaire.with_role("stage_overall") if i.stage and fielding.asked(i)]
    codes = [i.stage for i in rated]
    if len(rated) < 2 or len(set(codes)) < len(codes):
        raise ParamsError(
            "fewer than two stages of the journey were rated as a whole"
            if len(rated) < 2
            else "a stage has two overall ratings",
            where="params/questionnaire.csv, columns `roles` and `stage`",
            expected="one rating with the role stage_overall for each stage",
            got=", ".join(codes) or "none",
            todo="give the role and the stage, or leave the chapter out",
        )
    order = [*fielding.survey.analysis.journey.order, *questionnaire.labels.get(LIST, {}), *codes]
    return tuple(sorted(rated, key=lambda i: order.index(i.stage)))


def _asked(fielding: Fielding, role: Role, stages: list[str]) -> bool:
    """Whether the wave asked the question, though nobody may have ticked anything."""
    return any(
        item.source(fielding.wave) is not None and f"{item.item}.{stage}" in fielding.responses
        for item in fielding.survey.questionnaire.with_role(role)
        for stage in stages
    )


def _ticked(fielding: Fielding, role: Role, stages: list[str]) -> Floats:
    """Indicators (n, k) of the stages in the question with several choices that has ``role``."""
    found = np.full((len(fielding.responses), len(stages)), np.nan)
    for item in fielding.survey.questionnaire.with_role(role):
        for at, stage in enumerate(stages):
            column = f"{item.item}.{stage}"
            if column in fielding.responses:
                found[:, at] = fielding.responses[column].to_numpy(np.float64, na_value=np.nan)
    return found


def pains(given: Answers) -> tuple[Floats, str]:
    """Whether a stage hurt (n, k), and by which of three measures: the first that the survey bears.

    ``pain``: went through and it went wrong, among everybody who said what they went through. ``pain_unhappy``:
    went through and is not satisfied with the stage. ``unhappy``: not satisfied, among those who rated it.
    """
    unhappy = 1 - scores.of_items(given.fielding.responses, given.items, measure="csat")
    if not known(given.used):
        return unhappy, "unhappy"
    bad, measure = (given.failed, "pain") if known(given.failed) else (unhappy, "pain_unhappy")
    return np.where(given.used == 0, 0.0, np.where(given.used == 1, bad, np.nan)), measure
