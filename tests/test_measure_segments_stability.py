"""Stability against R code in the manner of fpc, and against resamples divided without what is known of the whole."""

from __future__ import annotations

import numpy as np
import pytest
import segmentoracle as oracle

from csatreport.measure.segments import kmeans, stability
from csatreport.measure.segments.space import Space


@pytest.mark.parametrize("k", [2, 3, 4])
def test_similarities_are_those_of_hennigs_method_in_r(k):
    space = Space.of(oracle.points(), np.ones(150))
    found = kmeans.solutions(space, [k], np.random.default_rng(1), starts=200)[k]
    order = np.argsort(found.centres[0][:, 0])
    alike = stability.similarity(space, found, oracle.draws(), np.random.default_rng(1), starts=200)
    told = [oracle.told("jaccard")[f"k{k}_{i}"] for i in range(k)]
    assert alike.mean(axis=0)[order] == pytest.approx(np.array(told), abs=0.07)


def test_looking_at_the_border_alone_gives_what_all_points_give():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(3_000, 5)) + 3 * np.eye(5)[rng.integers(0, 4, 3_000)]
    space = Space.of(x, rng.uniform(0.5, 2, 3_000))
    start = kmeans.solutions(space, [4], rng, starts=10)[4].centres[0]
    drawn = rng.multinomial(3_000, np.full(3_000, 1 / 3_000), 20) * space.weights
    near = stability._resolved(space, start, drawn)
    every = kmeans.settled(space, drawn, np.broadcast_to(start, (20, 4, 5)))
    assert near.centres == pytest.approx(every.centres, abs=0.02)
    assert near.loss == pytest.approx(every.loss, rel=1e-5)
    assert near.sums[..., -1].sum(axis=1) == pytest.approx(drawn.sum(axis=1))


def test_similarity_is_both_over_either():
    both = np.array([[[4.0, 1.0], [0.0, 5.0]]])
    assert stability.jaccard(both)[0] == pytest.approx([4 / 5, 5 / 6])


def test_a_group_that_a_resample_lacks_is_not_found_again():
    both = np.array([[[4.0, 0.0], [3.0, 0.0]]])
    assert stability.jaccard(both)[0].tolist() == [4 / 7, 0.0]


def test_clear_groups_are_stable_and_cut_ones_are_not():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(600, 4)) + 8 * np.eye(4)[rng.integers(0, 3, 600)]
    space = Space.of(x, np.ones(600))
    drawn = rng.multinomial(600, np.full(600, 1 / 600), 60).astype(float)
    found = kmeans.solutions(space, [3, 5], rng, starts=20)
    mean = {k: stability.similarity(space, f, drawn, rng, starts=20).mean(axis=0) for k, f in found.items()}
    assert mean[3].min() > 0.98
    assert mean[5].min() < 0.75
