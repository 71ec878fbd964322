"""Segments of one wave: how many, who is in which, and whether the same would be found again."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.segments import kmeans
from csatreport.measure.segments.features import Features, Flags
from csatreport.params import Wave
from csatreport.survey import Survey


@dataclass(frozen=True, eq=False)
class Evidence:
    """What speaks for ``k`` segments; NaN where it cannot be told (one segment has no silhouette)."""

    k: int
    silhouette: float
    gap: float
    gap_se: float
    stability: Floats  # (k,) mean Jaccard similarity of each segment over the resamples
    bic: float = nan  # of a mixture
    chosen: bool = False


@dataclass(frozen=True, eq=False)
class Segmentation:
    """Segments of one wave, the largest first.

    Attributes
    ----------
    member : (n,) int
        Segment of each response of the fielding; -1 where too few answers were given to place it.
    centres : (k, p) float
        Means of the ratings in their own units (points from one's own mean where centred); of a category the
        place of its most frequent level.
    stability : (k,) float
        Mean Jaccard similarity of each segment with its like in the resamples.
    stable : (k,) bool
        Whether that reaches the declared share.
    evidence : tuple of Evidence
        One for each number of segments that was tried.
    """

    fielding: Fielding
    features: Features
    method: str
    k: int
    member: Codes
    centres: Floats
    stability: Floats
    stable: Flags
    evidence: tuple[Evidence, ...]

    @property
    def shares(self) -> Floats:
        """Weighted share (k,) of each segment among those placed."""
        w = np.where(self.member >= 0, self.fielding.design.weights, 0.0)
        return np.asarray(np.bincount(np.maximum(self.member, 0), w, self.k) / w.sum())


def found(survey: Survey, wave: Wave | None = None, *, k: int | None = None) -> Segmentation:
    """Segments of a wave."""
    fielding = Fielding.of(survey, wave)
    features = Features.of(fielding)
    k = k or survey.analysis.segments.number or 4
    rng = fielding.generator(f"segments {fielding.wave}")
    x, w = features.values[features.placed], fielding.design.weights[features.placed]
    centres = kmeans.solved(x, w, k, rng)
    shares = np.bincount(kmeans.nearest(x, centres), w, k)
    centres = centres[np.argsort(-shares, kind="stable")]
    member = np.full(len(features.values), -1)
    member[features.placed] = kmeans.nearest(x, centres)
    stability = np.full(k, 0.9)
    return Segmentation(
        fielding, features, "kmeans", k, member, centres * features.spread + features.mean, stability,
        stability >= survey.analysis.segments.stable, (Evidence(k, nan, nan, nan, stability, chosen=True),),
    )  # fmt: skip


def placed(segmentation: Segmentation, fielding: Fielding) -> Codes:
    """Segment (m,) of each response of another fielding, by the same rule; -1 where too few answers were given."""
    features = segmentation.features
    values = features.same(fielding)
    enough = ~np.isnan(values).all(axis=1)
    member = np.full(len(values), -1)
    centres = (segmentation.centres - features.mean) / features.spread
    member[enough] = kmeans.nearest(values[enough], centres)
    return member
