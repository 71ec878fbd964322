import company
import numpy as np
import pandas as pd
import pytest
import truly
from scipy import stats
from visited import STANDARDS, answers, checks, r, read, survey, visits

from csatreport.measure import standards
from csatreport.measure.standards.compliance import change
from csatreport.measure.standards.visits import Visits
from csatreport.simulate.happenings import visits as planted
from csatreport.simulate.happenings.scene import BRANCHES


@pytest.mark.parametrize(
    "case", ["all", "on_time", "greeting", "tidy", "queue", "callback", "field", "shops", "desk"]
)
def test_shares_and_intervals_are_those_of_r_with_visits_as_clusters(case):
    found = standards.compliance(survey(visits()))
    every = {e.item: e for e in (found.total, *found.standards, *found.departments)}
    for quantity in ("value", "se", "low", "high"):
        assert getattr(every[case], quantity) == pytest.approx(r()[case, quantity], rel=1e-6)
    assert (every[case].df, found.visits, every[case].data) == (r()["design", "df"], 40, "v" * 64)


def test_a_standard_that_was_always_met_has_the_exact_interval():
    badge = standards.compliance(survey(visits())).standards.one(item="badge")
    assert (badge.value, badge.high) == (1, 1)
    assert badge.low == pytest.approx(0.025 ** (1 / 40))
    never = standards.compliance(survey(checks(*[False] * 30))).total
    assert (never.value, never.low) == (0, 0)
    assert never.high == pytest.approx(1 - 0.025 ** (1 / 30))


def test_the_order_of_checks_changes_nothing():
    one = standards.compliance(survey(visits()))
    two = standards.compliance(survey(visits().sample(frac=1, random_state=5)))
    assert [(e.item, e.value, e.se) for e in one.standards] == [
        (e.item, e.value, pytest.approx(e.se)) for e in two.standards
    ]


def test_standards_stand_by_department_and_then_as_listed():
    found = standards.compliance(survey(visits()))
    assert [e.item for e in found.standards] == ["on_time", "badge", "tidy", "greeting", "queue", "callback"]
    assert [e.group for e in found.standards] == ["field"] * 3 + ["shops"] * 2 + ["desk"]
    assert found.standards.one(item="tidy").group_label.zh == "field部"


@pytest.mark.parametrize(
    ("target", "verdict"), [(0.3, "met"), (0.6, "unsure"), (0.75, "unsure"), (0.95, "missed")]
)
def test_a_target_is_met_or_missed_only_by_the_whole_interval(target, verdict):
    found = standards.compliance(
        survey(visits(), declared={"standard": [{"code": "tidy", "target": target}]})
    )
    tidy = next(k for k in found.rows if k.estimate.item == "tidy")
    assert (tidy.verdict, tidy.goal.value) == (verdict, target)


def test_what_needs_doing_first_is_missed_and_furthest_below():
    found = standards.compliance(survey(visits(), declared={"target": 0.9}))
    need = [k.estimate.item for k in found.by_need]
    assert need[0] == "callback"
    assert [k.verdict for k in found.by_need] == sorted(
        (k.verdict for k in found.rows), key=["missed", "unsure", "met"].index
    )


def test_without_visits_of_the_wave_there_is_nothing():
    for nothing in (survey(), survey(visits("2026Q1")), survey(checks(True))):
        assert standards.compliance(nothing).total is None
        assert not len(standards.changes(nothing))
    for nothing in (survey(), survey(visits("2024Q1"))):
        assert not len(standards.branches(nothing))
        assert not len(standards.cells(nothing))
        assert not standards.senses(nothing)
        assert not standards.perceived(nothing).points


def test_checks_without_a_result_are_left_out():
    passed = pd.array([True, False, None] * 20, "boolean")
    found = standards.compliance(survey(checks(*passed))).total
    assert (found.value, found.n) == (0.5, 40)
    assert standards.compliance(survey(checks(*[None] * 20))).total is None


def test_a_standard_and_a_branch_without_checks_are_left_out():
    made = survey(visits()[lambda v: (v["standard"] != "queue") & (v["branch"] != "b3")])
    assert "queue" not in {e.item for e in standards.compliance(made).standards}
    assert "b3" not in {e.level for e in standards.branches(made)}
    assert "b3" not in {e.level for e, _ in standards.perceived(made).points}
    part = survey(visits()[lambda v: (v["standard"] != "queue") | (v["branch"] != "b3")])
    assert not len(standards.cells(part).where(item="queue", level="b3"))


