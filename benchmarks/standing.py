"""How often rank intervals hold the true rank, and what they cost for 1,000 branches beside a loop.

python -m benchmarks.standing [quarters]

Quarters are drawn anew from the same 60,000 customers, each with its own non-response and weights, in all twelve waves in
turn; the truth is what all customers of a branch would say. Beside ours: draws of all branches around their raw estimates
(what a user would write), around shrunken ones, and pairwise comparisons made for all ranks together (after Mogstad, Romano,
Shaikh and Wilhelm 2024). Then draws from normal distributions with less and more signal.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks import coverage, machine
from csatreport.compare import standing
from csatreport.compare.standing.moves import excess
from csatreport.compare.standing.peers import Peers
from csatreport.compare.standing.ranks import intervals
from csatreport.measure import contrast
from csatreport.params import Measure, Text
from csatreport.results import Estimate
from csatreport.simulate.survey import customers, sample, true

DRAWS = 2_000
Floats = npt.NDArray[np.float64]
Method = Callable[[Peers, np.random.Generator], tuple[npt.ArrayLike, npt.ArrayLike]]


@dataclass(frozen=True, eq=False)
class Quarter:
    """One survey's standing, and the true values of the branches ranked."""

    wave: str
    ranks: standing.Standing
    peers: Peers
    truth: Floats


def quarters(count: int, measure: Measure = "csat", waves: Sequence[str] = ()) -> Iterator[Quarter]:
    """Surveys of the company, the waves in turn; all of them where none are named."""
    waves = waves or [q.wave for q in customers().quarters]
    for n, wave in enumerate(waves):
        several = len(range(n, count, len(waves)))
        made = coverage.surveys(
            several, 1.0, lambda seed, share, w=wave, n=n: _asked(seed + 1000 * n, w, share)
        )
        for survey in made:
            ranks = standing.standing(survey, "overall", measure)
            if ranks.peers is not None:
                yield Quarter(
                    wave, ranks, ranks.peers, np.array([_true(wave, c, measure) for c in ranks.peers.codes])
                )


def _asked(seed: int, wave: str, share: float) -> pd.DataFrame:
    return sample(seed, wave, ("overall",), share=share)


def _true(wave: str, branch: str, measure: Measure) -> float:
    value = true(wave)["branch"][branch]["overall"]
    return float(value["satisfied"] if measure == "csat" else 25 * (value["mean"] - 1))


# Rank intervals


def ours(peers: Peers, _: np.random.Generator) -> tuple[npt.ArrayLike, npt.ArrayLike]:
    """As the library makes them."""
    return intervals(peers)


def loop(peers: Peers, rng: np.random.Generator, draws: int = DRAWS) -> tuple[npt.ArrayLike, npt.ArrayLike]:
    """What a user would write: draw all branches around their estimates, rank, take percentiles."""
    ranks = np.empty((draws, len(peers)))
    for d in range(draws):
        ranks[d] = 1 + np.argsort(np.argsort(-rng.normal(peers.value, peers.se)))
    return np.percentile(ranks, 2.5, axis=0, method="lower"), np.percentile(
        ranks, 97.5, axis=0, method="higher"
    )


def shrunken(peers: Peers, rng: np.random.Generator) -> tuple[npt.ArrayLike, npt.ArrayLike]:
    """The same around shrunken estimates, with their smaller errors."""
    found = standing.between(peers)
    if found is None:
        return loop(peers, rng)
    kept = found.reliability(peers.variance)
    value = found.mean + kept * (peers.value - found.mean)
    error = np.sqrt(kept * peers.variance + (1 - kept) ** 2 * found.mean_variance)
    ranks = 1 + np.argsort(np.argsort(-rng.normal(value, error, (DRAWS, len(peers))), axis=1), axis=1)
    return np.quantile(ranks, 0.025, axis=0, method="lower"), np.quantile(
        ranks, 0.975, axis=0, method="higher"
    )


