"""k-means with weights and missing answers: many solutions at once.

A point counts by its weight and is as far from a centre as the answers it has are (an empty answer belongs to no
distance and no mean). Lloyd's steps are two matrix products for all solutions together: distances, and sums of the
points of each centre. Prototypes (categories beside ratings) are the same with another centre, see :class:`Space`.

Source: Lloyd (1982); Arthur and Vassilvitskii, *k-means++* (2007); Chi, Chi and Baraniuk, *k-POD* (2016) for
missing answers. Checked against: scikit-learn ``KMeans`` with ``sample_weight``, R ``kmeans``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Floats
from csatreport.measure.segments.space import Space

TOLERANCE = 1e-4  # squared movement of the centres that ends the search
STEPS = 100
_NUMBERS = 500_000  # distances held at once
_SAMPLE = 5_000  # points that the first search sees
_POLISHED = 3  # of its solutions that are settled on all points
_TRIALS = 3  # points of which a seeding takes the best
_SAME = 1e-4  # relative difference in loss of solutions that are one


@dataclass(frozen=True, eq=False)
class Settled:
    """Solutions: centres (b, k, q), sums of each group (b, k, ...), and loss (b,) but for the squares."""

    centres: Floats
    sums: Floats
    loss: Floats


@dataclass(frozen=True, eq=False)
class Solutions:
    """Where the starts ended: different centres (s, k, q), the best first, and the share (s,) of starts of each."""

    centres: Floats
    share: Floats


def solutions(
    space: Space, ks: Iterable[int], rng: np.random.Generator, *, starts: int
) -> dict[int, Solutions]:
    """Different solutions of each k, settled on all points.

    ``starts`` k-means++ seedings, each of which serves every k, are settled on a sample of the points, then those
    that differ on all of them.
    """
    rows = np.sort(rng.permutation(len(space))[:_SAMPLE]) if len(space) > _SAMPLE else np.arange(len(space))
    sample, ks = space.part(rows), tuple(ks)
    seeds, alike = seeded(sample, max(ks), rng, starts=starts), np.full(starts, 1 / starts)
    ends = {k: _ended(sample, Solutions(seeds[:, :k], alike)) for k in ks}
    return ends if len(sample) == len(space) else {k: _polished(space, end) for k, end in ends.items()}


def seeded(space: Space, k: int, rng: np.random.Generator, *, starts: int) -> Floats:
    """k-means++: points (starts, k, q), each drawn by weight and by its squared distance from those drawn before.

    Of a few that are drawn the one is taken that leaves the least distance in all.
    """
    nearest, each = np.ones((starts, len(space))), np.arange(starts)
    drawn = np.empty((starts, k, space.q))
    for n in range(k):
        total = np.cumsum(nearest * space.weights, axis=1)
        luck = rng.random((starts, _TRIALS if n else 1)) * total[:, -1:]
        at = np.stack([np.searchsorted(t, u) for t, u in zip(total, luck, strict=True)])
        tried = space.wide[np.minimum(at, len(space) - 1), : space.q]
        far = np.maximum(space.costs(tried) + space.squares, 0.0)
        far[far <= 1e-9 * (1 + space.squares)] = 0.0
        left = np.minimum(nearest[:, None], far) if n else far
        best = (left @ space.weights).argmin(axis=1)
        drawn[:, n], nearest = tried[each, best], left[each, best]
    return drawn


def settled(
    space: Space, weights: Floats, centres: Floats, *, far: Floats | float = 0.0, steps: int = STEPS
) -> Settled:
    """Lloyd's steps from ``centres`` (b, k, q) until they stand still, each solution with weights (b, n) of its own.

    ``far`` (b, k, ...) are sums of other points, whose group never changes.
    """
    b, k, _ = centres.shape
    kind = space.wide.dtype
    weights, centres = weights.astype(kind, copy=False), centres.astype(kind)
    far = np.broadcast_to(np.asarray(far, dtype=kind), (b, k, space.wide.shape[1]))
    block = max(1, _NUMBERS // max(k * len(space), 1))
    parts = [
        _block(space, weights[i : i + block], centres[i : i + block], far[i : i + block], steps)
        for i in range(0, b, block)
    ]
    return Settled(*(np.concatenate([getattr(p, a) for p in parts]) for a in ("centres", "sums", "loss")))


def _block(space: Space, weights: Floats, centres: Floats, far: Floats, steps: int) -> Settled:
    centres, active = centres.copy(), np.arange(len(centres))
    sums = np.empty_like(far, subok=False)
    for _ in range(steps):
        before = centres[active]
        sums[active] = _sums(space, weights[active], before) + far[active]
        centres[active] = now = space.centres(sums[active], before)
        active = active[((now - before) ** 2).sum(axis=(1, 2)) > TOLERANCE]
        if not len(active):
            break
    return Settled(centres, sums, space.loss(sums, centres))


def _sums(space: Space, weights: Floats, centres: Floats) -> Floats:
    """Sums (b, k, ...) of the points that are nearest to each centre."""
    costs = space.costs(centres)
    own = costs == costs.min(axis=1, keepdims=True)
    if np.count_nonzero(own) > own.shape[0] * own.shape[2]:
        own = _first(own)
    flat = (own * weights[:, None, :]).reshape(len(own) * own.shape[1], len(space))
    return np.asarray((flat @ space.wide).reshape(*centres.shape[:2], -1))


def _first(own: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Each point with one centre, the first, where several are equally near."""
    return np.asarray(own & (np.cumsum(own, axis=1) == 1))


def _ended(space: Space, starts: Solutions) -> Solutions:
    """Where the starts end, the best first, those that end in the same place once."""
    weights = np.broadcast_to(space.weights, (len(starts.share), len(space)))
    found = settled(space, weights, starts.centres)
    loss = found.loss + (space.weights * space.squares).sum()
    order = np.argsort(loss, kind="stable")
    place = np.cumsum(np.diff(loss[order], prepend=loss[order[0]]) > _SAME * loss[order[0]])
    first = np.flatnonzero(np.diff(place, prepend=-1))
    return Solutions(
        found.centres[order[first]], np.asarray(np.bincount(place, starts.share[order]), np.float64)
    )


def _polished(space: Space, sampled: Solutions) -> Solutions:
    """The best solutions of a sample, settled on all points; the others as they are, for resamples to start from."""
    best = _ended(space, Solutions(sampled.centres[:_POLISHED], sampled.share[:_POLISHED]))
    return Solutions(
        np.concatenate([best.centres, sampled.centres[_POLISHED:]]),
        np.concatenate([best.share, sampled.share[_POLISHED:]]),
    )
