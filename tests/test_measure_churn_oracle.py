"""The model and its figures against statsmodels and scikit-learn (tests/oracle/churn.py), and by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import leavers
import numpy as np
import pandas as pd
import pytest

from csatreport.measure.churn import accuracy, ahead, calibration, drivers, lift
from csatreport.measure.churn.cells import Cells
from csatreport.measure.churn.clock import Clock
from csatreport.measure.churn.factor import Factor, Known
from csatreport.measure.churn.heldout import HeldOut
from csatreport.measure.churn.panel import Panel
from csatreport.measure.churn.risk import covariance, fit
from csatreport.params import Text

ORACLE = Path(__file__).parent / "oracle"
DATA = pd.read_csv(ORACLE / "churn_data.csv")
FOUND = json.loads((ORACLE / "churn.json").read_text("utf-8"))
NONE = 1e-9  # a penalty that is none


def made(data: pd.DataFrame = DATA) -> Panel:
    """Its rows as a panel, whose next quarter holds everybody again, so that margins are over the same rows."""
    again = pd.concat([data, data.assign(quarter=5, left=0)])
    levels = [(str(k), Text.same(f"level {k}")) for k in range(3)]
    known = tuple(
        Known(Factor.of(c, Text.same(c), levels), np.zeros((1, 1), np.int16)) for c in ("kind", "state")
    )
    clock = Clock(tuple(leavers.WAVE.shifted(k - 4) for k in range(5)), history=5)
    codes = again[["kind", "state"]].to_numpy(np.int16).T
    customer, place = again["customer"].to_numpy(), again["quarter"].to_numpy()
    return Panel(clock, SimpleNamespace(), known, codes, customer, place, again["left"].to_numpy(bool))


def model(panel: Panel, ridge: float):
    cells = Cells.of(panel, panel.factors)
    risk = fit(cells, range(5), ridge=ridge)
    rows = panel.place < 5
    cell = np.asarray(cells.at)[rows]
    spread = covariance(risk, cell, panel.left[rows].astype(float), panel.customer[rows], ridge=ridge)
    return risk, spread


def held() -> HeldOut:
    left = DATA["left"].to_numpy(float)
    base = np.full(len(left), left.mean())
    wave = (leavers.WAVE,)
    return HeldOut(
        wave, DATA["risk"].to_numpy(), base, left, DATA["quarter"].to_numpy(), DATA["customer"].to_numpy()
    )


def test_coefficients_and_their_clustered_errors_are_those_of_statsmodels():
    risk, spread = model(made(), NONE)
    assert [risk.intercept, *risk.slope] == pytest.approx(FOUND["params"], abs=2e-6)
    assert np.sqrt(np.diag(spread)) == pytest.approx(FOUND["se"], rel=1e-5)


def test_the_penalised_model_of_counted_cells_is_that_of_single_rows():
    risk, _ = model(made(), 2.0)
    assert [risk.intercept, *risk.slope] == pytest.approx(FOUND["ridge"], abs=2e-5)


def test_effects_in_points_are_those_worked_out_by_hand_from_statsmodels():
    panel = made()
    risk, spread = model(panel, NONE)
    survey = leavers.survey({"customers": leavers.customers(["2020-01-01"])})
    out = ahead.Ahead.of(survey, panel, risk, spread, df=1e9)
    gap = next(
        d.gap for d in drivers.drivers(out) if (d.gap.second.domain, d.gap.second.level) == ("state", "2")
    )
    second, first, se = FOUND["margins"]
    assert (gap.second.value, gap.first.value) == pytest.approx((second, first), rel=1e-5)
    assert gap.se == pytest.approx(se, rel=1e-5)


def test_skill_area_slope_and_intercept_are_those_of_scikit_learn_and_statsmodels():
    found = accuracy.accuracy(held())
    for name in ("auc", "brier_skill", "log_skill"):
        assert found[name].value == pytest.approx(FOUND[name], rel=1e-9), name
    for name in ("slope", "large"):
        assert (found[name].value, found[name].se) == pytest.approx(FOUND[name], rel=1e-6), name


def test_errors_are_those_of_a_bootstrap_by_customer():
    rows, rng = held(), np.random.default_rng(1)
    of = DATA.groupby("customer").indices
    keys = list(of)
    drawn = []
    for _ in range(200):
        at = np.concatenate([of[keys[k]] for k in rng.integers(0, len(keys), len(keys))])
        again = replace(
            rows, **{n: getattr(rows, n)[at] for n in ("chance", "base", "left", "place", "customer")}
        )
        drawn.append([f.value for f in accuracy.accuracy(again).values()])
    spread = dict(zip(accuracy.accuracy(rows), np.std(drawn, axis=0), strict=True))
    for name, figure in accuracy.accuracy(rows).items():
        assert figure.se == pytest.approx(spread[name], rel=0.2), name


def test_bins_are_those_of_scikit_learn():
    rows = held()
    rows = replace(rows, chance=rows.chance + np.arange(len(rows.chance)) * 1e-12)
    bins = calibration.bins(rows)
    for values, name in ((rows.left, "observed"), (rows.chance, "foretold")):
        mean = np.bincount(bins, values) / np.bincount(bins)
        assert mean == pytest.approx(FOUND[name], abs=3e-3), name


def test_perfect_risks_have_the_error_of_calibration_that_chance_brings():
    rng = np.random.default_rng(4)
    errors, chances = [], []
    for _ in range(20):
        p = rng.beta(1, 20, 4000)
        left = (rng.random(4000) < p).astype(float)
        rows = HeldOut((leavers.WAVE,), p, p, left, np.zeros(4000, int), np.arange(4000))
        found = calibration.calibration(rows, rng, confidence=0.95)
        errors.append(found.value)
        chances.append(found.chance)
    assert np.mean(errors) == pytest.approx(np.mean(chances), rel=0.15)


def test_of_ten_customers_the_riskiest_three_hold_two_of_three_leavers():
    chance = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05])
    left = np.array([1, 0, 1, 0, 0, 0, 1, 0, 0, 0], dtype=float)
    rows = HeldOut((leavers.WAVE,), chance, chance, left, np.zeros(10, int), np.arange(10))
    gain = lift.gains(rows, np.array([0.3, 1.0]))
    assert [g.value for g in gain] == pytest.approx([2 / 3, 1.0])


def test_customers_of_one_risk_count_in_part_where_the_border_runs_through_them():
    part = lift.highest(np.array([0.9, 0.5, 0.5, 0.5, 0.1]), np.array([0.4]))[:, 0]
    assert part == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3, 0])
