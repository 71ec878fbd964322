"""Tiers, states, what they foretell, groups, calls: small hand-made companies, and companies that bear little."""

import numpy as np
import pandas as pd
import pytest
import valued

from csatreport.errors import DataError
from csatreport.measure import value
from csatreport.measure.cases import cases
from csatreport.measure.subjects import Subject
from csatreport.measure.value import calls, census, states
from csatreport.measure.value.chance import chances
from csatreport.measure.value.tiers import curve
from csatreport.params import Text, Wave

TWO = [
    {"code": "high", "label": {"en": "High", "zh": "高"}, "share": 0.3},
    {"code": "low", "label": {"en": "Low", "zh": "低"}, "share": 0.7},
]


@pytest.fixture(scope="module")
def portfolio():
    return value.Portfolio.of(valued.survey(valued.company(), previous="2026Q2"))


def test_tiers_take_their_shares_and_sum_to_all(portfolio):
    found = value.tiers(portfolio)
    n = [t.customers.value for t in found.rows]
    assert sum(n) == found.total.customers.value
    assert np.array(n) / sum(n) == pytest.approx([0.05, 0.15, 0.30, 0.50], abs=0.005)
    assert sum(t.worth.value for t in found.rows) == pytest.approx(found.total.worth.value)
    assert sum(t.share.value for t in found.rows) == pytest.approx(1)
    assert [t.each.value for t in found.rows] == sorted((t.each.value for t in found.rows), reverse=True)
    assert all(t.earlier is not None for t in found.rows)
    assert found.total.customers.se is None  # records are complete


def test_the_curve_rises_from_nothing_to_all_and_above_it_where_customers_cost_money():
    points = curve(np.array([6.0, 3.0, 1.0]), minimum=1)
    assert np.array(points) == pytest.approx(np.array([(0, 0), (1 / 3, 0.6), (2 / 3, 0.9), (1, 1)]))
    above = curve(np.array([6.0, -2.0]), minimum=1)
    assert np.array(above) == pytest.approx(np.array([(0, 0), (0.5, 1.5), (1, 1)]))
    assert curve(np.array([1.0, -1.0]), minimum=1) == ()


def test_moves_count_everybody_once(portfolio):
    found = value.states_moved(portfolio)
    shown = sum(e.value for row in found.cells for e in row if e.shown)
    hidden = sum(e.n for row in found.cells for e in row if not e.shown)
    before = portfolio.before.measures.active
    assert shown + hidden == (before | portfolio.now.measures.active).sum()


def test_rules_are_tried_from_leaving_down():
    customers = [(f"k{i}", "2020-01-01") for i in range(6)] + [("new", "2026-03-01")]
    sales = [
        ("k0", "2026-09-01", 1000, 500), ("k1", "2026-09-01", 900, 450), ("k2", "2024-09-01", 10, 5),
        ("k3", "2026-09-01", 10, 5), ("k3", "2026-02-01", 10, 5, "upgrade"), ("k4", "2026-09-01", 12, 6),
        ("k5", "2026-09-01", 10, 5), ("k5", "2025-09-01", 90, 45), ("new", "2026-09-01", 10, 5),
    ]  # fmt: skip
    unresolved = [("k0", "2026-08-01", False)]
    twice = [
        ("k4", "2026-07-01", True),
        ("k4", "2026-08-01", True),
        ("k4", "2026-01-01", True),
        ("k3", "2026-08-01", True),
    ]
    tables = valued.records(
        customers, [*sales, ("old", "2019-01-01", 1, 1)], complaints=[*unresolved, *twice]
    )
    tables["sales"].loc[tables["sales"]["customer"] == "old", "customer"] = "k1"
    made = value.Portfolio.of(
        valued.survey(tables, value={"tier": TWO, "state": {"dormant": 400, "prime": 1}})
    )
    codes = [states.LEVELS[k].code for k in made.now.state]
    assert codes == ["leaving", "prime", "dormant", "potential", "leaving", "leaving", "potential"]
    rules = dict(value.by_state(made).rules)
    assert [c.value for c in rules["complaints"]] == [2, 6]
    assert rules["dormant"][0].value == 400


def test_rules_that_are_off_are_not_listed_and_do_not_count():
    declared = {"state": {"drop": 0, "rise": 0, "kinds": [], "complaints": 9}}
    made = value.Portfolio.of(valued.survey(valued.company(), value=declared))
    assert not {"drop", "rise", "kinds"} & set(dict(value.by_state(made).rules))
    assert not made.now.signs.dropped.any()


def test_dormant_is_longer_than_nearly_all_pauses_between_purchases(portfolio):
    assert portfolio.pause == 91  # everybody buys every 91 days
    assert np.isinf(states.longest(_once(), portfolio.declared.state, np.datetime64("2026-10-01")))


def _once():
    from csatreport.measure.value.sold import Sold

    return Sold.of(valued.survey(valued.records([("a", "2020-01-01")], [("a", "2026-01-01", 1, 1)])))


def test_a_dissatisfied_answer_is_a_sign_only_where_that_was_declared():
    tables, answers = valued.company(), valued.answers(["k0002", "k0003"], [1, 5])
    for declared, expected in ((False, 0), (True, 1)):
        made = value.Portfolio.of(valued.survey(tables, answers, value={"state": {"answers": declared}}))
        assert made.now.signs.unhappy.sum() == expected


