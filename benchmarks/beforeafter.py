"""Differences in differences: how often intervals hold, how often nothing is called an effect, what would be seen.

    .venv/bin/python benchmarks/beforeafter.py [repetitions]

First invented panels, in which branches also move of themselves, treated 1, 2, 3 or 5 of 19: which error holds. Then the
company's own answers, with treatments drawn at random over branches and quarters on questions that nothing was done about.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass

import numpy as np
from scipy import stats

from csatreport.compare.beforeafter import regression
from csatreport.compare.beforeafter.cells import Cells, Panel
from csatreport.compare.beforeafter.estimated import estimated
from csatreport.compare.beforeafter.placebo import placebos
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding

BRANCHES, WAVES, START = 19, 12, 6
GOES_BAD = "stonebridge"  # falls by itself: it is compared with, but never drawn as treated
UNTOUCHED = ("bill_right", "shop", "hotline_manner", "repair_once", "install_work", "video")


@dataclass(frozen=True)
class Case:
    """Branches treated; how much branches move of themselves from wave to wave; how much effects differ between branches."""

    treated: int
    own: float
    differ: float = 0.0


def panel(case: Case, rng: np.random.Generator) -> tuple[Cells, np.ndarray]:
    """Cells without any effect on average, and which are of treated branches; movements are correlated in time (0.5)."""
    shape = BRANCHES, WAVES
    n = np.maximum(rng.poisson(rng.lognormal(np.log(230), 0.6, BRANCHES)[:, None], shape), 3.0)
    moves = rng.normal(0, case.own, shape)
    for t in range(1, WAVES):
        moves[:, t] = 0.5 * moves[:, t - 1] + np.sqrt(0.75) * moves[:, t]
    treated = np.zeros(BRANCHES, dtype=bool)
    treated[rng.permutation(BRANCHES)[: case.treated]] = True
    y = 4 + rng.normal(0, 0.15, (BRANCHES, 1)) + rng.normal(0, 0.05, WAVES) + moves
    y += rng.normal(0, 1 / np.sqrt(0.82 * n))
    y[treated, START:] += rng.normal(0, case.differ, (case.treated, 1))
    level, wave = np.divmod(np.arange(y.size), WAVES)
    base = 0.82 * n.ravel()
    cells = Cells(level, wave, y.ravel(), n.ravel(), 1 / base, n.ravel(), base)
    return cells, treated[level]


def bootstrapped(cells: Cells, column: Floats, rng: np.random.Generator, times: int = 199) -> float:
    """P value of the wild cluster bootstrap with the null imposed (Rademacher weights)."""
    effects = np.column_stack([regression.dummies(cells.level), regression.dummies(cells.wave)[:, 1:]])
    w = cells.weight[:, None]

    def hat(x: Floats) -> Floats:
        return np.asarray(x @ np.linalg.pinv(x.T @ (x * w)) @ (x * w).T)

    line = regression.fit(cells, column).lines[0]
    own = np.eye(len(cells.value)) - hat(np.column_stack([column, effects]))
    of_cluster = regression.dummies(cells.level).T * line

    def t(y: Floats) -> Floats:
        return np.asarray((line @ y) / np.sqrt(((of_cluster @ (own @ y)) ** 2).sum(axis=0)))

    rest = cells.value - hat(effects) @ cells.value
    signs = rng.choice([-1.0, 1.0], (BRANCHES, times))[cells.level]
    drawn = t((cells.value - rest)[:, None] + rest[:, None] * signs)
    return float((1 + (np.abs(drawn) >= abs(t(cells.value)) - 1e-12).sum()) / (times + 1))


def coverage(case: Case, times: int) -> list[float]:
    """Share of intervals that hold: CR1 with t(G-1), CR2, placebo branches, wild bootstrap, and what is used."""
    rng = np.random.default_rng(7)
    post = (np.arange(WAVES) >= START).astype(float)[:, None]
    held = np.zeros(5)
    for _ in range(times):
        cells, treated = panel(case, rng)
        column = treated[:, None] * post[cells.wave]
        fit = regression.fit(cells, column)
        sets = placebos(cells.of(~treated), post, size=case.treated, rng=rng)
        used = estimated(cells, treated, post, rng)
        own = np.sqrt(fit.sampling**2 + sets.excess)
        ways = [
            (_cr1(cells, column, fit), BRANCHES - 1.0),
            (fit.se[0], fit.df[0]),
            (own[0], sets.levels - 1.0),
        ]
        held[:3] += [abs(fit.value[0]) <= stats.t.ppf(0.975, df) * se for se, df in ways]
        held[3] += bootstrapped(cells, column, rng) > 0.05
        held[4] += abs(used.value[0]) <= stats.t.ppf(0.975, used.df[0]) * used.se[0]
    return list(held / times)


def _cr1(cells: Cells, column: Floats, fit: regression.Fit) -> float:
    x = np.column_stack([column, regression.dummies(cells.level), regression.dummies(cells.wave)[:, 1:]])
    root = np.sqrt(cells.weight)
    b, *_ = np.linalg.lstsq(x * root[:, None], cells.value * root, rcond=None)
    totals = regression.dummies(cells.level).T @ (fit.lines[0] * (cells.value - x @ b))
    g, n, p = BRANCHES, len(cells.value), x.shape[1]
    return float(np.sqrt((totals**2).sum() * g / (g - 1) * (n - 1) / (n - p)))


def reshuffled(times: int) -> None:
    """False alarms and power on the company's answers: who was treated, and when, drawn at random."""
    from csatreport.opening import open_edition

    survey = open_edition("2026Q3")
    items = [survey.questionnaire[i] for i in UNTOUCHED]
    fieldings = {w: Fielding.of(survey, w) for w in survey.waves}
    sums = Panel.of(fieldings, "branch", items, measure="mean")
    fell = sums.levels.index(GOES_BAD)
    rng = np.random.default_rng(11)
    for size in (1, 2, 3, 5, 8):
        seen = dict.fromkeys((0.0, 0.1, 0.2, 0.3), 0)
        covered = 0
        for n in range(times):
            cells = sums.cells(items[n % len(items)].item, survey.waves)
            large = [g for g in np.unique(cells.level) if g != fell and cells.n[cells.level == g].min() >= 50]
            treated = np.isin(cells.level, rng.permutation(large)[:size])
            post = (np.arange(len(survey.waves)) >= rng.integers(2, 11)).astype(float)[:, None]
            found = estimated(cells, treated, post, rng)
            reach = float(stats.t.ppf(0.975, found.df[0]) * found.se[0])
            covered += abs(found.value[0]) <= reach
            for effect in seen:
                seen[effect] += abs(found.value[0] + effect) > reach
        power = "  ".join(f"{e:.1f}: {k / times:.3f}" for e, k in seen.items() if e)
        held, alarms = covered / times, seen[0.0] / times
        print(
            f"  {size} treated: intervals hold {held:.3f}, false alarms {alarms:.3f}; seen of an effect of {power}"
        )


def main() -> None:
    """Print everything."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    print(
        f"Invented panels, {BRANCHES} branches, {WAVES} waves, {times} each: share of 95% intervals that hold"
    )
    print("  treated  moves  differ   CR1 t(G-1)   CR2   placebo   wild   used")
    for case in (Case(k, *rest) for k in (1, 2, 3, 5) for rest in ((0.0,), (0.05,), (0.1,), (0.05, 0.1))):
        held = coverage(case, times)
        print(
            f"  {case.treated:7d}  {case.own:5.2f}  {case.differ:6.2f}   "
            + "   ".join(f"{h:.3f}" for h in held)
        )
    print(f"The company's answers, {times} treatments drawn at random:")
    reshuffled(times)
    survey_time()


def survey_time() -> None:
    """Processor time of all improvements of the company."""
    from csatreport.compare import beforeafter
    from csatreport.opening import open_edition

    survey = open_edition("2026Q3")
    began = time.process_time()
    found = beforeafter.effects(survey)
    print(
        f"{len(found.rows)} questions of improvements, {len(survey.responses):,} answers: {time.process_time() - began:.2f} s"
    )


if __name__ == "__main__":
    os.environ.setdefault("CSATREPORT_KEY", "the-key-of-an-invented-company")
    main()
