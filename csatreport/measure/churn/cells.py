"""Customers who are alike in all that is known of them, counted together: a model needs nothing more.

Of 360,000 rows some 80,000 cells are left, and every sum over rows is a sum over cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

from csatreport.measure.churn.factor import UNKNOWN, Factor
from csatreport.measure.churn.panel import Flags, Panel
from csatreport.measure.design import Codes, Floats

_OWN = 0.05  # least part of what a factor tells that no factor before it tells too: 1 − squared canonical correlation


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of a panel and the indicator columns of their levels.

    Attributes
    ----------
    factors : tuple of Factor
        Those in the model.
    columns : (p, 2) int
        Factor and level of each column; the usual level of a factor has none.
    x : (cells, p) sparse
        1 where the cell has the level.
    at : (n,) int
        Cell of each row of the panel.
    n, left : (cells, places) float
        Rows, and those who left, in each quarter.
    """

    factors: tuple[Factor, ...]
    columns: Codes
    x: sparse.csr_matrix
    at: Codes
    n: Floats
    left: Floats

    @classmethod
    def of(cls, panel: Panel, factors: tuple[Factor, ...]) -> Cells:
        """Count the rows of a panel by these of its factors."""
        codes = panel.codes[np.array([panel.factors.index(f) for f in factors], dtype=np.intp)]
        key = np.zeros(len(panel), dtype=np.int64)
        for factor, level in zip(factors, codes, strict=True):
            key = key * len(factor.levels) + level
        _, first, at = np.unique(key, return_index=True, return_inverse=True)
        places = len(panel.clock) + 1
        cell = at * places + panel.place
        size = (len(first), places)
        n, left = (
            np.bincount(cell, w, minlength=size[0] * places).reshape(size).astype(float)
            for w in (None, panel.left)
        )
        columns = _columns(factors)
        return cls(factors, columns, _indicators(codes[:, first], factors, columns), at, n, left)

    def of_factor(self, factor: int) -> Flags:
        """Which columns (p,) are levels of a factor."""
        return np.asarray(self.columns[:, 0] == factor)


def _columns(factors: tuple[Factor, ...]) -> Codes:
    pairs = [
        (f, k) for f, factor in enumerate(factors) for k in range(len(factor.levels)) if k != factor.usual
    ]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def _indicators(
    codes: npt.NDArray[np.int16], factors: tuple[Factor, ...], columns: Codes
) -> sparse.csr_matrix:
    """One row per cell: 1 in the column of each of its levels."""
    place = [np.full(len(f.levels), -1) for f in factors]
    for column, (f, k) in enumerate(columns):
        place[f][k] = column
    at = np.array([p[c] for p, c in zip(place, codes, strict=True)]).reshape(codes.shape).T
    row, _ = np.nonzero(at >= 0)
    shape = (codes.shape[1], len(columns))
    return sparse.csr_matrix((np.ones(len(row)), (row, at[at >= 0])), shape=shape)


def told_apart(panel: Panel) -> tuple[tuple[Factor, ...], tuple[Factor, ...]]:
    """Factors of the model, and those left out because the ones before tell some of their levels entirely.

    Where only firms have leased lines, type and product say one thing twice: nothing could divide it between them. Levels
    "not known" do not count, since they are compared with nothing.
    """
    learnt = panel.within(panel.clock.usable)
    if not len(learnt):
        return (), ()
    cells = Cells.of(learnt, panel.factors)
    weights = cells.n.sum(axis=1)
    mean = (cells.x.T @ weights) / weights.sum()
    gram = (cells.x.T @ cells.x.multiply(weights[:, None]).tocsr()).toarray() / weights.sum()
    gram -= np.outer(mean, mean)
    kept: list[int] = []
    inside = np.zeros(len(cells.columns), dtype=bool)
    for f in range(len(cells.factors)):
        own = _own(cells, f, mean)
        if _free(gram, inside, own):
            kept.append(f)
            inside |= own
    return (
        tuple(f for i, f in enumerate(cells.factors) if i in kept),
        tuple(f for i, f in enumerate(cells.factors) if i not in kept),
    )


def _own(cells: Cells, f: int, mean: Floats) -> Flags:
    """Columns of a factor's levels that occur and are known."""
    labels = [cells.factors[i].levels[k].label for i, k in cells.columns]
    known = np.array([label != UNKNOWN for label in labels], dtype=bool)
    return np.asarray(cells.of_factor(f) & (mean > 0) & known)


def _free(gram: Floats, inside: Flags, own: Flags) -> bool:
    """Whether every combination of the columns ``own`` tells something that those ``inside`` do not."""
    if not own.any() or not inside.any():
        return True
    within, across = gram[np.ix_(own, own)], gram[np.ix_(inside, own)]
    told = across.T @ np.linalg.solve(gram[np.ix_(inside, inside)], across)
    return bool(linalg.eigh(within - told, within, eigvals_only=True).min() > _OWN)
