"""Weighted means and intervals by domain with svy and with samplics: run by ``estimate.py --other`` in their interpreter.

OTHER_PYTHON benchmarks/others.py DATA.npz RESULT.npz
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np


def with_svy(data: dict[str, np.ndarray]) -> np.ndarray:
    """Standard errors (domains, items): every item in one call."""
    import polars as pl
    import svy

    ratings, domains = data["ratings"], int(data["domain"].max()) + 1
    names = [f"q{k}" for k in range(ratings.shape[1])]
    frame = pl.DataFrame({n: ratings[:, k] for k, n in enumerate(names)}).with_columns(
        pl.all().fill_nan(None)
    )
    design = {name: pl.Series(data[name]) for name in ("weight", "stratum", "cluster", "domain")}
    sample = svy.Sample(
        frame.with_columns(**design), svy.Design(stratum="stratum", psu="cluster", wgt="weight")
    )
    found = sample.estimation.mean(names, by="domain", drop_nulls=True)
    se = np.empty((domains, len(names)))
    for k, estimate in enumerate(found):
        table = estimate.to_polars()
        at = table["domain"].cast(pl.Int64).to_numpy()
        se[at, k] = table["se"].to_numpy()
    return se


def with_samplics(data: dict[str, np.ndarray]) -> np.ndarray:
    """Standard errors (domains, items): item by item, as it works."""
    import pandas as pd
    from samplics import PopParam
    from samplics.estimation import TaylorEstimator

    ratings, domains = data["ratings"], int(data["domain"].max()) + 1
    columns = {name: pd.Series(data[name]) for name in ("weight", "stratum", "cluster", "domain")}
    se = np.empty((domains, ratings.shape[1]))
    for k in range(ratings.shape[1]):
        estimator = TaylorEstimator(PopParam.mean)
        estimator.estimate(
            y=pd.Series(ratings[:, k]), samp_weight=columns["weight"], stratum=columns["stratum"],
            psu=columns["cluster"], domain=columns["domain"], remove_nan=True,
        )  # fmt: skip
        for domain, value in estimator.stderror.items():
            se[int(domain), k] = value
    return se


def timed(
    work: Callable[[dict[str, np.ndarray]], np.ndarray], data: dict[str, np.ndarray]
) -> tuple[list[float], np.ndarray]:
    processor, clock = time.process_time(), time.perf_counter()
    se = work(data)
    return [time.process_time() - processor, time.perf_counter() - clock], se


def main() -> None:
    from importlib.metadata import version

    warnings.simplefilter("ignore")
    with np.load(sys.argv[1]) as file:
        data = {name: file[name] for name in file.files}
    took, found = {}, {}
    for name, work in (("svy", with_svy), ("samplics", with_samplics)):
        work(
            {key: column[:20_000] for key, column in data.items()}
        )  # imports and the first call of everything
        took[f"{name} {version(name)}"], found[f"{name} {version(name)}"] = timed(work, data)
    np.savez(sys.argv[2], **found)
    print(json.dumps(took))


if __name__ == "__main__":
    main()
