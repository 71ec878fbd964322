"""Resamples of a survey: what a model would have found, had the sample come out differently.

The bootstrap draws ``n_h − 1`` of the ``n_h`` first-stage units of each stratum with replacement and multiplies
their weights by ``n_h / (n_h − 1)`` (Rao and Wu; with a finite population correction the deviation from 1 shrinks by
``√(1 − n_h/N_h)``). Delivered replicate weights take its place where there are any.

Source: Rao, Wu and Yue, *Some recent work on resampling methods for complex surveys* (1992). Checked against: the
linearised standard errors of means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from csatreport.measure.design import Design, Floats

TIMES = 500
_NUMBERS = 8_000_000  # weights held at once


@dataclass(frozen=True, eq=False)
class Resampled:
    """Results (R, ...) of a statistic on each resample, NaN where it could not be computed.

    ``scale`` (R,) and ``df`` are those of delivered replicates; None for the bootstrap.
    """

    results: Floats
    scale: Floats | None = None
    df: float | None = None

    @property
    def failed(self) -> int:
        """Resamples without a result."""
        flat = self.results.reshape(len(self.results), -1)
        return int(np.isnan(flat).all(axis=1).sum()) if flat.size else 0

    def se(self, value: Floats) -> Floats:
        """Standard error (...) of the statistic, whose value on the sample itself is ``value``."""
        if self.scale is None:
            return np.asarray(self._told(lambda each: np.nanstd(each, axis=0, ddof=1)[None])[0])
        return np.asarray(np.sqrt(np.einsum("r,r...->...", self.scale, (self.results - value) ** 2)))

    def interval(self, value: Floats, *, confidence: float) -> tuple[Floats, Floats]:
        """Percentile interval of the bootstrap; t interval of replicates."""
        if self.scale is None:
            tail = (1 - confidence) / 2
            low, high = self._told(lambda each: np.nanquantile(each, (tail, 1 - tail), axis=0))
            return low, high
        reach = stats.t.ppf(0.5 + confidence / 2, self.df) * self.se(value)
        return value - reach, value + reach

    def _told(self, summary: Callable[[Floats], Floats]) -> Floats:
        """``summary`` (m, k) of the columns (R, k) with two results or more; NaN in the place of all others."""
        flat = self.results.reshape(len(self.results), -1)
        there = (~np.isnan(flat)).sum(axis=0) > 1
        found = summary(flat if there.all() else np.where(there, flat, 0.0))
        found[:, ~there] = np.nan
        return found.reshape(len(found), *self.results.shape[1:])


def resampled(
    statistic: Callable[[Floats], Floats], design: Design, rng: np.random.Generator, *, times: int = TIMES
) -> Resampled:
    """Compute ``statistic`` on every resample.

    Parameters
    ----------
    statistic : callable
        From weights (b, n) of ``b`` resamples to results (b, ...): all of a block at once.
    design : Design
        Of the n responses.
    rng : Generator
        Of the edition (``Fielding.generator``).
    times : int
        Bootstrap resamples; delivered replicates come as many as they are.
    """
    blocks = _delivered(design) if design.replicates is not None else weights(design, rng, times=times)
    results = np.concatenate([statistic(block) for block in blocks])
    if design.replicates is not None:
        return Resampled(results, design.replicates.scale, design.replicates.df)
    return Resampled(results)


def weights(design: Design, rng: np.random.Generator, *, times: int = TIMES) -> Iterator[Floats]:
    """Bootstrap weights, in blocks (b, n) that fit into memory, ``times`` in all."""
    block = max(1, _NUMBERS // max(len(design.weights), 1))
    order = np.argsort(design.stratum, kind="stable")
    for start in range(0, times, block):
        size = min(block, times - start)
        factor = np.ones((size, len(design.stratum)))
        first = 0
        for stratum, n in enumerate(design.units.tolist()):
            units = order[first : first + n]
            first += n
            if n > 1:
                factor[:, units] = _factors(rng, size, n, kept=_kept(design, stratum, n))
        yield factor[:, design.unit] * design.weights


def _factors(rng: np.random.Generator, size: int, n: int, *, kept: float) -> Floats:
    """What the weights of ``n`` units are multiplied by, in ``size`` resamples."""
    drawn = rng.integers(0, n, size=(size, n - 1)) + n * np.arange(size)[:, None]
    counts = np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n)
    return np.asarray(1 + kept * (counts * (n / (n - 1)) - 1))


def _kept(design: Design, stratum: int, n: int) -> float:
    return 1.0 if design.population is None else float(np.sqrt(1 - n / design.population[stratum]))


def _delivered(design: Design) -> Iterator[Floats]:
    assert design.replicates is not None  # noqa: S101 - for the type checker; callers look first
    columns = design.replicates.weights
    block = max(1, _NUMBERS // len(columns))
    for start in range(0, columns.shape[1], block):
        yield np.ascontiguousarray(columns[:, start : start + block].T)