def test_few_checks_are_marked_and_shown():
    found = standards.compliance(survey(checks(True, True, False))).total
    assert (found.shown, found.flag, found.n) == (True, "low", 3)


def test_branches_use_the_waves_declared_and_the_highest_is_first():
    made = survey(visits(), visits("2026Q2", passed=0))
    assert standards.branches(survey(visits(), declared={"waves": 1})).rows[0].n == 30
    rows = standards.branches(made)
    assert {e.n for e in rows} == {60}
    assert [e.value for e in rows] == sorted((e.value for e in rows), reverse=True)


def test_visits_that_differ_more_than_their_checks_widen_the_intervals_of_branches():
    g = np.random.default_rng(2)
    own = np.repeat(g.random(40) < 0.5, 6)  # a visit passes all or nothing
    bound = Visits.of(survey(visits(passed=own)), waves=4).dispersion()
    loose = Visits.of(survey(visits(passed=g.random(240) < 0.5)), waves=4).dispersion()
    assert 6 <= bound < 7.6  # as if each visit were one check, and a little more: branches have few
    assert 1 <= loose < 1.6
    wide = standards.branches(survey(visits(passed=own))).rows[-1]
    assert wide.effective_n == pytest.approx(30 / bound)


def test_dispersion_of_independent_checks_is_one_on_average():
    g = np.random.default_rng(8)
    base = read()
    found = []
    for _ in range(60):
        made = Visits.of(survey(visits(passed=g.random(len(base)) < 0.8)))
        found.append(made.dispersion())
    assert np.mean(found) == pytest.approx(1.08, abs=0.08)  # never below one, so a little above on average


def test_a_branch_that_always_passes_has_an_exact_interval_on_what_the_dispersion_leaves():
    made = standards.branches(survey(visits(passed=1)))
    assert {(e.value, e.high) for e in made} == {(1.0, 1.0)}
    assert made.rows[0].low == pytest.approx(0.025 ** (1 / made.rows[0].effective_n))


def test_changes_hold_all_standards_and_each_as_one_family():
    found = standards.changes(survey(visits("2026Q2", passed=0), visits()))
    assert [c.second.item for c in found] == [
        "all",
        "on_time",
        "badge",
        "tidy",
        "greeting",
        "queue",
        "callback",
    ]
    assert {c.family for c in found if c.tested} == {len([c for c in found if c.tested])}
    assert all(c.direction == "up" for c in found)


def test_a_change_of_a_standard_is_agresti_and_caffos():
    first = standards.compliance(survey(checks(*[True] * 20 + [False] * 10))).total
    second = standards.compliance(survey(checks(*[True] * 30))).total
    c = change(first, second)
    p, q = 21 / 32, 31 / 32
    se = np.sqrt(p * (1 - p) / 32 + q * (1 - q) / 32)
    assert (c.value, c.se) == pytest.approx((1 / 3, se))
    assert (c.low + c.high) / 2 == pytest.approx(q - p)
    assert c.p == pytest.approx(2 * stats.t.sf((q - p) / se, 58))


@pytest.mark.parametrize("chance", [0.5, 0.7, 0.85, 0.95, 0.99])
def test_where_nothing_changed_a_change_is_rarely_called_clear_whatever_the_level(chance):
    n = np.arange(31)
    weight = stats.binom.pmf(n, 30, chance)
    p = (n + 1) / 32
    z = np.abs(p[:, None] - p) / np.sqrt((p * (1 - p) / 32)[:, None] + p * (1 - p) / 32)
    alarm = float((weight[:, None] * weight)[z > stats.t.ppf(0.975, 58)].sum())
    assert alarm <= 0.055


def test_the_correlation_is_scipys():
    found = standards.perceived(survey(visits()))
    x, y = (np.array([p[k].value for p in found.points]) for k in (0, 1))
    c, expected = found.correlation.rows[0], stats.pearsonr(x, y)
    ends = expected.confidence_interval()
    assert (c.value, c.p, c.low, c.high) == pytest.approx(
        (expected.statistic, expected.pvalue, ends.low, ends.high)
    )
    assert (c.second.n, len(found.points)) == (8, 8)


