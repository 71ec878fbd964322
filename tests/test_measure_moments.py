"""Weighted moments against numpy and pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from csatreport.measure.moments import moments

RNG = np.random.default_rng(3)
VALUES = RNG.integers(1, 6, (200, 4)).astype(float)
WEIGHTS = RNG.uniform(0.2, 3, (3, 200))
HOLES = np.where(RNG.random(VALUES.shape) < 0.2, np.nan, VALUES)


def test_complete_answers_give_what_numpy_gives_under_each_set_of_weights():
    found = moments(VALUES, WEIGHTS)
    for b, w in enumerate(WEIGHTS):
        assert found.covariance[b] == pytest.approx(np.cov(VALUES.T, aweights=w, ddof=0), rel=1e-10)
        assert found.mean[b] == pytest.approx(np.average(VALUES, axis=0, weights=w), rel=1e-12)


def test_listwise_leaves_out_every_row_with_a_hole():
    keep = ~np.isnan(HOLES).any(axis=1)
    found = moments(HOLES, WEIGHTS)
    assert found.correlation[0] == pytest.approx(moments(HOLES[keep], WEIGHTS[:, keep]).correlation[0])


def test_pairwise_uses_what_each_pair_has_as_pandas_does():
    found = moments(HOLES, np.ones((1, 200)), missing="pairwise")
    frame = pd.DataFrame(HOLES)
    assert found.mean[0] == pytest.approx(frame.mean().to_numpy())
    pair = frame[[0, 1]].dropna()
    assert found.covariance[0, 0, 1] == pytest.approx(np.cov(pair.T, ddof=0)[0, 1], rel=1e-10)


def test_a_constant_has_no_correlation_and_no_variance_from_rounding():
    values = np.column_stack([VALUES[:, 0], np.full(200, 0.1)])
    found = moments(values, WEIGHTS)
    assert (found.covariance[:, 1] == 0).all()
    assert np.isnan(found.correlation[:, 0, 1]).all()


def test_a_large_constant_costs_no_digits():
    near = moments(VALUES, WEIGHTS).covariance
    assert moments(VALUES + 1e9, WEIGHTS).covariance == pytest.approx(near, rel=1e-6)


def test_nobody_has_no_moments():
    found = moments(np.full((5, 2), np.nan), np.ones(5), missing="pairwise")
    assert np.isnan(found.mean).all()
