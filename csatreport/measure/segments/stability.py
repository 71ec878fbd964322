"""Whether the same segments would be found again: Hennig's clusterwise stability, by the resamples of the design.

Each resample is divided anew, and each segment is compared with the group of the resample that is most like it:
Jaccard similarity = weight of those in both / weight of those in either. A mean of 0.75 or more over the resamples
is a stable segment; below 0.6 there is none.

A resample is settled from every solution that the starts found on the whole sample, and the best is kept. Only
points near a border can change sides: the centres of a resample move by a little (δ), and a point whose second
nearest centre stays further off than its nearest, however these move, stays where it is. So each step looks at those near a
border alone, for all resamples at once; what comes out is what Lloyd's steps on all points give.

Source: Hennig, *Cluster-wise assessment of cluster stability* (2007); the border is Hamerly's (2010). Checked against:
R code in the manner of ``fpc::clusterboot``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Codes, Floats
from csatreport.measure.segments.kmeans import Settled, Solutions, settled
from csatreport.measure.segments.space import Space

TOP, NEAR = 3, 0.002  # solutions that a resample is settled from, and how much worse these may be at first
_REACH = 3.0  # times the usual movement: how far a centre may go before more points are looked at
_MOST = 0.6  # share of the points from which on all of them are


def similarity(
    space: Space, solutions: Solutions, weights: Floats, rng: np.random.Generator, *, starts: int
) -> Floats:
    """Jaccard similarity (b, k) of each segment of the first solution with the group most like it in each resample.

    Parameters
    ----------
    solutions : Solutions
        Where resamples start from; the first is the one that is judged.
    weights : (b, n) float
        Of the points in each resample.
    starts : int
        How many starts found the solutions. A resample draws as many anew, so that a solution which one start in
        ten found is missed now and then.
    """
    k = solutions.centres.shape[1]
    weights = weights.astype(np.float32)
    marked = space.light.marked(space.nearest(solutions.centres[0]), k)
    may = _promising(marked, solutions, weights, rng, starts=starts)
    best, both = np.full(len(weights), np.inf), np.empty((len(weights), k, k))
    for start, rows in zip(solutions.centres, map(np.flatnonzero, may.T), strict=True):
        if len(rows):
            end = _resolved(marked, start, weights[rows])
            better = end.loss < best[rows]
            best[rows[better]], both[rows[better]] = end.loss[better], end.sums[better][..., -k:]
    return jaccard(both)


def _promising(
    space: Space, solutions: Solutions, weights: Floats, rng: np.random.Generator, *, starts: int
) -> npt.NDArray[np.bool_]:
    """Which solutions (b, s) each resample is settled from: of those it drew the three best after one step."""
    drawn = rng.random((len(weights), len(solutions.share))) > (1 - solutions.share) ** starts
    drawn[~drawn.any(axis=1)] = True
    loss = np.empty(drawn.shape)
    for s, start in enumerate(solutions.centres):
        sums = _grouped(space, space.nearest(start), weights, len(start))
        loss[:, s] = space.loss(
            sums, space.centres(sums, np.broadcast_to(start, (len(weights), *start.shape)))
        )
    loss = np.where(drawn, loss + (weights @ space.squares)[:, None], np.inf)
    rank = loss.argsort(axis=1, kind="stable").argsort(axis=1)
    return np.asarray((rank < TOP) & (loss <= (1 + NEAR) * loss.min(axis=1, keepdims=True)))


def jaccard(both: Floats) -> Floats:
    """Best similarity (b, k) of each column of cross tables (b, j, k) with a row."""
    either = both.sum(axis=-1, keepdims=True) + both.sum(axis=-2, keepdims=True) - both
    return np.asarray(np.divide(both, either, out=np.zeros_like(both), where=either > 0).max(axis=-2))


def _resolved(space: Space, start: Floats, weights: Floats) -> Settled:
    """Where Lloyd's steps from ``start`` (k, q) end in each resample."""
    distance = np.sqrt(np.maximum(space.costs(start) + space.squares, 0.0))
    member = distance.argmin(axis=0)
    whole = _grouped(space, member, weights, len(start))
    centres = space.centres(whole, np.broadcast_to(start, (len(weights), *start.shape)))
    sums, loss = np.empty_like(whole), np.empty(len(weights))
    pending, reach = np.arange(len(weights)), _REACH * np.median(_moved(centres, start), axis=0)
    while len(pending):
        near = _near(distance, member, reach)
        if len(near) > _MOST * len(space):
            near, reach = np.arange(len(space)), np.full(len(start), np.inf)
        part, own = space.part(near), weights[np.ix_(pending, near)]
        far = whole[pending] - _grouped(part, member[near], own, len(start))
        end = settled(part, own, centres[pending], far=far)
        centres[pending], sums[pending], loss[pending] = end.centres, end.sums, end.loss
        moved = _moved(end.centres, start)
        out = (moved > reach).any(axis=1)
        pending, reach = pending[out], _further(moved[out], reach)
    return Settled(centres, sums, loss)


def _further(moved: Floats, reach: Floats) -> Floats:
    """What most of those (b, k) who went beyond the reach (k,) need, and half as much again."""
    return np.maximum(reach, 1.5 * np.quantile(moved, 0.8, axis=0)) * 1.1 if len(moved) else reach


def _grouped(space: Space, member: Codes, weights: Floats, k: int) -> Floats:
    """Sums (b, k, ...) of the points of each group in each resample."""
    rows = [np.flatnonzero(member == c) for c in range(k)]
    return np.stack([weights[:, r] @ space.wide[r] for r in rows], axis=1)


def _near(distance: Floats, member: Codes, reach: Floats) -> Codes:
    """Points that may change sides when no centre moves further than its reach (k,)."""
    rows = np.arange(len(member))
    lowest = distance - reach[:, None]
    lowest[member, rows] = np.inf
    return np.flatnonzero(lowest.min(axis=0) <= distance[member, rows] + reach[member])


def _moved(centres: Floats, start: Floats) -> Floats:
    """How far (b, k) each centre moved."""
    return np.asarray(np.sqrt(((centres - start) ** 2).sum(axis=-1)))
