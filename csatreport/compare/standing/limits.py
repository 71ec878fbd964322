"""The funnel: which levels lie further from all customers than a base of their size lets chance put them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import sqrt

import numpy as np
from scipy import special, stats

from csatreport.compare.standing.peers import Peers
from csatreport.compare.standing.places import Place, Standing
from csatreport.errors import UsageError
from csatreport.measure.design import Floats
from csatreport.params.analysis.standing import Standing as Declared
from csatreport.results import Estimate

WINSORISED = 0.1  # of the z scores at each end, before their variance is taken
_POINTS = 60  # of a line
_FEWEST = 5  # levels that tell of over-dispersion


@dataclass(frozen=True)
class Line:
    """Limits of one confidence: what chance leaves between ``low`` and ``high`` at each effective ``base``."""

    confidence: float
    base: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Dot:
    """A level in the funnel.

    ``z`` is its distance from all customers in the standard errors that chance has at its base; ``limits`` what chance
    leaves there, the narrowest first; ``beyond`` the widest confidence that it lies outside of, 0 inside all; ``apart``
    whether it does so even where limits are widened by the dispersion of all levels.
    """

    place: Place
    base: float
    z: float
    limits: tuple[tuple[float, float], ...]
    beyond: float
    apart: bool

    @property
    def estimate(self) -> Estimate:
        """The estimate of the level."""
        return self.place.estimate

    @property
    def outside(self) -> bool:
        """Whether it lies outside any limits."""
        return self.beyond > 0

    @property
    def below(self) -> bool:
        """Whether it lies outside at the lower side."""
        return self.outside and self.z < 0


@dataclass(frozen=True)
class Funnel:
    """Dots best first, the limits from the narrowest to the widest, and how dispersed the levels are.

    ``dispersion`` is Spiegelhalter's φ: 1 where levels differ by chance alone, None with too few of them; ``dispersed``
    whether it is clearly more than 1.
    """

    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    overall: Estimate
    dispersion: float | None

    @property
    def dispersed(self) -> bool:
        """Whether φ lies above what chance gives it: ``1 + 2 √(2 / J)``."""
        return self.dispersion is not None and self.dispersion > 1 + 2 * sqrt(2 / len(self.dots))

    @property
    def above(self) -> tuple[Dot, ...]:
        """Outside the widest limits, upwards; the furthest first."""
        return tuple(sorted((d for d in self._far if d.z > 0), key=lambda d: -d.z))

    @property
    def below(self) -> tuple[Dot, ...]:
        """Outside the widest limits, downwards; the furthest first."""
        return tuple(sorted((d for d in self._far if d.z < 0), key=lambda d: d.z))

    @property
    def _far(self) -> list[Dot]:
        return [d for d in self.dots if d.beyond == self.lines[-1].confidence]


def funnel(ranks: Standing, limits: Sequence[float] = Declared().limits) -> Funnel | None:
    """Levels against the limits that chance has around the value of all customers; None without standard errors.

    A mean at effective base ``m`` (:class:`.peers.Peers`) lies by chance within ``θ₀ ± z √(S² / m)``, ``S²`` the variance of
    one answer; a share within exact binomial limits at ``m``, interpolated: with ``r`` the smallest count whose probability
    ``F(r) ≥ p``, the limit is ``(r − (F(r) − p) / (F(r) − F(r−1))) / m``. φ is the mean square of z scores of which a tenth
    at each end is drawn in to the tenth's score (winsorised); widened limits are ``θ₀ ± z √(φ S² / m)``.

    Limits hold each level by itself: of many levels alike some lie outside the narrower ones. φ says how much of what
    lies outside is the ordinary difference between levels, which no limits of chance know of.

    Source: Spiegelhalter (2005), *Funnel plots for comparing institutional performance*, Statistics in Medicine 24.
    Checked against: R ``qbinom``/``pbinom`` by his formula (tests/oracle/standing.R).

    Parameters
    ----------
    limits : sequence of float
        Confidence of the lines, the narrowest first.

    Raises
    ------
    UsageError
        Limits that do not grow, or lie outside 0.5–1.
    """
    _check(limits)
    peers, overall = ranks.peers, ranks.overall
    if peers is None or overall is None or not overall.shown:
        return None
    spread = overall.value * (1 - overall.value) if overall.unit == "share" else peers.spread
    if not spread > 0:
        return None
    z = (peers.value - overall.value) / np.sqrt(spread / peers.base)
    dispersion = _dispersion(z)
    at = partial(_limits, overall, spread)
    own = np.stack([np.stack(at(peers.base, c), axis=1) for c in limits])
    beyond = _beyond(peers.value, limits, own)
    wide = float(stats.norm.ppf(0.5 + limits[-1] / 2)) * sqrt(max(dispersion or 1.0, 1.0))
    places = {p.estimate.level: p for p in ranks.rows}
    dots = tuple(
        Dot(
            places[e.level], float(m), float(s), tuple((float(a), float(c)) for a, c in own[:, n]), float(b),
            bool(b > 0 and abs(s) > wide),
        )
        for n, (e, m, s, b) in enumerate(zip(peers.levels, peers.base, z, beyond, strict=True))
    )  # fmt: skip
    return Funnel(dots, _lines(peers, limits, at), overall, dispersion)


def _limits(overall: Estimate, spread: float, base: Floats, confidence: float) -> tuple[Floats, Floats]:
    """What chance leaves at each base."""
    tail = (1 - confidence) / 2
    if overall.unit == "share":
        return quantile(tail, base, overall.value), quantile(1 - tail, base, overall.value)
    reach = stats.norm.ppf(1 - tail) * np.sqrt(spread / base)
    return overall.value - reach, overall.value + reach


def quantile(p: float, base: Floats, share: float) -> Floats:
    """Interpolated binomial quantile (k,) as a share of ``base`` (k,), which need not be whole."""

    def up_to(count: Floats) -> Floats:
        inside = (count >= 0) & (count < base)
        return np.where(
            inside, special.betainc(np.where(inside, base - count, 1.0), np.where(inside, count + 1, 1.0), 1 - share),
            (count >= base) * 1.0,
        )  # fmt: skip

    low, high = np.full(len(base), -1.0), np.floor(base) + 1
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        enough = up_to(middle) >= p
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    reached, before = up_to(high), up_to(high - 1)
    return np.clip((high - (reached - p) / (reached - before)) / base, 0.0, 1.0)


def _beyond(value: Floats, limits: Sequence[float], own: Floats) -> Floats:
    """The widest confidence that each value (levels,) lies outside of, 0 where none; ``own`` (limits, levels, 2)."""
    outside = (value < own[..., 0]) | (value > own[..., 1])
    return np.asarray((outside * np.array(limits)[:, None]).max(axis=0))


def _lines(peers: Peers, limits: Sequence[float], at: partial[tuple[Floats, Floats]]) -> tuple[Line, ...]:
    base = np.geomspace(max(float(peers.base.min()) * 0.8, 1.0), float(peers.base.max()) * 1.05, _POINTS)
    return tuple(Line(c, *(tuple(x.tolist()) for x in (base, *at(base, c)))) for c in limits)


def _dispersion(z: Floats) -> float | None:
    if len(z) < _FEWEST:
        return None
    low, high = np.quantile(z, (WINSORISED, 1 - WINSORISED))
    return float((np.clip(z, low, high) ** 2).mean())


def _check(limits: Sequence[float]) -> None:
    grow = all(a < b for a, b in pairwise(limits))
    if not limits or not grow or not all(0.5 < c < 1 for c in limits):
        raise UsageError(
            "limits of a funnel that cannot be drawn",
            expected="confidences between 0.5 and 1, the narrowest first",
            got=", ".join(map(str, limits)) or "none",
            todo="give for example (0.95, 0.998)",
        )
