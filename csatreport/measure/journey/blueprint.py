"""The service blueprint: of each stage what the customer does, who meets him, who works behind, what carries it."""

from __future__ import annotations

from dataclasses import dataclass

from csatreport.measure.fielding import Fielding
from csatreport.measure.journey.answers import LIST, answers
from csatreport.measure.journey.steps import STEPS
from csatreport.measure.subjects import name
from csatreport.params import Questionnaire, Text
from csatreport.survey import Survey


@dataclass(frozen=True)
class Layer:
    """One stage of the blueprint; what is neither declared nor found is None or empty."""

    stage: Text
    does: Text | None
    touchpoints: tuple[Text, ...]
    departments: tuple[Text, ...]
    support: Text | None
    steps: tuple[Text, ...]


def blueprint(survey: Survey) -> tuple[Layer, ...]:
    """Stages that the wave rated, in order, as ``[journey]`` declares them.

    Departments that are not declared are those of the stage's items in the questionnaire.

    Raises
    ------
    ParamsError
        Fewer than two stages were rated as a whole.
    """
    stages = answers(Fielding.of(survey)).stages
    return tuple(_layer(survey, stage) for stage in stages)


def _layer(survey: Survey, stage: str) -> Layer:
    questionnaire, declared = survey.questionnaire, survey.analysis.journey.of(stage)
    items = [i.department for i in questionnaire.items if i.stage == stage and i.department]
    departments = declared.departments or tuple(dict.fromkeys(items))
    return Layer(
        name(questionnaire, LIST, stage),
        declared.does,
        _names(questionnaire, "touchpoint", declared.touchpoints),
        _names(questionnaire, "department", departments),
        declared.support,
        _names(questionnaire, STEPS, declared.steps),
    )


def _names(questionnaire: Questionnaire, list_name: str, codes: tuple[str, ...]) -> tuple[Text, ...]:
    return tuple(name(questionnaire, list_name, code) for code in codes)
