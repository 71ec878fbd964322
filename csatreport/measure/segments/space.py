"""The space that distances are measured in: answers as columns, missing ones counting nothing, categories as corners."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Codes, Floats

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Space:
    """Respondents as points that have a squared distance to any centre, measured over the answers they gave.

    A category is one column for each level, ``√(γ/2)`` high: two respondents who differ in it are then γ apart, as
    in Huang's dissimilarity, and two who do not are 0 apart.

    Attributes
    ----------
    wide : (n, q + h) float
        ``q`` columns of answers, 0 where missing; then where there is an answer (h = q), or a single column of
        ones where none is missing (h = 1). One product with it gives all distances, another all sums.
    weights : (n,) float
        With mean 1.
    blocks : tuple of slice
        Columns of each category.
    marks : int
        Columns at the end of ``wide`` that are only added up (:meth:`marked`).
    """

    wide: Floats
    weights: Floats
    q: int
    blocks: tuple[slice, ...] = ()
    marks: int = 0

    @classmethod
    def of(cls, values: Floats, weights: Floats, *, blocks: tuple[slice, ...] = ()) -> Space:
        """Points (n, q) with NaN where an answer is missing."""
        missing = np.isnan(values)
        there = ~missing if missing.any() else np.ones((len(values), 1), dtype=bool)
        wide = np.column_stack([np.where(missing, 0.0, values), there * 1.0])
        return cls(wide, weights / weights.mean(), values.shape[1], blocks)

    def __len__(self) -> int:
        return len(self.wide)

    def marked(self, member: Codes, k: int) -> Space:
        """With a column for each of ``k`` groups: sums of them are a cross table."""
        return replace(self, wide=np.column_stack([self.wide, member[:, None] == np.arange(k)]), marks=k)

    @property
    def light(self) -> Space:
        """The same in single precision: half the time, for what is repeated many times and then averaged."""
        return replace(self, wide=self.wide.astype(np.float32), weights=self.weights.astype(np.float32))

    def part(self, rows: Rows) -> Space:
        """Some of the points."""
        return replace(self, wide=np.ascontiguousarray(self.wide[rows]), weights=self.weights[rows])

    @cached_property
    def squares(self) -> Floats:
        """Squared length (n,) of each point."""
        return np.asarray((self.wide[:, : self.q] ** 2).sum(axis=1))

    @property
    def there(self) -> slice:
        """Columns of ``wide`` that say where there is an answer."""
        return slice(self.q, self.wide.shape[1] - self.marks)

    @property
    def scale(self) -> Floats:
        """What share (q,) of a feature each column is: 1, or one of the levels of its category."""
        share = np.ones(self.q)
        for block in self.blocks:
            share[block] = 1 / (block.stop - block.start)
        return share

    def costs(self, centres: Floats) -> Floats:
        """Squared distances (..., k, n) from centres (..., k, q), but for ``squares``."""
        squares = centres**2
        if self.there == slice(self.q, self.q + 1):
            squares = squares.sum(axis=-1, keepdims=True)
        pattern = np.concatenate([-2 * centres, squares], axis=-1)
        flat = pattern.reshape(-1, pattern.shape[-1]) @ self.wide[:, : self.there.stop].T
        return np.asarray(flat.reshape(*centres.shape[:-1], len(self)))

    def nearest(self, centres: Floats) -> Codes:
        """Which of the centres (k, q) each point (n,) is nearest to."""
        return np.asarray(self.costs(centres).argmin(axis=0))

    def centres(self, sums: Floats, before: Floats) -> Floats:
        """Centres (..., k, q) of groups whose sums of ``wide`` are ``sums``; those before where a group is empty.

        The mean of the answers; of a category its most frequent level.
        """
        total, base = self._apart(sums)
        base = np.broadcast_to(base, total.shape)
        found = np.divide(total, base, out=before.copy(), where=base > 0)
        for block in self.blocks:
            found[..., block] = _mode(found[..., block], before[..., block])
        return np.asarray(found)

    def loss(self, sums: Floats, centres: Floats) -> Floats:
        """Sum (...) of squared distances from the centres, but for that of ``squares``."""
        total, base = self._apart(sums)
        return np.asarray((base * centres**2 - 2 * total * centres).sum(axis=(-2, -1)))

    def _apart(self, sums: Floats) -> tuple[Floats, Floats]:
        return sums[..., : self.q], sums[..., self.there]


def _mode(shares: Floats, before: Floats) -> Floats:
    """The corner (..., levels) of the most frequent level; of several the first."""
    height = before.max()
    best = shares.argmax(axis=-1)
    return np.asarray((np.arange(shares.shape[-1]) == best[..., None]) * height)
