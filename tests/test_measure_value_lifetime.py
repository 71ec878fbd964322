"""Retention and lifetime value: published multiples, R, hand calculations."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
import valued
from oracles import HERE

from csatreport.measure import value
from csatreport.measure.customers import Customers
from csatreport.measure.value.multiples import factors, tenure
from csatreport.measure.value.retention import Retention, limits, retention

R = {(c, q): v for c, q, v in pd.read_csv(HERE / "value_r.csv").itertuples(index=False)}
PUBLISHED = {  # Gupta and Lehmann (2003): margin multiples by retention, at discount rates of 10, 12, 14 and 16 percent
    0.60: (1.20, 1.15, 1.11, 1.07),
    0.70: (1.75, 1.67, 1.59, 1.52),
    0.80: (2.67, 2.50, 2.35, 2.22),
    0.90: (4.50, 4.09, 3.75, 3.46),
}


@pytest.mark.parametrize("kept", PUBLISHED)
def test_without_a_horizon_the_multiple_is_the_published_one(kept):
    for rate, printed in zip((0.10, 0.12, 0.14, 0.16), PUBLISHED[kept], strict=True):
        far = factors(np.array([kept]), (), horizon=600, discount=rate)
        assert far[0] == pytest.approx(kept / (1 + rate - kept), abs=1e-9)
        assert round(far[0] + 1e-9, 2) == printed


def test_a_horizon_ends_the_sum_and_staying_follows_tenure():
    young, old, d = 0.6, 0.9, 0.1
    found = factors(np.array([young, old]), (2.0,), horizon=3, discount=d)
    by_hand = [
        young / 1.1 + young**2 / 1.1**2 + young**2 * old / 1.1**3,
        young / 1.1 + young * old / 1.1**2 + young * old**2 / 1.1**3,
        old / 1.1 + old**2 / 1.1**2 + old**3 / 1.1**3,
    ]
    assert found == pytest.approx(by_hand)
    assert tenure(np.array([0.2, 1.99, 2.0, 40.0, np.nan, -3.0]), (2.0,)).tolist() == [0, 1, 2, 2, 0, 0]


def test_nothing_is_lost_where_everybody_stays_and_money_costs_nothing():
    assert factors(np.ones(1), (), horizon=7, discount=0.0) == pytest.approx([7.0])
    assert factors(np.zeros(1), (), horizon=7, discount=0.1) == pytest.approx([0.0])


@pytest.mark.parametrize("left", [0, 3, 27])
def test_the_interval_of_retention_is_that_of_r(left):
    low, high = limits(np.array([float(left)]), np.array([181.5]), confidence=0.95)
    assert low[0] == pytest.approx(R[f"left{left}", "low"], abs=1e-9)
    assert high[0] == pytest.approx(R[f"left{left}", "high"], abs=1e-9)


def kept(customers, left, *, cuts=(1.0,), groups=None, size=1):
    made = Customers.of(valued.survey(valued.records(customers, [("a", "2026-01-01", 1, 1)], left)))
    codes = np.zeros(len(customers), np.intp) if groups is None else np.array(groups)
    first, end = np.datetime64("2025-10-01"), np.datetime64("2026-10-01")
    return retention(made, codes, size, first=first, end=end, cuts=cuts, least=0.5)


def test_customer_years_and_leavers_are_counted_by_tenure():
    customers = [
        ("a", "2020-01-01"),
        ("b", "2025-07-01"),
        ("c", "2026-04-01"),
        ("d", "2019-01-01"),
        ("e", "2019-01-01"),
    ]
    found = kept(customers, [("d", "2026-01-31"), ("b", "2026-09-01"), ("e", "2025-09-01")])
    days = lambda a, b: (date.fromisoformat(b) - date.fromisoformat(a)).days / 365.25  # noqa: E731
    first_year = 365.25 / 365.25 - days("2025-07-01", "2025-10-01") + days("2026-04-01", "2026-10-01")
    later = 365 / 365.25 + days("2025-10-01", "2026-01-31") + days("2025-07-01", "2026-09-01") - 1
    assert found.years[0] == pytest.approx([first_year, later])
    assert found.left[0].tolist() == [0, 2]  # e had left before
    assert found.kept[0] == pytest.approx([1.0, math.exp(-2 / later)])
    assert found.overall == pytest.approx(math.exp(-2 / (first_year + later)))


def test_a_group_with_too_few_customer_years_takes_the_rate_of_everybody():
    found = kept(
        [("a", "2020-01-01"), ("b", "2026-09-01")], [("a", "2026-05-01")], cuts=(), groups=[0, 1], size=2
    )
    assert found.kept[1, 0] == pytest.approx(found.overall)
    assert found.kept[0, 0] == pytest.approx(math.exp(-1 / found.years[0, 0]))


def test_draws_lie_around_the_rate_and_those_of_a_declared_one_do_not_move():
    found = Retention(np.array([[40.0]]), np.array([[400.0]]), np.array([[400]]), (), 1.0)
    drawn = found.draws(np.random.default_rng(1), 4000)[:, 0, 0]
    assert drawn.mean() == pytest.approx(math.exp(-0.1), abs=0.002)
    assert drawn.std() == pytest.approx(math.exp(-0.1) * math.sqrt(40) / 400, rel=0.05)
    assert (replace(found, fixed=0.8).draws(np.random.default_rng(1), 3) == 0.8).all()


def test_lifetime_value_is_profit_times_the_multiple():
    made = valued.survey(
        valued.company(), value={"lifetime": {"retention": 0.8, "horizon": 4, "discount": 0.1}}
    )
    portfolio = value.Portfolio.of(made)
    found, tiers = value.lifetime(portfolio), value.tiers(portfolio)
    factor = sum(0.8**k / 1.1**k for k in range(1, 5))
    assert found.total.value == pytest.approx(tiers.total.worth.value * factor)
    assert found.total.se is None
    assert found.total.low is None  # declared, so nothing was estimated
    assert [e.value for e in found.tiers] == pytest.approx([t.worth.value * factor for t in tiers.rows])
    assert portfolio.lifetime.sum() == pytest.approx(found.total.value)
    assert found.fixed
    assert not len(found.retention)


def test_lifetime_value_moves_with_its_assumptions_and_holds_the_estimate():
    found = value.lifetime(value.Portfolio.of(valued.survey(valued.company())))
    grid = np.array([[c.total.value for c in row] for row in found.cases])
    assert (np.diff(grid, axis=1) > 0).all()  # the more stay
    assert (np.diff(grid, axis=0) < 0).all()  # the dearer money is
    assert grid[1, 1] == pytest.approx(found.total.value)
    assert found.total.low < found.total.value < found.total.high


def test_where_nobody_is_known_to_leave_there_is_no_lifetime_value():
    tables = valued.company()
    del tables["lifecycle"]
    portfolio = value.Portfolio.of(valued.survey(tables))
    assert value.lifetime(portfolio) is None
    assert not len(value.foretold(portfolio).states)
    assert not len(value.leaving_changes(portfolio))
    assert all(g.lifetime is None and g.each is None for g in value.groups(portfolio).rows)
