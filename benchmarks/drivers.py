"""Drivers: speed of Shapley's decomposition, truth found again, and how often intervals hold the truth.

python -m benchmarks.drivers [speed] [--pingouin PYTHON]   LMG of 10, 15, 18 and 20 drivers beside other programs
python -m benchmarks.drivers coverage [surveys share]       intervals of coefficients, shares and R² over simulated surveys
python -m benchmarks.drivers truth                          planted drivers beside what the newest edition finds

PYTHON is an interpreter that has pingouin (GPL: never imported here); it is timed in a process of its own, without start.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import combinations
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks import coverage, machine
from csatreport import open_edition
from csatreport.measure.design import Design, Floats
from csatreport.measure.drivers import drivers, linear, shapley
from csatreport.measure.drivers.answers import answers
from csatreport.measure.drivers.columns import Columns
from csatreport.measure.drivers.fitted import of_mean
from csatreport.measure.fielding import Fielding
from csatreport.measure.moments import moments
from csatreport.measure.resample import resampled
from csatreport.simulate import answers as simulated
from csatreport.simulate import opinions, sampling
from csatreport.simulate.draws import stream
from csatreport.simulate.survey import customers, sample

N, TIMES = 1_000, 500
_PINGOUIN = """
import json, sys, time, warnings
warnings.filterwarnings("ignore")
import numpy as np, pingouin
values = np.load(sys.argv[1])
began = time.process_time()
found = pingouin.linear_regression(values[:, :-1], values[:, -1], relimp=True, as_dataframe=False)
print(json.dumps([time.process_time() - began, list(found["relimp"])[1:], pingouin.__version__]))
"""


def ratings(p: int, seed: int = 1) -> Floats:
    """Answers (N, p+1) that go together, the outcome last."""
    rng = np.random.default_rng(seed)
    drivers = rng.normal(size=(N, p)) + rng.normal(size=(N, 1))
    slope = np.linspace(0.3, 0.0, p)
    return np.column_stack([drivers, drivers @ slope + rng.normal(size=N)])


def direct(values: Floats) -> Floats:
    """The definition: a least-squares fit of every set, a sum over all sets for every driver."""
    p = values.shape[1] - 1
    y = values[:, -1] - values[:, -1].mean()
    x = values[:, :-1] - values[:, :-1].mean(axis=0)
    explained: dict[tuple[int, ...], float] = {(): 0.0}
    for size in range(1, p + 1):
        for chosen in combinations(range(p), size):
            left = np.linalg.lstsq(x[:, chosen], y, rcond=None)[1]
            explained[chosen] = 1 - float(left[0]) / float(y @ y)
    found = np.zeros(p)
    for chosen, r in explained.items():
        for k in set(range(p)) - set(chosen):
            more = explained[tuple(sorted((*chosen, k)))] - r
            found[k] += more / (p * comb(p - 1, len(chosen)))
    return found


def timed(work: Callable[[], Any], repeats: int = 3) -> tuple[float, Any]:
    """Shortest processor time of several runs, and what came out."""
    best, found = float("inf"), None
    for _ in range(repeats):
        began = time.process_time()
        found = work()
        best = min(best, time.process_time() - began)
    return best, found


def ours(values: Floats) -> Floats:
    """From answers to shares of R²."""
    covariance = moments(values, np.ones(len(values))).covariance
    fit = linear.fit(covariance)
    return np.asarray(fit.shapley[0] * fit.r_squared[0])


def bootstrapped(values: Floats) -> Floats:
    """Standard errors of the shares from 500 resamples."""
    design, p = Design.of(np.ones(len(values))), values.shape[1] - 1
    rng = np.random.default_rng(1)
    entry = shapley.orders(p, 32, rng) if p > shapley.EXACT else None
    found = resampled(
        lambda block: linear.fit(moments(values, block).covariance, entry=entry).shapley,
        design,
        rng,
        times=TIMES,
    )
    return np.asarray(found.results.std(axis=0, ddof=1))


def speed(pingouin: str | None) -> None:
    """LMG beside pingouin and beside the definition, with and without a bootstrap."""
    print(
        f"LMG (Shapley) of p drivers from {N:,} answers; processor time, best of 3 where it took less than 2 s"
    )
    for p in (10, 15, 18, 20):
        values = ratings(p)
        took, shares = timed(lambda values=values: ours(values))
        print(f"p = {p}")
        print(f"  csatreport, all {1 << p:,} sets                {took:9.4f} s")
        for name, (seconds, other) in _others(values, p, pingouin).items():
            apart = float(np.abs(np.asarray(other) - shares).max())
            print(
                f"  {name:38} {seconds:9.2f} s   ratio {seconds / took:,.0f}; largest difference {apart:.1e}"
            )
        again, _ = timed(lambda values=values: bootstrapped(values))
        how = "all sets in each" if p <= shapley.EXACT else "64 orders of entry in each"
        print(f"  csatreport, {TIMES} resamples, {how:27}{again:6.2f} s")
    print(machine.described("numpy", "scipy"))


def _others(values: Floats, p: int, pingouin: str | None) -> dict[str, tuple[float, Floats]]:
    found = {}
    if p <= 15:
        found["loop of lstsq over all sets"] = timed(lambda: direct(values), repeats=3 if p <= 10 else 1)
    if pingouin and p <= 15:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "values.npy"
            np.save(file, values)
            done = subprocess.run(
                [pingouin, "-c", _PINGOUIN, file], capture_output=True, text=True, check=True
            )
        seconds, shares, version = json.loads(done.stdout.splitlines()[-1])
        found[f"pingouin {version}"] = (seconds, np.array(shares))
    return found


def asked(seed: int, share: float) -> pd.DataFrame:
    """One survey of overall satisfaction and every service."""
    return sample(seed, coverage.WAVE, ("overall", *opinions.SERVICES), share=share)


def population(repeats: int = 30) -> linear.Fit:
    """The same regression on everybody, asked so many times: what the intervals should hold."""
    people = customers()
    place = [q.wave for q in people.quarters].index(coverage.WAVE)
    crowd = sampling.everybody(people, place)
    total = []
    for turn in range(repeats):
        given, _ = simulated.core(stream(0, "drivers", str(turn)), crowd)
        rated = np.column_stack([given[i] for i in (*opinions.SERVICES, "overall")]).astype(np.float64)
        total.append(np.cov(rated.T, ddof=0))
    return linear.fit(np.mean(total, axis=0)[None])


def covered(surveys: list[Any], truth: linear.Fit, missing: str, *, times: int = TIMES) -> dict[str, Floats]:
    """Whether the interval of each number held the truth: a row per survey."""
    names = list(opinions.SERVICES)
    rows: dict[str, list[list[bool]]] = {"coefficients": [], "shares": [], "relative weights": [], "R²": []}
    for survey in surveys:
        data = answers(Fielding.of(survey), missing=missing)  # type: ignore[arg-type]
        columns = Columns.of(data, of_mean(data, times=times))
        at = [names.index(i.item) for i in data.drivers]
        every = range(len(at))
        kinds = {
            "coefficients": ([columns.coefficient(k) for k in every], truth.slope[0, at]),
            "shares": ([columns.shapley(k) for k in every], truth.shapley[0, at]),
            "relative weights": (
                [columns.estimate(k, "relative", measure="relative_weight", unit="share") for k in every],
                truth.relative[0, at],
            ),
            "R²": ([columns.explained()], truth.r_squared),
        }
        for kind, (estimates, true) in kinds.items():
            rows[kind].append([e.low <= t <= e.high for e, t in zip(estimates, true, strict=True)])
    return {kind: np.array(held, dtype=float) for kind, held in rows.items()}


def coverage_of(count: int, share: float) -> None:
    """Coverage over simulated surveys, with both treatments of missing answers."""
    truth, drawn = population(), coverage.surveys(count, share, asked)
    base = np.mean([len(s.responses) for s in drawn])
    print(
        f"{count} surveys of {base:,.0f} answers on average, 18 drivers; how often the 95 % interval held the truth"
    )
    for missing in ("pairwise", "listwise"):
        held = covered(drawn, truth, missing)
        print(f"  {missing}")
        for kind, each in held.items():
            by = each.mean(axis=0)
            spread = f"   by driver {by.min():.1%} to {by.max():.1%}" if len(by) > 1 else ""
            print(f"    {kind:18}{each.mean():6.1%}{spread}")
    print(machine.described("numpy", "scipy"))


def truth() -> None:
    """What was planted beside what is found in the newest edition."""
    planted = json.loads(Path("data/raw/truth.json").read_text(encoding="utf-8"))["drivers"]
    found = drivers(open_edition("2026Q3"))
    print("driver          planted  coefficient      interval   clear  LMG share  rank interval")
    for d in sorted(found.rows, key=lambda d: -planted[d.share.item]):
        c, s = d.coefficient, d.share
        print(
            f"{c.item:15} {planted[c.item]:7.2f} {c.value:12.3f} {c.low:7.3f} to {c.high:6.3f}   {'yes' if d.clear else '   '}"
            f"  {s.value:9.1%}  {d.rank_low}-{d.rank_high}"
        )


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["coverage"]:
        coverage_of(int(words[1]) if words[1:] else 200, float(words[2]) if words[2:] else 1.0)
    elif words[:1] == ["truth"]:
        truth()
    else:
        speed(words[words.index("--pingouin") + 1] if "--pingouin" in words else None)


if __name__ == "__main__":
    main()
