"""plspm or semopy on a file, timed: python pathmodel_others.py PACKAGE DATA.csv RESAMPLES MODEL. Prints one line of JSON.

plspm gets standardised data and is told not to scale: its own scaling divides by one deviation pooled over all columns.
semopy estimates a covariance model by maximum likelihood: another model, timed because people choose between the two.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd


def with_plspm(sizes: dict, paths: dict) -> Callable[[pd.DataFrame], list[float]]:
    from plspm.config import MV, Config, Structure
    from plspm.mode import Mode
    from plspm.plspm import Plspm
    from plspm.scheme import Scheme

    inner = Structure()
    for target, sources in paths.items():
        inner.add_path(list(sources), [target])
    ordered = inner.path()  # a second call would find cycles

    def run(data: pd.DataFrame) -> list[float]:
        config = Config(ordered, scaled=False)
        for name, size in sizes.items():
            config.add_lv(name, Mode.A, *(MV(f"{name}{i}") for i in range(1, size + 1)))
        standard = (data - data.mean()) / data.std(ddof=0)
        found = Plspm(standard, config, Scheme.PATH, iterations=300, tolerance=1e-20).path_coefficients()
        names = list(sizes)
        return [found.loc[t, s] for t in names for s in names if s in paths.get(t, ())]

    return run


def with_semopy(sizes: dict, paths: dict) -> Callable[[pd.DataFrame], list[float]]:
    from semopy import Model

    lines = [f"{n} =~ " + " + ".join(f"{n}{i}" for i in range(1, s + 1)) for n, s in sizes.items()]
    text = "\n".join([*lines, *(f"{t} ~ " + " + ".join(s) for t, s in paths.items())])

    def run(data: pd.DataFrame) -> list[float]:
        model = Model(text)
        model.fit(data)
        found = model.inspect(std_est=True).query("op == '~'").set_index(["lval", "rval"])["Est. Std"]
        names = list(sizes)
        return [float(found[t, s]) for t in names for s in names if s in paths.get(t, ())]

    return run


def main() -> None:
    package, file, resamples, model = sys.argv[1:]
    warnings.simplefilter("ignore")
    data = pd.read_csv(Path(file))
    run = {"plspm": with_plspm, "semopy": with_semopy}[package](*json.loads(model))
    run(data.head(200))  # imports and caches are not what is timed
    began = time.process_time()
    paths = run(data)
    one = time.process_time() - began
    rng = np.random.default_rng(1)
    began = time.process_time()
    for _ in range(int(resamples)):
        run(data.iloc[rng.integers(0, len(data), len(data))].reset_index(drop=True))
    spent = time.process_time() - began
    print(json.dumps({"one": one, "resamples": spent, "paths": paths, "version": version(package)}))


if __name__ == "__main__":
    main()