def test_the_share_who_left_is_that_of_the_one_estimator(portfolio):
    found = value.leaving_changes(portfolio).rows[0].second
    moment = portfolio.at(Wave.parse("2026Q2"))
    there = moment.measures.active
    gone = portfolio.sold.customers.leaves(Wave.parse("2026Q3").start, Wave.parse("2026Q3").end)[there]
    rows = pd.DataFrame({"left": gone * 1.0})
    one = cases(portfolio.survey, "customers", rows, wave=portfolio.survey.wave)
    estimate = one.estimates(
        rows.to_numpy(), [Subject("left", Text.same("left"))], measure="left", unit="share"
    )[0]
    assert (found.value, found.se, found.low, found.high, found.df) == pytest.approx(
        (estimate.value, estimate.se, estimate.low, estimate.high, estimate.df)
    )


def test_chances_add_up_the_waves_that_sales_reach_back_over(portfolio):
    found = chances(portfolio, lambda moment: np.where(moment.measures.active, 0, -1), 1)
    by_hand = [
        portfolio.at(Wave.parse(w)).measures.active.sum() for w in ("2026Q2", "2026Q1", "2025Q4", "2025Q3")
    ]
    assert found.n[0] == sum(by_hand)
    assert found.waves == 4
    assert portfolio.at(Wave.parse("2024Q1")) is None


def test_groups_are_in_order_of_what_one_call_is_worth(portfolio):
    found = value.groups(portfolio).rows
    each = [g.each.value for g in found if g.each.shown]
    assert each == sorted(each, reverse=True)
    top = next(g for g in found if g.each.shown)
    assert top.lost.value == pytest.approx(top.lifetime.value * top.chance.value)
    assert top.lost.low < top.lost.value < top.lost.high
    assert sum(g.customers.value for g in found) <= portfolio.now.measures.active.sum()


def test_calls_list_who_shows_a_sign_and_nobody_else(portfolio, tmp_path):
    found = calls.listed(portfolio)
    assert set(found["state"]) <= {"leaving", "dormant"}
    assert found["expected_loss"].dropna().is_monotonic_decreasing
    assert set(found["customer"]) == set(
        portfolio.sold.customers.key[np.isin(portfolio.now.state, [states.LEAVING, states.DORMANT])]
    )
    assert (found["reasons"] != "").all()
    file, listed = calls.write(tmp_path, portfolio.survey)
    assert file == tmp_path / "build" / "calls-2026Q3.csv"
    assert listed == len(pd.read_csv(file)) == len(found)


def test_one_customer_is_refused():
    tables = valued.records([("a", "2020-01-01")], [("a", "2026-09-01", 10, 5)])
    with pytest.raises(DataError, match="too few customers"):
        value.Portfolio.of(valued.survey(tables))


def test_identical_customers_share_one_tier_and_nothing_is_concentrated():
    customers = [(f"k{i}", "2020-01-01") for i in range(30)]
    tables = valued.records(customers, [(k, "2026-09-01", 10, 5) for k, _ in customers])
    found = value.tiers(value.Portfolio.of(valued.survey(tables)))
    assert [t.level.code for t in found.rows] == ["regular"]
    assert found.rows[0].share.value == 1
    assert all(x == pytest.approx(y) for x, y in found.curve)
    assert found.half.value == 15


def test_customers_without_a_purchase_bring_nothing_and_everything_is_still_said():
    tables = valued.records([(f"k{i}", "2020-01-01") for i in range(30)], [("k0", "2019-01-01", 10, 5)])
    made = value.Portfolio.of(valued.survey(tables))
    found = value.tiers(made)
    assert found.curve == ()
    assert found.half is None
    assert not found.total.share.shown
    assert value.by_state(made).total.customers.value == 30
    assert not any(g.each for g in value.groups(made).rows)


def test_small_cells_take_others_with_them_until_no_total_gives_one_away():
    n = np.array([[100, 3, 40], [50, 60, 70], [80, 90, 10]])
    mask = census.crossed(n, minimum=5)
    assert mask[0, 1]
    for lines, secret in ((n, mask), (n.T, mask.T)):
        for line, hide in zip(lines, secret, strict=True):
            assert not hide.any() or (hide.sum() > 1 and line[hide].sum() >= 5)
    told = np.zeros(n.shape, bool)
    told[0, 2] = True
    assert not census.crossed(n, minimum=5, told=told)[
        0, 2
    ]  # printed elsewhere, so that it could not hide anything
    assert not census.crossed(n, minimum=3).any()
    assert not census.crossed(np.array([[0, 9], [9, 0]]), minimum=5).any()


def test_a_missing_group_column_makes_one_group_and_missing_values_their_own():
    tables = valued.company()
    assert len(value.Portfolio.of(valued.survey(tables)).groups) == 1
    tables["customers"]["type"] = pd.array(["home", None] * 200, dtype="string")
    made = value.Portfolio.of(valued.survey(tables))
    assert [g.code for g in made.groups] == ["home", ""]
    assert np.bincount(made.group).tolist() == [200, 200]
