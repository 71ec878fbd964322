"""Answers summed to cells: one mean for each level in each wave, with its weight and its sampling error.

A regression on fixed effects of levels and waves sees every answer only through the mean of its cell: weighted least
squares on cell means, each with the sum of its weights, give the same coefficients as on single answers, and the same
errors clustered by level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csatreport.measure import scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import Flags, means
from csatreport.measure.ratio import ratio
from csatreport.params import Item, Measure, Wave

_FEW = 30  # effective answers below which a cell's own error is no good guide


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells that have answers, in the order of waves and levels.

    Attributes
    ----------
    level, wave : (c,) int
        Codes of the cell; waves count from 0, the oldest used.
    value, weight : (c,) float
        Weighted mean and sum of weights; the weights of a wave have the mean 1.
    variance : (c,) float
        Sampling variance of the mean (linearised; of cells with few answers that of an average cell of their base).
    n, effective : (c,) float
        Answers, and Kish's effective base.
    """

    level: Codes
    wave: Codes
    value: Floats
    weight: Floats
    variance: Floats
    n: Floats
    effective: Floats

    def of(self, keep: Flags) -> Cells:
        """The cells that ``keep`` (c,) marks."""
        return Cells(
            self.level[keep], self.wave[keep], self.value[keep], self.weight[keep], self.variance[keep],
            self.n[keep], self.effective[keep],
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Panel:
    """Every wave of a domain: arrays (waves, levels, items), 0 where nobody answered.

    ``codes`` are the levels of the responses of each wave, −1 = none.
    """

    waves: tuple[Wave, ...]
    levels: tuple[str, ...]
    items: tuple[str, ...]
    value: Floats
    weight: Floats
    variance: Floats
    n: Floats
    effective: Floats
    codes: tuple[Codes, ...]

    @classmethod
    def of(
        cls, fieldings: Mapping[Wave, Fielding], domain: str, items: Sequence[Item], *, measure: Measure
    ) -> Panel:
        """Sum the answers to ``items`` in every fielding, by level of ``domain``."""
        there = {str(x) for f in fieldings.values() for x in f.responses[domain].dropna().unique()}
        levels = tuple(sorted(there)) or ("",)  # nobody named one: a level without answers
        codes = tuple(_codes(f, domain, levels) for f in fieldings.values())
        found = [
            _sums(f, c, len(levels), items, measure) for f, c in zip(fieldings.values(), codes, strict=True)
        ]
        value, weight, variance, n, effective = (np.stack(each) for each in zip(*found, strict=True))
        names = tuple(i.item for i in items)
        return cls(tuple(fieldings), levels, names, value, weight, variance, n, effective, codes)

    def asked(self, item: str) -> tuple[Wave, ...]:
        """Waves in which somebody of some level answered the item."""
        there = self.weight[:, :, self.items.index(item)].sum(axis=1) > 0
        return tuple(w for w, some in zip(self.waves, there, strict=True) if some)

    def cells(self, item: str, waves: Sequence[Wave]) -> Cells:
        """Cells of one item in ``waves``, which count from 0."""
        at, k = [self.waves.index(w) for w in waves], self.items.index(item)
        arrays = [x[at, :, k] for x in (self.value, self.weight, self.variance, self.n, self.effective)]
        wave, level = np.nonzero(arrays[1] > 0)
        value, weight, variance, n, effective = (x[wave, level] for x in arrays)
        return Cells(level, wave, value, weight, _steadied(variance, effective, weight), n, effective)


def _codes(f: Fielding, domain: str, levels: Sequence[str]) -> Codes:
    return pd.Categorical(f.responses[domain], categories=list(levels)).codes.astype(np.intp)


def _sums(
    f: Fielding, codes: Codes, size: int, items: Sequence[Item], measure: Measure
) -> tuple[Floats, ...]:
    """Mean, weight, variance, answers and effective base (levels, items) of one wave."""
    values = scores.of_items(f.responses, items, measure=measure)
    found = means(values, f.design, domain=codes, domains=size)
    inside = codes >= 0
    weights = f.design.weights[inside] / f.design.weights.mean()
    there = ~np.isnan(values[inside])
    total = [np.bincount(codes[inside], weights * there[:, k], minlength=size) for k in range(len(items))]
    parts = (found.value, np.column_stack(total), found.se**2, found.n, found.effective_n)
    return tuple(np.nan_to_num(np.asarray(part, dtype=np.float64)) for part in parts)


def _steadied(variance: Floats, effective: Floats, weight: Floats) -> Floats:
    """Variances; of cells with few answers that of the average answer, over their effective base."""
    large = effective >= _FEW
    known = large if large.any() else effective > 1
    if not known.any():
        return variance
    typical = ratio((weight * effective * variance)[known].sum(), weight[known].sum())
    return np.where(large, variance, ratio(np.full_like(effective, typical), effective))