def test_the_interval_of_a_correlation_is_that_of_r():
    from csatreport.measure.standards.perceived import _interval

    low, high = _interval(r()["correlation", "value"], 24, confidence=0.95)
    assert (low, high) == pytest.approx((r()["correlation", "low"], r()["correlation", "high"]), rel=1e-6)


def test_no_correlation_where_all_branches_are_alike_or_few():
    assert not len(standards.perceived(survey(visits(passed=1))).correlation)
    assert not len(
        standards.perceived(survey(visits()[lambda v: v["branch"].isin(["b0", "b1"])])).correlation
    )
    assert not len(standards.perceived(survey(visits(), said=answers(overall=[5.0] * 400))).correlation)


def test_readings_follow_from_both_sides():
    said = answers(clean=[5.0] * 400, prompt=[1.0] * 400)
    table = pd.concat(
        [checks(*[True] * 60, standard="tidy"), checks(*[False] * 60, standard="queue", branch="b1")]
    )
    items = {"tidy": ["clean"], "queue": ["prompt"]}

    def read_as(**of):
        declared = {"standard": [{"code": s, "items": i} for s, i in of.items()]}
        g = np.random.default_rng(1)
        mixed = answers(
            clean=g.choice([5.0, 1.0], 400, p=[0.9, 0.1]), prompt=g.choice([5.0, 1.0], 400, p=[0.1, 0.9])
        )
        return {
            s.kept.estimate.item: s.reading
            for s in standards.senses(survey(table, declared=declared, said=mixed))
        }

    assert read_as(**items) == {"tidy": "works", "queue": "act"}
    assert read_as(tidy=["prompt"], queue=["clean"]) == {"tidy": "doubt", "queue": "spare"}
    assert read_as(tidy=["clean"]) == {"tidy": "works", "queue": "unasked"}
    assert {s.reading for s in standards.senses(survey(table, said=said))} == {"unasked"}


def test_a_standard_that_customers_rate_like_all_others_is_open():
    declared = {"standard": [{"code": "tidy", "items": ["clean", "prompt"]}]}
    found = standards.senses(survey(visits(), declared=declared))
    tidy = next(s for s in found if s.kept.estimate.item == "tidy")
    assert (tidy.gap.value, tidy.reading) == (0, "open")


def chance() -> np.ndarray:
    """Chance that a check is passed, by branch, quarter and standard."""
    return planted.passes(truly.scene())


def test_the_company_keeps_each_standard_as_often_as_is_true_of_it():
    found = standards.compliance(company.survey(), waves=12).standards
    large = np.argsort(-truly.scene().customers[:, -1], kind="stable")[: planted.TWICE]
    weight = np.ones(len(BRANCHES)) + np.isin(np.arange(len(BRANCHES)), large)
    true = dict(
        zip(planted.STANDARDS, np.average(chance().mean(axis=1), axis=0, weights=weight), strict=True)
    )
    inside = [e.low <= true[e.item] <= e.high for e in found]
    assert sum(inside) >= 9
    assert stats.spearmanr([true[e.item] for e in found], [e.value for e in found]).statistic > 0.9


def test_the_company_s_branches_lie_where_they_truly_are_and_the_bad_one_is_last():
    rows = standards.branches(company.survey())
    true = dict(zip(BRANCHES, chance()[:, -4:].mean(axis=(1, 2)), strict=True))
    inside = [e.low <= true[e.level] <= e.high for e in rows]
    assert sum(inside) >= 22
    assert rows.rows[-1].level == company.truth()["decline"]["branch"]


def test_the_company_s_checks_of_a_visit_are_nearly_independent_as_they_were_made():
    assert Visits.of(company.survey(), waves=12).dispersion() < 1.25


def test_satisfaction_and_compliance_go_together_across_branches_as_planted():
    c = standards.perceived(company.survey()).correlation.rows[0]
    assert planted.BY_SATISFACTION > 0
    assert (c.direction, c.low > 0) == ("up", True)


def test_all_standards_of_the_list_are_checked():
    assert {e.item for e in standards.compliance(survey(visits())).standards} == set(STANDARDS)
