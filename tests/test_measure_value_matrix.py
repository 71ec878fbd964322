"""Satisfaction by tier and the money of each mood: against R."""

import numpy as np
import pandas as pd
import pytest
import valued
from oracles import HERE

from csatreport.measure import value

R = {(c, q): v for c, q, v in pd.read_csv(HERE / "value_r.csv").itertuples(index=False)}
TIERS = [
    {"code": "high", "label": {"en": "High", "zh": "高"}, "share": 0.375},
    {"code": "low", "label": {"en": "Low", "zh": "低"}, "share": 0.625},
]


@pytest.fixture(scope="module")
def found():
    return value.matrix(portfolio())


def portfolio(**columns):
    data = pd.read_csv(HERE / "dissatisfied_data.csv")
    names = [f"k{i}" for i in range(1, len(data) + 1)]
    money = 50 + (np.arange(1, len(data) + 1) * 37) % 400
    high = float((money > 300).mean())
    tiers = [{**TIERS[0], "share": high}, {**TIERS[1], "share": 1 - high}]
    tables = valued.records(
        [(k, "2020-01-01") for k in names],
        [(k, "2026-08-01", m * 3, m) for k, m in zip(names, money, strict=True)],
    )
    answers = valued.answers(
        names,
        data["overall"],
        weight=data["weight"],
        stratum=data["stratum"],
        cluster=data["cluster"],
        **columns,
    )
    declared = {"tier": tiers, "state": {"prime": 1}, "lifetime": {"retention": 0.9}}
    return value.Portfolio.of(valued.survey(tables, answers, value=declared))


@pytest.mark.parametrize("tier", [0, 1])
@pytest.mark.parametrize("mood", [0, 1, 2])
def test_shares_of_customers_and_of_money_are_those_of_r(found, tier, mood):
    cell = found.rows[tier][mood]
    case = f"{('high', 'low')[tier]} {('satisfied', 'neutral', 'dissatisfied')[mood]}"
    share = cell.share
    assert (share.value, share.se) == pytest.approx((R[case, "share"], R[case, "share_se"]), abs=1e-9)
    assert (share.low, share.high) == pytest.approx((R[case, "low"], R[case, "high"]), abs=1e-9)
    total = sum(c.worth.value for c in found.rows[tier])
    assert cell.worth.value / total == pytest.approx(R[case, "money"], abs=1e-9)
    assert cell.worth.se / total == pytest.approx(R[case, "money_se"], abs=1e-9)


def test_rows_add_up_to_what_the_records_say(found):
    tiers = value.tiers(portfolio())
    for row, tier in zip(found.rows, tiers.rows, strict=True):
        assert sum(c.customers.value for c in row) == pytest.approx(tier.customers.value)
        assert sum(c.worth.value for c in row) == pytest.approx(tier.worth.value)
        assert all(c.worth.low <= c.worth.value <= c.worth.high for c in row)


def test_a_tier_against_everybody_else_is_that_of_r(found):
    gap = found.gaps.rows[0]
    assert gap.value == pytest.approx(R["gap", "value"], abs=1e-9)
    assert gap.se == pytest.approx(R["gap", "se"], abs=1e-6)


def test_a_declared_retention_adds_no_error_to_lifetime_value(found):
    cell = found.rows[0][0]
    ratio = cell.lifetime.value / cell.worth.value
    assert cell.lifetime.low == pytest.approx(cell.worth.low * ratio)
    assert cell.lifetime.se == pytest.approx(cell.worth.se * ratio)


def test_weights_of_another_size_change_nothing(found):
    made = portfolio()
    frame = made.survey.responses.assign(weight=made.survey.responses["weight"] * 7)
    tables = made.survey.records
    again = value.matrix(value.Portfolio.of(valued.survey(tables, frame, value=made.declared.model_dump())))
    for a, b in zip(found.rows, again.rows, strict=True):
        for x, y in zip(a, b, strict=True):
            assert (x.share.value, x.worth.se) == pytest.approx((y.share.value, y.worth.se))


def test_answers_that_name_no_customer_make_no_matrix():
    tables = valued.company()
    made = value.Portfolio.of(valued.survey(tables, valued.answers([""] * 40, [5, 3, 2, 1] * 10)))
    assert value.matrix(made).rows == ()
    assert value.matrix(value.Portfolio.of(valued.survey(tables))).rows == ()
    strangers = valued.answers(["zz"] * 40, [5, 3, 2, 1] * 10)
    assert value.matrix(value.Portfolio.of(valued.survey(tables, strangers))).rows == ()


def test_a_tier_that_few_answered_in_is_hidden():
    tables = valued.company()
    names = [f"k{i:04d}" for i in range(100, 160)]
    made = valued.survey(tables, valued.answers([*names, "k0001"], [5, 3, 2] * 20 + [1]))
    found = value.matrix(value.Portfolio.of(made))
    hidden = [row for row in found.rows if not row[0].share.shown]
    assert hidden
    assert all(
        not e.shown for row in hidden for c in row for e in (c.share, c.customers, c.worth, c.lifetime)
    )


def test_customers_who_cost_money_leave_an_interval_that_may_pass_nothing():
    tables = valued.company()
    tables["sales"].loc[
        tables["sales"]["customer"].isin([f"k{i:04d}" for i in range(50, 400, 7)]), "profit"
    ] = -20.0
    names = [f"k{i:04d}" for i in range(400) if i % 12]
    rng = np.random.default_rng(5)
    made = value.Portfolio.of(valued.survey(tables, valued.answers(names, rng.integers(1, 6, len(names)))))
    small = value.matrix(made).rows[-1]
    assert all(
        np.isfinite(e) for c in small if c.worth.shown for e in (c.worth.value, c.worth.low, c.worth.high)
    )


def test_the_share_satisfied_in_each_tier_is_tested_against_the_wave_before():
    tables = valued.company()
    names = [f"k{i:04d}" for i in range(400) if i % 12]
    waves = [
        valued.answers(names, np.where(np.arange(len(names)) % 10 < part, 5, 2), wave)
        for wave, part in (("2026Q2", 4), ("2026Q3", 8))
    ]
    found = value.mood_changes(value.Portfolio.of(valued.survey(tables, *waves, previous="2026Q2")))
    assert found.risen.rows[0].second.measure == "satisfied"
    assert not found.fallen.rows
