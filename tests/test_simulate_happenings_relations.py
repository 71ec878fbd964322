"""What happens in the company follows from what is true of it."""

from __future__ import annotations

import itertools

import happened
import numpy as np
import pandas as pd
import pytest
from scipy import stats

from csatreport.simulate import company, events
from csatreport.simulate.happenings import grievance, reviews
from csatreport.simulate.happenings.handling import names_of
from csatreport.simulate.happenings.scene import BRANCHES

BAD = BRANCHES.index(events.DECLINE.branch)
WEEK = np.datetime64(events.DECLINE.monday)


@pytest.fixture(scope="module")
def scene():
    return happened.scene()


@pytest.fixture(scope="module")
def cases():
    return happened.cases()


@pytest.fixture(scope="module")
def complaints(scene, cases):
    """One row per complaint, as it happened."""
    return pd.DataFrame(
        {
            "customer": cases.customer,
            "branch": scene.place[cases.customer],
            "day": cases.opened.astype("datetime64[D]"),
            "quarter": scene.quarter(cases.opened),
            "cause": names_of(cases.cause).astype(str),
            "department": cases.department.astype(str),
            "hours": (cases.answered - cases.opened).astype("timedelta64[s]").astype(float) / 3600,
            "resolved": cases.resolved,
            "repeat": cases.repeat,
        }
    )


def _falls_more(treated: tuple[int, int], others: tuple[int, int]) -> float:
    """How counts of the treated changed in proportion to the others, with both periods of one length."""
    return (treated[1] / treated[0]) / (others[1] / others[0])


