"""Gaussian mixtures against R's mclust and scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
import segmentoracle as oracle
from sklearn.mixture import GaussianMixture

from csatreport.measure.segments import kmeans, mixture
from csatreport.measure.segments.space import Space


def fit(values, weights, k=3, *, common=True):
    space = Space.of(values, weights)
    starts = kmeans.solutions(space, [k], np.random.default_rng(1), starts=10)[k]
    return space, starts, mixture.fitted(space, starts, common=common)


@pytest.mark.parametrize(("model", "common"), [("EEI", True), ("VVI", False)])
def test_fits_are_those_of_mclust(model, common):
    space, _, found = fit(oracle.points(), np.ones(150), common=common)
    told, order = oracle.told(model), np.argsort(found.mean[:, 0])
    assert 150 * float(found.fit) == pytest.approx(told["loglik"], abs=0.05)
    assert found.bic(space) == pytest.approx(-told["bic"], abs=0.1)
    means = [[told[f"mean{i}{j}"] for j in range(4)] for i in range(3)]
    assert found.mean[order] == pytest.approx(np.array(means), abs=0.05)
    assert found.share[order] == pytest.approx([told[f"share{i}"] for i in range(3)], abs=0.02)


def test_a_weight_counts_as_so_many_rows():
    w = oracle.weights()
    _, _, one = fit(oracle.points(), w, common=False)
    _, _, other = fit(np.repeat(oracle.points(), w.astype(int), axis=0), np.ones(int(w.sum())), common=False)
    order = [np.argsort(f.mean[:, 0]) for f in (one, other)]
    assert one.mean[order[0]] == pytest.approx(other.mean[order[1]], abs=0.02)
    assert float(one.fit) == pytest.approx(float(other.fit), abs=1e-4)


def test_chances_are_those_of_scikit_learn_and_add_up():
    space, _, found = fit(oracle.points(), np.ones(150), common=False)
    other = GaussianMixture(
        3, covariance_type="diag", means_init=found.mean, weights_init=found.share / found.share.sum(),
        precisions_init=1 / found.variance, tol=1e-8, max_iter=1000, reg_covar=0,
    ).fit(oracle.points())  # fmt: skip
    chance = found.responsibilities(space)
    assert chance.sum(axis=0) == pytest.approx(np.ones(150))
    expected = other.predict_proba(oracle.points())
    assert chance == pytest.approx(expected.T, abs=0.02)
    assert (found.member(space) == other.predict(oracle.points())).mean() > 0.98


def test_a_missing_answer_says_nothing():
    space, _, found = fit(oracle.holes(), oracle.weights())
    density = np.exp(
        -0.5 * (oracle.holes()[:, None] - found.mean) ** 2 / found.variance
    ) / np.sqrt(2 * np.pi * found.variance)  # fmt: skip
    likely = found.share * np.where(np.isnan(density), 1.0, density).prod(axis=2)
    expected = (likely / likely.sum(axis=1, keepdims=True)).T
    assert found.responsibilities(space) == pytest.approx(expected)


def test_clear_components_are_found_again():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(500, 3)) + 7 * np.eye(3)[rng.integers(0, 3, 500)]
    space, starts, found = fit(x, np.ones(500))
    drawn = rng.multinomial(500, np.full(500, 1 / 500), 20).astype(float)
    assert mixture.similarity(space, found, starts, drawn, rng).min() > 0.95
