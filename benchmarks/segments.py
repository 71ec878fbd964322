"""Segments: choosing their number with 100 resamples on 50,000 x 20, beside the loop that a user would write.

python -m benchmarks.segments [rows] [features]

Both choose among 2 to 10 segments by silhouette, gap and the mean Jaccard similarity over bootstrap resamples. The loop is
scikit-learn's ``KMeans`` on copied rows; since it takes long, a stated part of it is timed and multiplied. One thread,
processor time. What both find is printed too.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy; threads that wait would count as work
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from benchmarks import machine
from csatreport.measure.design import Codes, Design, Floats
from csatreport.measure.segments import number
from csatreport.measure.segments.arranged import Arranged
from csatreport.measure.segments.division import divisions
from csatreport.measure.segments.gap import gaps
from csatreport.measure.segments.silhouette import silhouettes
from csatreport.measure.segments.space import Space
from csatreport.params import Analysis

if TYPE_CHECKING:
    from sklearn.cluster import KMeans

ROWS, FEATURES, GROUPS, TIMES, REFERENCES = 50_000, 20, 6, 100, 20
KS = range(2, 11)
PART = 3  # resamples, and references, of each number that the loop is timed on


def answers(rows: int, features: int) -> Floats:
    """Six groups that overlap, standardised."""
    rng = np.random.default_rng(0)
    centres = rng.normal(0, 1, (GROUPS, features))
    x = centres[rng.integers(0, GROUPS, rows)] + rng.normal(size=(rows, features))
    return np.asarray((x - x.mean(axis=0)) / x.std(axis=0))


def ours(x: Floats) -> tuple[dict[str, float], int, Floats]:
    """Seconds of each step, the number chosen, and the smallest stability of each number."""
    n, rng = len(x), np.random.default_rng(1)
    declared = Analysis().segments.model_copy(update={"times": TIMES})
    rows = np.arange(n)
    took, began = {}, time.process_time()
    arranged = Arranged(Space.of(x, np.ones(n)), rows, rows, rows, Design.of(np.ones(n)))
    made = divisions(arranged, KS, rng, declared)
    took["starts and resamples"] = time.process_time() - began
    began = time.process_time()
    silhouette = silhouettes(arranged.space, [d.member for d in made.values()], rng)
    took["silhouettes"] = time.process_time() - began
    began = time.process_time()
    gap = gaps(arranged.space, {k: d.nearest for k, d in made.items()}, rng, references=REFERENCES)
    took["gap"] = time.process_time() - began
    least = {k: float(d.stability.min()) for k, d in made.items()}
    best = number.chosen(
        dict(zip(KS, silhouette, strict=True)), {k: s >= declared.stable for k, s in least.items()},
        number.borne(gap.value, gap.error),
    )  # fmt: skip
    return took, best, np.array(list(least.values()))


def loop(x: Floats, starts: int) -> tuple[dict[str, float], Floats]:
    """Seconds of each step of a user's loop, extrapolated from a part of it, and the smallest stability of each number."""
    from sklearn.metrics import silhouette_score

    rng = np.random.default_rng(1)
    took, least = {"fits": 0.0, "silhouettes": 0.0, "resamples": 0.0, "gap": 0.0}, []
    low, high = x.min(axis=0), x.max(axis=0)
    for k in KS:
        with Clock(took, "fits", 1):
            member = _fitted(x, k, starts).labels_
        with Clock(took, "silhouettes", 1):
            silhouette_score(x, member, sample_size=3_000, random_state=0)
        with Clock(took, "resamples", TIMES / PART):
            least.append(np.mean([_alike(x, member, k, starts, rng) for _ in range(PART)], axis=0).min())
        with Clock(took, "gap", REFERENCES / PART):
            for _ in range(PART):
                _fitted(rng.uniform(low, high, x.shape), k, starts)
    return took, np.array(least)


def _fitted(x: Floats, k: int, starts: int) -> KMeans:
    from sklearn.cluster import KMeans

    return KMeans(k, n_init=starts, random_state=0).fit(x)


def _alike(x: Floats, member: Codes, k: int, starts: int, rng: np.random.Generator) -> Floats:
    at = rng.integers(0, len(x), len(x))
    again, own = _fitted(x[at], k, starts).labels_, member[at]
    both = np.zeros((k, k))
    np.add.at(both, (again, own), 1)
    return np.asarray((both / (both.sum(0) + both.sum(1)[:, None] - both)).max(axis=0))


class Clock:
    """Adds processor time to a step, times a factor."""

    def __init__(self, took: dict[str, float], step: str, factor: float) -> None:
        self.took, self.step, self.factor = took, step, factor

    def __enter__(self) -> None:
        self.began = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.took[self.step] += self.factor * (time.process_time() - self.began)


def lines(x: Floats) -> Iterator[str]:
    """What is printed."""
    yield f"{len(x):,} x {x.shape[1]}, {KS.start} to {KS.stop - 1} segments, {TIMES} resamples, {REFERENCES} references"
    yield f"processor seconds, one thread; of the loop {PART} resamples and references are timed and multiplied"
    took, best, least = ours(x)
    mine = sum(took.values())
    yield f"csatreport            {mine:8.1f}  " + ", ".join(f"{k} {v:.1f}" for k, v in took.items())
    yield f"  chosen: {best} (true: {GROUPS}); least stability {least.round(2).tolist()}"
    for starts in (1, 10):
        took, least = loop(x, starts)
        every = sum(took.values())
        yield f"loop of KMeans, {starts:2} starts {every:7.1f}  " + ", ".join(
            f"{k} {v:.1f}" for k, v in took.items()
        )
        yield f"  {every / mine:.1f} times as long; least stability {least.round(2).tolist()}"
    yield machine.described("numpy", "scikit-learn")


if __name__ == "__main__":
    size = [int(a) for a in sys.argv[1:]] or [ROWS, FEATURES]
    for line in lines(answers(*size)):
        print(line, flush=True)