def test_complaints_of_the_branch_that_goes_bad_surge_from_its_week_on(complaints):
    bad = complaints["branch"] == BAD
    span = np.timedelta64(12 * 7, "D")
    before, after = (
        complaints["day"].between(WEEK - span, WEEK, inclusive="left"),
        complaints["day"].between(WEEK, WEEK + span, inclusive="left"),
    )
    times = _falls_more(
        ((bad & before).sum(), (bad & after).sum()), ((~bad & before).sum(), (~bad & after).sum())
    )
    assert 1.9 < times < 4.5  # the surge of 2.1, and what lower satisfaction adds: exp(0.55 * 0.6) = 1.4
    weekly = complaints[bad].groupby((complaints["day"] - WEEK).dt.days // 7).size()
    assert weekly.loc[-4:-1].mean() < 0.6 * weekly.loc[0:3].mean()


def test_who_is_less_satisfied_complains_more_by_the_true_coefficient(scene, complaints):
    felt = np.concatenate([scene.people.satisfaction[scene.active[:, n], n] for n in range(12)])
    own = complaints[~complaints["repeat"] & (complaints["branch"] != BAD)]
    theirs = scene.people.satisfaction[own["customer"], own["quarter"]]
    edges = np.quantile(felt, np.linspace(0.05, 0.95, 10))
    rate = np.histogram(theirs, edges)[0] / np.histogram(felt, edges)[0]
    middle = [felt[(felt >= a) & (felt < b)].mean() for a, b in itertools.pairwise(edges)]
    slope = stats.linregress(middle, np.log(rate)).slope
    assert slope == pytest.approx(grievance.BY_SATISFACTION, abs=0.07)


def test_who_is_less_satisfied_leaves_and_who_was_helped_stays(scene, complaints):
    left = scene.people.left
    for n in (2, 6, 10):
        first, last = (np.datetime64(d) for d in (scene.quarters[n].first, scene.quarters[n].last))
        there = scene.active[:, n]
        felt, gone = scene.people.satisfaction[there, n], ((left >= first) & (left <= last))[there]
        assert gone[felt < np.quantile(felt, 0.2)].mean() > 1.8 * gone[felt > np.quantile(felt, 0.8)].mean()
    leaves = (
        (left[complaints["customer"]] - complaints["day"].to_numpy()).astype("timedelta64[D]").astype(float)
    )
    soon = (leaves >= 0) & (leaves <= 180)
    assert soon[~complaints["resolved"]].mean() > 1.6 * soon[complaints["resolved"]].mean()


@pytest.mark.parametrize(
    ("project", "causes"),
    [("wifi_check", {"wifi"}), ("night_network", {"outage", "slow_speed"})],
)
def test_a_project_of_some_branches_lowers_their_complaints_about_its_item(complaints, project, causes):
    improvement = events.IMPROVEMENTS[project]
    reached = complaints["branch"].isin([BRANCHES.index(b) for b in improvement.branches])
    about = complaints["cause"].isin(causes) & (complaints["branch"] != BAD)
    start, year = np.datetime64(improvement.date), np.timedelta64(365, "D")
    before, after = (
        complaints["day"].between(start - year, start, inclusive="left"),
        complaints["day"].between(start, start + year, inclusive="left"),
    )
    count = [(about & group & period).sum() for group in (reached, ~reached) for period in (before, after)]
    assert _falls_more((count[0], count[1]), (count[2], count[3])) < 0.8


def test_gifts_change_no_complaints_about_the_price(complaints):
    improvement = events.IMPROVEMENTS["loyalty_gifts"]
    reached = complaints["branch"].isin([BRANCHES.index(b) for b in improvement.branches])
    about = (complaints["cause"] == "price") & (complaints["branch"] != BAD)
    start, year = np.datetime64(improvement.date), np.timedelta64(365, "D")
    before, after = (
        complaints["day"].between(start - year, start, inclusive="left"),
        complaints["day"].between(start, start + year, inclusive="left"),
    )
    table = [[(about & group & period).sum() for period in (before, after)] for group in (reached, ~reached)]
    assert stats.fisher_exact(table).pvalue > 0.05


@pytest.mark.parametrize(
    ("cause", "rises"), [("hotline_wait", False), ("repair_delay", False), ("bill_unclear", True)]
)
def test_what_the_whole_company_changed_shows_in_the_share_of_its_cause(complaints, cause, rises):
    elsewhere = complaints[complaints["branch"] != BAD]
    share = elsewhere["cause"].eq(cause).groupby(elsewhere["quarter"]).mean()
    year_ago, now = share[len(company.QUARTERS) - 5], share[len(company.QUARTERS) - 1]
    assert now > 1.4 * year_ago if rises else now < 0.8 * year_ago


def test_departments_differ_in_their_time_to_the_first_answer(complaints):
    median = complaints[complaints["branch"] != BAD].groupby("department")["hours"].median()
    assert median["service_desk"] < median["network"] < median["field_service"] < median["billing"]


def test_what_is_not_resolved_comes_back(complaints):
    again = complaints[complaints["repeat"]]
    keys = pd.MultiIndex.from_frame(complaints[["customer", "cause"]])
    assert (keys[complaints["repeat"]].isin(keys[~complaints["repeat"]])).all()
    assert 0.08 < len(again) / len(complaints) < 0.25


def test_stars_of_reviews_follow_the_satisfaction_of_the_writer(scene):
    written = [reviews.written_in(scene, n) for n in range(12)]
    felt = np.concatenate([scene.people.satisfaction[r.customer, n] for n, r in enumerate(written)])
    stars = np.concatenate([r.stars for r in written])
    assert stats.spearmanr(felt, stars).statistic > 0.5


def test_mystery_visits_pass_where_customers_are_satisfied(scene):
    visits = happened.raw("visits.csv").drop_duplicates("visit")
    names = {b.chinese: n for n, b in enumerate(company.BRANCHES.values())}
    passed = visits["passed"].eq("达标").groupby(visits["branch"].map(names)).mean()
    assert stats.spearmanr(passed, scene.satisfaction.mean(axis=1)[passed.index]).statistic > 0.3
    bad = visits[visits["branch"] == company.BRANCHES[events.DECLINE.branch].chinese]
    late = bad["visit"].str[2:].astype(int) > len(visits) * 9 / 12
    assert bad["passed"][late].eq("达标").mean() < bad["passed"][~late].eq("达标").mean() - 0.1


def test_costs_are_the_spending_that_satisfaction_followed(scene):
    costs = happened.raw("costs.xlsx")
    costs = costs[costs["branch"] != ""].drop_duplicates(["month", "action", "branch"])
    line = events.COSTS["network_capacity"]
    own = costs[(costs["action"] == line.chinese) & (costs["branch"] == company.BRANCHES["oldtown"].chinese)]
    by_quarter = (
        own["amount"].groupby(pd.PeriodIndex(pd.to_datetime(own["month"]), freq="Q")).sum().to_numpy()
    )
    months = pd.to_datetime(own["month"]).dt.to_period("Q").value_counts().sort_index()
    whole = (months == 3).to_numpy()
    usual = line.amount * 3 * scene.customers[BRANCHES.index("oldtown")][whole]
    spending = scene.people.spending[list(events.COSTS).index("network_capacity"), BRANCHES.index("oldtown")][
        whole
    ]
    assert np.log(by_quarter[whole] / usual) == pytest.approx(spending, abs=1e-4)


def test_delivery_is_the_bottleneck_until_slots_can_be_booked():
    steps = happened.raw("lifecycle.parquet")
    steps = steps[pd.to_datetime(steps["date"]) > "1950"].assign(date=lambda f: pd.to_datetime(f["date"]))
    late = (steps["date"] > pd.to_datetime(steps["due"])).groupby(steps["event"]).mean()
    assert late.drop("After-service").idxmax() == "Delivery and installation"
    own = steps[steps["event"] == "Delivery and installation"]
    is_late = own["date"] > pd.to_datetime(own["due"])
    slots = pd.Timestamp(events.IMPROVEMENTS["install_slots"].date)
    assert is_late[own["date"] >= slots].mean() < 0.75 * is_late[own["date"] < slots].mean()


def test_nobody_renews_after_leaving_and_everybody_starts_with_a_contract(scene):
    sales = happened.table("sales")
    sales = sales[pd.to_datetime(sales["date"]) > "1950"].drop_duplicates("sale")
    left = pd.Series(pd.to_datetime(scene.people.left), scene.people.number)
    joined = pd.Series(pd.to_datetime(scene.people.joined), scene.people.number)
    known = sales[sales["customer"].isin(left.index)]
    date = pd.to_datetime(known["date"]).to_numpy()
    gone, came = left[known["customer"]].to_numpy(), joined[known["customer"]].to_numpy()
    assert not (gone <= date)[~np.isnat(gone)].any()
    assert (date >= came).all()
    assert (date == came)[(known["kind"] == "New contract").to_numpy()].all()


def test_upgrades_and_cross_sales_go_to_the_satisfied(scene):
    sales = happened.raw("sales-2026Q3.parquet")
    felt = pd.Series(scene.people.satisfaction[:, -1], scene.people.number)
    mean = felt.reindex(sales["customer"]).groupby(sales["kind"].to_numpy()).mean()
    assert mean["Cross-sell"] > mean["Renewal"] + 0.08
    assert mean["Upgrade"] > mean["Renewal"] + 0.03


def test_our_share_of_the_market_grows_less_where_the_bad_branch_is():
    market = happened.raw("market.csv").drop_duplicates(["date", "region", "competitor"])
    own = market[market["competitor"] == "Brightwater"].pivot_table(
        index="date", columns="region", values="share", aggfunc="first"
    )
    share = own.map(lambda text: float(str(text).rstrip("%")), na_action="ignore")
    growth = (share.loc["2026-09-30"] - share.loc["2025-09-30"]) / share.loc["2025-09-30"]
    assert growth.idxmin() == "Riverlands"


def test_warnings_name_the_bad_branch_after_its_week_and_hold_late_answers_and_false_alarms():
    warnings, truth = (
        happened.raw("warnings.csv").drop_duplicates("warning"),
        happened.files()["warnings.csv"][1],
    )
    raised = pd.to_datetime(warnings["raised"], errors="coerce")
    after = warnings[raised > pd.Timestamp(WEEK)]
    assert after["branch"].value_counts().idxmax() == company.BRANCHES[events.DECLINE.branch].chinese
    assert not set(truth["false"]) & set(
        after["warning"][after["branch"] == company.BRANCHES[events.DECLINE.branch].chinese]
    )
    late = warnings[warnings["warning"].isin(truth["late"])]
    waited = pd.to_datetime(late["answered"]) - pd.to_datetime(late["raised"], errors="coerce")
    assert waited.median() > pd.Timedelta(hours=24)
    assert 0.15 < len(truth["false"]) / len(warnings) < 0.6
