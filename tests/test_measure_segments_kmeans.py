"""k-means with weights and missing answers, and prototypes, against R, scikit-learn and kmodes."""

from __future__ import annotations

import numpy as np
import pytest
import segmentoracle as oracle
from sklearn.cluster import KMeans

from csatreport.measure.segments import kmeans
from csatreport.measure.segments.space import Space


def solve(space: Space, k: int, starts: int = 30):
    found = kmeans.solutions(space, [k], np.random.default_rng(1), starts=starts)[k]
    centres = found.centres[0]
    squared = space.costs(centres).min(axis=0) + space.squares
    return centres, float(squared @ space.weights), found


def test_a_weight_counts_as_so_many_rows_do_in_r():
    w = oracle.weights()
    space = Space.of(oracle.points(), w)
    told = oracle.told("kmeans")
    for k in (2, 3, 4, 5):
        _, loss, _ = solve(space, k, 200)
        assert loss * w.mean() == pytest.approx(told[f"within{k}"], rel=1e-4)
    centres, _, _ = solve(space, 3)
    centres = centres[np.argsort(centres[:, 0])]
    expected = [[told[f"centre{i}{j}"] for j in range(4)] for i in range(3)]
    assert centres == pytest.approx(np.array(expected), abs=0.02)


def test_no_solution_is_worse_than_scikit_learns():
    rng = np.random.default_rng(2)
    x, w = rng.normal(size=(400, 6)), rng.uniform(0.2, 3, 400)
    space = Space.of(x, w)
    for k in (2, 5):
        other = KMeans(k, n_init=4, random_state=0).fit(x, sample_weight=space.weights)
        assert solve(space, k, 40)[1] <= other.inertia_ * 1.003


def test_settled_centres_are_the_means_of_their_own():
    space = Space.of(oracle.holes(), oracle.weights())
    centres, _, _ = solve(space, 3)
    member, x = space.nearest(centres), oracle.holes()
    for c in range(3):
        own = np.ma.masked_invalid(x[member == c])
        mean = np.ma.average(own, axis=0, weights=oracle.weights()[member == c])
        assert centres[c] == pytest.approx(np.asarray(mean), abs=0.02)


def test_a_missing_answer_counts_nothing():
    x = np.array([[0.0, 0.0], [0.0, np.nan], [9.0, 9.0], [np.nan, 9.0], [0.5, 0.0], [9.5, 9.0]])
    centres, loss, _ = solve(Space.of(x, np.ones(6)), 2)
    centres = centres[np.argsort(centres[:, 0])]
    assert centres == pytest.approx(np.array([[1 / 6, 0.0], [9.25, 9.0]]))
    assert loss == pytest.approx(1 / 6 + 0.125)


def test_shares_of_starts_add_up_and_the_best_solution_comes_first():
    space = Space.of(oracle.points(), oracle.weights())
    found = kmeans.solutions(space, range(2, 6), np.random.default_rng(1), starts=15)
    for each in found.values():
        assert each.share.sum() == pytest.approx(1)
        loss = [float((space.costs(c).min(axis=0) + space.squares) @ space.weights) for c in each.centres]
        assert loss == sorted(loss)


def test_many_points_are_searched_on_a_sample_and_settled_on_all():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(12_000, 3)) + 4 * rng.integers(0, 3, 12_000)[:, None]
    space = Space.of(x, np.ones(len(x)))
    _, loss, _ = solve(space, 3, 10)
    assert loss == pytest.approx(KMeans(3, n_init=2, random_state=0).fit(x).inertia_, rel=1e-5)


def test_equally_near_points_belong_to_one_centre():
    space = Space.of(np.array([[-1.0, 0.0], [0.0, 0.0], [1.0, 0.0]]), np.ones(3))
    end = kmeans.settled(space, np.ones((1, 3)), np.array([[[-1.0, 0.0], [1.0, 0.0]]]), steps=1)
    assert end.sums[0, :, -1].sum() == 3


@pytest.mark.parametrize("k", [2, 3, 4])
@pytest.mark.parametrize("case", ["plain", "weighted"])
def test_prototypes_are_as_good_as_those_of_kmodes(k, case):
    w = oracle.weights() if case == "weighted" else np.ones(150)
    kind = oracle.data()["kind"].to_numpy()
    corners = (kind[:, None] == np.arange(3)) * 0.5  # gamma 0.5
    space = Space.of(np.column_stack([oracle.points(), corners]), w, blocks=(slice(4, 7),))
    centres, loss, _ = solve(space, k)
    assert loss * w.mean() <= oracle.kmodes()[f"{case}{k}"] * 1.001
    assert np.isin(centres[:, 4:], (0.0, 0.5)).all()
    assert (centres[:, 4:].sum(axis=1) == 0.5).all()
