"""Whether the segments of the wave before still fit the answers of this one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure import breaks, contrast
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.segments.found import Segmentation, placed
from csatreport.measure.segments.named import Segments
from csatreport.measure.segments.naming import letter
from csatreport.measure.subjects import Subject
from csatreport.params import Text
from csatreport.results import Contrast, Contrasts, Estimate

_DISTANCE = Text(en="Distance from the centre of one's segment", zh="与所属客群中心的距离")
_AGREES = Text(
    en="Placed alike by last wave's rule and by this wave's", zh="按上期规则与按本期规则归入同一客群"
)


@dataclass(frozen=True)
class Drift:
    """How the earlier segments fit now.

    Attributes
    ----------
    distance : Contrast
        Mean squared distance of answers from the centre of their segment by the earlier rule (1 = that of the average customer
        from the mean of all): now against then. Of the earlier wave each answer is held against the centre of all others, so
        that it does not fit better for having made the centre.
    sizes : Contrasts
        Shares of the earlier segments, now against then.
    agreement : Estimate
        Share of this wave's customers whom both rules place in the same segment.
    """

    distance: Contrast
    sizes: Contrasts
    agreement: Estimate
    least: float

    @property
    def fits(self) -> bool:
        """Whether the earlier segments still describe the answers: no clearly larger distance, and most are placed alike."""
        return self.distance.direction != "up" and self.agreement.shown and self.agreement.value >= self.least


def drift(found: Segments) -> Drift | None:
    """Hold the earlier segments against this wave's answers.

    None without an earlier wave that asked the same, and where no segment is stable.

    Distance and sizes are one family (Holm); across a break in the series they are stated, not tested.
    """
    before, matching = found.compared, found.matching
    if before is None or matching is None:
        return None
    survey, fielding = found.fielding.survey, found.fielding
    now = placed(before, fielding)
    then, late = (
        _estimates(
            before, before.fielding, before.features.values, before.member, own=True, names=found.earlier
        ),
        _estimates(before, fielding, before.features.same(fielding), now, own=False, names=found.earlier),
    )
    items = [i.item for i in before.features.items]
    distance, *sizes = contrast.family(
        breaks.changes(survey, zip(then, late, strict=True), rests=lambda _: items)
    )
    same = np.where((now >= 0) & (found.now.member >= 0), matching.earlier[found.now.member] == now, np.nan)
    (agreement,) = fielding.estimates(
        same[:, None], [Subject("agreement", _AGREES)], measure="segment_agreement", unit="share"
    )
    return Drift(distance, Contrasts(tuple(sizes)), agreement, survey.analysis.segments.stable)


def _estimates(
    segmentation: Segmentation,
    fielding: Fielding,
    x: Floats,
    member: Codes,
    *,
    own: bool,
    names: tuple[Text, ...],
) -> list[Estimate]:
    """Mean distance, then the share of each segment."""
    away = distances(segmentation, x, member, fielding.design.weights if own else None)
    rows = fielding.estimates(
        away[:, None], [Subject("distance", _DISTANCE)], measure="segment_distance", unit="coefficient"
    )
    inside = (member >= 0)[:, None]
    shares = np.where(inside, member[:, None] == np.arange(segmentation.k), np.nan)
    subjects = [Subject(letter(n), name) for n, name in enumerate(names)]
    return [*rows, *fielding.estimates(shares, subjects, measure="segment_size", unit="share")]


def distances(segmentation: Segmentation, x: Floats, member: Codes, weights: Floats | None) -> Floats:
    """Mean squared distance (n,) of the answers there are from the centre of one's segment; NaN where not placed.

    With ``weights`` (n,) each is held against the centre without it: ``W / (W − w)`` times as far. A category is at distance 0
    from its own level and 1 from all others.
    """
    features = segmentation.features
    centres = (segmentation.centres - features.mean) / features.spread
    apart = (x - centres[member]) ** 2
    apart[:, features.categories] = np.where(
        np.isnan(apart[:, features.categories]), np.nan, apart[:, features.categories] > 0
    )
    if weights is not None:
        total = np.bincount(np.maximum(member, 0), np.where(member >= 0, weights, 0.0), segmentation.k)[
            member
        ]
        left = total - weights
        apart *= np.where(left > 0, total / np.where(left > 0, left, 1.0), 1.0)[:, None] ** 2
    there = ~np.isnan(apart)
    found = np.nansum(apart, axis=1) / np.maximum(there.sum(axis=1), 1)
    return np.where((member >= 0) & there.any(axis=1), found, np.nan)
