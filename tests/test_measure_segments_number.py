"""Silhouette, gap and the rule that chooses the number of segments, against R's cluster."""

from __future__ import annotations

import numpy as np
import pytest
import segmentoracle as oracle
from sklearn.metrics import silhouette_score

from csatreport.measure.segments import gap, kmeans, number, silhouette
from csatreport.measure.segments.space import Space

RNG = np.random.default_rng(1)


def test_silhouettes_are_those_of_r_and_scikit_learn():
    space, member = Space.of(oracle.points(), np.ones(150)), oracle.members()
    (found,) = silhouette.silhouettes(space, [member], RNG)
    assert found == pytest.approx(oracle.told("silhouette")["mean"], abs=1e-9)
    assert found == pytest.approx(silhouette_score(oracle.points(), member), abs=1e-9)


def test_distances_with_missing_answers_are_scaled_up_as_in_r():
    space = Space.of(oracle.holes(), np.ones(150))
    (found,) = silhouette.silhouettes(space, [oracle.members()], RNG)
    assert found == pytest.approx(oracle.told("silhouette")["missing"], abs=1e-9)


def test_several_divisions_are_told_at_once_and_somebody_alone_has_none():
    space = Space.of(np.array([[0.0], [1.0], [10.0]]), np.ones(3))
    both = silhouette.silhouettes(space, [np.array([0, 0, 1]), np.array([0, 1, 1])], RNG)
    assert both[0] == pytest.approx(((1 - 1 / 10) + (1 - 1 / 9) + 0) / 3)
    assert both[1] < 0.3


def test_a_sample_of_many_points_tells_nearly_the_same():
    rng = np.random.default_rng(2)
    group = rng.integers(0, 3, 5_000)
    x = rng.normal(size=(5_000, 4)) + 2 * np.eye(4)[group]
    (found,) = silhouette.silhouettes(Space.of(x, np.ones(5_000)), [group], rng)
    assert found == pytest.approx(silhouette_score(x, group), abs=0.01)


def test_gaps_are_those_of_r_within_what_chance_allows():
    space, told = Space.of(oracle.points(), np.ones(150)), oracle.told("gap")
    found = kmeans.solutions(space, range(2, 7), np.random.default_rng(1), starts=20)
    gaps = gap.gaps(
        space, {k: f.centres[0] for k, f in found.items()}, np.random.default_rng(3), references=300
    )
    expected = np.array([told[f"gap{k}"] for k in range(1, 7)])
    assert gaps.value == pytest.approx(expected, abs=0.015)
    assert gaps.error == pytest.approx(np.array([told[f"se{k}"] for k in range(1, 7)]), rel=0.15)
    assert number.borne(gaps.value, gaps.error) == told["number"]


def test_the_gap_bears_the_smallest_number_within_one_error_of_the_largest():
    error = np.full(4, 0.1)
    assert number.borne(np.array([1.0, 0.5, 1.5, 1.55]), error) == 3
    assert number.borne(np.array([1.0, 0.9, 0.8, 0.7]), error) == 1
    assert number.borne(np.array([1.0, 1.2, 1.4, 1.6]), error) == 4


def test_the_number_is_the_largest_that_all_three_bear():
    shape = {2: 0.40, 3: 0.44, 4: 0.41, 5: 0.42}
    every = dict.fromkeys(shape, True)
    assert number.chosen(shape, every, 4) == 4
    assert number.chosen(shape, every, 3) == 3
    assert number.chosen(shape, {**every, 4: False}, 4) == 3
    assert number.chosen({**shape, 4: 0.30}, every, 4) == 3
    assert number.chosen(shape, dict.fromkeys(shape, False), 5) == 3
    assert number.chosen(shape, every, 1) == 3
