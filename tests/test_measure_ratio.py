"""A quotient without anything to divide by is NaN; a mean of what a row has."""

from __future__ import annotations

import numpy as np

from csatreport.measure.ratio import available_mean, ratio


def test_nothing_to_divide_by_is_no_number():
    found = ratio(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([2.0, 0.0]))
    np.testing.assert_array_equal(found, [[0.5, np.nan], [1.5, np.nan]])
    assert np.isnan(ratio(np.array(1.0), np.array(np.nan)))


def test_a_mean_is_that_of_the_columns_a_row_has():
    values = np.array([[1.0, 3.0], [np.nan, 5.0], [np.nan, np.nan]])
    np.testing.assert_array_equal(available_mean(values), [2.0, 5.0, np.nan])


def test_shares_of_missing_columns_go_to_the_others():
    values = np.array([[1.0, 3.0], [np.nan, 5.0], [7.0, np.nan]])
    np.testing.assert_allclose(available_mean(values, np.array([0.75, 0.25])), [1.5, 5.0, 7.0])
    assert np.isnan(available_mean(values[1:2], np.array([1.0, 0.0]))[0])
