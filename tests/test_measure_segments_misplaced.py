"""How often customers are placed in a segment that is not theirs."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from csatreport.measure.segments.misplaced import belonging, confusion, moments


def two(n: int, apart: float, seed: int = 1):
    """Two normal groups, each placed by the nearer centre."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 2, n)
    x = np.column_stack([apart * true + rng.standard_normal(n), rng.standard_normal(n)])
    return x, true, (x[:, 0] > apart / 2).astype(int)


def test_two_normal_groups_are_confused_as_often_as_theory_says():
    x, true, placed = two(60_000, 3.0)
    found = confusion(x, placed, np.ones(len(x)), 2)
    theory = norm.sf(1.5)
    actual = (placed != true).mean()
    assert abs(actual - theory) < 0.003
    assert np.abs(found - found.T).max() < 0.005
    assert (
        abs(found[0, 1] - theory) < 0.02
    )  # borders cut off tails, so that groups look a little narrower than they are
    assert found[0, 1] < theory


def test_groups_far_apart_are_never_confused_and_chances_add_up():
    x, _, placed = two(500, 40.0)
    found = confusion(x, placed, np.ones(500), 2)
    assert np.allclose(found, np.eye(2), atol=1e-12)
    close = confusion(*two(500, 1.0)[::2], np.ones(500), 2)
    assert np.allclose(close.sum(axis=1), 1)


def test_neither_the_order_of_rows_nor_the_scale_of_weights_nor_units_change_anything():
    x, _, placed = two(400, 2.5)
    w = np.random.default_rng(2).uniform(0.5, 2, 400)
    order = np.random.default_rng(3).permutation(400)
    first = confusion(x, placed, w, 2)
    assert np.allclose(first, confusion(x[order], placed[order], 100 * w[order], 2))
    assert np.allclose(first, confusion(x * [10, 0.1] + 5, placed, w, 2))


def test_missing_answers_leave_belonging_less_certain_and_never_impossible():
    x, _, placed = two(400, 6.0)
    holes = x.copy()
    holes[::3, 0] = np.nan
    p = belonging(holes, np.eye(2)[placed], np.ones(400))
    assert np.isfinite(p).all()
    assert np.allclose(p.sum(axis=1), 1)
    assert np.abs(p[::3] - 0.5).max() < 0.2  # the answer that tells is missing
    assert (p[1::3].max(axis=1) > 0.9).mean() > 0.95


def test_whoever_is_not_placed_counts_nothing():
    x, _, placed = two(400, 2.5)
    fewer = np.where(np.arange(400) < 300, placed, -1)
    assert np.allclose(
        confusion(x, fewer, np.ones(400), 2), confusion(x[:300], placed[:300], np.ones(300), 2)
    )


def test_an_empty_segment_and_a_constant_answer_are_borne():
    x, _, placed = two(400, 2.5)
    x[:, 1] = 4.0
    found = confusion(x, placed, np.ones(400), 3)
    assert np.allclose(found[2], [0, 0, 1])
    assert np.isfinite(found).all()


def test_centres_and_covariance_are_weighted_moments():
    x, _, placed = two(200, 2.0)
    w = np.random.default_rng(5).uniform(0.5, 2, 200)
    centres, covariance, share = moments(x, np.eye(2)[placed], w)
    own = [placed == g for g in (0, 1)]
    assert np.allclose(centres, [np.average(x[m], axis=0, weights=w[m]) for m in own])
    spread = (
        sum((w[m, None] * (x[m] - centres[g])).T @ (x[m] - centres[g]) for g, m in enumerate(own)) / w.sum()
    )
    assert np.allclose(covariance, spread)
    assert np.allclose(share, [w[m].sum() / w.sum() for m in own])
