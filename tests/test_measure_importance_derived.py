"""Derived importance: its map, and where it disagrees with what customers state."""

from __future__ import annotations

import numpy as np
import pytest
from driven import N, survey, wave
from surveys import make_survey, rating, responses

from csatreport.measure.drivers import Unfit, drivers
from csatreport.measure.importance import derived


@pytest.fixture(scope="module")
def made():
    data = wave(n=2000, slopes={"a": 0.5, "b": 0.45, "c": 0.1, "d": 0.0})
    data["b"] = np.clip(data["b"] + 1, 1, 5)
    return survey(data)


@pytest.fixture(scope="module")
def found(made):
    return drivers(made)


def test_points_stand_at_their_share_and_their_mean_rating(made, found):
    points = derived.derived(made, found)
    assert points.derived
    assert points.importance == pytest.approx(1 / 4)
    assert points.performance == pytest.approx(np.mean([p.performance.value for p in points.points]))
    by_name = {p.importance.item: p for p in points.points}
    assert by_name["a"].importance == found.one("a").share
    assert by_name["a"].quadrant == "concentrate"
    assert by_name["b"].quadrant == "keep"


def test_priority_is_the_share_over_the_mean_share_times_who_is_not_satisfied(made, found):
    for p in derived.derived(made, found).points:
        expected = 100 * 4 * p.importance.value * (1 - p.satisfied.value)
        assert p.priority.value == pytest.approx(expected)
        assert p.priority.low < expected < p.priority.high


def test_certainty_is_a_probability_and_settles_the_quadrant(made, found):
    for p in derived.derived(made, found).points:
        assert 0.25 < p.certainty <= 1
        assert p.uncertain == (p.certainty < 0.95)


def test_a_base_below_the_minimum_has_no_quadrant():
    few = survey(wave(n=60), minimum_base=100)
    assert all(p.quadrant == "" for p in derived.derived(few, drivers(few)).points)


def test_stated_and_derived_importance_fall_into_four_classes(made):
    both = derived.beside(made)
    assert {r.stated.item: r.kind for r in both.rows} == {
        "a": "key",
        "b": "hidden",
        "c": "minor",
        "d": "basic",
    }
    assert [r.stated.item for r in both.of("hidden")] == ["b"]
    assert -1 <= both.correlation <= 1
    assert all(0.25 < r.certainty <= 1 for r in both.rows)


def test_where_no_drivers_can_be_looked_for_the_reason_is_given():
    alone = make_survey(
        (
            rating("s", dimension="service", roles={"satisfaction": "s"}),
            rating("i", roles={"importance": "s"}),
        ),
        responses(s=[1.0, 2.0] * 20, i=[3.0, 4.0] * 20),
    )
    assert isinstance(derived.beside(alone), Unfit)
    unstated = survey(wave().drop(columns=["i_a", "i_b", "i_c"]))
    assert isinstance(derived.beside(unstated), Unfit)


def test_delivered_replicates_tell_certainty_too():
    data = wave(n=N)
    columns = {
        f"replicate_{r + 1}": data["weight"] * np.where(np.arange(N) % 20 == r, 0, 20 / 19) for r in range(20)
    }
    weighting = {"base": "delivered", "replicates": {"type": "jk1"}}
    made = survey(data.assign(**columns), weights="declared", weighting=weighting)
    plain = survey(data)
    one, other = (derived.derived(s, drivers(s)).points for s in (made, plain))
    for p, q in zip(one, other, strict=True):
        assert p.quadrant == q.quadrant
        assert p.certainty == pytest.approx(q.certainty, abs=0.25)
