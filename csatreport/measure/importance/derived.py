"""Importance worked out from what goes with satisfaction, as a map of its own and beside what customers state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from csatreport.errors import DataError, ParamsError
from csatreport.measure import scores
from csatreport.measure.design import Floats
from csatreport.measure.drivers import Drivers, Unfit, drivers
from csatreport.measure.fielding import Fielding
from csatreport.measure.importance.crosshair import in_quadrant, quadrant
from csatreport.measure.importance.points import ImportancePerformance, Point
from csatreport.measure.importance.stated import performances
from csatreport.measure.ratio import ratio
from csatreport.measure.resample import Resampled, resampled
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Text
from csatreport.results import Estimate
from csatreport.survey import Survey

Class = Literal["key", "basic", "hidden", "minor"]
_CLASSES: dict[str, Class] = {"keep": "key", "concentrate": "basic", "overkill": "hidden", "low": "minor"}
_UNFIT = Text(
    en="importance cannot be worked out from these answers: there is no overall rating, or too few answers to explain it",
    zh="无法由现有数据推算重要性：缺少总体评价，或可用于解释总体评价的答卷过少",
)


def derived(survey: Survey, found: Drivers) -> ImportancePerformance:
    """Share of what the drivers explain, against satisfaction with them.

    The lines stand at the mean share and at the mean of the ratings. Certainty is the bivariate normal probability of
    the quadrant; the covariance comes from the resamples of ``found``, in which satisfaction is computed too. Priority
    = 100 × share over the mean share × (1 − share satisfied): a service of average weight with which nobody is
    satisfied has 100.

    Checked against: the definition on hand-made answers.
    """
    fielding = Fielding.of(survey)
    items = _items(survey, found)
    mean, satisfied = performances(fielding, items)
    both = [scores.of_items(fielding.responses, items, measure=m) for m in ("mean", "csat")]
    performing, happy = np.hsplit(_resampled_means(fielding, np.hstack(both), found), 2)
    shown = np.array(
        [m.shown and s.shown and d.share.shown for m, s, d in zip(mean, satisfied, found.rows, strict=True)]
    )
    share, rating = (np.array([e.value for e in rows]) for rows in (found.shares, mean))
    centre = np.array([share[shown].mean(), rating[shown].mean()]) if shown.any() else np.full(2, np.nan)
    offset = np.column_stack([share, rating]) - centre
    each = np.stack([found.resampled.results, performing], axis=2)
    each = each - (each[:, shown].mean(axis=1, keepdims=True) if shown.any() else 0.0)
    priority = _priorities(fielding, found, [s.value for s in satisfied], 1 - happy)
    points = [
        _point(
            (d.share, m, s, p), offset[k], _certainty(found.resampled, each[:, k], offset[k]), bool(shown[k])
        )
        for k, (d, m, s, p) in enumerate(zip(found.rows, mean, satisfied, priority, strict=True))
    ]
    return ImportancePerformance(tuple(points), float(centre[0]), float(centre[1]), derived=True)


@dataclass(frozen=True)
class Both:
    """Importance of one service, stated and derived.

    ``kind``: ``key`` (both above the mean of the services compared), ``basic`` (stated more than derived: taken for
    granted), ``hidden`` (derived more than stated), ``minor``; "" where a number is suppressed. ``certainty`` as of a
    :class:`~csatreport.measure.importance.points.Point`.
    """

    stated: Estimate
    derived: Estimate
    kind: Class | Literal[""]
    certainty: float | None
    uncertain: bool


@dataclass(frozen=True)
class Beside:
    """Stated beside derived importance, and the correlation of the two over the services."""

    rows: tuple[Both, ...]
    correlation: float | None

    def of(self, kind: Class) -> tuple[Both, ...]:
        """Services of one class."""
        return tuple(r for r in self.rows if r.kind == kind)


def beside(survey: Survey) -> Beside | Unfit:
    """Stated and derived importance of the services that have both.

    Derived importance is the driver's share among all drivers. Both are divided at the means of the services
    compared. Where no drivers can be looked for, the result says why.
    """
    fielding = Fielding.of(survey)
    try:
        found = drivers(survey)
    except (DataError, ParamsError) as error:
        return Unfit(_UNFIT, error)
    at = {d.share.item: k for k, d in enumerate(found.rows)}
    pairs = [pair for pair in fielding.pairs("importance", "satisfaction") if pair[1].item in at]
    if len(pairs) < 2:
        return Unfit(_UNFIT, ParamsError("fewer than two services with stated and derived importance"))
    return _compared(fielding, found, pairs, [at[s.item] for _, s in pairs])


def _compared(
    fielding: Fielding, found: Drivers, pairs: Sequence[tuple[Item, Item]], at: list[int]
) -> Beside:
    important = [i for i, _ in pairs]
    subjects = [Subject.of(s, fielding.survey.questionnaire) for _, s in pairs]
    asked = scores.of_items(fielding.responses, important, measure="mean")
    stated = fielding.estimates(asked, subjects, measure="importance", unit="score")
    shares = [found.rows[k].share for k in at]
    shown = np.array([s.shown and d.shown for s, d in zip(stated, shares, strict=True)])
    values = np.array([[s.value, d.value] for s, d in zip(stated, shares, strict=True)])
    offset = values - values[shown].mean(axis=0) if shown.any() else values
    each = np.stack([_resampled_means(fielding, asked, found), found.resampled.results[:, at]], axis=2)
    each = each - (each[:, shown].mean(axis=1, keepdims=True) if shown.any() else 0.0)
    confidence = fielding.survey.edition.confidence
    rows = []
    for k, (s, d) in enumerate(zip(stated, shares, strict=True)):
        if not shown[k]:
            rows.append(Both(s, d, "", None, uncertain=False))
            continue
        sure = _certainty(found.resampled, each[:, k], offset[k])
        kind = _CLASSES[quadrant(offset[k, 0], offset[k, 1])]
        rows.append(Both(s, d, kind, sure, uncertain=sure < confidence))
    return Beside(tuple(rows), _correlation(values[shown]))


def _correlation(values: Floats) -> float | None:
    if len(values) < 3 or (values.std(axis=0) == 0).any():
        return None
    return float(np.asarray(np.corrcoef(values.T))[0, 1])


def _items(survey: Survey, found: Drivers) -> list[Item]:
    return [survey.questionnaire[d.share.item] for d in found.rows]


def _resampled_means(fielding: Fielding, values: Floats, found: Drivers) -> Floats:
    """Means (R, k) of scores (n, k) in the very resamples of ``found``: a generator of one purpose draws the same again."""
    there = (~np.isnan(values)).astype(np.float64)
    filled = np.nan_to_num(values)

    def means(block: Floats) -> Floats:
        return ratio(block @ filled, block @ there)

    return resampled(means, fielding.design, fielding.generator("drivers"), times=found.resamples).results


def _certainty(of: Resampled, each: Floats, offset: Floats) -> float:
    """Probability that a point stays on its side of both lines, by the covariance of its resamples (R, 2)."""
    there = ~np.isnan(each).any(axis=1)
    if of.scale is None:
        apart = each[there] - each[there].mean(axis=0)
        scale = np.full(len(apart), 1 / (len(apart) - 1))
    else:
        apart, scale = each[there] - offset, of.scale[there]
    spread = (apart.T * scale) @ apart
    return in_quadrant(offset, (float(spread[0, 0]), float(spread[0, 1]), float(spread[1, 1])))


def _priorities(
    fielding: Fielding, found: Drivers, satisfied: list[float], unhappy: Floats
) -> list[Estimate]:
    factor = 100 * len(found.rows)
    value = factor * np.array([d.share.value for d in found.rows]) * (1 - np.array(satisfied))
    each = Resampled(factor * found.resampled.results * unhappy, found.resampled.scale, found.resampled.df)
    se, ends = each.se(value), each.interval(value, confidence=fielding.survey.edition.confidence)
    responses = fielding.responses
    subjects = [Subject(d.share.item, d.share.label, d.share.group, d.share.group_label) for d in found.rows]
    return [
        fielding.modelled(
            value[k], se=se[k], interval=(ends[0][k], ends[1][k]), subject=s, measure="priority", unit="index",
            used=responses[s.item].notna().to_numpy(bool),
        )
        for k, s in enumerate(subjects)
    ]  # fmt: skip


def _point(
    row: tuple[Estimate, Estimate, Estimate, Estimate],
    offset: Floats,
    certainty: float,
    shown: bool,
) -> Point:
    if not shown:
        return Point(*row, quadrant="", uncertain=False)
    level = row[0].confidence
    return Point(*row, quadrant(offset[0], offset[1]), uncertain=certainty < level, certainty=certainty)
