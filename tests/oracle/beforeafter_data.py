"""Answers of nine branches in six waves, three of them reached from the fourth wave on: what the other programs see.

.venv/bin/python tests/oracle/beforeafter_data.py
Rscript tests/oracle/beforeafter.R
/tmp/oracle/bin/python tests/oracle/beforeafter_others.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent


def made() -> pd.DataFrame:
    """Ratings 1-5 with effects of branch, wave, both, and 0.5 where reached; weights of their own."""
    rng = np.random.default_rng(20260301)
    branch, wave = rng.normal(0, 0.3, 9), rng.normal(0, 0.1, 6)
    both = rng.normal(0, 0.15, (9, 6))
    rows = []
    for b in range(9):
        for w in range(6):
            n = int(rng.integers(4, 16))
            felt = 3.4 + branch[b] + wave[w] + both[b, w] + 0.5 * (b < 3 and w > 2)
            y = np.clip(np.rint(rng.normal(felt, 0.9, n)), 1, 5)
            weights = rng.uniform(0.5, 2, n)
            rows += [(f"b{b}", w, int(v), round(float(x), 3)) for v, x in zip(y, weights, strict=True)]
    return pd.DataFrame(rows, columns=["branch", "wave", "y", "weight"])


if __name__ == "__main__":
    made().to_csv(HERE / "beforeafter_data.csv", index=False)
