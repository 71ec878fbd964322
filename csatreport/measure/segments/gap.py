"""The gap statistic: whether the answers lie closer together in ``k`` segments than answers without segments would."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.segments.kmeans import settled, solutions
from csatreport.measure.segments.space import Space

SAMPLE = 4_000  # points of a reference
_SOLVED = 10_000  # points that all solutions of a reference may look at together
_STARTS = 10  # of the first reference; the others start from where it ended


@dataclass(frozen=True, eq=False)
class Gaps:
    """Gap (k,) of each number of segments, and what it may differ by: ``sd √(1 + 1/B)`` of B references."""

    value: Floats
    error: Floats


def gaps(space: Space, best: dict[int, Floats], rng: np.random.Generator, *, references: int) -> Gaps:
    """Gap of one segment and of every k of ``best`` (centres (k, q) of the solution).

    ``log W`` of answers without segments, minus that of these; W is the weighted sum of squared distances from
    the own centre. References are uniform in the box along the principal components of the answers; categories are
    drawn by their shares. They take over who lacks which answer, and the weights. Beyond 4,000 points a reference is
    a sample of so many, and its spread is scaled to all of them.

    Source: Tibshirani, Walther and Hastie (2001). Checked against: R cluster ``clusGap(d.power = 2)``.
    """
    of_one = np.average(space.wide[:, : space.q], axis=0, weights=space.weights)
    here = [_within(space, c) for c in (of_one[None], *best.values())]
    drawn = [_reference(space, rng) for _ in range(references)]
    ends = solutions(drawn[0], range(1, max(best) + 1), rng, starts=_STARTS)
    tries = int(np.clip(_SOLVED // len(drawn[0]), 1, _STARTS))
    there = np.array(
        [[_settled(reference, ends[k].centres[:tries]) for k in (1, *best)] for reference in drawn]
    )
    shrink = min(1.0, SAMPLE / len(space)) ** 0.5
    return Gaps(there.mean(axis=0) - here, there.std(axis=0) * shrink * np.sqrt(1 + 1 / references))


def _settled(space: Space, starts: Floats) -> float:
    """``log W`` of the best solution that the ``starts`` (s, k, q) lead to."""
    weights = np.broadcast_to(space.weights, (len(starts), len(space)))
    end = settled(space, weights, starts)
    return _within(space, end.centres[int(end.loss.argmin())])


def _within(space: Space, centres: Floats) -> float:
    """``log W`` for a weight of 1 in all, of points and the centres (k, q) that they settled on."""
    squared = space.costs(centres).min(axis=0) + space.squares
    return float(np.log(max(np.average(squared, weights=space.weights), np.finfo(float).tiny)))


def _reference(space: Space, rng: np.random.Generator) -> Space:
    """Answers without segments, as many as there are points, at most 4,000."""
    rows = np.sort(rng.permutation(len(space))[:SAMPLE])
    answers, w = space.wide[:, : space.q], space.weights
    ratings = np.ones(space.q, dtype=bool)
    made = np.empty((len(rows), space.q))
    for block in space.blocks:
        ratings[block] = False
        made[:, block] = answers[_drawn(answers[:, block].max(axis=1) * w, len(rows), rng), block]
    made[:, ratings] = _box(answers[:, ratings], w, len(rows), rng)
    there = space.wide[rows, space.there]
    drawn = replace(space, wide=np.column_stack([made * there, there]), weights=w[rows] / w[rows].mean())
    return drawn.light


def _drawn(chance: Floats, n: int, rng: np.random.Generator) -> Codes:
    return np.asarray(rng.choice(len(chance), n, p=chance / chance.sum()))


def _box(answers: Floats, weights: Floats, n: int, rng: np.random.Generator) -> Floats:
    """Uniform points (n, ...) in the box along the principal components."""
    middle = np.average(answers, axis=0, weights=weights)
    axes = np.linalg.svd((answers - middle) * np.sqrt(weights)[:, None], full_matrices=False)[2]
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]
    along = (answers - middle) @ axes.T
    return np.asarray(rng.uniform(along.min(axis=0), along.max(axis=0), (n, len(axes))) @ axes + middle)
