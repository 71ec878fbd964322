"""Numbers of plspm for tests/test_measure_pathmodel_estimate.py, on a fixed simulated data set of 250 x 24.

python tests/oracle/pathmodel_plspm.py    (with plspm 0.5.7, and a pandas before 3, which plspm cannot use)

plspm's own standardising divides every column by one standard deviation pooled over all of them (config.py, `treat`);
so the data are standardised here first and plspm is told `scaled=False`. Writes pathmodel_data.csv and pathmodel_plspm.csv.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from plspm.config import MV, Config, Structure
from plspm.mode import Mode
from plspm.plspm import Plspm
from plspm.scheme import Scheme

HERE = Path(__file__).parent
SIZES = {
    "image": 4,
    "expectation": 3,
    "quality": 4,
    "value": 3,
    "satisfaction": 4,
    "complaints": 3,
    "loyalty": 3,
}
PATHS = {
    "expectation": ["image"],
    "quality": ["expectation"],
    "value": ["expectation", "quality"],
    "satisfaction": ["image", "expectation", "quality", "value"],
    "complaints": ["satisfaction"],
    "loyalty": ["image", "satisfaction", "complaints"],
}
COEFFICIENTS = {
    "expectation": [0.5], "quality": [0.45], "value": [0.12, 0.58], "satisfaction": [0.15, 0.08, 0.44, 0.26],
    "complaints": [0.5], "loyalty": [0.16, 0.54, 0.14],
}  # fmt: skip


def simulated(n: int, seed: int) -> pd.DataFrame:
    """Answers 1-10 to 24 questions, loadings from 0.7 to 0.9."""
    rng = np.random.default_rng(seed)
    scores: dict[str, np.ndarray] = {}
    columns = {}
    for name, size in SIZES.items():
        causes = sum(
            (b * scores[c] for b, c in zip(COEFFICIENTS.get(name, []), PATHS.get(name, []), strict=True)),
            np.zeros(n),
        )
        scores[name] = causes + np.sqrt(max(0.2, 1 - causes.var())) * rng.standard_normal(n)
        for i, loading in enumerate(np.linspace(0.7, 0.9, size), 1):
            felt = loading * scores[name] + np.sqrt(1 - loading**2) * rng.standard_normal(n)
            columns[f"{name}{i}"] = np.clip(np.floor(7 + 1.6 * felt + 0.5), 1, 10).astype(int)
    return pd.DataFrame(columns)


def estimated(data: pd.DataFrame, scheme: Scheme) -> Plspm:
    """plspm, as closely as it converges."""
    inner = Structure()
    for target, sources in PATHS.items():
        inner.add_path(sources, [target])
    config = Config(inner.path(), scaled=False)
    for name, size in SIZES.items():
        config.add_lv(name, Mode.A, *(MV(f"{name}{i}") for i in range(1, size + 1)))
    standard = (data - data.mean()) / data.std(ddof=0)
    return Plspm(standard, config, scheme, iterations=1000, tolerance=1e-24)


def told(data: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for name in ("path", "centroid", "factorial"):
        found = estimated(data, Scheme[name.upper()])
        outer, summary = found.outer_model(), found.inner_summary()
        for item in data:
            rows += [(name, f"{q}_{item}", outer.loc[item, q]) for q in ("weight", "loading")]
        paths, crossed = found.path_coefficients(), found.crossloadings()
        rows += [(name, f"path_{s}>{t}", paths.loc[t, s]) for t, sources in PATHS.items() for s in sources]
        rows += [(name, f"cross_{i}_{c}", crossed.loc[i, c]) for i in ("image1", "loyalty3") for c in SIZES]
        effects = found.effects()
        rows += [(name, f"total_{e['from']}>{e['to']}", e["total"]) for e in effects.to_dict("records")]
        for c in SIZES:
            rows += [
                (name, f"ave_{c}", summary.loc[c, "ave"]),
                (name, f"r2_{c}", summary.loc[c, "r_squared"]),
            ]
            rows += [(name, f"adjusted_{c}", summary.loc[c, "r_squared_adj"])] if c in PATHS else []
            rows += [(name, f"alpha_{c}", found.unidimensionality().loc[c, "cronbach_alpha"])]
        rows.append((name, "gof", found.goodness_of_fit()))
    return pd.DataFrame(rows, columns=["scheme", "quantity", "value"])


if __name__ == "__main__":
    data = simulated(250, 24)
    data.to_csv(HERE / "pathmodel_data.csv", index=False)
    told(data).to_csv(HERE / "pathmodel_plspm.csv", index=False, float_format="%.17g")
