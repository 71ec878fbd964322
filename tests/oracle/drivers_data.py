"""Writes drivers.csv, and drivers_pingouin.json where pingouin is there (GPL: in checks only).

python tests/oracle/drivers_data.py data; PYTHON_WITH_PINGOUIN tests/oracle/drivers_data.py pingouin
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
NAMES = ("a", "b", "c", "d")


def data() -> None:
    rng = np.random.default_rng(11)
    n, clusters = 400, 40
    cluster = np.repeat(np.arange(clusters), n // clusters)
    common = rng.normal(size=n) + 0.5 * rng.normal(size=clusters)[cluster]
    felt = 3.4 + 0.7 * common[:, None] + 0.7 * rng.normal(size=(n, 4))
    drivers = np.clip(np.floor(felt + 0.5), 1, 5)
    y = np.clip(np.floor(drivers @ [0.4, 0.3, 0.1, 0.0] + 0.9 + 0.6 * rng.normal(size=n) + 0.5), 1, 5)
    weight = rng.uniform(0.3, 3.0, n).round(4)
    head = ",".join((*NAMES, "y", "satisfied", "w", "stratum", "cluster"))
    rows = np.column_stack([drivers, y, y >= 4, weight, cluster // 10, cluster])
    np.savetxt(HERE / "drivers.csv", rows, fmt="%.10g", delimiter=",", header=head, comments="")


def pingouin() -> None:
    import pingouin as pg

    rows = np.genfromtxt(HERE / "drivers.csv", delimiter=",", names=True)
    x = np.column_stack([rows[n] for n in NAMES])
    found = pg.linear_regression(x, rows["y"], relimp=True, as_dataframe=False)
    told = {"version": pg.__version__, "relimp": list(found["relimp"])[1:], "r2": float(found["r2"])}
    told["adj_r2"] = float(found["adj_r2"])
    (HERE / "drivers_pingouin.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    {"data": data, "pingouin": pingouin}[sys.argv[1]]()
