"""Placebo levels: the same estimate with others in the place of those that were treated.

Sets of as many comparison levels are taken for treated, those really treated left out. How far such sets seem to move, beyond
what sampling explains, is how far levels move of themselves: it ranks the effect, and gives its error where too few
levels were treated for errors clustered by level.

Source: Conley and Taber (2011); Ferman and Pinto (2019) for the correction for unequal bases. Checked against: plain
regressions of every set (tests/test_compare_beforeafter_rules.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice
from math import comb

import numpy as np

from csatreport.compare.beforeafter.cells import Cells
from csatreport.compare.beforeafter.regression import dummies
from csatreport.measure.design import Floats

MOST = 999  # sets tried
_TRIES = 3  # draws of a set for each that is kept


@dataclass(frozen=True, eq=False)
class Placebos:
    """Coefficients (s, q) of each set, the error (s, q) that sampling gives them, and how many levels the sets are made of."""

    value: Floats
    sampling: Floats
    levels: int

    @property
    def excess(self) -> Floats:
        """Variance (q,) of the coefficients beyond sampling, never below 0."""
        return np.asarray(np.maximum((self.value**2 - self.sampling**2).mean(axis=0), 0.0))

    def larger(self, value: float, sampling: float, column: int = 0) -> int:
        """How many sets moved at least as far, measured in their sampling errors."""
        moved = np.abs(self.value[:, column] / self.sampling[:, column])
        return int((moved >= abs(value / sampling) * (1 - 1e-9)).sum())


def placebos(cells: Cells, patterns: Floats, *, size: int, rng: np.random.Generator) -> Placebos:
    """Estimate sets of ``size`` levels as if they had been treated.

    Parameters
    ----------
    cells : Cells
        Of comparison levels only.
    patterns : (waves, q) float
        What being treated adds in each wave: 0 and 1 for before and after, or one column for each wave.

    Returns
    -------
    Placebos
        At most 999 sets, drawn without replacement where there are more. Levels that miss a wave are in no set, and at
        least two levels stay for comparison in each.
    """
    names = np.unique(cells.level)
    whole = [g for g in names if (cells.level == g).sum() == len(np.unique(cells.wave))]
    size = min(size, len(names) - 2, len(whole))
    if size < 1 or len(whole) < 2:
        return Placebos(np.empty((0, patterns.shape[1])), np.empty((0, patterns.shape[1])), len(whole))
    single = np.stack([(cells.level == g)[:, None] * patterns[cells.wave] for g in whole])
    alone = _cleared(cells, single)
    chosen = _sets(len(whole), size, rng)
    columns = np.tensordot(chosen, alone, axes=1)
    weighted = columns.transpose(0, 2, 1) * cells.weight
    lines = np.linalg.pinv(weighted @ columns, rcond=1e-9, hermitian=True) @ weighted
    return Placebos(lines @ cells.value, np.sqrt(lines**2 @ cells.variance), len(whole))


def _cleared(cells: Cells, columns: Floats) -> Floats:
    """Columns (sets, c, q) without what effects of levels and waves explain of them."""
    effects = np.column_stack([dummies(cells.level), dummies(cells.wave)])
    root, flat = np.sqrt(cells.weight)[:, None], np.concatenate(list(columns), axis=1)
    explained, *_ = np.linalg.lstsq(effects * root, flat * root, rcond=1e-11)
    cleared = flat - effects @ explained
    return np.stack(np.split(cleared, len(columns), axis=1))


def _sets(levels: int, size: int, rng: np.random.Generator) -> Floats:
    """Sets (s, levels) of zeros and ones: all there are, or as many different ones as are wanted."""
    members = list(islice(combinations(range(levels), size), MOST))
    if comb(levels, size) > MOST:
        drawn = rng.permuted(np.tile(np.arange(levels), (_TRIES * MOST, 1)), axis=1)[:, :size]
        members = list(dict.fromkeys(map(tuple, np.sort(drawn, axis=1).tolist())))[:MOST]
    chosen = np.zeros((len(members), levels))
    for row, at in zip(chosen, members, strict=True):
        row[list(at)] = 1
    return chosen
