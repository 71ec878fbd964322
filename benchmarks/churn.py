"""Who may leave, beside what is true of the simulated company: the chance of every customer, and effects that were planted.

CSATREPORT_KEY=... .venv/bin/python benchmarks/churn.py [PROJECT [EDITION]]     (the key that prepared the edition)
PYTHONPATH=tests .venv/bin/python benchmarks/churn.py coverage [COMPANIES]       small companies of tests/leavers.py
"""

from __future__ import annotations

import math
import sys
import time
from dataclasses import replace
from pathlib import Path

import machine
import numpy as np
import pandas as pd
from sklearn.metrics import roc_auc_score

from csatreport import open_edition
from csatreport.intake.pseudonyms import Pseudonyms
from csatreport.measure.churn import churn
from csatreport.measure.churn.cells import Cells, told_apart
from csatreport.measure.churn.heldout import held_out
from csatreport.measure.churn.panel import Panel, panel
from csatreport.measure.churn.result import Churn
from csatreport.measure.churn.risk import covariance, fit
from csatreport.simulate import company, events
from csatreport.simulate.population import Population, draw, hazard


def chances(rows: Panel, population: Population) -> np.ndarray:
    """True chance to leave of each row; NaN in the next wave."""
    keys = Pseudonyms.from_environment().of(pd.Series(population.number.astype(str)), "customer")
    whose = pd.Index(keys).get_indexer(rows.customers.key)[rows.customer]
    waves = [q.wave for q in population.quarters]
    true = np.full(len(rows), np.nan)
    for t, wave in enumerate(rows.clock.waves):
        at, n = (rows.place == t) & (whose >= 0), waves.index(str(wave))
        every = hazard(
            population.satisfaction[:, n],
            tenure=population.tenure(n),
            kind=population.type,
            age=population.age,
        )
        true[at] = every[whose[at]]
    return true


def figures(found: Churn) -> None:
    """What the chapter says of the model."""
    for e in found.proof.figures:
        print(f"  {e.label.en:45}{e.value:8.4f}  {e.low:.4f} to {e.high:.4f}")
    print(f"  {'error that perfect chances would have':45}{found.proof.ece_chance.value:8.4f}")
    for e in found.proof.gains.rows[:3]:
        print(f"  leavers among the {e.level_label.en:27}{e.value:8.4f}  {e.low:.4f} to {e.high:.4f}")


def beside_truth(rows: Panel, cells: Cells, true: np.ndarray) -> None:
    """Chances foretold of waves held out, beside the true ones."""
    held = held_out(rows, cells, waves=4, ridge=1.0)
    at = rows.place >= len(rows.clock) - len(held.waves)
    known = ~np.isnan(true[at & (rows.place < len(rows.clock))])
    p, h = held.chance[known], true[at & (rows.place < len(rows.clock))][known]
    left = held.left[known]
    slope = np.polyfit(p, h, 1)
    print(f"  correlation of chances with the true ones {np.corrcoef(p, h)[0, 1]:.3f}, of their log-odds "
          f"{np.corrcoef(np.log(p / (1 - p)), np.log(h / (1 - h)))[0, 1]:.3f}")  # fmt: skip
    print(f"  true chance on the one foretold: slope {slope[0]:.3f}, intercept {slope[1]:+.5f}")
    print(f"  mean foretold {p.mean():.4f}, true {h.mean():.4f}")
    print(f"  area: {roc_auc_score(left, p):.4f}, of the true chances {roc_auc_score(left, h):.4f}")
    tenth = np.minimum((pd.Series(p).rank(pct=True).to_numpy() * 10 - 1e-9).astype(int), 9)
    for t in range(10):
        means = [x[tenth == t].mean() for x in (p, h, left)]
        print(f"    tenth {t + 1:2}: foretold {means[0]:.4f}  true {means[1]:.4f}  left {means[2]:.4f}")


def effects(rows: Panel, factors: tuple, true: np.ndarray) -> None:
    """Log-odds found, beside those of the same model fitted to the true chances: what answers to "known then" can give."""
    cells = Cells.of(rows, factors)
    places, usable = len(rows.clock) + 1, rows.clock.usable
    at = cells.at * places + rows.place
    sums = np.bincount(at, np.nan_to_num(true), minlength=cells.n.size).reshape(cells.n.shape)
    learnt = rows.during(usable)
    risk = fit(cells, usable, ridge=1.0)
    ideal = fit(replace(cells, left=sums), usable, ridge=1.0)
    spread = covariance(
        risk, np.asarray(cells.at)[learnt], rows.left[learnt].astype(float), rows.customer[learnt], ridge=1.0
    )
    inside = 0
    for c, (f, k) in enumerate(cells.columns):
        se = math.sqrt(spread[c + 1, c + 1])
        held = abs(risk.slope[c] - ideal.slope[c]) < 1.96 * se
        inside += held
        factor = cells.factors[f]
        if factor.code != "branch":
            name = f"{factor.code:11}{factor.levels[k].code:22}"
            given = f"true chances give {ideal.slope[c]:+.3f}{'' if held else '   *'}"
            print(f"  {name}{risk.slope[c]:+.3f} (se {se:.3f})   {given}")
    print(f"  {inside} of {len(cells.columns)} log-odds (branches included) hold what the true chances give")
    print(f"  planted: {events.CHURN_GROUPS}, {events.CHURN_SATISFACTION} a point of satisfaction")
    by_group = {"under1 - over5": company.TENURES["under1"].effect - company.TENURES["over5"].effect,
                "business": company.TYPES["business"].effect - company.TYPES["household"].effect}  # fmt: skip
    print(f"  satisfaction of groups, in points: { {k: round(v, 2) for k, v in by_group.items()} }")


def truth(project: Path, edition: str) -> None:
    survey = open_edition(edition, project)
    churn(survey)
    began = time.process_time()
    found = churn(survey)
    print(f"{found.base.value:,.0f} customers by wave; {time.process_time() - began:.2f} s of processor time")
    rows = panel(survey)
    factors, _ = told_apart(rows)
    cells = Cells.of(rows, factors)
    print(f"{len(cells.n):,} cells, {len(cells.columns)} columns; held out:")
    figures(found)
    true = chances(rows, draw())
    print("beside the true chances:")
    beside_truth(rows, cells, true)
    print("log-odds:")
    effects(rows, factors, true)


def coverage(companies: int) -> None:
    """How often intervals hold planted odds ratios, and how often a model is shown of leavers at random."""
    import leavers

    planted, held, shown = {"firm": 0.8, "open": 1.5}, {"firm": 0, "open": 0}, 0
    for seed in range(companies):
        out = churn(leavers.survey(leavers.company(6000, seed=seed))).outlook
        shown += out is not None
        for d in out.drivers if out else ():
            level = d.gap.second.level
            if level in held:
                held[level] += d.ratio.low < math.exp(planted[level]) < d.ratio.high
    wrong = sum(
        churn(leavers.survey(leavers.company(6000, strength=0.0, seed=s))).outlook is not None
        for s in range(companies)
    )
    print(
        f"{companies} companies of 6,000 customers: a model is shown of {shown}; intervals hold planted odds: {held}"
    )
    print(f"leavers at random: a model is shown of {wrong}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["coverage"]:
        coverage(int(sys.argv[2]) if sys.argv[2:] else 100)
    else:
        truth(Path(sys.argv[1] if sys.argv[1:] else ".").resolve(), sys.argv[2] if sys.argv[2:] else "2026Q3")
    print(machine.described("numpy", "scipy", "scikit-learn", "pandas"))
