"""Raking meets every margin wherever weights exist that do, and says which margin is at fault elsewhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csatreport.errors import DesignError
from csatreport.intake.weigh import Margin, rake

DIRECTIONS = (0, 1, 2)


def ones(n: int) -> pd.Series:
    return pd.Series(np.ones(n))


def margin(name: str, levels: str, **target: float) -> Margin:
    return Margin(name, pd.Series([{"-": None}.get(c, c) for c in levels]), target)


@st.composite
def solvable(draw: st.DrawFn) -> tuple[pd.Series, list[Margin]]:
    """A sample of a table of three ways without a cell that is empty, and margins of a random population."""
    shape = draw(st.tuples(*[st.integers(2, 4)] * 3))
    seed = draw(st.integers(0, 2**32 - 1))
    generator = np.random.default_rng(seed)
    population = generator.lognormal(0, draw(st.floats(0, 3)), shape)
    cells = np.indices(shape).reshape(3, -1)
    codes = np.repeat(cells, generator.integers(1, 6, cells.shape[1]), axis=1)
    weights = pd.Series(generator.lognormal(0, 1, codes.shape[1]))
    margins = []
    for way in DIRECTIONS:
        sizes = population.sum(axis=tuple(d for d in DIRECTIONS if d != way))
        target = {f"l{code}": float(size) for code, size in enumerate(sizes)}
        margins.append(Margin(f"way{way}", pd.Series([f"l{c}" for c in codes[way]]), target))
    return weights, margins


@given(solvable())
@settings(max_examples=150, deadline=None)
def test_every_margin_is_met_where_weights_exist_that_meet_it(case: tuple[pd.Series, list[Margin]]) -> None:
    weights, margins = case
    found = rake(weights, margins)
    assert (found > 0).all()
    for m in margins:
        sums = found.groupby(m.levels).sum()
        assert max(abs(sums[level] / size - 1) for level, size in m.target.items()) <= 1e-6


@given(solvable(), st.floats(1e-9, 1e9), st.floats(1e-9, 1e9))
@settings(max_examples=50, deadline=None)
def test_the_scale_of_weights_and_of_targets_changes_no_share(
    case: tuple[pd.Series, list[Margin]], weight: float, target: float
) -> None:
    weights, margins = case
    scaled = [Margin(m.name, m.levels, {k: v * target for k, v in m.target.items()}) for m in margins]
    plain, other = rake(weights, margins), rake(weights * weight, scaled)
    np.testing.assert_allclose(other, plain * target, rtol=1e-8)


@given(solvable())
@settings(max_examples=25, deadline=None)
def test_raked_weights_stay_as_they_are_when_raked_again(case: tuple[pd.Series, list[Margin]]) -> None:
    weights, margins = case
    once = rake(weights, margins)
    np.testing.assert_allclose(rake(once, margins), once, rtol=1e-9)


def test_odds_within_the_table_stay_those_of_the_sample() -> None:
    a, b = margin("a", "xxyy", x=30, y=70), margin("b", "pqpq", p=55, q=45)
    w = rake(pd.Series([4.0, 1, 2, 3]), [a, b])
    assert w[0] * w[3] / (w[1] * w[2]) == pytest.approx(4 * 3 / (1 * 2))


def test_one_margin_is_post_stratification() -> None:
    found = rake(ones(4), [margin("a", "xxxy", x=30, y=70)])
    assert found.tolist() == pytest.approx([10, 10, 10, 70])


def test_no_margin_leaves_the_weights_alone() -> None:
    assert rake(ones(3), []).tolist() == [1, 1, 1]


def test_a_weight_of_zero_stays_zero_and_its_level_needs_no_target() -> None:
    found = rake(pd.Series([1.0, 0, 3]), [margin("a", "xzy", x=5, y=5)])
    assert found.tolist() == pytest.approx([5, 0, 5])


def test_a_few_without_a_level_keep_their_share_and_the_margin_holds_among_the_others() -> None:
    found = rake(ones(40), [margin("a", "x" * 30 + "y" * 9 + "-", x=20, y=20)])
    assert found[39] == pytest.approx(1)
    assert found[:30].sum() == pytest.approx(found[30:39].sum()) == pytest.approx(19.5)
    assert found.sum() == pytest.approx(40)


def test_with_a_few_unknown_in_each_of_two_margins_both_hold_among_the_known() -> None:
    a = margin("a", "-" + "xy" * 20, x=1, y=3)
    b = margin("b", "p" * 11 + "q" * 29 + "-", p=2, q=2)
    found = rake(ones(41), [a, b])
    for m, level, share in ((a, "x", 0.25), (b, "p", 0.5)):
        known = found[m.levels.notna()]
        assert known[m.levels == level].sum() / known.sum() == pytest.approx(share, rel=1e-9)


@pytest.mark.parametrize(
    ("margins", "words"),
    [
        ([margin("age", "xxyy", x=1)], ("'age'", "without target above zero: 'y'")),
        ([margin("age", "xxyy", x=1, y=0)], ("'age'", "without target above zero: 'y'")),
        ([margin("age", "xxyy", x=1, y=1, z=1)], ("'age'", "without answers: 'z'")),
        ([margin("age", "xx-y", x=1, y=1)], ("'age' is not known of 25.0% of the answers", "1 of 4 answers")),
        (
            [margin("age", "xxyy", x=1, y=1), margin("sex", "fmfm", f=1, m=2)],
            ("'age' and 'sex' have different totals", "2 in both", "3 in 'sex'"),
        ),
        (
            [margin("age", "xxyy", x=1, y=3), margin("sex", "ffmm", f=2, m=2)],
            ("no weights meet every margin", "furthest is 'age', level 'x'", "expected: a share of 0.25"),
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_met_is_named(margins: list[Margin], words: tuple[str, ...]) -> None:
    with pytest.raises(DesignError) as caught:
        rake(ones(4), margins, where="params/margins.csv, wave 2026Q3")
    assert caught.value.where == "params/margins.csv, wave 2026Q3"
    assert all(word in caught.value.message for word in words)


def test_a_level_whose_answers_all_weigh_nothing_has_no_answers() -> None:
    with pytest.raises(DesignError, match="without answers: 'y'"):
        rake(pd.Series([1.0, 0]), [margin("age", "xy", x=1, y=1)])
