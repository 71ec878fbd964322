"""What ``large_ways.py`` estimates, in pandas, as one would write it who knows it well.

Only the columns needed are read; cells are numbered once and grouped by their numbers.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

DESIGN = ["wave", "stratum", "cluster", "region", "weight"]


def estimated(
    file: Path, items: list[str], newest: str, *, together: int, alike: bool = False
) -> dict[str, np.ndarray]:
    """Estimates of everybody by quarter, and of the newest quarter by region, so many items ``together``.

    ``alike``: not only means and standard errors, but also bases, effective bases, design effects and intervals.
    """
    import pandas as pd

    data = pd.read_parquet(file, columns=[*DESIGN, *items])
    asked = {"quarters": (data, "wave"), "regions": (data[data["wave"] == newest], "region")}
    parts = [items[k : k + together] for k in range(0, len(items), together)]
    return {
        name: np.concatenate([_grouped(of, part, by, alike=alike) for part in parts])
        for name, (of, by) in asked.items()
    }


def _grouped(data: pd.DataFrame, items: list[str], by: str, *, alike: bool) -> np.ndarray:
    """Estimates (items, groups, 2 or 7): cluster totals of the influence, their spread within strata."""
    rated, weight, level = data[items], data["weight"], data[by].rename("level")
    keys = [level, data["wave"], data["stratum"], data["cluster"]]
    cell = data.groupby(keys).ngroup()
    first = ~cell.duplicated()
    place = data.loc[first, ["wave", "stratum"]].assign(level=level).set_index(cell[first]).sort_index()
    base = rated.notna().mul(weight, axis=0).groupby(cell).sum()
    top = rated.mul(weight, axis=0).groupby(cell).sum()
    whole, total = base.groupby(place["level"]).sum(), top.groupby(place["level"]).sum()
    mean = total / whole
    z = top - base * mean.loc[place["level"]].to_numpy()
    strata = [place["level"], place["wave"], place["stratum"]]
    squares, sums = (z**2).groupby(strata).sum(), z.groupby(strata).sum()
    units = place.groupby(["wave", "stratum"]).size()  # a cluster is in one region
    n = units.reindex(squares.index.droplevel("level")).to_numpy()[:, None]
    variance = (n / (n - 1) * (squares - sums**2 / n)).groupby("level").sum()
    found = [mean, np.sqrt(variance) / whole]
    if alike:
        df = units.groupby("wave").sum() - units.groupby("wave").size()
        found += _bases(rated, weight, level, found=found, whole=whole, df=df.iloc[0])
    return np.stack([each.to_numpy().T for each in found], axis=-1)


def _bases(
    rated: pd.DataFrame, weight: pd.Series, level: pd.Series,
    *, found: list[pd.DataFrame], whole: pd.DataFrame, df: int,
) -> list[pd.DataFrame]:  # fmt: skip
    """Bases, effective bases, design effects and both ends of intervals; every quarter has ``df`` degrees of freedom."""
    from scipy import stats

    mean, se = found
    n = rated.groupby(level).count()
    squared = rated.notna().mul(weight**2, axis=0).groupby(level).sum()
    second = (rated**2).mul(weight, axis=0).groupby(level).sum()
    simple = (second / whole - mean**2) / (n - 1)
    reach = stats.t.ppf(0.975, df) * se
    return [n, whole**2 / squared, se**2 / simple, mean - reach, mean + reach]
