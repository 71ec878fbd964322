"""Who moved between segments: corrected for misplacement, with intervals, small groups hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from segmented import WHICH, answers, moved, segments

from csatreport.compare.segments import migration
from csatreport.measure.interval import exact

MEMBER = np.resize(WHICH, 900)
LATER = moved(MEMBER, 0.2)
THEN, NOW = answers("2026Q2", member=MEMBER), answers(member=LATER, seed=9)


@pytest.fixture(scope="module")
def found():
    return segments(THEN, NOW)


@pytest.fixture(scope="module")
def told(found):
    return migration(found)


def truth(weights, before=MEMBER, now=LATER):
    """Weighted shares (k, k) of those who were in one segment and are in another."""
    joint = np.zeros((3, 3))
    np.add.at(joint, (before, now), weights)
    return joint / joint.sum()


def test_shares_lie_where_customers_really_went(told):
    joint = truth(NOW["weight"].to_numpy())
    assert told.moved.value == pytest.approx(1 - np.trace(joint), abs=0.01)
    assert told.moved.low < 1 - np.trace(joint) < told.moved.high
    for flow in told.flows:
        a, b = (ord(s.code) - ord("A") for s in (flow.first, flow.second))
        assert flow.share.value == pytest.approx(joint[a, b], abs=0.01)
        assert flow.rate.low <= joint[a, b] / joint[a].sum() <= flow.rate.high


def test_flows_add_up_to_everybody_and_rates_to_one(told):
    assert sum(f.share.value for f in told.flows) == pytest.approx(1, abs=0.01)
    assert sum(f.rate.value for f in told.flows if f.first.code == "A") == pytest.approx(1, abs=0.01)
    assert [f.stays for f in told.moves] == [False] * len(told.moves)
    assert [f.share.value for f in told.moves] == sorted((f.share.value for f in told.moves), reverse=True)


def test_where_nobody_moved_what_seems_to_move_is_misplacement():
    still = segments(answers("2026Q2", member=MEMBER, spread=1.4), answers(member=MEMBER, seed=9, spread=1.4))
    told = migration(still)
    assert told.placed.value > 0.03
    assert told.moved.value < told.placed.value
    assert abs(told.moved.value) < 0.03
    assert told.moved.low < 0.01
    assert told.seeming.value == pytest.approx(told.placed.value, abs=0.03)


def test_without_misplacement_the_correction_changes_nothing():
    clear = segments(answers("2026Q2", member=MEMBER, spread=0.2), answers(member=LATER, seed=9, spread=0.2))
    told = migration(clear)
    assert told.seeming.value == pytest.approx(0, abs=1e-6)
    assert told.moved.value == pytest.approx(told.placed.value, abs=1e-6)
    assert told.moved.se == pytest.approx(told.placed.se, rel=1e-3)


def test_only_customers_who_answered_both_times_count():
    fewer = NOW.assign(customer=[c if i % 2 else "" for i, c in enumerate(NOW["customer"])])
    told = migration(segments(THEN, fewer))
    joint = truth(NOW["weight"].to_numpy()[1::2], MEMBER[1::2], LATER[1::2])
    assert told.moved.n == 450
    assert told.moved.value == pytest.approx(1 - np.trace(joint), abs=0.015)


def test_with_too_few_of_them_nothing_is_told():
    assert migration(segments(THEN, NOW.assign(customer=[f"d{i}" for i in range(900)]))) is None
    few = NOW.assign(customer=[f"c{i}" if i < 8 else f"d{i}" for i in range(900)])
    assert migration(segments(THEN, few)) is None


def test_from_a_segment_with_few_of_them_nothing_is_shown_nor_can_it_be_worked_out():
    keep = (MEMBER != 2) | (np.arange(900) < 40)
    told = migration(segments(THEN, NOW.assign(customer=[f"c{i}" if k else "" for i, k in enumerate(keep)])))
    hidden = {f.first.code for f in told.flows if not f.share.shown}
    assert len(hidden) >= 2
    assert all(not f.rate.shown for f in told.flows if f.first.code in hidden)
    assert not any(f.first.code in hidden for f in told.moves)


def test_segments_that_overlap_much_tell_no_movement(found):
    loose = segments(answers("2026Q2", member=MEMBER, spread=4.0), answers(member=LATER, seed=9, spread=4.0))
    told = migration(loose)
    assert told is None or told.moved.high - told.moved.low > 0.05
    blurred = replace(
        found, now=replace(found.now, member=np.random.default_rng(1).permutation(found.now.member))
    )
    assert migration(blurred) is None or migration(blurred).moved.value >= 0


def test_rows_in_another_order_and_weights_on_another_scale_change_nothing(told):
    order = np.random.default_rng(1).permutation(900)
    other = migration(
        segments(THEN, NOW.iloc[order].reset_index(drop=True).assign(weight=lambda f: f["weight"] * 50))
    )
    assert other.moved.value == pytest.approx(told.moved.value)
    assert other.moved.se == pytest.approx(told.moved.se)
    assert [f.share.value for f in other.flows] == pytest.approx([f.share.value for f in told.flows])


def test_the_interval_is_the_exact_one_of_a_simple_sample():
    n, x = 150, 6
    low, high = exact(x / n, np.sqrt(x / n * (1 - x / n) / n), n, 0.95)
    theirs = stats.binomtest(x, n).proportion_ci(0.95, method="exact")
    assert (low, high) == pytest.approx((theirs.low, theirs.high))


def test_intervals_have_ends_at_nothing_and_at_all():
    assert exact(0.0, 0.0, 100, 0.95)[0] == 0
    assert exact(0.0, 0.0, 100, 0.95)[1] == pytest.approx(1 - 0.025 ** (1 / 100))
    assert exact(1.0, 0.0, 100, 0.95)[1] == 1
    assert np.isnan(exact(0.5, 0.1, 0.0, 0.95)).all()
    wide, plain = (exact(0.1, se, 100, 0.95) for se in (0.06, 0.03))
    assert wide[1] - wide[0] > plain[1] - plain[0]  # a design that tells less has wider intervals
