"""Scores published by others: values without respondents, bases or intervals."""

from __future__ import annotations

import pandas as pd

from csatreport.measure.scores import find
from csatreport.measure.subjects import Level, Subject, name
from csatreport.params import Wave
from csatreport.results import Estimate
from csatreport.survey import Survey


def scores(
    survey: Survey, wave: Wave, *, items: tuple[str, ...] | None = None, domain: str = ""
) -> tuple[Estimate, ...]:
    """Published scores of a wave, items in questionnaire order, levels in the order of their list.

    ``domain`` "" gives the scores of everybody.
    """
    rows = survey.published[survey.published["wave"] == str(wave)].dropna(subset=["value"])
    order = items or tuple(i.item for i in survey.questionnaire.items)
    found: list[Estimate] = []
    for item in order:
        found.extend(_of_item(survey, wave, rows[rows["item"] == item], domain))
    return tuple(found)


def _of_item(survey: Survey, wave: Wave, rows: pd.DataFrame, domain: str) -> list[Estimate]:
    everybody = rows["level"] == ""
    rows = rows[~everybody & (rows["domain"] == domain)] if domain else rows[everybody]
    rank = {level: i for i, level in enumerate(_listed(survey, domain))} if domain else {}
    ordered = sorted(
        zip(rows["item"], rows["level"], rows["value"], strict=True),
        key=lambda row: (rank.get(row[1], len(rank)), row[1]),
    )
    return [
        _estimate(survey, wave, item, _level(survey, domain, level), value) for item, level, value in ordered
    ]


def _estimate(survey: Survey, wave: Wave, item: str, level: Level, value: float) -> Estimate:
    subject = Subject.of(find(survey.questionnaire, item), survey.questionnaire)
    return Estimate(
        value=float(value), unit="score", measure="score",
        item=subject.item, label=subject.label, group=subject.group, group_label=subject.group_label,
        wave=str(wave), wave_label=wave.label,
        domain=level.domain, level=level.code, level_label=level.label,
        confidence=survey.edition.confidence, data=survey.data,
    )  # fmt: skip


def _level(survey: Survey, domain: str, code: str) -> Level:
    if not domain:
        return Level()
    return Level(domain, code, name(survey.questionnaire, find(survey.questionnaire, domain).codes, code))


def _listed(survey: Survey, domain: str) -> tuple[str, ...]:
    return tuple(survey.questionnaire.labels.get(find(survey.questionnaire, domain).codes, {}))
