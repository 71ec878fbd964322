"""The regression behind the mix adjustment: levels of peers beside customer types, with the design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csatreport.measure.design import Codes, Design, Floats
from csatreport.measure.linearisation import Flags, errors
from csatreport.measure.replication import spread

_AT_ONCE = 32  # levels whose influences are held at once
_SMALLEST = 1e-9  # relative size of what tells types apart within levels; less is the same thing twice


@dataclass(frozen=True, eq=False)
class Model:
    """What least squares found.

    Attributes
    ----------
    adjusted, adjusted_se : (levels,)
        Means of the levels, had each the customers of all.
    moved, moved_se : (levels,)
        Adjusted minus plain mean.
    coefficient, coefficient_se : (types,)
        Each type minus the average customer, levels and other types alike.
    """

    adjusted: Floats
    adjusted_se: Floats
    moved: Floats
    moved_se: Floats
    coefficient: Floats
    coefficient_se: Floats


def fitted(score: Floats, design: Design, level: Codes, types: Sequence[Codes]) -> Model:
    """Fit ``y = a_j + Σ_d b_d(type)`` by weighted least squares.

    Parameters
    ----------
    score : (n,) float
        NaN where missing; such responses are not used.
    level : (n,) int
        Level of the peers, 0 … J−1 without gaps; −1 = none, not used.
    types : sequence of (n,) int
        Type of each response in each domain, 0 … k−1 without gaps.
    """
    used = (level >= 0) & ~np.isnan(score) & (design.weights > 0)
    sample = _Sample.of(score[used], level[used], [t[used] for t in types])
    solution = sample.solved(design.weights[used])
    if design.replicates is not None:
        columns = design.replicates.weights[used]
        deviations = np.stack([sample.solved(w).found - solution.found for w in columns.T])
        se = np.sqrt(spread(deviations, design.replicates))
    else:
        se = _errors(sample, solution, design, used)
    cut = [sample.levels, 2 * sample.levels]
    return Model(
        *(x for pair in zip(np.split(solution.found, cut), np.split(se, cut), strict=True) for x in pair)
    )


def _errors(sample: _Sample, solution: _Solution, design: Design, used: Flags) -> Floats:
    """Linearised standard errors of all that was found, some levels at a time: influences of all are a large matrix."""

    def of(influence: Floats) -> Floats:
        full = np.zeros((len(used), influence.shape[1]))
        full[used] = influence
        return errors(full, design)

    w = design.weights[used]
    parts = np.array_split(np.arange(sample.levels), -(-sample.levels // _AT_ONCE))
    both = [np.split(of(sample.influence(w, solution, part)), 2) for part in parts]
    adjusted, moved = (np.concatenate(side) for side in zip(*both, strict=True))
    return np.concatenate([adjusted, moved, of(sample.influence_of_types(w, solution))])


def varies(level: Codes, kind: Codes) -> bool:
    """Whether customers of one level differ in a type at all; in a region that levels make up they do not."""
    both = (level >= 0) & (kind >= 0)
    pairs = np.unique(np.stack([level[both], kind[both]]), axis=1)
    return bool(len(np.unique(pairs[0])) < pairs.shape[1])


@dataclass(frozen=True, eq=False)
class _Solution:
    """``found`` holds adjusted means, moves and coefficients; the rest is what influences are made of."""

    found: Floats
    beta: Floats
    bread: Floats
    inner: Floats  # types minus their mean in the level (n, types)
    rest: Floats  # residuals (n,)
    within: Floats  # weight of each level
    mix: Floats  # types in each level minus those of all (levels, types)
    shares: Floats  # types of all


@dataclass(frozen=True, eq=False)
class _Sample:
    """Scores (n,), levels (n,), types as one column each (n, types), and which types make up a domain."""

    y: Floats
    level: Codes
    x: Floats
    levels: int
    domains: tuple[slice, ...]

    @classmethod
    def of(cls, y: Floats, level: Codes, types: Sequence[Codes]) -> _Sample:
        sizes = [int(t.max()) + 1 for t in types]
        ends = np.cumsum(sizes).tolist()
        parts = [(t[:, None] == np.arange(k)).astype(np.float64) for t, k in zip(types, sizes, strict=True)]
        domains = tuple(slice(end - k, end) for end, k in zip(ends, sizes, strict=True))
        return cls(y, level, np.hstack(parts), int(level.max()) + 1, domains)

    def solved(self, w: Floats) -> _Solution:
        """Least squares with these weights."""
        j, x = self.level, self.x
        within = np.asarray(np.bincount(j, w, self.levels), dtype=np.float64)
        means = np.stack([np.bincount(j, w * c, self.levels) for c in x.T], axis=1) / within[:, None]
        plain = np.bincount(j, w * self.y, self.levels) / within
        inner, shares = x - means[j], w @ x / w.sum()
        square: Floats = inner.T @ (w[:, None] * inner)
        bread: Floats = np.asarray(np.linalg.pinv(square, rcond=_SMALLEST, hermitian=True), dtype=np.float64)
        beta = bread @ (inner.T @ (w * self.y))
        moved = -(means - shares) @ beta
        average = np.concatenate([np.full(d.stop - d.start, shares[d] @ beta[d]) for d in self.domains])
        found = np.concatenate([plain + moved, moved, beta - average])
        rest = self.y - plain[j] - inner @ beta
        return _Solution(found, beta, bread, inner, rest, within, means - shares, shares)

    def influence(self, w: Floats, s: _Solution, levels: Codes) -> Floats:
        """Influence (n, 2 k) of each response on the adjusted means of ``levels`` (k,), and on their moves."""
        own = (self.level[:, None] == levels) * (w / s.within[self.level])[:, None]
        fit = s.inner @ s.beta
        every = w * ((self.x - s.shares) @ s.beta) / w.sum()
        moved = every[:, None] - self._slope(w, s) @ s.mix[levels].T - own * fit[:, None]
        return np.hstack([moved + own * (s.rest + fit)[:, None], moved])

    def influence_of_types(self, w: Floats, s: _Solution) -> Floats:
        """Influence (n, types) of each response on the coefficients."""
        slope = self._slope(w, s)
        around = w[:, None] * (self.x - s.shares) / w.sum()
        found = slope.copy()
        for d in self.domains:
            found[:, d] -= (slope[:, d] @ s.shares[d] + around[:, d] @ s.beta[d])[:, None]
        return found

    @staticmethod
    def _slope(w: Floats, s: _Solution) -> Floats:
        """Influence on the slopes, before they are set against the average customer."""
        return np.asarray((w * s.rest)[:, None] * (s.inner @ s.bread))
