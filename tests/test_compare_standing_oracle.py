"""Standing against programs that nobody here wrote: R's metafor, survey and binomial (tests/oracle/standing.R)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from figures import estimate
from surveys import category, make_survey, rating, responses

from csatreport.compare import standing
from csatreport.compare.standing.limits import quantile
from csatreport.compare.standing.peers import Peers
from csatreport.params import Text

ORACLE = Path(__file__).parent / "oracle"
LABELS = {
    name: {code: Text.same(code) for code in codes}
    for name, codes in {
        "branch": ("b1", "b2", "b3", "b4", "b5"), "age": ("middle", "old", "young"), "kind": ("firm", "home"),
    }.items()
}  # fmt: skip
ITEMS = (
    rating("y"), category("branch", "branch", roles={"standing": "", "domain": ""}),
    category("age", "age", roles={"domain": ""}), category("kind", "kind", roles={"domain": ""}),
)  # fmt: skip


@cache
def found() -> dict[str, dict[str, float]]:
    table = pd.read_csv(ORACLE / "standing_r.csv", dtype={"name": str})
    return {what: dict(zip(rows["name"], rows["value"], strict=True)) for what, rows in table.groupby("what")}


def column(what: str) -> np.ndarray:
    return np.array([value for _, value in sorted(found()[what].items(), key=lambda row: int(row[0]))])


def peers(values: np.ndarray, variances: np.ndarray) -> Peers:
    levels = tuple(estimate(float(v), level=str(i), unit="score", df=1e9) for i, v in enumerate(values))
    return Peers(levels, values, variances, np.ones(len(values)), 1.0)


@cache
def survey():
    table = pd.read_csv(ORACLE / "standing_data.csv", dtype={"stratum": str, "cluster": str})
    return make_survey(ITEMS, responses(**{c: table[c].to_numpy() for c in table}), labels=LABELS)


@pytest.mark.parametrize("data", ["bcg", "alike"])
def test_variance_between_levels_its_interval_and_its_test_are_those_of_metafor(data):
    r, ours = found()[data], standing.between(peers(column(f"{data}:yi"), column(f"{data}:vi")))
    assert ours.variance == pytest.approx(r["variance"], abs=1e-10)
    assert (ours.low, ours.high) == pytest.approx((r["low"], r["high"]), abs=1e-8)
    assert ours.mean == pytest.approx(r["mean"], abs=1e-10)
    assert np.sqrt(ours.mean_variance) == pytest.approx(r["mean_se"], abs=1e-10)
    assert ours.p == pytest.approx(r["p"], rel=1e-9)


@pytest.mark.parametrize("data", ["bcg", "alike"])
def test_shrunken_estimates_are_the_best_linear_unbiased_predictions(data, monkeypatch):
    monkeypatch.setattr("csatreport.compare.standing.variance.LIMIT", np.inf)
    y, v = column(f"{data}:yi"), column(f"{data}:vi")
    given = peers(y, v)
    rows = tuple(standing.Place(e, None, None, None, None) for e in given.levels)
    ranks = standing.Standing("branch", rows, estimate(0.0, unit="score"), None, given)
    ours = [r.estimate.value for r in standing.shrinkage(ranks).rows]
    assert ours == pytest.approx(column(f"{data}:blup"), abs=1e-10)


@pytest.mark.parametrize("measure", ["mean", "csat"])
def test_adjusted_means_are_the_predictive_margins_of_survey(measure):
    rows = {r.raw.level: r.estimate for r in standing.mix(survey(), "y", measure).rows}
    for level, value in found()[f"{measure}:adjusted"].items():
        assert rows[level].value == pytest.approx(value, abs=1e-12)
        assert rows[level].se == pytest.approx(
            found()[f"{measure}:adjusted_se"][level], rel=0.04
        )  # a jackknife


@pytest.mark.parametrize("measure", ["mean", "csat"])
def test_coefficients_are_those_of_the_weighted_regression(measure):
    rows = {c.second.level: c for c in standing.mix(survey(), "y", measure).coefficients}
    for level, value in found()[f"{measure}:centred"].items():
        assert rows[level].value == pytest.approx(value, abs=1e-12)
        assert rows[level].se == pytest.approx(
            found()[f"{measure}:centred_se"][level], rel=0.03
        )  # a jackknife
    against = {"ageold": ("old", "middle"), "ageyoung": ("young", "middle"), "kindhome": ("home", "firm")}
    for name, (one, other) in against.items():
        assert rows[one].value - rows[other].value == pytest.approx(
            found()[f"{measure}:type"][name], abs=1e-12
        )


def test_limits_of_the_funnel_are_the_interpolated_binomial_ones():
    for name, value in found()["limit"].items():
        share, n, p = map(float, name.split())
        assert quantile(p, np.array([n]), share)[0] == pytest.approx(np.clip(value, 0, 1), abs=1e-9)


def test_dispersion_is_the_winsorised_mean_square():
    z, m = column("z"), 100.0
    levels = replace(peers(80 + z * 2.0, np.ones(len(z))), base=np.full(len(z), m), spread=m * 4.0)
    overall = estimate(80.0, unit="index", measure="csat_index")
    rows = tuple(standing.Place(e, None, None, None, None) for e in levels.levels)
    ours = standing.funnel(standing.Standing("branch", rows, overall, None, levels))
    assert ours.dispersion == pytest.approx(found()["dispersion"]["phi"], abs=1e-12)
