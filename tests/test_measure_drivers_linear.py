"""Linear regression, relative weights, inflation and standard errors against R and pingouin."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from test_measure_drivers_shapley import SWISS

from csatreport.measure.design import Design
from csatreport.measure.drivers import linear, sandwich, shapley
from csatreport.measure.linearisation import variance
from csatreport.measure.moments import correlated, moments
from csatreport.measure.resample import resampled

ORACLE = Path(__file__).parent / "oracle"
NAMES = ("a", "b", "c", "d")
ROWS = np.genfromtxt(ORACLE / "drivers.csv", delimiter=",", names=True)
VALUES = np.column_stack([ROWS[n] for n in (*NAMES, "y")])
with (ORACLE / "drivers_r.csv").open() as file:
    R = {(r["case"], r["quantity"]): float(r["value"]) for r in csv.DictReader(file)}


def of_r(case, kind):
    return [R[case, f"{kind}_{n}"] for n in NAMES]


def covariance(values=VALUES, weights=ROWS["w"], **more):
    return moments(values, weights, **more).covariance


def design():
    return Design.of(ROWS["w"], strata=ROWS["stratum"], clusters=ROWS["cluster"])


def test_johnsons_published_weights_of_swiss_fertility_are_found():
    if not SWISS.exists():
        pytest.skip(f"real data absent: {SWISS}")
    with SWISS.open() as opened:
        rows = list(csv.DictReader(opened))
    names = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality", "Fertility")
    fit = linear.fit(np.cov([[float(r[n]) for r in rows] for n in names])[None])
    published = [0.048416895812, 0.154708249806, 0.271964104646, 0.114680029948, 0.116965721381]
    assert fit.relative[0] * fit.r_squared[0] == pytest.approx(published, abs=1e-12)


def test_coefficients_and_r_squared_are_those_of_weighted_lm():
    fit = linear.fit(covariance())
    assert fit.slope[0] == pytest.approx(of_r("lm", "slope"), rel=1e-10)
    assert fit.r_squared[0] == pytest.approx(R["lm", "r_squared"], rel=1e-10)


def test_standard_errors_are_those_of_svyglm():
    sample = covariance()
    fit = linear.fit(sample)
    z = sandwich.linear(VALUES, ROWS["w"], fit.slope[0], sample[0])
    assert np.sqrt(variance(z, design())[0]) == pytest.approx(of_r("svyglm_linear", "se"), rel=1e-9)


def test_standard_errors_of_pairs_are_those_of_the_bootstrap():
    holes = np.where(np.random.default_rng(2).random(VALUES.shape) < 0.25, np.nan, VALUES)
    sample = covariance(holes, missing="pairwise")
    fit = linear.fit(sample)
    z = sandwich.linear(holes, ROWS["w"], fit.slope[0], sample[0])
    drawn = resampled(
        lambda block: linear.fit(covariance(holes, block, missing="pairwise")).slope,
        design(), np.random.default_rng(3), times=3000,
    )  # fmt: skip
    assert np.sqrt(variance(z, design())[0]) == pytest.approx(drawn.se(fit.slope[0]), rel=0.08)


def test_inflation_is_that_of_lm():
    between = np.corrcoef(VALUES[:, :-1].T)
    assert linear.inflation(between) == pytest.approx([R["vif", n] for n in NAMES], rel=1e-10)


def test_shares_and_weights_each_add_up_to_one():
    fit = linear.fit(covariance())
    assert fit.shapley[0].sum() == pytest.approx(1)
    assert fit.relative[0].sum() == pytest.approx(1)
    assert fit.standardised[0] @ fit.correlation[0] == pytest.approx(fit.r_squared[0])


def test_the_scale_of_weights_and_the_order_of_rows_change_nothing():
    order = np.random.default_rng(5).permutation(len(VALUES))
    one, other = (
        linear.fit(covariance(VALUES[o], w)).packed()
        for o, w in ((slice(None), ROWS["w"]), (order, 1000 * ROWS["w"][order]))
    )
    assert one == pytest.approx(other, rel=1e-10)


def test_sets_of_weights_give_what_each_gives_and_a_collinear_one_nothing():
    good = covariance()[0]
    bad = good.copy()
    bad[1], bad[:, 1] = bad[0], bad[:, 0]
    bad[1, 1] = bad[0, 0]
    fit = linear.fit(np.stack([good, bad, np.full_like(good, np.nan)]))
    assert fit.shapley[0] == pytest.approx(linear.fit(good[None]).shapley[0])
    assert np.isnan(fit.packed()[1:]).all()


def test_drivers_that_determine_each_other_are_found_and_only_they():
    x = np.random.default_rng(6).normal(size=(100, 5))
    x[:, 3] = x[:, 0] + 2 * x[:, 2]
    assert linear.collinear(np.corrcoef(x.T)).tolist() == [0, 2, 3]
    assert linear.collinear(np.eye(3)).tolist() == []


def test_packed_numbers_come_back_as_they_were():
    fit = linear.fit(covariance())
    again = linear.Fit.unpacked(fit.packed())
    assert (again.slope == fit.slope).all()
    assert (again.r_squared == fit.r_squared).all()


def test_orders_of_entry_stand_for_all_sets():
    entry = shapley.orders(4, 500, np.random.default_rng(1))
    near = linear.fit(covariance(), entry=entry)
    assert near.shapley[0] == pytest.approx(linear.fit(covariance()).shapley[0], abs=0.01)
    assert correlated(covariance()).shape == (1, 5, 5)
