import numpy as np
import pytest
from scipy import stats
from surveys import category, make_survey, rating, responses

from csatreport.compare import domains
from csatreport.measure.design import Design
from csatreport.measure.linearisation import influence, variance

N = 300
ITEMS = (
    rating("a", dimension="service"), category("region", "region", roles={"domain": ""}),
    category("sex", "sex", roles={"domain": ""}),
    category("branch", "branch", roles={"domain": "", "standing": ""}),
)  # fmt: skip


def answers(seed=1, n=N, **columns):
    g = np.random.default_rng(seed)
    region = g.choice(["n", "s", "w"], n)
    a = np.clip(g.integers(1, 6, n) + 2 * (region == "s"), 1, 5).astype(float)
    plain = {
        "a": a, "region": region.tolist(), "sex": g.choice(["f", "m"], n).tolist(),
        "branch": g.choice(["x", "y"], n).tolist(), "weight": g.uniform(0.5, 2, n),
    }  # fmt: skip
    return responses(**{**plain, **columns})


def test_each_level_is_compared_with_all_others():
    data = answers()
    north, south, west = domains.differences(make_survey(ITEMS, data), "a", "mean", ["region"])
    inside = data["region"] == "s"
    expected = np.average(data["a"][inside], weights=data["weight"][inside])
    others = np.average(data["a"][~inside], weights=data["weight"][~inside])
    assert (south.first.value, south.second.value) == pytest.approx((others, expected))
    assert (south.first.level, south.first.level_label.zh, south.second.level) == ("other", "其他客户", "s")
    assert (south.kind, south.direction) == ("gap", "up")
    assert north.first.n + north.second.n == west.first.n + west.second.n == N


def test_levels_of_all_declared_domains_but_the_peers_are_one_family():
    found = domains.differences(make_survey(ITEMS, answers()), "a", "mean")
    assert [(c.second.domain, c.second.level) for c in found] == [
        ("region", "n"), ("region", "s"), ("region", "w"), ("sex", "f"), ("sex", "m"),
    ]  # fmt: skip
    assert {c.family for c in found} == {5}


def test_the_two_levels_of_a_domain_mirror_each_other():
    female, male = domains.differences(make_survey(ITEMS, answers()), "a", "mean", ["sex"])
    assert female.value == pytest.approx(-male.value)
    assert (female.se, female.p) == pytest.approx((male.se, male.p))


def test_in_a_simple_sample_the_test_is_close_to_welchs():
    data = answers(weight=1.0, n=4000)
    found = domains.differences(make_survey(ITEMS, data), "a", "mean", ["sex"]).rows[0]
    welch = stats.ttest_ind(data["a"][data["sex"] == "f"], data["a"][data["sex"] == "m"], equal_var=False)
    assert found.p == pytest.approx(welch.pvalue, rel=2e-3)


def test_clusters_that_hold_both_groups_are_linearised_jointly():
    g = np.random.default_rng(3)
    home = np.repeat(np.arange(60), 5)
    mood = np.repeat(g.normal(0, 1.5, 60), 5)  # shared by everybody in a cluster
    a = np.clip(np.round(3 + mood + g.normal(0, 0.3, N)), 1, 5)
    data = answers(a=a, cluster=[str(c) for c in home], sex=np.tile(["f", "m", "f", "m", "f"], 60).tolist())
    found = domains.differences(make_survey(ITEMS, data), "a", "mean", ["sex"]).rows[0]
    apart = np.hypot(found.first.se, found.second.se)
    assert found.se < 0.5 * apart  # what a cluster shares cancels in the difference
    assert found.df == 59
    design = Design.of(data["weight"], clusters=data["cluster"])
    score, female = data[["a"]].to_numpy(float), (data["sex"] == "f").to_numpy(bool)
    z = influence(score, design, member=female) - influence(score, design, member=~female)
    assert found.se == pytest.approx(float(np.sqrt(variance(z, design)[0, 0])))


def test_a_level_too_small_to_show_hides_its_others_and_has_no_test():
    region = ["n"] * 2 + ["s"] * 148 + ["w"] * 150
    north, south, west = domains.differences(
        make_survey(ITEMS, answers(region=region)), "a", "mean", ["region"]
    )
    assert not north.shown
    assert north.first.flag == "suppressed"
    assert not south.shown  # it would give the north away
    assert west.shown
    assert west.family == 1


def test_respondents_without_a_level_are_on_neither_side():
    region = ["n"] * 100 + ["s"] * 100 + [None] * 100
    data = answers(region=region)
    north, _ = domains.differences(make_survey(ITEMS, data), "a", "mean", ["region"])
    assert (north.first.n, north.second.n) == (100, 100)
    assert north.se == pytest.approx(np.hypot(north.first.se, north.second.se), rel=1e-2)
    everybody = domains.differences(
        make_survey(ITEMS, answers(region=["n"] * 100 + ["s"] * 200)), "a", "mean", ["region"]
    )
    assert north.se > 1.1 * everybody.rows[0].se


def test_a_domain_with_one_level_has_nothing_to_compare():
    assert (
        len(domains.differences(make_survey(ITEMS, answers(region=["n"] * N)), "a", "mean", ["region"])) == 0
    )
