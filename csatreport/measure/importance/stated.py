"""What customers say is important to them, against how satisfied they are with it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.errors import ParamsError
from csatreport.measure import breaks, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.importance.crosshair import in_quadrant, middle, quadrant
from csatreport.measure.importance.points import ImportancePerformance, Point
from csatreport.measure.importance.priority import priorities
from csatreport.measure.linearisation import influence, variance
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Wave
from csatreport.results import Contrasts, Estimate
from csatreport.survey import Survey


def quadrants(survey: Survey, *, wave: Wave | None = None) -> ImportancePerformance:
    """Stated importance against satisfaction, pair by pair.

    Importance and performance are mean ratings, each on the answers it has. The crosshair stands at the
    means of all shown items, or at the middle of the scales where ``crosshair`` of [drivers] in params/analysis.toml
    says so. ``keep``: both at or above it; ``concentrate``: important, performance below; ``overkill``: performance
    above, less important; ``low``: both below. Certainty is the bivariate normal probability of the quadrant, with the
    linearised covariance of the point minus the crosshair. Priority = 100 × importance (rescaled to 0-1) ×
    (1 − share satisfied), 0-100, with a linearised standard error; with replicate weights, each replicate's own
    product.

    Source: Martilla and James (1977). Checked against: the definition on hand-made answers; certainty and
    priority's standard error against a bootstrap.

    Raises
    ------
    ParamsError
        There is no pair.
    """
    fielding = Fielding.of(survey, wave)
    pairs = fielding.pairs("importance", "satisfaction")
    if not pairs:
        raise ParamsError(
            "no importance-performance pair was asked",
            where="params/questionnaire.csv, column `roles`",
            expected="items with the roles importance:KEY and satisfaction:KEY",
            got="none",
            todo="give the roles, or leave the chapter out",
        )
    at = survey.analysis.drivers.crosshair
    rows = _estimates(fielding, pairs)
    shown = np.array([all(e.shown for e in row) for row in rows])
    values = np.array([[row[axis].value for axis in (0, 1)] for row in rows])
    centre = middle(values, shown) if at == "mean" else _midpoints(pairs)
    certainty = _certainty(fielding, pairs, values - centre, shown, moving=at == "mean")
    level = survey.edition.confidence
    points = [_point(r, centre, c, level) for r, c in zip(rows, certainty, strict=True)]
    return ImportancePerformance(tuple(points), float(centre[0]), float(centre[1]), crosshair=at)


def changes(survey: Survey) -> Contrasts:
    """Priority of every service now against the wave compared with; Holm over all of them.

    Services that one of the waves did not ask are left out; across a break in the series of either rating the change is
    stated, not tested. Empty without an earlier wave.
    """
    before = breaks.before(survey)
    if before is None or not Fielding.of(survey, before).pairs("importance", "satisfaction"):
        return Contrasts()
    stated = {s.item: i.item for i, s in survey.questionnaire.pairs("importance", "satisfaction")}
    return breaks.since(
        survey,
        lambda wave: [p.priority for p in quadrants(survey, wave=wave).points],
        rests=lambda e: (e.item, stated[e.item]),
    )


_Row = tuple[Estimate, Estimate, Estimate, Estimate]


def _estimates(fielding: Fielding, pairs: Sequence[tuple[Item, Item]]) -> list[_Row]:
    """Importance, performance, share satisfied and priority of every pair."""
    important, satisfying = [i for i, _ in pairs], [s for _, s in pairs]
    subjects = [Subject.of(s, fielding.survey.questionnaire) for s in satisfying]
    importance = fielding.estimates(
        scores.of_items(fielding.responses, important, measure="mean"),
        subjects, measure="importance", unit="score",
    )  # fmt: skip
    performance, satisfied = performances(fielding, satisfying)
    priority = priorities(fielding, important, satisfying, subjects)
    return list(zip(importance, performance, satisfied, priority, strict=True))


def performances(
    fielding: Fielding, items: Sequence[Item]
) -> tuple[tuple[Estimate, ...], tuple[Estimate, ...]]:
    """Mean rating and share satisfied of each item."""
    subjects = [Subject.of(i, fielding.survey.questionnaire) for i in items]
    mean = fielding.estimates(
        scores.of_items(fielding.responses, items, measure="mean"), subjects, measure="mean", unit="score"
    )
    satisfied = fielding.estimates(
        scores.of_items(fielding.responses, items, measure="csat"), subjects, measure="csat", unit="share"
    )
    return mean, satisfied


def _certainty(
    fielding: Fielding,
    pairs: Sequence[tuple[Item, Item]],
    offset: Floats,
    shown: Floats,
    *,
    moving: bool,
) -> list[float | None]:
    """Probability that each point lies in its quadrant; the crosshair moves with the items it is the mean of."""
    z = [
        influence(scores.of_items(fielding.responses, items, measure="mean"), fielding.design)
        for items in ([i for i, _ in pairs], [s for _, s in pairs])
    ]
    if moving and shown.any():
        z = [part - part[:, shown].mean(axis=1, keepdims=True) for part in z]
    first, second, both = (np.nan_to_num(part) for part in (z[0], z[1], z[0] + z[1]))
    spread = [variance(part, fielding.design)[0] for part in (first, second, both)]
    shared = (spread[2] - spread[0] - spread[1]) / 2
    return [
        in_quadrant(offset[k], (spread[0][k], shared[k], spread[1][k])) if shown[k] else None
        for k in range(len(pairs))
    ]


def _midpoints(pairs: Sequence[tuple[Item, Item]]) -> Floats:
    """Middle of the scales of importance and of satisfaction.

    Raises
    ------
    ParamsError
        The items have different scales.
    """
    found = []
    for items in zip(*pairs, strict=True):
        scales = sorted({(i.scale.low, i.scale.high) for i in items if i.scale})
        if len(scales) != 1:
            raise ParamsError(
                "no middle of the scale: the items have different scales",
                where="params/analysis.toml [drivers] crosshair",
                expected="one scale",
                got=", ".join(f"{low}-{high}" for low, high in scales),
                todo='set crosshair = "mean"',
            )
        found.append(sum(scales[0]) / 2)
    return np.array(found)


def _point(row: _Row, centre: Floats, certainty: float | None, confidence: float) -> Point:
    importance, performance, _, _ = row
    if not all(e.shown for e in row):
        return Point(*row, quadrant="", uncertain=False)
    where = quadrant(importance.value - centre[0], performance.value - centre[1])
    return Point(*row, where, uncertain=certainty is None or certainty < confidence, certainty=certainty)
