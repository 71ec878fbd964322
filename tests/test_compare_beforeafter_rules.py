"""Which waves are before and after, who is compared with whom, and what placebo groups give."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from improved import improvement, survey
from surveys import wave

from csatreport.compare.beforeafter import regression
from csatreport.compare.beforeafter.cells import Cells
from csatreport.compare.beforeafter.estimated import estimated
from csatreport.compare.beforeafter.groups import groups
from csatreport.compare.beforeafter.periods import side
from csatreport.compare.beforeafter.placebo import placebos
from csatreport.params.analysis.improvement import Improvement

LEVELS = tuple("abcdef")


def done(**changed) -> Improvement:
    return Improvement.model_validate(improvement(**changed))


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2026, 1, 1), "after"),
        (date(2026, 4, 1), "before"),
        (date(2026, 2, 10), "neither"),
    ],
)
def test_a_wave_stands_where_all_of_it_was_asked(since, expected):
    assert side(survey(), done(since=since), wave("2026Q1")) == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2026-02-09", "before"), ("2026-02-10", "after"), (None, "neither")]
)
def test_times_of_interviews_decide_about_a_wave_in_which_it_began(day, expected):
    made = survey()
    made.responses["start"] = pd.Timestamp(day) if day else pd.NaT
    assert side(made, done(since=date(2026, 2, 10)), wave("2026Q1")) == expected


def test_the_first_wave_may_be_declared():
    late = done(since=date(2026, 1, 1), first="2026Q2")
    assert [side(survey(), late, wave(w)) for w in ("2025Q4", "2026Q1", "2026Q2")] == [
        "before",
        "neither",
        "after",
    ]
    over = done(since=date(2026, 3, 20), first="2026Q2")
    assert side(survey(), over, wave("2026Q1")) == "before"


def found(*declared: Improvement, upto: str = "2026Q3"):
    return groups(declared[0], declared, LEVELS, "food", upto=wave(upto))


def test_all_others_are_compared_unless_some_are_named():
    assert found(done(levels=["a", "b"])).compared == frozenset("cdef")
    assert found(done(levels=["a", "b"], compared=["c"])).compared == {"c"}


def test_another_improvement_takes_levels_away_only_of_its_own_item_time_and_place():
    own = done(levels=["a", "b"])
    taken = found(own, done(code="cook", levels=["b", "c"]))
    assert (taken.treated, taken.compared, taken.shared) == ({"a"}, frozenset("def"), {"b"})
    for other in (
        done(code="cook", levels=["b", "c"], items=["bed"]),
        done(code="cook", levels=["b", "c"], since=date(2026, 10, 1)),
        done(code="cook", levels=[], domain=""),
        done(code="cook", levels=list(LEVELS)),
    ):
        assert found(own, other) == found(own)


def test_everywhere_is_everywhere():
    assert found(done(levels=list(LEVELS))).everywhere
    assert not found(done(levels=["a"], compared=["z"])).everywhere


def cells(levels: int = 6, waves: int = 5, *, shock: float = 0.1, seed: int = 1) -> Cells:
    rng = np.random.default_rng(seed)
    level, time = np.divmod(np.arange(levels * waves), waves)
    n = rng.integers(30, 300, levels * waves).astype(float)
    y = 4 + rng.normal(0, shock, levels * waves) + rng.normal(0, 1, levels * waves) / np.sqrt(n)
    return Cells(level, time, y, n * rng.uniform(0.8, 1.2, len(n)), 1 / n, n, n)


def test_placebo_groups_are_the_regressions_of_every_set():
    data, post = cells(), (np.arange(5) >= 3).astype(float)[:, None]
    made = placebos(data, post, size=2, rng=np.random.default_rng(0))
    plain = [
        regression.fit(data, (np.isin(data.level, pair) & (data.wave >= 3))[:, None].astype(float))
        for pair in combinations(range(6), 2)
    ]
    assert made.value[:, 0] == pytest.approx([f.value[0] for f in plain], rel=1e-9)
    assert made.sampling[:, 0] == pytest.approx([f.sampling[0] for f in plain], rel=1e-9)
    assert made.larger(plain[0].value[0], plain[0].sampling[0]) >= 1


def test_placebo_groups_by_wave_too():
    data, events = cells(), np.eye(5)[:, [0, 1, 3, 4]]
    made = placebos(data, events, size=1, rng=np.random.default_rng(0))
    own = regression.fit(data, (data.level == 2)[:, None] * events[data.wave])
    assert made.value[2] == pytest.approx(own.value, rel=1e-8)


def test_sets_are_different_and_no_more_than_are_wanted():
    made = placebos(cells(levels=20), np.eye(5)[:, 3:4], size=6, rng=np.random.default_rng(0))
    assert len(made.value) == 999
    assert len({round(float(v), 12) for v in made.value[:, 0]}) > 990


def test_a_level_that_misses_a_wave_is_no_placebo_and_two_levels_always_stay():
    data = cells(levels=4)
    hole = data.of(~((data.level == 0) & (data.wave == 1)))
    post = (np.arange(5) >= 3).astype(float)[:, None]
    assert placebos(hole, post, size=1, rng=np.random.default_rng(0)).levels == 3
    assert len(placebos(data.of(data.level < 2), post, size=1, rng=np.random.default_rng(0)).value) == 0


def covered(treated: int, times: int = 60) -> float:
    """Share of intervals that hold where nothing was done and levels move of themselves."""
    from scipy import stats

    post, held = (np.arange(6) >= 3).astype(float)[:, None], 0
    for n in range(times):
        data = cells(14, 6, seed=n)
        made = estimated(data, data.level < treated, post, np.random.default_rng(n))
        held += abs(made.value[0]) <= stats.t.ppf(0.975, made.df[0]) * made.se[0]
    return held / times


@pytest.mark.parametrize("treated", [1, 3, 5])
def test_intervals_hold_with_few_groups(treated):
    assert covered(treated) >= 0.88
