"""What is true of the simulated company's leavers is found again."""

from __future__ import annotations

import math

import company
import pytest

from csatreport.measure.churn import churn
from csatreport.simulate import company as simulated


@pytest.fixture(scope="module")
def found():
    return churn(company.survey())


def test_the_share_that_left_in_every_quarter_is_the_true_one(found):
    left = company.truth()["churn"]["left"]
    assert {e.wave for e in found.rates} == set(left)
    for e in found.rates:
        assert e.value == pytest.approx(left[e.wave], abs=1e-4)


def test_risks_are_calibrated_and_find_twice_as_many_leavers_as_chance(found):
    proof = found.proof
    assert proof.ece.high < 0.02
    assert proof.ece_relative.value < 0.1
    assert proof.slope.low < 1 < proof.slope.high
    assert proof.first.low > 0.2
    for foretold, observed in proof.calibration:
        assert observed.low - 0.001 < foretold.value < observed.high + 0.001


def test_effects_of_tenure_and_type_lie_in_their_intervals(found):
    """Log-odds of a group are its own and those of its satisfaction, which nobody records."""
    odds = company.truth()["churn"]["log_odds"]
    felt = {c: g.effect * odds["satisfaction"] for c, g in {**simulated.TENURES, **simulated.TYPES}.items()}
    ratio = {d.gap.second.level: d.ratio for d in found.outlook.drivers}
    for level, usual in (
        ("under1", "over5"),
        ("y1to3", "over5"),
        ("y3to5", "over5"),
        ("business", "household"),
    ):
        expected = odds.get(level, 0) + felt[level] - odds.get(usual, 0) - felt[usual]
        assert ratio[level].low < math.exp(expected) < ratio[level].high, level


def test_the_young_leave_more_and_the_dissatisfied_less_so_than_they_feel(found):
    gaps = {d.gap.second.level: d for d in found.outlook.drivers}
    assert gaps["under30"].gap.direction == "up"
    assert gaps["neutral"].gap.direction == "up"
    apart = math.log(gaps["neutral"].ratio.value / gaps["satisfied"].ratio.value)
    assert 0 < apart < -company.truth()["churn"]["log_odds"]["satisfaction"]  # a point of rating, attenuated


def test_the_branch_that_goes_bad_has_the_highest_risk(found):
    branches = next(g for g in found.outlook.groups if g.rows[0].domain == "branch")
    assert branches.ordered().rows[0].level == company.truth()["decline"]["branch"]
