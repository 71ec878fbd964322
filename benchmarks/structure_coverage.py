"""How often 95 % intervals of spread, correlation and structure hold the truth.

python benchmarks/structure_coverage.py

A population of 24,000 ratings of nine services (three families, one thing that all share) in 800 clusters of 30, three strata
of which one is sampled at four times the rate of another; every survey draws whole clusters, leaves answers out at random and is
weighted. Truth is the population's own value.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from csatreport.measure.correlation.coefficient import correlate, fisher
from csatreport.measure.design import Design
from csatreport.measure.distribution import spread
from csatreport.measure.moments import correlated, moments
from csatreport.measure.resample import resampled
from csatreport.measure.structure import extraction, reliability, rotation

SURVEYS, RESAMPLES = 200, 300
CLUSTERS, SIZE, ITEMS = 800, 30, 9
DRAWN = (40, 20, 30)  # clusters of each stratum
STRATUM = np.repeat([0, 1, 2], [200, 400, 200])


def population(rng: np.random.Generator) -> np.ndarray:
    cluster = rng.normal(0, 0.35, (CLUSTERS, 1, 1)) + 0.3 * STRATUM[:, None, None]
    person = rng.normal(0, 0.6, (CLUSTERS, SIZE, 1))
    family = rng.normal(0, 0.55, (CLUSTERS, SIZE, 3)).repeat(3, axis=2)
    return np.clip(
        np.round(3.7 + cluster + person + family + rng.normal(0, 0.6, (CLUSTERS, SIZE, ITEMS))), 1, 5
    )


def survey(rng: np.random.Generator, everybody: np.ndarray) -> tuple[np.ndarray, Design]:
    chosen = np.concatenate(
        [rng.choice(np.flatnonzero(h == STRATUM), n, replace=False) for h, n in enumerate(DRAWN)]
    )
    x = everybody[chosen].reshape(-1, ITEMS)
    x = np.where(rng.random(x.shape) < 0.1, np.nan, x)
    weight = np.repeat([np.sum(STRATUM[c] == STRATUM) / DRAWN[STRATUM[c]] for c in chosen], SIZE)
    return x, Design.of(weight, strata=np.repeat(STRATUM[chosen], SIZE), clusters=np.repeat(chosen, SIZE))


def loadings(covariance: np.ndarray, target: np.ndarray | None = None) -> np.ndarray:
    plain = extraction.components(correlated(covariance), 3).loadings
    return rotation.varimax(plain if target is None else rotation.aligned(plain, target), tolerance=1e-6)


def intervals(
    rng: np.random.Generator, x: np.ndarray, design: Design, truth: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Whether each interval holds its truth."""
    hits: dict[str, list[bool]] = {k: [] for k in truth}
    for i in range(ITEMS):
        sd = spread.variances(x[:, [i]], design, confidence=0.95, root=True)[0]
        hits["sd"].append(sd.low <= truth["sd"][i] <= sd.high)
        median = spread.quantile(x[:, i], design, 0.5, confidence=0.95)
        hits["median"].append(median.low <= truth["median"][i] <= median.high)
        for method in ("pearson", "spearman"):
            low, high = fisher(
                *correlate(x[:, 0], x[:, i], design, method=method), df=design.df, confidence=0.95
            )
            if i:
                hits[method].append(low <= truth[method][i] <= high)
    found = resampled(
        lambda w: moments(x, w, missing="pairwise").covariance, design, rng, times=RESAMPLES
    ).results
    alphas = reliability.alpha(found).raw
    hits["alpha"].append(bool(np.quantile(alphas, 0.025) <= truth["alpha"][0] <= np.quantile(alphas, 0.975)))
    low, high = np.quantile(loadings(found, truth["loading"]), (0.025, 0.975), axis=0)
    hits["loading"] = ((low <= truth["loading"]) & (truth["loading"] <= high)).ravel().tolist()
    return {k: np.array(v) for k, v in hits.items()}


def main() -> None:
    rng = np.random.default_rng(2026)
    everybody = population(rng)
    flat = everybody.reshape(-1, ITEMS)
    whole = Design.of(np.ones(len(flat)))
    covariance = np.cov(flat.T)[None]
    truth = {
        "sd": flat.std(axis=0, ddof=1),
        "median": np.median(flat, axis=0),
        "pearson": np.array([correlate(flat[:, 0], flat[:, i], whole)[0] for i in range(ITEMS)]),
        "spearman": np.array(
            [correlate(flat[:, 0], flat[:, i], whole, method="spearman")[0] for i in range(ITEMS)]
        ),
        "alpha": reliability.alpha(covariance).raw,
        "loading": rotation.ordered(loadings(covariance)[0]),
    }
    began, kept = time.process_time(), {k: [] for k in truth}
    for _ in range(SURVEYS):
        for k, v in intervals(rng, *survey(rng, everybody), truth).items():
            kept[k].append(v.mean())
    print(
        f"{SURVEYS} surveys of {sum(DRAWN) * SIZE} in {sum(DRAWN)} clusters, {time.process_time() - began:.0f} s"
    )
    for k, v in kept.items():
        print(f"{k:10} {100 * np.mean(v):5.1f} %")


if __name__ == "__main__":
    sys.exit(main())
