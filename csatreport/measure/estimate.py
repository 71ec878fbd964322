"""Estimates of a survey: items, levels of a domain, waves, dimensions.

``measure`` is "csat" (share in the top two boxes), "csat_index" (mean rescaled to 0-100), "mean" (mean
rating), "nps" (net promoter score) or "score" (published by others, as it is). Estimator:
:mod:`csatreport.measure.linearisation`; intervals: :mod:`csatreport.measure.interval`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from csatreport.errors import DataError
from csatreport.measure import published, scores
from csatreport.measure.breaks import Breaks
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Subject, name
from csatreport.params import Item, Measure, Wave
from csatreport.results import Estimate, Estimates
from csatreport.survey import Survey


def items(
    survey: Survey, measure: Measure, *, items: Sequence[str] | None = None, wave: Wave | None = None
) -> Estimates:
    """Everybody's score of every item, or of those given, in questionnaire order.

    Without ``items``: the rating items that customers rated the service on (no expectations, importances
    or recommendation; for "nps" the items with that role) and that the wave asked.

    Raises
    ------
    UsageError
        An item that does not exist, or has no such measure.
    DataError
        The wave has no responses.
    """
    if measure == "score":
        given = tuple(items) if items is not None else None
        return Estimates(published.scores(survey, wave or survey.wave, items=given))
    fielding = Fielding.of(survey, wave)
    return _of_items(fielding, chosen_items(fielding, measure, items), measure)


def attributes(survey: Survey, measure: Measure, *, wave: Wave | None = None) -> Estimates:
    """Everybody's score of every single service: reported items that belong to a dimension."""
    single = (
        scores.attributes(survey.questionnaire, measure)
        if measure == "score"
        else Fielding.of(survey, wave).services(measure)
    )
    return items(survey, measure, items=[i.item for i in single], wave=wave)


def one(survey: Survey, item: str, measure: Measure, *, wave: Wave | None = None) -> Estimate:
    """Everybody's score of one item.

    Raises
    ------
    DataError
        There are no responses, or no published score of the item, in the wave.
    """
    found = items(survey, measure, items=[item], wave=wave)
    if not found.rows:
        scores.find(survey.questionnaire, item)
        raise DataError(
            f"no published score of {item!r} in wave {wave or survey.wave}",
            expected="one row without a level in the published table",
            got="none",
            todo="check the [[published]] files of the edition",
        )
    return found.rows[0]


def levels(
    survey: Survey, item: str, measure: Measure, domain: str, *, wave: Wave | None = None
) -> Estimates:
    """One item by the levels of a domain item, estimated with the whole design, small bases suppressed.

    Levels that nobody in the wave has are left out; so are respondents whose level is not known.
    """
    if measure == "score":
        return Estimates(published.scores(survey, wave or survey.wave, items=(item,), domain=domain))
    fielding = Fielding.of(survey, wave)
    chosen = scores.find(survey.questionnaire, item)
    names, codes = fielding.levels(domain)
    return Estimates(
        fielding.estimates(
            scores.of_items(fielding.responses, [chosen], measure=measure),
            [Subject.of(chosen, survey.questionnaire)],
            measure=measure,
            unit=scores.UNITS[measure],
            levels=names,
            codes=codes,
        )
    )


def series(survey: Survey, item: str, measure: Measure, *, domain: str = "", level: str = "") -> Estimates:
    """One item in every wave that asked it, oldest first; of one level, or of all levels of ``domain``.

    An estimate that follows a break in the series says why it cannot be compared with those before it.
    """
    if not domain:
        return all_series(survey, [item], measure)[0]
    asked = [wave for wave in survey.waves if _asked(survey, [item], measure, wave)]
    found = [e for wave in asked for e in levels(survey, item, measure, domain, wave=wave)]
    return Breaks.of(survey).marked(Estimates(tuple(e for e in found if level in ("", e.level))))


def all_series(survey: Survey, names: Sequence[str], measure: Measure) -> tuple[Estimates, ...]:
    """The series of each item, everybody, in the order given; all items of a wave are estimated at once."""
    rows: dict[str, list[Estimate]] = {name: [] for name in names}
    for wave in survey.waves:
        for e in _in_wave(survey, names, measure, wave):
            rows[e.item].append(e)
    breaks = Breaks.of(survey)
    return tuple(breaks.marked(Estimates(tuple(rows[name]))) for name in names)


def dimensions(survey: Survey, measure: Measure, *, wave: Wave | None = None) -> Estimates:
    """Every dimension: the mean of the item scores that each respondent has in it (available-case)."""
    return of_groups(Fielding.of(survey, wave), measure, by="dimension")


def of_groups(fielding: Fielding, measure: Measure, *, by: Literal["dimension", "department"]) -> Estimates:
    """Mean of the item scores of each group of items, in the order in which groups first appear."""
    groups: dict[str, list[Item]] = {}
    for item in chosen_items(fielding, measure, None):
        if code := getattr(item, by):
            groups.setdefault(code, []).append(item)
    if not groups:
        return Estimates()
    columns = [scores.of_group(fielding.responses, items, measure=measure) for items in groups.values()]
    subjects = [Subject(code, name(fielding.survey.questionnaire, by, code)) for code in groups]
    return Estimates(
        fielding.estimates(np.column_stack(columns), subjects, measure=measure, unit=scores.UNITS[measure])
    )


def chosen_items(fielding: Fielding, measure: Measure, items: Sequence[str] | None) -> tuple[Item, ...]:
    """The items named, or those that a list of ``measure`` shows and the wave asked."""
    questionnaire = fielding.survey.questionnaire
    if items is not None:
        return tuple(scores.find(questionnaire, i) for i in items)
    return tuple(i for i in scores.reported(questionnaire, measure) if fielding.asked(i))


def _of_items(fielding: Fielding, chosen: Sequence[Item], measure: Measure) -> Estimates:
    """Everybody's score of each of these items."""
    return Estimates(
        fielding.estimates(
            scores.of_items(fielding.responses, chosen, measure=measure),
            [Subject.of(i, fielding.survey.questionnaire) for i in chosen],
            measure=measure,
            unit=scores.UNITS[measure],
        )
    )


def _in_wave(survey: Survey, names: Sequence[str], measure: Measure, wave: Wave) -> Estimates:
    """Everybody's score of the items that the wave can have an estimate of."""
    if measure == "score":
        return items(survey, measure, items=names, wave=wave)
    if survey.in_wave(wave).responses.empty:
        return Estimates()
    fielding = Fielding.of(survey, wave)
    asked = [i for i in chosen_items(fielding, measure, names) if fielding.asked(i)]
    return _of_items(fielding, asked, measure) if asked else Estimates()


def _asked(survey: Survey, names: Sequence[str], measure: Measure, wave: Wave) -> list[str]:
    """The items that the wave can have an estimate of."""
    if measure == "score":
        return list(names)
    if survey.in_wave(wave).responses.empty:
        return []
    fielding = Fielding.of(survey, wave)
    return [name for name in names if fielding.asked(scores.find(survey.questionnaire, name))]
