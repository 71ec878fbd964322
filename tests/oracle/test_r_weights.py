"""Weights and replicate variances against R's survey package, on a sample made by formula and on its api data.

``weights_r.csv`` holds what ``weights.R`` printed with R 4.2.2 and survey 4.1.1; where R is installed the
script runs again.
"""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from csatreport.intake.weigh import Margin, poststratify, rake, trim
from csatreport.measure.design import Design, Floats
from csatreport.measure.linearisation import influence, means, variance
from csatreport.measure.replication import Replicates
from csatreport.params.weighting import Replication

HERE = Path(__file__).parent
API = Path(__file__).parents[3] / "shared" / "data" / "reference"
needs_api = pytest.mark.skipif(not API.is_dir(), reason=f"real data absent: {API}")
needs_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
CLOSE = 1e-8
N, UNITS, DRAWS, RHO = 96, 8, 24, 0.3
AGE = {"a": 500.0, "b": 300.0, "c": 200.0}
TENURE = {"p": 150.0, "q": 250.0, "r": 350.0, "s": 250.0}
DOM = {"x": 320.0, "y": 330.0, "z": 350.0}
TYPES = {"E": 4421.0, "H": 755.0, "M": 1018.0}
WIDE = {"No": 1072.0, "Yes": 5122.0}
STRATUM = np.array([0, 0, 1, 1, 1, 2, 2, 2])  # of each unit


def spread_out(square: int, n: int = N) -> Floats:
    """Numbers that fill 0 to 1 evenly: the fractions of the multiples of a root."""
    return np.asarray(np.arange(1, n + 1) * np.sqrt(square) % 1)


def chosen(letters: str, square: int) -> npt.NDArray[np.str_]:
    return np.array(list(letters))[(spread_out(square) * len(letters)).astype(int)]


@cache
def simulated() -> pd.DataFrame:
    """A sample of eight units in pairs, with replicate weights of every type."""
    unit, w = np.arange(N) % UNITS, 1 + 4 * spread_out(2)
    frame = pd.DataFrame({"unit": unit, "stratum": STRATUM[unit], "w": w})
    frame["age"], frame["tenure"], frame["dom"] = chosen("abc", 5), chosen("pqrs", 7), chosen("xyz", 11)
    frame["y1"] = 1 + np.floor(5 * spread_out(3)) + (unit > 5)
    frame["y2"] = np.where(np.arange(N) % 13 == 5, np.nan, 10 * spread_out(13) + unit / 2)
    frame["y3"] = np.where(spread_out(17) > 0.4, 100.0, 0.0)
    factors = {"jk1": jackknife(np.zeros(UNITS, dtype=int)), "jkn": jackknife(STRATUM)}
    halves = hadamard()
    factors |= {"brr": 1 + halves, "fay": 1 + (1 - RHO) * halves, "boot": resamples()}
    columns = {
        f"{name}_{r + 1}": w * factor[unit, r]
        for name, factor in factors.items()
        for r in range(factor.shape[1])
    }
    return frame.assign(**columns)


def jackknife(stratum: npt.NDArray[np.int_]) -> Floats:
    """Factor (units, replicates): one unit left out, the others of its stratum weigh more."""
    size = np.bincount(stratum)[stratum]
    same = stratum[:, None] == stratum[None, :]
    return np.where(np.eye(len(stratum), dtype=bool), 0.0, np.where(same, size / (size - 1), 1.0))


def hadamard() -> Floats:
    """±1 (units, replicates): in each pair of units one is in the half-sample."""
    two = np.array([[1, 1], [1, -1]])
    eight = np.kron(np.kron(two, two), two)[1:5]
    return np.repeat(eight, 2, axis=0) * np.tile([1.0, -1.0], 4)[:, None]


def resamples() -> Floats:
    """How often each unit is drawn in a resample of as many."""
    drawn = (spread_out(19, UNITS * DRAWS) * UNITS).astype(int).reshape(DRAWS, UNITS)
    return np.stack([np.bincount(d, minlength=UNITS) for d in drawn], axis=1).astype(float)


@cache
def oracle() -> dict[str, dict[str, float]]:
    table = pd.read_csv(HERE / "weights_r.csv")
    return {str(case): dict(zip(t["quantity"], t["value"], strict=True)) for case, t in table.groupby("case")}


def adjusted(data: pd.DataFrame, weight: str, *, post: bool, **targets: dict[str, float]) -> pd.Series:
    if post:
        ((name, target),) = targets.items()
        return poststratify(data[weight], data[name], target)
    return rake(data[weight], [Margin(name, data[name], target) for name, target in targets.items()])


@pytest.mark.parametrize(
    ("case", "margins"),
    [
        ("sim_post", {"age": AGE}),
        ("sim_rake2", {"age": AGE, "tenure": TENURE}),
        ("sim_rake3", {"age": AGE, "tenure": TENURE, "dom": DOM}),
    ],
)
def test_adjusted_weights_and_calibrated_totals_equal_r(
    case: str, margins: dict[str, dict[str, float]]
) -> None:
    data = simulated()
    found = adjusted(data, "w", post=case.endswith("post"), **margins)
    ours = {f"weight_{i}": w for i, w in enumerate(found, 1)}
    ours |= {f"total_{y}": float((found * data[y]).sum()) for y in ("y1", "y3")}
    assert ours == pytest.approx(oracle()[case], rel=CLOSE)


