"""Where nothing differs, nothing is found more often than promised; and intervals of differences hold the truth."""

from __future__ import annotations

import pytest

from benchmarks.coverage import BEFORE, before, covered_differences, covered_gaps, paired, surveys
from benchmarks.discoveries import found, pairs

COUNT = 24  # pairs of small surveys: a false discovery in 5 % of 144 families leaves 7, more than 15 one time in 300


@pytest.fixture(scope="module")
def table():
    return found(pairs(COUNT, 0.12))


def test_families_in_which_nothing_differs_seldom_hold_a_discovery(table):
    assert len(table) == 6 * COUNT
    assert table["false"].sum() <= 15
    assert table.groupby("family")["false"].sum().max() <= 6


def test_without_the_correction_the_promised_share_of_comparisons_looks_clear(table):
    """About one in twenty, or fewer: a family that tests hundreds would find many."""
    weighed = table["uncorrected"] @ table["comparisons"] / table["comparisons"].sum()
    assert 0.03 <= weighed <= 0.065


def test_intervals_of_changes_and_of_gaps_between_groups_hold_the_truth():
    drawn, earlier = surveys(40, 0.15), surveys(40, 0.15, before, wave=BEFORE)
    assert 0.92 <= covered_differences(drawn, earlier).to_numpy().mean() <= 0.975


def test_intervals_of_servqual_gaps_hold_the_truth():
    assert 0.925 <= covered_gaps(surveys(40, 0.15, paired)).to_numpy().mean() <= 0.975
