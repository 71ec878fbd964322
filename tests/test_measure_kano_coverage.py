"""The intervals of better and worse hold the truth as often as they say; 200 surveys: benchmarks/kano.py."""

import pytest

from benchmarks.coverage import surveys
from benchmarks.kano import asked, classes, covered


@pytest.fixture(scope="module")
def drawn():
    return surveys(40, 1.0, asked)


def test_nineteen_intervals_in_twenty_hold_the_truth(drawn):
    held = covered(drawn)
    assert held.shape == (40, 16)
    assert 0.92 <= held.to_numpy().mean() <= 0.98


def test_every_survey_finds_all_classes(drawn):
    assert classes(drawn[:10]) == 1
