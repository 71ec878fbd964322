"""The noise ceiling: the agreement that two studies without any fault but sampling error would reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.compare.studies.common import Sides
from csatreport.compare.studies.kendall import tau
from csatreport.measure.design import Floats

DRAWS = 1000


@dataclass(frozen=True)
class Ceiling:
    """Mean of the tau that perfect studies would print, and the range that holds ``confidence`` of them."""

    value: float
    low: float
    high: float


def reliability(x: Floats, se: Floats) -> float:
    """Share of the variance of printed scores that is not sampling error, 0-1: ``1 - mean(se^2) / var(x)``."""
    spread = float(np.var(x, ddof=1))
    return max(0.0, 1 - float(np.mean(se**2)) / spread) if spread > 0 else 0.0


def ceiling(sides: Sides, rng: np.random.Generator, *, confidence: float) -> Ceiling | None:
    """Tau of two studies that see one and the same truth, each with the standard errors it has.

    The truth is the mean of both studies' standardised scores, each as reliable as it is, drawn in so far towards the middle and
    spread again (constrained empirical Bayes) that it varies as the scores would without sampling error. Both studies are then
    printed 1,000 times. None without standard errors, or where a study ranks nobody.

    Source: Louis (1984) on constrained estimates; Spearman (1904) on attenuation. Checked against: ``2/pi asin(sqrt(r1 r2))``
    of normal scores with reliabilities r1 and r2 (0.01 on 2,000 brands); the share of perfect studies below the range.
    """
    if not sides.errors or np.ptp(sides.first) == 0 or np.ptp(sides.second) == 0:
        return None
    studies = ((sides.first, sides.first_se), (sides.second, sides.second_se))
    trust = np.array([reliability(x, se) for x, se in studies])
    truth = _truth(studies, trust)
    printed = [
        np.sqrt(r) * float(np.std(x, ddof=1)) * truth + se * rng.standard_normal((DRAWS, len(x)))
        for (x, se), r in zip(studies, trust, strict=True)
    ]
    found = tau(*printed)
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, (tail, 1 - tail))
    return Ceiling(float(found.mean()), float(low), float(high))


def _truth(studies: tuple[tuple[Floats, Floats], ...], trust: Floats) -> Floats:
    """Where every brand stands on one scale of mean 0 and standard deviation 1, by both studies together."""
    z = [(x - x.mean()) / np.std(x, ddof=1) for x, _ in studies]
    precision = trust / np.maximum(1 - trust, 1e-9)  # of truth from each study, in units of the true variance
    if precision.sum() == 0:
        return np.zeros_like(z[0])
    pooled = sum(p * s / np.sqrt(max(r, 1e-9)) for p, s, r in zip(precision, z, trust, strict=True))
    return np.asarray((pooled - np.mean(pooled)) / np.std(pooled, ddof=1))
