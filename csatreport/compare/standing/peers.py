"""Peers as numbers: estimates of levels that may be shown, and what is known of their errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from csatreport.measure import interval
from csatreport.measure.design import Codes, Floats
from csatreport.results import Estimate


@dataclass(frozen=True, eq=False)
class Peers:
    """Levels that may be shown, in the order given; arrays are of shape (levels,).

    Attributes
    ----------
    value, variance
        Estimate, and its error variance with what is borrowed from the peers (see :meth:`of`).
    base
        Effective base: that of a simple random sample that would be as exact. Kish's base (weights) over what strata and
        clusters add, in all levels together.
    spread
        Variance of one answer of that effective base, all levels together: an estimate has the variance ``spread / base``.
    """

    levels: tuple[Estimate, ...]
    value: Floats
    variance: Floats
    base: Floats
    spread: float

    @classmethod
    def of(cls, levels: Sequence[Estimate], units: Sequence[int], *, prior: float) -> Peers | None:
        """Peers of estimates with standard errors; None where one has none, or where nobody differs from anybody.

        A variance estimated from few respondents is itself unsure, and 0 where they happen to agree (or are one cluster).
        So each level's variance per effective answer, ``S_i = se_i² n_i``, is averaged with that of all levels,
        ``S = Σ u_i S_i / Σ u_i``, as if ``prior`` more units had it: ``(u_i S_i + prior S) / (u_i + prior)``.

        Parameters
        ----------
        units : sequence of int
            First-stage units (respondents, or clusters) of each level.
        prior : float
            How many units the peers' variance counts: the low base of the edition.
        """
        kish = np.array([e.effective_n or np.nan for e in levels], dtype=np.float64)
        each = np.array([np.nan if e.se is None else e.se**2 for e in levels]) * kish
        u = np.asarray(units, dtype=np.float64)
        if not len(levels) or np.isnan(each).any() or not (each > 0).any():
            return None
        pooled = float((u * each).sum() / u.sum())
        variance = (u * each + prior * pooled) / (u + prior) / kish
        added = _added(levels, kish, u)
        value = np.array([e.value for e in levels])
        return cls(tuple(levels), value, variance, kish / added, pooled / added)

    def __len__(self) -> int:
        return len(self.levels)

    @property
    def se(self) -> Floats:
        """Standard errors."""
        return np.sqrt(self.variance)

    @property
    def confidence(self) -> float:
        """Confidence of the edition's intervals."""
        return self.levels[0].confidence

    @property
    def reach(self) -> float:
        """Standard errors from an estimate to the ends of its interval; normal where degrees of freedom are not known."""
        return interval.quantile(self.levels[0].df or inf, self.confidence)

    @property
    def codes(self) -> list[str]:
        """Codes of the levels."""
        return [e.level for e in self.levels]

    def at(self, places: Codes) -> Peers:
        """Some of the peers, in that order."""
        chosen = tuple(self.levels[i] for i in places)
        return Peers(chosen, self.value[places], self.variance[places], self.base[places], self.spread)


def _added(levels: Sequence[Estimate], kish: Floats, units: Floats) -> float:
    """Design effect beyond that of unequal weights, all levels together; 1 where it cannot be told."""
    deff = np.array([np.nan if e.deff is None else e.deff for e in levels])
    n = np.array([e.n or np.nan for e in levels], dtype=np.float64)
    ratio = deff * kish / n
    known = ~np.isnan(ratio)
    return float((units * ratio)[known].sum() / units[known].sum()) if known.any() else 1.0
