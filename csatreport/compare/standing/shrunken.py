"""Shrinkage: what a level's estimate is worth, given how much levels differ at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from csatreport.compare.standing.peers import Peers
from csatreport.compare.standing.places import Place, Standing
from csatreport.compare.standing.variance import Between, between
from csatreport.measure import contrast, interval
from csatreport.params import Text
from csatreport.results import Contrast, Estimate

TENTH = NormalDist().inv_cdf(0.9)  # standard deviations from the mean to the upper tenth
_RELIABILITY = Text(en="Reliability of the ranking", zh="排名信度")
_LOWER, _UPPER = Text(en="Bottom tenth", zh="末十分位"), Text(en="Top tenth", zh="首十分位")


@dataclass(frozen=True)
class Shrunken:
    """A level's ``raw`` estimate beside what is to be expected of it; ``drawn`` is the share of its distance drawn in."""

    place: Place
    estimate: Estimate
    drawn: float

    @property
    def raw(self) -> Estimate:
        """The estimate from the level's own answers alone."""
        return self.place.estimate


@dataclass(frozen=True)
class Shrinkage:
    """All levels shown, best first by their raw estimate.

    Attributes
    ----------
    between
        Distribution of true values.
    reliability
        Share of the variance between estimates that is no error, with the interval that follows from that of the variance.
    spread
        From the lower to the upper tenth of true values, with its interval; tested by whether levels differ at all
        (Cochran). Not picked: chance does not widen it, as it does the distance from the best to the worst estimate.
    """

    rows: tuple[Shrunken, ...]
    between: Between
    reliability: Estimate
    spread: Contrast

    @property
    def most(self) -> Shrunken:
        """The level whose estimate is drawn in by the largest share."""
        return max(self.rows, key=lambda r: r.drawn)


def shrinkage(ranks: Standing) -> Shrinkage | None:
    """Shrunken estimates of the levels that are ranked; None without standard errors, or with fewer than three levels.

    True values are taken as normal around ``m`` with variance ``τ²`` (:mod:`.variance`). An estimate ``y`` with error ``v``
    keeps the share ``k = τ² / (τ² + v)`` of its distance from the mean: ``m + k (y − m)``, but is drawn in by no more than
    one standard error. The mean squared error is ``k v + (1 − k)² V(m) + 2 v² V(τ²) / (v + τ²)³``; intervals use the
    edition's t quantile (shares on the logit scale). They hold the true value on average over levels, not of each: one far
    out with few answers is drawn in too much.

    Source: Fay and Herriot (1979); Prasad and Rao (1990); Efron and Morris (1972) for the limit. Checked against: R
    ``metafor::blup`` (tests/oracle/standing.R).
    """
    peers = ranks.peers
    found = None if peers is None else between(peers)
    if peers is None or found is None or ranks.overall is None:
        return None
    kept = found.kept(peers.value, peers.variance)
    value = found.mean + kept * (peers.value - found.mean)
    se = np.sqrt(found.squared_error(peers.value, peers.variance))
    places = {p.estimate.level: p for p in ranks.rows}
    rows = tuple(
        Shrunken(places[e.level], _estimate(e, float(v), float(s)), float(1 - k))
        for e, v, s, k in zip(peers.levels, value, se, kept, strict=True)
    )
    return Shrinkage(rows, found, _reliability(ranks.overall, found, peers), _spread(ranks.overall, found))


def _estimate(e: Estimate, value: float, se: float) -> Estimate:
    """The shrunken estimate of a level, with the base of its own answers."""
    low, high = ends(e, value, se)
    return replace(e, value=value, se=se, low=low, high=high, deff=None)


def ends(e: Estimate, value: float, se: float) -> tuple[float, float]:
    """Interval of another value of a level: t, for shares on the logit scale."""
    one, error, df = np.array([value]), np.array([se]), e.df or 0.0
    if e.unit == "share" and 0 < value < 1:
        n, kish = np.array([e.n]), np.array([e.effective_n])
        low, high = interval.of_share(one, error, df=df, n=n, effective_n=kish, confidence=e.confidence)
    else:
        low, high = interval.of_mean(one, error, df=df, confidence=e.confidence)
    return float(low[0]), float(high[0])


def _reliability(overall: Estimate, found: Between, peers: Peers) -> Estimate:
    value, low, high = (
        float((t / (t + peers.variance)).mean()) for t in (found.variance, found.low, found.high)
    )
    return replace(
        overall, value=value, low=low, high=high, se=None, df=None, deff=None, unit="share", measure="reliability",
        label=_RELIABILITY,
    )  # fmt: skip


def _spread(overall: Estimate, found: Between) -> Contrast:
    """Upper tenth of true values minus the lower tenth."""
    sides = [
        replace(
            overall, value=found.mean + side * TENTH * found.sd, se=None, low=None, high=None, level_label=label,
        )
        for side, label in ((-1, _LOWER), (1, _UPPER))
    ]  # fmt: skip
    low, high = (2 * TENTH * float(np.sqrt(t)) for t in (found.low, found.high))
    gap = contrast.untested(*sides)
    return replace(gap, low=low, high=high, p=found.p, p_adjusted=found.p)
