"""Segments of one wave: how many, who is in which, and whether the same would be found again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan

import numpy as np

from csatreport.errors import DataError
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.segments import number
from csatreport.measure.segments.arranged import Arranged
from csatreport.measure.segments.columns import Columns
from csatreport.measure.segments.division import Division, Rule, divisions
from csatreport.measure.segments.features import Features, Flags
from csatreport.measure.segments.gap import gaps
from csatreport.measure.segments.silhouette import silhouettes
from csatreport.measure.segments.space import Space
from csatreport.measure.segments.stability import jaccard
from csatreport.params import Wave
from csatreport.survey import Survey


@dataclass(frozen=True, eq=False)
class Evidence:
    """What speaks for ``k`` segments; NaN where it cannot be told (one segment has no silhouette)."""

    k: int
    silhouette: float
    gap: float
    gap_se: float
    stability: (
        Floats  # (k,) mean Jaccard similarity of each segment over the resamples, the largest segment first
    )
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
    supported : (k,) float
        Jaccard similarity of each segment with its like in the division that the gap statistic (of a mixture: the
        Bayesian information criterion) bears; 1 where it bears this many.
    stable : (k,) bool
        Whether both reach the declared share.
    evidence : tuple of Evidence
        One for each number of segments that was tried; the first is one segment, that is: none.
    borne : int
        The number of segments that the gap statistic bears; 1 = answers do not fall into groups.
    rule : Rule
        How somebody is placed.
    """

    fielding: Fielding
    features: Features
    method: str
    k: int
    member: Codes
    centres: Floats
    stability: Floats
    supported: Floats
    stable: Flags
    evidence: tuple[Evidence, ...]
    borne: int
    rule: Rule

    @property
    def shares(self) -> Floats:
        """Weighted share (k,) of each segment among those placed."""
        w = np.where(self.member >= 0, self.fielding.design.weights, 0.0)
        return np.asarray(np.bincount(np.maximum(self.member, 0), w, self.k) / w.sum())


def found(survey: Survey, wave: Wave | None = None, *, k: int | None = None) -> Segmentation:
    """Segments of a wave, by what ``[segments]`` of ``params/analysis.toml`` declares.

    Parameters
    ----------
    wave : Wave, optional
        The edition's own where left out.
    k : int, optional
        How many; where it is neither given nor declared, silhouette, gap and stability choose (:func:`.number.chosen`).

    Raises
    ------
    DataError
        Fewer than two questions in whose answers customers differ; too few customers who answered; more
        segments than different answers.

    Notes
    -----
    Respondents count by their weights. Distances are Euclidean between standardised answers, over those that were
    given. Everything drawn by chance comes from the edition's seed; neither the order of the rows nor the scale of
    the weights changes anything. Method and conventions: ``docs/methods/segments.md``.
    """
    from threadpoolctl import threadpool_limits

    fielding = Fielding.of(survey, wave)
    features = Features.of(fielding)
    with threadpool_limits(1):  # many small products: threads would wait for each other
        return _found(fielding, features, k)


def _found(fielding: Fielding, features: Features, k: int | None) -> Segmentation:
    survey = fielding.survey
    declared, arranged = survey.analysis.segments, Arranged.of(fielding, features)
    wanted = k or declared.number
    ks = _numbers(arranged, declared.fewest, max(declared.most, wanted or 0), wanted)
    rng = fielding.generator(f"segments {fielding.wave}")
    made = divisions(arranged, ks, rng, declared)
    evidence = _evidence(arranged.space, made, rng, references=declared.references)
    borne = _borne(evidence, declared.method)
    best = wanted or _chosen(evidence, borne, declared.stable, declared.fewest)
    division = made[best]
    supported = _supported(arranged.space, division, made.get(borne))
    member = np.full(len(features.values), -1)
    member[arranged.rows] = division.member
    return Segmentation(
        fielding, features, declared.method, best, member, Columns.of(features).units(division.rule.centres),
        division.stability, supported, (division.stability >= declared.stable) & (supported >= declared.stable),
        tuple(replace(e, chosen=e.k == best) for e in evidence), borne, division.rule,
    )  # fmt: skip


def placed(segmentation: Segmentation, fielding: Fielding) -> Codes:
    """Segment (m,) of each response of another fielding, by the same rule; -1 where too few answers were given.

    Answers are standardised as those that the segments were found from.
    """
    columns = Columns.of(segmentation.features)
    values = segmentation.features.same(fielding)
    enough = np.flatnonzero(~np.isnan(values).all(axis=1))
    member = np.full(len(values), -1)
    if len(enough):
        points = columns.points(values[enough])
        member[enough] = segmentation.rule.member(
            Space.of(points, np.ones(len(points)), blocks=columns.blocks)
        )
    return member


def _numbers(arranged: Arranged, fewest: int, most: int, wanted: int | None) -> range:
    different = arranged.different
    if different <= (wanted or fewest):
        raise DataError(
            "more segments than different answers",
            expected=f"more than {wanted or fewest} different sets of answers",
            got=f"{different}, of {len(arranged.rows)} customers",
            todo="ask for fewer segments, or name other questions in [segments] of params/analysis.toml",
        )
    return range(2, min(most, different - 1) + 1)


def _evidence(
    space: Space, made: dict[int, Division], rng: np.random.Generator, *, references: int
) -> tuple[Evidence, ...]:
    silhouette = silhouettes(space, [d.member for d in made.values()], rng)
    gap = gaps(space, {k: d.nearest for k, d in made.items()}, rng, references=references)
    return (
        Evidence(1, nan, gap.value[0], gap.error[0], np.ones(1)),
        *(
            Evidence(k, silhouette[n], gap.value[n + 1], gap.error[n + 1], d.stability, d.bic)
            for n, (k, d) in enumerate(made.items())
        ),
    )


def _borne(evidence: tuple[Evidence, ...], method: str) -> int:
    if method == "mixture":
        return min(evidence[1:], key=lambda e: e.bic).k
    return number.borne(np.array([e.gap for e in evidence]), np.array([e.gap_se for e in evidence]))


def _chosen(evidence: tuple[Evidence, ...], borne: int, stable: float, fewest: int) -> int:
    tried = [e for e in evidence if e.k >= fewest]
    return number.chosen(
        {e.k: e.silhouette for e in tried}, {e.k: bool((e.stability >= stable).all()) for e in tried}, borne
    )


def _supported(space: Space, division: Division, borne: Division | None) -> Floats:
    k = len(division.stability)
    other = borne.member if borne else np.zeros(len(space), dtype=np.intp)
    size = len(borne.stability) if borne else 1
    if size >= k:
        return np.ones(k)
    both = np.zeros((size, k))
    np.add.at(both, (other, division.member), space.weights)
    return np.asarray(jaccard(both[None])[0])