@needs_api
@pytest.mark.parametrize("name", ["apistrat", "apiclus1"])
@pytest.mark.parametrize("how", ["post", "rake"])
def test_calibrated_totals_of_the_api_data_equal_r(name: str, how: str) -> None:
    data = pd.read_csv(API / f"{name}.csv")
    margins = {"stype": TYPES} if how == "post" else {"stype": TYPES, "sch.wide": WIDE}
    found = adjusted(data, "pw", post=how == "post", **margins)
    ours = {
        "total_enroll": float((found * data["enroll"]).sum()),
        "mean_api00": float(means(data[["api00"]].to_numpy(float), Design.of(found)).value[0, 0]),
    }
    assert ours == pytest.approx(oracle()[f"{name}_{how}"], rel=CLOSE)


def test_trimmed_weights_equal_r_where_all_untrimmed_are_alike() -> None:
    uneven = pd.Series([1.0] * 10 + [0.1, 0.2, 6, 9])
    found = {"upper": trim(uneven.drop([10, 11]), high=2), "both": trim(uneven, 0.5, 2.5)}
    for name, weights in found.items():
        expected = oracle()[f"trim_{name}"]
        assert {f"weight_{i}": w for i, w in enumerate(weights, 1)} == pytest.approx(expected, rel=CLOSE)


def estimates(
    data: pd.DataFrame, design: Design, items: list[str], domain: str, pair: str
) -> dict[str, float]:
    """The one estimator under the names that the R script gives."""
    scores, codes = data[items].to_numpy(float), data[domain].map({c: i for i, c in enumerate(pair)})
    within = codes.fillna(-1).to_numpy(np.intp)
    whole, parts = means(scores, design), means(scores, design, domain=within, domains=len(pair))
    z = influence(scores, design, member=within == 1) - influence(scores, design, member=within == 0)
    gap = np.sqrt(variance(z, design)[0])
    found = {"df": design.df}
    for k, item in enumerate(items):
        found |= {f"{m}_{item}": getattr(whole, a)[0, k] for m, a in NAMES.items()}
        for d, level in enumerate(pair):
            found |= {f"{m}_{item}_{level}": getattr(parts, NAMES[m])[d, k] for m in ("mean", "se")}
        found |= {f"gap_{item}": parts.value[1, k] - parts.value[0, k], f"segap_{item}": gap[k]}
    return found


NAMES = {"mean": "value", "se": "se", "deff": "deff"}


@pytest.mark.parametrize(
    ("case", "prefix", "how"),
    [
        ("jk1", "jk1", Replication(type="jk1")),
        ("jkn", "jkn", Replication(type="jkn")),
        ("brr", "brr", Replication(type="brr")),
        ("fay", "fay", Replication(type="fay", rho=RHO)),
        ("bootstrap", "boot", Replication(type="bootstrap")),
        (
            "scaled",
            "boot",
            Replication(type="bootstrap", scale=0.07, rscales=tuple(r / DRAWS for r in range(1, DRAWS + 1))),
        ),
    ],
)
def test_means_domains_and_gaps_from_replicate_weights_equal_r(
    case: str, prefix: str, how: Replication
) -> None:
    data = simulated()
    columns = data.filter(regex=f"^{prefix}_")
    replicates = Replicates.of(columns, data["w"], how=how, strata=data["stratum"])
    found = estimates(data, Design.of(data["w"], replicates=replicates), ["y1", "y2", "y3"], "dom", "xz")
    assert found == pytest.approx(oracle()[case], rel=CLOSE)


@needs_api
@pytest.mark.parametrize(
    ("case", "unit", "stratum"), [("apistrat_jkn", "snum", "stype"), ("apiclus1_jk1", "dnum", None)]
)
def test_the_jackknife_of_the_api_data_equals_r(case: str, unit: str, stratum: str | None) -> None:
    name, kind = case.split("_")
    data = pd.read_csv(API / f"{name}.csv")
    codes, _ = pd.factorize(data[unit])
    first = pd.Series(codes).drop_duplicates().index
    strata = pd.factorize(data[stratum])[0] if stratum else np.zeros(len(data), dtype=int)
    columns = data["pw"].to_numpy()[:, None] * jackknife(strata[first])[codes]
    how = Replication.model_validate({"type": kind})
    replicates = Replicates.of(columns, data["pw"], how=how, strata=strata)
    design = Design.of(data["pw"], replicates=replicates)
    found = estimates(data, design, ["api00", "enroll"], "stype", "EH")
    assert found == pytest.approx(oracle()[case], rel=CLOSE)


@needs_r
@needs_api
def test_r_prints_these_numbers_again(tmp_path: Path) -> None:
    data, out = tmp_path / "simulated.csv", tmp_path / "weights_r.csv"
    simulated().to_csv(data, index=False)
    subprocess.run(["Rscript", str(HERE / "weights.R"), str(data), str(API), str(out)], check=True)
    again = pd.read_csv(out).set_index(["case", "quantity"])["value"]
    kept = pd.read_csv(HERE / "weights_r.csv").set_index(["case", "quantity"])
    pd.testing.assert_series_equal(again, kept["value"], rtol=1e-10)
