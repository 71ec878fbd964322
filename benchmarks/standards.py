"""How often intervals of compliance hold the truth, and how often a change is called where there is none.

python benchmarks/standards.py [quarters]

Each quarter 30 visits check ten standards in 24 branches, as in the simulated company: independently, and with visits that
have a part of their own (its standard deviation in log-odds is given). The truth is the chance that checks were drawn with;
with a part of the visit it is its mean over visits.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from visited import survey

from csatreport.measure import standards

LEVEL = np.array([1.3, 2.4, 1.9, 1.8, 0.9, 1.1, 2.1, 2.2, 1.2, 0.8])
WAVES = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")
BRANCHES, TWICE = 24, 6
VISITED = np.concatenate([np.arange(BRANCHES), np.arange(TWICE)])


def logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def table(rng: np.random.Generator, wave: str, place: np.ndarray, own: float) -> pd.DataFrame:
    odds = LEVEL + place[VISITED, None] + own * rng.standard_normal(len(VISITED))[:, None]
    visit, standard = np.indices(odds.shape).reshape(2, -1)
    return pd.DataFrame(
        {
            "date": [f"{wave}-{v}" for v in visit], "branch": [f"b{VISITED[v]:02d}" for v in visit],
            "standard": [f"s{s}" for s in standard], "department": "field", "visitor": "v",
            "passed": pd.array((rng.random(odds.shape) < logistic(odds)).ravel(), "boolean"), "wave": wave,
        }
    )  # fmt: skip


def main(quarters: int) -> None:
    rng = np.random.default_rng(11)
    noise = np.random.default_rng(1).standard_normal(4000)
    print(
        f"{quarters} simulated years: share of 95 % intervals that hold the truth; changes called clear where there is none"
    )
    for own in (0.0, 0.7, 1.2):
        place = 0.8 * np.random.default_rng(2).standard_normal(BRANCHES)
        chance = logistic(LEVEL + place[:, None] + own * noise[:, None, None]).mean(axis=0)
        total, by_standard = chance[VISITED].mean(), chance[VISITED].mean(axis=0)
        hit: dict[str, list[bool]] = {"all checks": [], "standards": [], "branches, four waves": []}
        alarms, widened = [], []
        for _ in range(quarters):
            made = survey(*(table(rng, w, place, own) for w in WAVES))
            found, rows = standards.compliance(made), standards.branches(made)
            hit["all checks"].append(found.total.low <= total <= found.total.high)
            hit["standards"] += [e.low <= by_standard[int(e.item[1:])] <= e.high for e in found.standards]
            hit["branches, four waves"] += [e.low <= chance[int(e.level[1:])].mean() <= e.high for e in rows]
            alarms.append(len(standards.changes(made).clear) > 0)
            widened.append(rows.rows[0].deff)
        told = "; ".join(f"{name} {100 * np.mean(held):.1f} %" for name, held in hit.items())
        print(f"part of the visit {own}: {told}; families with a false alarm {100 * np.mean(alarms):.1f} %; "
              f"dispersion {np.mean(widened):.2f}")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
