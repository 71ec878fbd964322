"""Silhouettes: how much nearer somebody is to her own segment than to the next one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.segments.features import Flags
from csatreport.measure.segments.space import Space

SAMPLE = 3_000  # points that are compared with each other
_BLOCK = 2_000_000  # distances held at once


def silhouettes(space: Space, members: Sequence[Codes], rng: np.random.Generator) -> Floats:
    """Mean silhouette of each of several divisions (each (n,) codes) of the same points.

    Of one point: ``(b − a) / max(a, b)``, where a is its mean distance from the others of its segment and b that
    from the segment next to it; 0 where it is alone. Means are weighted; distances are Euclidean, over the answers
    that both gave, scaled up to all of them (as R ``dist`` does). All divisions share one pass over the distances.
    Beyond 3,000 points a random sample of so many is compared, which leaves a standard error below 0.005.

    Source: Rousseeuw (1987). Checked against: R cluster ``silhouette``, scikit-learn ``silhouette_score``.
    """
    if len(space) > SAMPLE:
        rows = np.sort(rng.permutation(len(space))[:SAMPLE])
        space, members = space.part(rows), [m[rows] for m in members]
    marks = [m[:, None] == np.arange(m.max() + 1) for m in members]
    weighed = np.column_stack(marks) * space.weights[:, None]
    step = max(1, _BLOCK // len(space))
    parts = [_distances(space, slice(i, i + step)) @ weighed for i in range(0, len(space), step)]
    ends = np.cumsum([m.shape[1] for m in marks])
    sums = np.split(np.concatenate(parts), ends[:-1], axis=1)
    each = [_each(s, m, space.weights) for s, m in zip(sums, marks, strict=True)]
    return np.array([np.average(s, weights=space.weights) for s in each])


def _each(sums: Floats, marks: Flags, weights: Floats) -> Floats:
    """Silhouette (n,) of each point from its summed distances (n, k) to the segments."""
    base = weights @ marks
    own = base - weights[:, None]
    inside = np.divide(sums, own, out=np.zeros_like(sums), where=own > 1e-9 * base)
    outside = np.divide(sums, base, out=np.full_like(sums, np.inf), where=base > 0)
    a = np.where(marks, inside, 0.0).sum(axis=1)
    b = np.where(marks, np.inf, outside).min(axis=1)
    alone = (marks & (own <= 1e-9 * base)).any(axis=1)
    larger = np.maximum(a, b)
    known = ~alone & (larger > 0) & np.isfinite(b)
    return np.asarray(np.divide(b - a, larger, out=np.zeros(len(sums)), where=known))


def _distances(space: Space, rows: slice) -> Floats:
    """Distances (rows, n) over the answers that both gave."""
    x, there = space.wide[:, : space.q], space.wide[:, space.there]
    cross = x[rows] @ x.T
    if there.shape[1] == 1:
        squared = space.squares[rows, None] + space.squares - 2 * cross
    else:
        squares, whole = x**2, space.scale
        shared = (there[rows] * whole) @ there.T
        full = squares[rows] @ there.T + there[rows] @ squares.T - 2 * cross
        squared = np.divide(full * whole.sum(), shared, out=np.full_like(full, np.nan), where=shared > 0)
        squared = np.where(shared > 0, squared, np.nanmean(squared)) if (shared <= 0).any() else squared
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)))
