"""The bootstrap gives the standard errors that linearisation gives."""

from __future__ import annotations

import numpy as np
import pytest

from csatreport.measure.design import Design
from csatreport.measure.linearisation import means
from csatreport.measure.replication import Replicates
from csatreport.measure.resample import resampled, weights
from csatreport.params.weighting import Replication

RNG = np.random.default_rng(5)
N = 600
Y = RNG.normal(3, 1, N)
W = RNG.uniform(0.5, 3, N)
STRATA = np.repeat(["a", "b", "c"], N // 3)
CLUSTERS = np.repeat(np.arange(N // 5), 5)


def mean(block):
    return (block @ Y) / block.sum(axis=1)


@pytest.mark.parametrize("clusters", [None, CLUSTERS], ids=["strata", "clusters"])
def test_standard_errors_agree_with_linearisation(clusters):
    y_and = Y + (0 if clusters is None else RNG.normal(0, 1, N // 5)[CLUSTERS])
    design = Design.of(W, strata=STRATA, clusters=clusters)
    found = resampled(lambda b: (b @ y_and) / b.sum(axis=1), design, np.random.default_rng(1), times=4000)
    linear = means(y_and[:, None], design).se[0, 0]
    assert found.se(means(y_and[:, None], design).value[0, 0]) == pytest.approx(linear, rel=0.06)


def test_a_sample_of_nearly_everybody_hardly_varies():
    design = Design.of(W, fpc=np.full(N, N * 1.01))
    found = resampled(mean, design, np.random.default_rng(1), times=2000)
    assert found.se(0.0) == pytest.approx(means(Y[:, None], design).se[0, 0], rel=0.06)


def test_weights_keep_their_sum_on_average_and_stay_positive():
    design = Design.of(W, strata=STRATA)
    block = np.concatenate(list(weights(design, np.random.default_rng(2), times=1000)))
    assert block.shape == (1000, N)
    assert (block >= 0).all()
    assert block.sum(axis=1).mean() == pytest.approx(W.sum(), rel=0.01)


def test_delivered_replicates_take_the_place_of_the_bootstrap():
    columns = np.stack([W * np.where(np.arange(N) % 20 == r, 0, 20 / 19) for r in range(20)], axis=1)
    design = Design.of(W, replicates=Replicates.of(columns, W, how=Replication(type="jk1")))
    found = resampled(mean, design, np.random.default_rng(1), times=3)
    linear = means(Y[:, None], design)
    assert len(found.results) == 20
    assert found.se(linear.value[0, 0]) == pytest.approx(linear.se[0, 0], rel=1e-10)
    low, high = found.interval(linear.value[0, 0], confidence=0.95)
    assert low < linear.value[0, 0] < high


def test_the_percentile_interval_leaves_out_what_failed_and_counts_it():
    design = Design.of(W)
    found = resampled(
        lambda b: np.where(np.arange(len(b)) < 10, np.nan, mean(b)), design, np.random.default_rng(1)
    )
    assert found.failed == 10
    low, high = found.interval(Y.mean(), confidence=0.95)
    assert low < np.average(Y, weights=W) < high
