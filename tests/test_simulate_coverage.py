"""The interval of the book holds the truth as often as it says, over two hundred simulated surveys."""

from __future__ import annotations

import pytest

from benchmarks.coverage import covered, surveys


@pytest.fixture(scope="module")
def drawn():
    return surveys(200, 1.0)


def test_nineteen_intervals_in_twenty_hold_the_truth(drawn):
    found = covered(drawn)
    assert found.shape == (200, 10)
    assert 0.93 <= found.to_numpy().mean() <= 0.97
    assert found.mean().between(0.90, 0.995).all()  # two hundred surveys tell a single figure to three points


def test_without_weights_most_intervals_miss_it(drawn):
    assert covered(drawn[:50], weighted=False).to_numpy().mean() < 0.6
