"""Speed of the estimator beside the loop that one would write with pandas.

python benchmarks/estimate.py [responses] [items] [domains]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import machine
import numpy as np
import pandas as pd

from csatreport.measure import interval
from csatreport.measure.design import Design, Floats
from csatreport.measure.linearisation import means

STRATA, CLUSTERS = 10, 1_000


def simulated(n: int, items: int, domains: int) -> pd.DataFrame:
    generator = np.random.default_rng(1)
    ratings = generator.integers(1, 6, (n, items)).astype(float)
    ratings[generator.random((n, items)) < 0.1] = np.nan
    data = pd.DataFrame(ratings, columns=[f"q{k}" for k in range(items)])
    cluster = generator.integers(0, CLUSTERS, n)
    return data.assign(
        weight=generator.uniform(0.3, 3, n),
        domain=generator.integers(0, domains, n),
        cluster=cluster,
        stratum=cluster % STRATA,
    )


def ours(data: pd.DataFrame, items: int, domains: int) -> Floats:
    """Design, means, standard errors, bases, design effects and intervals."""
    design = Design.of(data["weight"], strata=data["stratum"], clusters=data["cluster"])
    found = means(data.iloc[:, :items].to_numpy(), design, domain=data["domain"].to_numpy(), domains=domains)
    interval.of_mean(found.value, found.se, df=found.df, confidence=0.95)
    return found.se


def groupby_loop(data: pd.DataFrame, items: int, domains: int) -> Floats:
    """The same standard errors, item by item and domain by domain, with groupby."""
    strata = data.groupby("cluster")["stratum"].first()
    se = np.full((domains, items), np.nan)
    for k in range(items):
        for d in range(domains):
            rows = data[(data["domain"] == d) & data[f"q{k}"].notna()]
            weight = rows["weight"]
            mean = (weight * rows[f"q{k}"]).sum() / weight.sum()
            z = weight * (rows[f"q{k}"] - mean) / weight.sum()
            totals = z.groupby(rows["cluster"]).sum().reindex(strata.index, fill_value=0.0)
            spread = totals.groupby(strata).agg(lambda t: len(t) * t.var())
            se[d, k] = np.sqrt(spread.sum())
    return se


@dataclass(frozen=True, order=True)
class Took:
    """Seconds of processor time and on the clock: they differ where the machine is busy with something else."""

    processor: float
    clock: float

    def __str__(self) -> str:
        return f"{self.processor:8.2f} s of processor time, {self.clock:6.2f} s on the clock"


def timed(work: Callable[[], Floats]) -> tuple[Took, Floats]:
    processor, clock = time.process_time(), time.perf_counter()
    result = work()
    return Took(time.process_time() - processor, time.perf_counter() - clock), result


def main() -> None:
    n, items, domains = map(int, sys.argv[1:4] or (100_000, 40, 20))
    data = simulated(n, items, domains)
    fast = min(timed(lambda: ours(data, items, domains))[0] for _ in range(3))
    slow, theirs = timed(lambda: groupby_loop(data, items, domains))
    difference = float(np.abs(ours(data, items, domains) / theirs - 1).max())
    print(f"{n:,} answers x {items} items x {domains} domains, {STRATA} strata, {CLUSTERS:,} clusters")
    print(f"csatreport, one call {fast}   (best of 3, with the design and the intervals)")
    print(f"pandas groupby loop  {slow}   (once, standard errors only)")
    ratio = slow.processor / fast.processor
    print(f"ratio {ratio:.0f}; largest relative difference of the standard errors {difference:.1e}")
    print(machine.described("numpy", "scipy", "pandas"))


if __name__ == "__main__":
    main()
