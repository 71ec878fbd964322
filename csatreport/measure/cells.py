"""Sums over cells of a design: all that means and their variances need, whoever added them up.

A cell is a first-stage unit of a domain, or all responses of a domain and stratum that are units of their own. Sums of
parts of the answers add up to those of the whole, so they may come from memory, from a file or from a database.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from csatreport.measure.design import Codes, Design, Floats, Strata
from csatreport.measure.ratio import ratio
from csatreport.measure.sums import Power, centre, sums

ALWAYS: tuple[Power, ...] = ((0, 0), (1, 0), (1, 1), (1, 2), (2, 0))
ALONE: tuple[Power, ...] = ((2, 1), (2, 2))  # where every response is a first-stage unit of its own
_NOTHING = 1e-13  # a variance so small a part of what it is the difference of is none


@dataclass(frozen=True, eq=False)
class Totals:
    """Of every domain (domains, k): sums of :data:`ALWAYS`, and the mean above the centre, 0 where nobody answered."""

    sums: dict[Power, Floats]
    spot: Floats
    value: Floats


@dataclass(frozen=True, eq=False)
class Cells:
    """Sums of ``w^a (y − centre)^b`` over the responses of each cell that have ``y``.

    Attributes
    ----------
    sums : dict
        For each power (a, b) an array (cells, k); :data:`ALONE` are needed where a cell is alone.
    domain, stratum : (cells,) int
        Domain and stratum of each cell.
    alone : (cells,) bool
        Whether the responses of the cell are first-stage units of their own; otherwise they are one together.
    centre : (k,) float
        Taken off the scores.
    """

    sums: dict[Power, Floats]
    domain: Codes
    stratum: Codes
    alone: npt.NDArray[np.bool_]
    centre: Floats

    @classmethod
    def of(cls, scores: Floats, design: Design, codes: Codes) -> Cells:
        """Add up scores (n, k) in the domains ``codes`` (n,), −1 = in none."""
        alone = len(design.stratum) == len(scores)
        place = design.stratum[design.unit] if alone else design.unit
        places = len(design.units) if alone else len(design.stratum)
        cell = np.where(codes < 0, -1, codes * places + place)
        middle = centre(scores)
        cells, found = sums(scores, design.weights, cell, (*ALWAYS, *(ALONE if alone else ())), middle)
        own = cells % places
        stratum = own if alone else design.stratum[own]
        return cls(found, cells // places, stratum, np.full(len(cells), alone), middle)

    def totals(self, domains: int) -> Totals:
        """Sums and means of every domain."""
        pick = indicator(self.domain, domains)
        total = {power: pick @ self.sums[power] for power in ALWAYS}
        spot = np.nan_to_num(ratio(total[1, 1], total[1, 0]))
        return Totals(total, spot, np.where(total[1, 0] > 0, self.centre + spot, np.nan))

    def variance(self, total: Totals, strata: Strata) -> Floats:
        """Design variance (domains, k) of the means: that of ``linearisation.variance`` on their influences."""
        domains, count = len(total.spot), len(strata.units)
        mean, base = total.spot[self.domain], np.where(total.sums[1, 0] > 0, total.sums[1, 0], 1.0)
        influence = self.sums[1, 1] - mean * self.sums[1, 0]
        factor = strata.factor
        raw = indicator(self.domain, domains) @ (factor[self.stratum, None] * self._squares(influence, mean))
        sum_of = indicator(self.domain * count + self.stratum, domains * count) @ influence
        share = np.tile(factor / strata.units, domains)[:, None]
        centred = (share * sum_of**2).reshape(domains, count, -1).sum(axis=1)
        return np.asarray(np.maximum(raw - centred, 0.0) / base**2)

    def _squares(self, influence: Floats, mean: Floats) -> Floats:
        """Sum (cells, k) of the squared influences of the units of each cell."""
        if not self.alone.any():
            return np.asarray(influence**2)
        parts = self.sums[2, 2], mean * self.sums[2, 1], mean**2 * self.sums[2, 0]
        squares = parts[0] - 2 * parts[1] + parts[2]
        squares = np.where(squares <= _NOTHING * (parts[0] + parts[2]), 0.0, squares)
        return np.asarray(np.where(self.alone[:, None], squares, influence**2))


def indicator(codes: Codes, size: int) -> sparse.csr_matrix:
    """Sparse (size, n): row d sums the responses with code d; negative codes belong to no row."""
    rows = np.flatnonzero(codes >= 0)
    return sparse.csr_matrix((np.ones(len(rows)), (codes[rows], rows)), shape=(size, len(codes)))
