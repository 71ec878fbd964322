"""How often the interval of tau holds the truth, and how often perfect studies are said to differ."""

from __future__ import annotations

import sys
from time import process_time

import numpy as np

from csatreport.compare.studies import ceiling, kendall
from csatreport.compare.studies.common import Sides

MARKETS, BRANDS = 800, 40


def covered(r: float, rng: np.random.Generator) -> float:
    """Share of markets whose interval holds the true tau of normal scores that correlate by ``r``."""
    true, hits = 2 / np.pi * np.arcsin(r), 0
    for _ in range(MARKETS):
        x = rng.normal(size=BRANDS)
        found = kendall.kendall(x, r * x + np.sqrt(1 - r * r) * rng.normal(size=BRANDS), confidence=0.95)
        hits += found.low <= true <= found.high
    return hits / MARKETS


def alarms(noise: float, rng: np.random.Generator) -> float:
    """Share of pairs of perfect studies whose tau lies below the range of the ceiling."""
    below = 0
    for _ in range(MARKETS // 4):
        true, se = 25 * rng.standard_normal(BRANDS), noise * rng.uniform(0.6, 1.4, (2, BRANDS))
        x, y = true + se[0] * rng.standard_normal(BRANDS), 1.2 * true + se[1] * rng.standard_normal(BRANDS)
        top = ceiling.ceiling(Sides((), x, y, se[0], se[1]), rng, confidence=0.95)
        below += top is not None and kendall.tau(x, y) < top.low
    return below / (MARKETS // 4)


def main() -> None:
    """Print both, and what they cost."""
    rng = np.random.default_rng(202603)
    for r in (0.0, 0.5, 0.8, 0.95):
        began = process_time()
        sys.stdout.write(
            f"correlation {r:4.2f}  interval of tau holds {covered(r, rng):.3f}  {process_time() - began:.1f} s\n"
        )
    for noise in (3.0, 6.0, 12.0):
        began = process_time()
        sys.stdout.write(
            f"error {noise:4.1f} of 25   below the ceiling {alarms(noise, rng):.3f}  {process_time() - began:.1f} s\n"
        )


if __name__ == "__main__":
    main()