def together(peers: Peers, rng: np.random.Generator) -> tuple[npt.ArrayLike, npt.ArrayLike]:
    """How many others are clearly ahead and behind, by comparisons that hold together for the rank of each branch."""
    y, se, n = peers.value, peers.se, len(peers)
    apart = np.hypot(se[:, None], se[None, :])
    noise = rng.normal(0, se, (DRAWS, n))
    best, worst = np.empty(n), np.empty(n)
    for j in range(n):
        others = np.arange(n) != j
        largest = np.abs((noise[:, [j]] - noise[:, others]) / apart[j, others]).max(axis=1)
        clear = (y[others] - y[j]) / apart[j, others]
        limit = np.quantile(largest, 0.95)
        best[j], worst[j] = 1 + (clear > limit).sum(), n - (clear < -limit).sum()
    return best, worst


METHODS: dict[str, Method] = {
    "ours": ours, "draws, raw": loop, "draws, shrunken": shrunken, "pairwise, together": together,
}  # fmt: skip


def held(
    peers: Peers, truth: Floats, method: Method, rng: np.random.Generator
) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Whether each interval holds the true rank, and how many ranks it has."""
    best, worst = map(np.asarray, method(peers, rng))
    rank = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    return (best <= rank) & (rank <= worst), worst - best + 1.0


def covered(found: list[Quarter], method: Method) -> pd.DataFrame:
    """A row per branch of each quarter: whether its rank interval holds the true rank, and its width."""
    rng, parts = np.random.default_rng(1), []
    for q in found:
        inside, width = held(q.peers, q.truth, method, rng)
        parts.append(pd.DataFrame({"branch": q.peers.codes, "held": inside, "width": width}))
    return pd.concat(parts, ignore_index=True)


# What else intervals are made of


def others(found: list[Quarter]) -> pd.DataFrame:
    """Whether the true spread lies in its interval, which shares of true values in theirs; errors of both estimates."""
    rows = []
    for q in found:
        drawn = standing.shrinkage(q.ranks)
        if drawn is None:
            continue
        spread, at = (
            2 * standing.shrunken.TENTH * q.truth.std(ddof=1),
            dict(zip(q.peers.codes, q.truth, strict=True)),
        )
        pairs = [(r.estimate, r.raw, at[r.raw.level]) for r in drawn.rows]
        rows.append(
            {
                "spread": drawn.spread.low <= spread <= drawn.spread.high,
                "shrunken": np.mean([e.low <= t <= e.high for e, _, t in pairs]),
                "raw": np.mean([e.low <= t <= e.high for _, e, t in pairs]),
                "error, shrunken": np.sqrt(np.mean([(e.value - t) ** 2 for e, _, t in pairs])),
                "error, raw": np.sqrt(np.mean([(e.value - t) ** 2 for _, e, t in pairs])),
                "best minus worst": np.ptp(q.peers.value), "best minus worst, true": np.ptp(q.truth),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def moved(first: Quarter, second: Quarter) -> list[str]:
    """Branches whose move is called clear."""
    earlier = {e.level: e for e in first.peers.levels}
    pairs = [contrast.independent(earlier[e.level], e) for e in second.peers.levels if e.level in earlier]
    found = excess(first.ranks, second.ranks, contrast.family(pairs))
    return [level for level, c in found.items() if c.direction != "none"]


# Branches without a company


def normal(levels: int, signal: float, seed: int) -> Iterator[tuple[Peers, Floats]]:
    """Peers whose true values have ``signal`` times the standard deviation of their errors."""
    rng = np.random.default_rng(seed)
    while True:
        truth, variance = rng.normal(0, signal, levels), np.exp(rng.normal(0, 0.5, levels))
        yield peers_of(truth + rng.normal(0, np.sqrt(variance)), variance), truth


def peers_of(value: Floats, variance: Floats) -> Peers:
    """Peers with these estimates and error variances."""
    return Peers(_levels(len(value)), value, variance, np.ones(len(value)), 1.0)


@cache
def _levels(count: int) -> tuple[Estimate, ...]:
    text = Text.same("x")
    plain = {
        "unit": "index",
        "measure": "csat_index",
        "item": "x",
        "label": text,
        "wave": "2026Q3",
        "wave_label": text,
    }
    return tuple(Estimate(value=0.0, level=str(n), df=1e9, **plain) for n in range(count))  # type: ignore[arg-type]


def main() -> None:
    count = int(sys.argv[1]) if sys.argv[1:] else 200
    for measure in ("csat", "csat_index"):
        _company(count, measure)
    print("true rank held, of normal draws (branches, signal over error):")
    for levels, signal in ((5, 1.0), (22, 0.3), (22, 1.0), (22, 3.0), (100, 0.5), (100, 2.0)):
        told = [f"{name} {_of_normal(levels, signal, method):.1%}" for name, method in METHODS.items()]
        print(f"  {levels:4} {signal:4}   " + "   ".join(told))
    _speed()
    print(machine.described("numpy", "scipy"))


def _company(count: int, measure: Measure) -> None:
    found = list(quarters(count, measure))
    print(f"{measure}: {count} quarters, {np.mean([len(q.peers) for q in found]):.1f} branches ranked")
    for name, method in METHODS.items():
        rows = covered(found, method)
        own = rows.groupby("branch")["held"].mean()
        print(
            f"  {name:20} true rank held {rows['held'].mean():6.1%}   of one branch {own.min():.0%} ({own.idxmin()}) to "
            f"{own.max():.0%}   ranks in an interval {rows['width'].mean():5.2f}"
        )
    told = others(found).mean()
    print(
        f"  true spread held {told['spread']:.1%}; true values held, shrunken {told['shrunken']:.1%}, raw {told['raw']:.1%}; "
        f"error, shrunken {told['error, shrunken']:.4f}, raw {told['error, raw']:.4f}; best minus worst is "
        f"{told['best minus worst']:.3f}, of true values {told['best minus worst, true']:.3f}"
    )
    _moves(found)


def _moves(found: list[Quarter]) -> None:
    by = {w: [q for q in found if q.wave == w] for w in dict.fromkeys(q.wave for q in found)}
    still = [moved(a, b) for several in by.values() for a, b in pairwise(several)]
    print(
        f"  nobody moved: some branch called a mover in {np.mean([len(m) > 0 for m in still]):.1%} of {len(still)} pairs"
    )
    for first, second in (("2025Q3", "2025Q4"), ("2025Q4", "2026Q1"), ("2025Q3", "2026Q1")):
        named = [moved(a, b) for a in by[first] for b in by[second]]
        share = np.mean(["stonebridge" in m for m in named])
        print(f"  {first} to {second}: stonebridge named in {share:.0%} of {len(named)} pairs")


def _of_normal(levels: int, signal: float, method: Method) -> float:
    rng, made = np.random.default_rng(2), normal(levels, signal, 5)
    times = 200 if levels < 50 else 30
    return float(np.mean([held(*next(made), method, rng)[0].mean() for _ in range(times)]))


def _speed() -> None:
    peers, _ = next(normal(1_000, 1.0, 3))
    timed = {}
    for name, work in (
        ("csatreport", lambda: intervals(peers)),
        ("numpy loop, 10,000 draws", lambda: loop(peers, np.random.default_rng(1), 10_000)),
    ):
        best = np.inf
        for _ in range(3):
            began = time.process_time()
            work()
            best = min(best, time.process_time() - began)
        timed[name] = best
        print(f"rank intervals of 1,000 branches, {name:26} {best:8.3f} s of processor time")
    print(f"ratio {timed['numpy loop, 10,000 draws'] / timed['csatreport']:.0f}")


if __name__ == "__main__":
    main()
