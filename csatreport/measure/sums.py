"""Weighted sums of scores by cell, in one pass over the answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from csatreport.measure.design import Codes, Floats

Power = tuple[int, int]  # exponents of the weight and of the score, each 0, 1 or 2
_NUMBERS = 400_000  # scores held at once: they stay in the processor's cache


def sums(
    scores: Floats, weights: Floats, cell: Codes, powers: Sequence[Power], centre: Floats
) -> tuple[Codes, dict[Power, Floats]]:
    """``Σ w^a (y − centre)^b`` of each cell and item over the responses that have ``y``, for all powers (a, b).

    Responses are taken cell by cell, a block at a time, so that every number is read once.

    Parameters
    ----------
    scores : (n, k) float
        NaN where missing.
    weights : (n,) float
        A weight of zero leaves a response out, also of the count (0, 0).
    cell : (n,) int
        Cell of each response; −1 = in none.
    centre : (k,) float
        Taken off the scores.

    Returns
    -------
    cells, sums
        Cells that occur (c,), in order, and an array (c, k) for each power.
    """
    kept = np.flatnonzero((cell >= 0) & (weights > 0))
    order = kept[_sorting(cell[kept])]
    sorted_cells = cell[order]
    starts = np.flatnonzero(np.r_[True, sorted_cells[1:] != sorted_cells[:-1]]) if len(order) else order
    k = scores.shape[1]
    found = {power: np.zeros((len(starts), k)) for power in powers}
    source = np.ascontiguousarray(scores)
    rows = max(1, _NUMBERS // max(k, 1))
    for first in range(0, len(order), rows):
        taken = order[first : first + rows]
        ends = np.searchsorted(starts, (first, first + len(taken) - 1), side="right")
        local = slice(int(ends[0]) - 1, int(ends[1]))
        pointer = np.clip(np.r_[starts[local], first + len(taken)] - first, 0, len(taken))
        y = np.take(source, taken, axis=0)
        y -= centre
        _add(found, local, y, weights[taken], pointer)
    return sorted_cells[starts], found


def _sorting(cell: Codes) -> Codes:
    """Places of the responses, cell by cell; numbers of 16 bits are sorted without being compared."""
    few = bool(cell.max(initial=0) <= np.iinfo(np.uint16).max)
    return np.argsort(cell.astype(np.uint16) if few else cell, kind="stable")


def _add(found: dict[Power, Floats], to: slice, y: Floats, w: Floats, pointer: Codes) -> None:
    """Add a block of responses, cell after cell: those of each begin at ``pointer``."""
    gone = np.isnan(y)
    if gone.any():
        valid, bits = (~gone).astype(np.float64), y.view(np.int64)
        bits &= gone.view(np.int8).astype(np.int64) - 1  # 0 for a missing score, without a branch for each
    else:
        valid = np.ones((len(y), 1))  # all items have the same weights
    raised = {0: valid, 1: y, 2: y * y}
    shape = (len(pointer) - 1, len(w))
    pick = sparse.csr_matrix((w, np.arange(len(w)), pointer), shape=shape)
    for a in {a for a, _ in found}:
        pick.data = w**a
        for b in (b for each, b in found if each == a):
            found[a, b][to] += pick @ raised[b]


def centre(scores: Floats) -> Floats:
    """A whole number near the mean of each item (k,): sums of squares around it lose no digits to a large mean.

    Whole, so that the mean of scores that are all 0 or all 1 comes out exactly; of an item that does not vary the score
    itself.
    """
    some = scores[: max(1, _NUMBERS // max(scores.shape[1], 1))]
    lowest, highest = (f.reduce(some, axis=0, initial=np.nan) for f in (np.fmin, np.fmax))
    valid = ~np.isnan(some)
    mean = np.where(valid, some, 0.0).sum(axis=0) / np.maximum(valid.sum(axis=0), 1)
    return np.asarray(np.where(lowest == highest, lowest, np.rint(mean)))
