"""Other units of an estimate: its interval moves, and turns round, with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from surveys import make_survey, rating, responses

from csatreport.measure import estimate
from csatreport.measure.fielding import suppressed
from csatreport.measure.rescale import rescaled

E = estimate.one(make_survey((rating("a"),), responses(a=[1.0, 3.0, 4.0, 5.0] * 20)), "a", "mean")


def test_value_error_and_ends_follow_a_line():
    found = rescaled(E, 2.0, 1.0)
    assert (found.value, found.se) == (2 * E.value + 1, 2 * E.se)
    assert (found.low, found.high) == (2 * E.low + 1, 2 * E.high + 1)


def test_a_negative_factor_turns_the_interval_round():
    found = rescaled(E, -1.0, 5.0)
    assert found.low < found.value < found.high
    assert found.low == pytest.approx(5 - E.high)
    assert found.se == E.se


def test_what_is_not_known_stays_so():
    found = rescaled(replace(E, se=None, low=None), -1.0)
    assert (found.se, found.high) == (None, None)
    assert not rescaled(suppressed(E), 3.0).shown
