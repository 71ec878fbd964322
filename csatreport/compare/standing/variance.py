"""How much levels truly differ: what of the variance between their estimates is not error."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy import stats

from csatreport.compare.standing.peers import Peers
from csatreport.measure.design import Floats

LIMIT = 1.0  # standard errors that an estimate is drawn in by at most
_FEWEST = 3  # levels that a variance between them is estimated from


@dataclass(frozen=True)
class Between:
    """True values as draws from one normal distribution.

    Attributes
    ----------
    mean, mean_variance
        Mean of the distribution, and the variance of its estimate.
    variance, low, high
        Variance of the distribution with its interval, ≥ 0.
    sampling
        Sampling variance of ``variance``.
    p
        Of Cochran's test that all levels are alike.
    """

    mean: float
    mean_variance: float
    variance: float
    low: float
    high: float
    sampling: float
    p: float

    @property
    def sd(self) -> float:
        """Standard deviation of true values between levels."""
        return sqrt(self.variance)

    def reliability(self, variance: Floats) -> Floats:
        """Share of an estimate's distance from the mean that is expected to be true: ``τ² / (τ² + v)``."""
        return np.asarray(self.variance / (self.variance + variance))

    def kept(self, value: Floats, variance: Floats) -> Floats:
        """Share of the distance that a shrunken estimate keeps: no estimate is drawn in by more than its standard error.

        One normal distribution makes light of a level truly far out; the limit leaves it there (Efron and Morris's limited
        translation), at little cost to the others.
        """
        away = value - self.mean
        drawn = (1 - self.reliability(variance)) * away
        most = LIMIT * np.sqrt(variance)
        limited = np.clip(drawn, -most, most)
        return np.asarray(1 - np.divide(limited, away, out=1 - self.reliability(variance), where=away != 0))

    def squared_error(self, value: Floats, variance: Floats) -> Floats:
        """Mean squared error of shrunken estimates: ``k v + (1 − k)² V(m) + 2 v² V(τ²) / (v + τ²)³`` (Prasad and Rao)."""
        kept = self.kept(value, variance)
        unsure = variance**2 / (variance + self.variance) ** 3 * self.sampling
        return np.asarray(kept * variance + (1 - kept) ** 2 * self.mean_variance + 2 * unsure)


def between(peers: Peers) -> Between | None:
    """Variance of true values between levels, after Paule and Mandel; None with fewer than three levels.

    With errors ``v_i`` the weighted sum of squares ``Q(τ²) = Σ (y_i − m)² / (v_i + τ²)``, ``m`` the mean weighted by
    ``1 / (v_i + τ²)``, is a chi-square with J − 1 degrees of freedom at the true ``τ²``. The estimate solves Q = J − 1
    (0 where Q(0) is less), the ends of the interval are where Q is the chi-square's quantile.

    Source: Paule and Mandel (1982); Viechtbauer (2007) for the interval ("Q-profile"); Veroniki et al. (2016), who
    recommend both. Checked against: R ``metafor`` ``rma(method = "PM")`` and ``confint`` (tests/oracle/standing.R).
    """
    if len(peers) < _FEWEST:
        return None
    y, v = peers.value, peers.variance
    df = len(peers) - 1
    tail = (1 - peers.confidence) / 2
    variance, low, high = (
        _solved(y, v, target) for target in (df, stats.chi2.ppf(1 - tail, df), stats.chi2.ppf(tail, df))
    )
    w = 1 / (v + variance)
    sampling = 2 * len(peers) / w.sum() ** 2
    p = float(stats.chi2.sf(_squares(y, v, 0.0), df))
    return Between(
        float((w * y).sum() / w.sum()), float(1 / w.sum()), variance, low, high, float(sampling), p
    )


def _squares(y: Floats, v: Floats, variance: float) -> float:
    w = 1 / (v + variance)
    mean = (w * y).sum() / w.sum()
    return float((w * (y - mean) ** 2).sum())


def _solved(y: Floats, v: Floats, target: float) -> float:
    """The variance between levels at which the sum of squares, which falls with it, is ``target``; 0 where it always is less."""
    from scipy.optimize import brentq

    if _squares(y, v, 0.0) <= target:
        return 0.0
    high = float(np.square(y - y.mean()).sum() / target)  # there every weight is smaller than 1 / high
    return float(brentq(lambda t: _squares(y, v, t) - target, 0.0, high, xtol=1e-14, rtol=1e-12))
