"""Customers by quarter, two traits of three levels each, who left, and two forecasts: what the other programs see.

.venv/bin/python tests/oracle/churn_data.py
/tmp/oracle/bin/python tests/oracle/churn.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
QUARTERS = 5


def made() -> pd.DataFrame:
    """Up to five quarters of 700 customers; who left is not there in the next one."""
    rng = np.random.default_rng(20261103)
    kind = rng.integers(0, 3, 700)
    rows = []
    for customer in range(700):
        for quarter in range(QUARTERS):
            state = int(rng.choice(3, p=[0.8, 0.15, 0.05]))
            odds = -2.6 + [0.0, 0.5, -0.4][kind[customer]] + [0.0, 0.4, 1.3][state]
            left = int(rng.random() < 1 / (1 + np.exp(-odds)))
            risk = 1 / (1 + np.exp(-(0.8 * odds - 0.3 + rng.normal(0, 0.3))))
            rows.append((customer, quarter, kind[customer], state, left, round(float(risk), 3)))
            if left:
                break
    return pd.DataFrame(rows, columns=["customer", "quarter", "kind", "state", "left", "risk"])


if __name__ == "__main__":
    made().to_csv(HERE / "churn_data.csv", index=False)
