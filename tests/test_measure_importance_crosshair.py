"""On which side of the lines a point lies, and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from csatreport.measure.importance.crosshair import in_quadrant, middle, quadrant


@pytest.mark.parametrize(
    ("important", "performing", "name"),
    [(1, 1, "keep"), (0, -1, "concentrate"), (-1, -1, "low"), (-1, 0, "overkill")],
)
def test_a_point_on_a_line_counts_as_above(important, performing, name):
    assert quadrant(important, performing) == name


def test_without_covariance_certainty_is_the_product_of_both_sides():
    found = in_quadrant(np.array([0.3, -0.2]), (0.04, 0.0, 0.01))
    assert found == pytest.approx(norm.cdf(0.3 / 0.2) * norm.cdf(0.2 / 0.1), abs=1e-6)


@pytest.mark.parametrize("offset", [(0.1, 0.2), (-0.1, 0.2), (0.1, -0.2), (-0.1, -0.2)])
def test_certainty_is_that_of_draws_in_every_quadrant(offset):
    spread = np.array([[0.04, 0.015], [0.015, 0.02]])
    drawn = np.random.default_rng(1).multivariate_normal(offset, spread, size=200_000)
    share = (np.sign(drawn) == np.sign(offset)).all(axis=1).mean()
    assert in_quadrant(np.array(offset), (0.04, 0.015, 0.02)) == pytest.approx(share, abs=0.005)


def test_what_does_not_vary_is_certain():
    assert in_quadrant(np.array([0.1, 0.2]), (0.0, 0.0, 0.0)) == 1.0
    assert in_quadrant(np.array([0.1, 0.0]), (0.0, 0.0, 1.0)) == pytest.approx(0.5)


def test_the_middle_is_that_of_the_points_shown():
    values = np.array([[1.0, 2.0], [3.0, 4.0], [np.nan, 9.0]])
    assert middle(values, np.array([True, True, False])) == pytest.approx([2.0, 3.0])
    assert np.isnan(middle(values, np.zeros(3, dtype=bool))).all()
