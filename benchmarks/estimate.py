"""Speed of the estimator beside svy and samplics, and beside the loop that one would write with pandas.

python benchmarks/estimate.py [responses items domains] [--other PYTHON]

PYTHON is an interpreter that has svy and samplics: they are no dependencies of ours.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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


def others(python: str, data: pd.DataFrame, items: int) -> dict[str, tuple[Took, Floats]]:
    """What svy and samplics take for the same, in an interpreter that has them."""
    columns = {name: data[name].to_numpy() for name in ("weight", "stratum", "cluster", "domain")}
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder, "data.npz"), Path(folder, "found.npz")
        np.savez(given, ratings=data.iloc[:, :items].to_numpy(), **columns)
        script = Path(__file__).with_name("others.py")
        done = subprocess.run([python, script, given, found], check=True, capture_output=True, text=True)
        with np.load(found) as se:
            took = json.loads(done.stdout.splitlines()[-1])
            return {name: (Took(*seconds), se[name]) for name, seconds in took.items()}


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("size", nargs="*", type=int, default=[1_000_000, 40, 20])
    given.add_argument("--other")
    options = given.parse_args()
    n, items, domains = options.size
    data = simulated(n, items, domains)
    print(f"{n:,} answers x {items} items x {domains} domains, {STRATA} strata, {CLUSTERS:,} clusters")
    fast, se = min((timed(lambda: ours(data, items, domains)) for _ in range(3)), key=lambda t: t[0])
    print(f"{'csatreport':16} {fast}   (best of 3, one call with the design and the intervals)")
    for name, (took, theirs) in (others(options.other, data, items) if options.other else {}).items():
        _compare(name, took, fast, float(np.abs(se / theirs - 1).max()))
    took, theirs = timed(lambda: groupby_loop(data, items, domains))
    _compare("pandas groupby", took, fast, float(np.abs(se / theirs - 1).max()))
    print(machine.described("numpy", "scipy", "pandas"))


def _compare(name: str, took: Took, fast: Took, difference: float) -> None:
    ratio = took.processor / fast.processor
    print(f"{name:16} {took}   ratio {ratio:.0f}; standard errors differ by {difference:.1e} at most")


if __name__ == "__main__":
    main()
