"""Made once: python tests/oracle/segments_data.py > tests/oracle/segments_data.csv. Three groups that overlap a little."""

import sys

import numpy as np

rng = np.random.default_rng(20260924)
centres = np.array([[0.0, 0.0, 0.0, 0.0], [2.6, 1.8, 0.4, -1.0], [-0.6, 2.9, 1.9, 1.4]])
group = rng.choice(3, 150, p=[0.5, 0.3, 0.2])
x = (centres[group] + rng.normal(0, 1, (150, 4))).round(4)
weight = rng.integers(1, 4, 150)
missing = rng.random((150, 4)) < 0.08
missing &= np.cumsum(missing, axis=1) == 1  # any two have two answers in common
kind = np.where(rng.random(150) < 0.75, group, rng.integers(0, 3, 150))
draws = np.stack([np.bincount(rng.integers(0, 150, 150), minlength=150) for _ in range(12)], axis=1)
names = [
    *(f"x{j}" for j in range(4)), "weight", *(f"m{j}" for j in range(4)), "kind", *(f"b{b}" for b in range(12)),
]  # fmt: skip
table = np.column_stack([x, weight, missing, kind, draws])
np.savetxt(
    sys.stdout, table, fmt=["%.4f"] * 4 + ["%d"] * 18, delimiter=",", header=",".join(names), comments=""
)
