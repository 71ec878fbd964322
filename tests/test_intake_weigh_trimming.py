"""Trimming keeps sum, bounds and order; the design effect is Kish's."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csatreport.errors import DesignError
from csatreport.intake.weigh import effect, trim
from csatreport.measure.design import Design
from csatreport.measure.linearisation import means

WEIGHTS = st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=60).map(pd.Series)
LOW, HIGH = st.floats(0, 1), st.one_of(st.floats(1, 10), st.just(np.inf))


@given(WEIGHTS, LOW, HIGH)
def test_trimming_keeps_the_sum_and_the_bounds(weights: pd.Series, low: float, high: float) -> None:
    found, mean = trim(weights, low, high), weights.mean()
    assert found.sum() == pytest.approx(weights.sum(), rel=1e-9)
    assert found.min() >= low * mean * (1 - 1e-12)
    assert found.max() <= high * mean * (1 + 1e-12)


@given(WEIGHTS, LOW, HIGH)
def test_no_two_weights_change_places_and_the_untrimmed_keep_their_ratios(
    weights: pd.Series, low: float, high: float
) -> None:
    found, mean = trim(weights, low, high), weights.mean()
    assert (np.diff(found[weights.sort_values().index]) >= -1e-9 * mean).all()
    free = (found > low * mean * (1 + 1e-9)) & (found < high * mean * (1 - 1e-9))
    ratio = (found / weights)[free]
    assert ratio.empty or ratio.max() / ratio.min() == pytest.approx(1, rel=1e-9)


@given(WEIGHTS, LOW, HIGH, st.floats(1e-6, 1e6))
def test_the_scale_of_the_weights_changes_nothing(
    weights: pd.Series, low: float, high: float, scale: float
) -> None:
    np.testing.assert_allclose(
        trim(weights * scale, low, high), trim(weights, low, high) * scale, rtol=1e-6, atol=1e-9 * scale
    )


@given(WEIGHTS, HIGH)
def test_trimming_from_above_is_cutting_and_spreading_until_nothing_sticks_out(
    weights: pd.Series, high: float
) -> None:
    top, cut = high * weights.mean(), np.zeros(len(weights), dtype=bool)
    value = weights.to_numpy()
    while (value > top * (1 + 1e-13)).any():
        cut |= value > top * (1 + 1e-13)
        rest = weights.sum() - cut.sum() * top
        value = np.where(cut, top, value * rest / value[~cut].sum() if (~cut).any() else value)
    np.testing.assert_allclose(trim(weights, high=high), value, rtol=1e-7)


def test_weights_inside_the_bounds_stay_to_the_last_bit() -> None:
    weights = pd.Series([0.7, 1.1, 1.2], index=[5, 3, 9])
    pd.testing.assert_series_equal(trim(weights, 0.3, 3), weights, check_exact=True)


def test_weights_of_zero_stay_and_are_in_no_mean() -> None:
    assert trim(pd.Series([0, 1.0, 1, 4]), high=1.5).tolist() == pytest.approx([0, 1.5, 1.5, 3])
    assert trim(pd.Series([0.0, 0])).tolist() == [0, 0]


@pytest.mark.parametrize(("low", "high"), [(1.1, 2), (0.5, 0.9), (-1, 2), (np.nan, 2)])
def test_bounds_that_leave_the_mean_outside_are_refused(low: float, high: float) -> None:
    with pytest.raises(DesignError, match="outside the bounds"):
        trim(pd.Series([1.0, 2]), low, high)


def test_the_design_effect_is_that_of_the_estimators_effective_base() -> None:
    weights = np.random.default_rng(3).lognormal(0, 1, 200)
    weights[:5] = 0
    found = effect(weights)
    theirs = means(np.ones((200, 1)), Design.of(weights))
    assert (found.n, found.effective) == (theirs.n[0, 0], pytest.approx(theirs.effective_n[0, 0]))
    assert found.deff == pytest.approx(found.n / found.effective)


@given(WEIGHTS)
def test_the_design_effect_is_one_plus_the_squared_variation_of_the_weights(weights: pd.Series) -> None:
    variation = weights.std(ddof=0) / weights.mean()
    assert effect(weights).deff == pytest.approx(1 + variation**2, rel=1e-9)


def test_weights_of_any_size_have_an_effect_and_no_weights_have_none() -> None:
    assert effect(np.full(4, 1e200)).effective == pytest.approx(4)
    assert np.isnan(effect(np.zeros(2)).deff)
