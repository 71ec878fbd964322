"""Logistic regression against R's glm and svyglm, and its importance against sets fitted one by one."""

from __future__ import annotations

import numpy as np
import pytest
from test_measure_drivers_linear import ROWS, VALUES, R, design, of_r

from csatreport.errors import DataError, UsageError
from csatreport.measure.drivers import logistic, sandwich
from csatreport.measure.linearisation import variance

X, Y, W = VALUES[:, :-1], ROWS["satisfied"], ROWS["w"]
ONES = np.ones(len(Y))


def test_coefficients_and_deviances_are_those_of_glm():
    found = logistic.logistic(X, Y, ONES)
    assert found.slope == pytest.approx(of_r("glm", "slope"), rel=1e-8)
    assert (found.deviance, found.null) == pytest.approx((R["glm", "deviance"], R["glm", "null"]), rel=1e-10)
    assert found.mcfadden == pytest.approx(R["glm", "mcfadden"], rel=1e-10)


def test_weighted_coefficients_and_their_standard_errors_are_those_of_svyglm():
    found = logistic.logistic(X, Y, W)
    z = sandwich.logistic(found, X, W)
    assert found.slope == pytest.approx(of_r("svyglm_logistic", "slope"), rel=1e-8)
    assert np.sqrt(variance(z, design())[0]) == pytest.approx(of_r("svyglm_logistic", "se"), rel=1e-6)


def test_the_scale_of_weights_and_the_order_of_rows_change_nothing():
    order = np.random.default_rng(5).permutation(len(Y))
    one, other = logistic.logistic(X, Y, W), logistic.logistic(X[order], Y[order], 50 * W[order])
    assert other.slope == pytest.approx(one.slope, rel=1e-9)
    assert other.mcfadden == pytest.approx(one.mcfadden, rel=1e-9)


def test_a_step_with_the_same_weights_stays_where_it_is():
    model = logistic.logistic(X, Y, W)
    again = logistic.stepped(model, X, Y, W[None])
    assert again.slope[0] == pytest.approx(model.slope, rel=1e-9)
    assert again.mcfadden[0] == pytest.approx(model.mcfadden, rel=1e-9)
    assert again.relative[0].sum() == pytest.approx(1)


def test_a_step_comes_near_the_regression_on_a_resample():
    rng = np.random.default_rng(8)
    block = W * rng.multinomial(len(Y), np.full(len(Y), 1 / len(Y)), size=20)
    model = logistic.logistic(X, Y, W)
    stepped = logistic.stepped(model, X, Y, block).slope
    fitted = np.array([logistic.logistic(X, Y, w).slope for w in block])
    assert np.abs(stepped - fitted).mean() < 0.1 * fitted.std(axis=0).mean()


def test_relative_weights_agree_with_shapley_of_the_deviance():
    model = logistic.logistic(X, Y, W)
    shares = logistic.deviance_shares(X, Y, W)
    assert shares.sum() == pytest.approx(model.mcfadden)
    relative = logistic.stepped(model, X, Y, W[None]).relative[0]
    assert relative == pytest.approx(shares / shares.sum(), abs=0.04)


def test_too_many_drivers_for_every_set_are_refused():
    with pytest.raises(UsageError, match="too many drivers"):
        logistic.deviance_shares(np.ones((4, 11)), np.ones(4), np.ones(4))


def test_answers_of_one_kind_are_refused():
    with pytest.raises(DataError, match="everybody is satisfied, or nobody is"):
        logistic.logistic(X, ONES, W)


def test_drivers_that_separate_the_answers_are_refused():
    with pytest.raises(DataError, match="apart entirely"):
        logistic.logistic(X, (X[:, 0] >= 4) * 1.0, W)
