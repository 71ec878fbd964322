"""The simulated company, whose truth is known: who left, what was sold, what signs are worth."""

import company
import numpy as np
import pytest

from csatreport.measure import value
from csatreport.measure.customers import Customers
from csatreport.measure.value.retention import limits
from csatreport.measure.value.sold import after, earlier
from csatreport.params import Wave

WAVES = [Wave(2023, 4, "Q").shifted(k) for k in range(12)]


@pytest.fixture(scope="module")
def portfolio():
    return value.Portfolio.of(company.survey())


@pytest.mark.parametrize("wave", WAVES, ids=str)
def test_the_share_who_left_in_a_wave_is_the_planted_one(wave):
    customers = Customers.of(company.survey())
    there = customers.active(wave.start)
    left = (customers.leaves(wave.start, wave.end) & there).sum() / there.sum()
    assert left == pytest.approx(company.truth()["churn"]["left"][str(wave)], abs=0.0002)


def test_retention_of_a_year_is_what_the_planted_quarters_leave(portfolio):
    planted = company.truth()["churn"]["left"]
    stays = np.prod([1 - planted[str(w)] for w in WAVES[-4:]])
    low, high = _interval(portfolio)
    assert low < stays < high


def _interval(portfolio):
    kept = portfolio.kept
    low, high = limits(kept.left.sum()[None], kept.years.sum()[None], confidence=0.95)
    return low[0], high[0]


def test_money_of_the_window_is_that_of_the_sales_files(portfolio):
    files = company.truth()["records"]
    amount = sum(files[f"sales-{w}.parquet"]["amount"] for w in WAVES[-4:])
    end = after(portfolio.survey.wave)
    money = portfolio.sold.sum(portfolio.sold.amount, earlier(end, 12), end).sum()
    assert money / amount == pytest.approx(
        1, abs=0.004
    )  # strangers, doubles and impossible dates were put aside
    assert portfolio.sold.strangers < 0.004


def test_tiers_hold_all_profit_and_the_top_one_most_each(portfolio):
    found = value.tiers(portfolio)
    end = after(portfolio.survey.wave)
    active = portfolio.now.measures.active
    profit = portfolio.sold.sum(portfolio.sold.profit, earlier(end, 12), end)[active].sum()
    assert sum(t.worth.value for t in found.rows) == pytest.approx(profit)
    assert found.top.share.value > 0.25
    assert found.moves.kept.value / found.moves.kept.of > 0.9


def test_signs_of_leaving_foretell_leaving(portfolio):
    found = value.foretold(portfolio)
    assert found.gap.rows[0].direction == "up"
    assert found.gap.rows[0].first.value < found.gap.rows[0].second.value / 2


def test_the_share_satisfied_by_tier_adds_up_to_that_of_all(portfolio):
    found = value.matrix(portfolio)
    truth = company.truth()["population"]["2026Q3"]["items"]["overall"]
    cells = [c for row in found.rows for c in row]
    satisfied = sum(row[0].customers.value for row in found.rows) / sum(c.customers.value for c in cells)
    assert satisfied == pytest.approx(truth["satisfied"], abs=0.02)
