"""Means of groups with their covariances, and the test of whether they differ."""

from __future__ import annotations

import numpy as np
import pytest
from oracles import SFO, answers, codes, design, flights, printed
from scipy import stats

from csatreport.measure.design import Design
from csatreport.measure.groups import Wald, differ, groups
from csatreport.measure.linearisation import influence, means, variance
from csatreport.measure.replication import Replicates
from csatreport.params.weighting import Replication

needs_sfo = pytest.mark.skipif(not SFO.is_dir(), reason=f"real data absent: {SFO}")


def test_means_and_covariances_of_groups_equal_r():
    made, k = codes(answers()["g"])
    found = groups(answers()[["overall"]].to_numpy(), design(), made, k)
    for i, a in enumerate("pqrs"):
        assert found.means.value[i, 0] == pytest.approx(printed()["groups", f"mean_{a}"], rel=1e-10)
        for j, b in enumerate("pqrs"):
            assert found.covariance[0, i, j] == pytest.approx(printed()["groups", f"cov_{a}{b}"], rel=1e-9)


def test_the_wald_statistic_equals_r():
    made, k = codes(answers()["g"])
    found = groups(answers()[["overall"]].to_numpy(), design(), made, k)
    df = design().df
    test = differ(found.means.value[:, 0], found.covariance[0], df)
    q = printed()["groups", "q"]
    assert (test.q, test.df) == (q, df - q + 1)
    assert test.statistic * df * q / (df - q + 1) == pytest.approx(printed()["groups", "wald"], rel=1e-9)
    assert test.p == pytest.approx(stats.f.sf(test.statistic, q, df - q + 1))


@needs_sfo
@pytest.mark.parametrize("item", ["whole", "food"])
@pytest.mark.parametrize("by", ["gender", "purpose"])
def test_the_wald_statistic_of_real_answers_in_clusters_equals_r(item, by):
    data = flights()
    case = f"sfo_{item}_{by}"
    made, k = codes(data[by].where(data[item].notna()))
    kept, _ = codes(data[by])
    cluster = Design.of(data["weight"], clusters=data["run"])
    assert cluster.df == printed()["sfo", "df"]
    found = groups(data[[item]].to_numpy(), cluster, made, k)
    assert int(found.means.n.sum()) == printed()[case, "n"]
    there = found.means.n[:, 0] > 0
    test = differ(found.means.value[there, 0], found.covariance[0][np.ix_(there, there)], 1e12)
    assert test.q == printed()[case, "q"]
    assert test.statistic * test.q == pytest.approx(printed()[case, "wald"], rel=1e-6)
    assert len(kept) == len(made)


@pytest.fixture
def crossed():
    g = np.random.default_rng(3)
    n = 400
    scores = g.normal(size=(n, 3))
    scores[g.random((n, 3)) < 0.2] = np.nan
    cluster = g.integers(0, 60, n)
    made = Design.of(g.uniform(0.3, 3, n), strata=cluster % 4, clusters=cluster)
    return scores, made, g.integers(-1, 4, n)


def test_the_diagonal_is_the_one_variance_and_a_contrast_that_of_the_difference_of_influences(crossed):
    scores, made, level = crossed
    found = groups(scores, made, level, 4)
    np.testing.assert_allclose(
        np.sqrt(np.diagonal(found.covariance, axis1=1, axis2=2)).T,
        means(scores, made, domain=level, domains=4).se,
        rtol=1e-12,
    )
    z = influence(scores, made, member=level == 0) - influence(scores, made, member=level == 3)
    c = found.covariance
    np.testing.assert_allclose(c[:, 0, 0] + c[:, 3, 3] - 2 * c[:, 0, 3], variance(z, made)[0], rtol=1e-10)


def test_replicate_weights_give_the_covariances_where_there_are_any():
    g = np.random.default_rng(5)
    n = 60
    scores, level = g.normal(size=(n, 1)), np.arange(n) % 2
    w = np.ones(n)
    jackknife = np.where(np.eye(n, dtype=bool), 0.0, n / (n - 1))
    made = Design.of(w, replicates=Replicates.of(jackknife, w, how=Replication(type="jk1")))
    found, plain = (groups(scores, d, level, 2).covariance[0] for d in (made, Design.of(w)))
    np.testing.assert_allclose(found, plain, atol=0.1 * plain.max())


def test_order_of_responses_and_scale_of_weights_change_nothing(crossed):
    scores, made, level = crossed
    order = np.random.default_rng(1).permutation(len(level))
    moved = Design.of(
        7 * made.weights[order], strata=made.stratum[made.unit][order], clusters=made.unit[order]
    )
    one, two = groups(scores, made, level, 4), groups(scores[order], moved, level[order], 4)
    np.testing.assert_allclose(two.covariance, one.covariance, rtol=1e-9, atol=1e-15)
    np.testing.assert_array_equal(two.units, one.units)
    assert two.explained(0, [0, 1, 2]) == pytest.approx(one.explained(0, [0, 1, 2]))


def test_what_groups_explain_is_eta_squared_less_chance():
    y, level = np.array([1.0, 2, 3, 4, 8, 9, 10, 11]), np.array([0, 0, 0, 0, 1, 1, 1, 1])
    found = groups(y[:, None], Design.of(np.ones(8)), level, 2)
    eta = 1 - ((y[:4] - 2.5) ** 2).sum() * 2 / ((y - y.mean()) ** 2).sum()
    assert found.explained(0, [0, 1]) == pytest.approx(1 - (1 - eta) * 7 / 6)


def test_a_group_in_few_clusters_knows_little_of_its_variance():
    cluster = np.repeat(np.arange(20), 10)
    level = np.where(cluster < 3, 0, 1)
    y = np.random.default_rng(2).normal(size=(200, 1))
    found = groups(y, Design.of(np.ones(200), clusters=cluster), level, 2)
    assert found.units[:, 0].tolist() == [3, 17]
    assert found.df[:, 0].tolist() == [2, 16]


@pytest.mark.parametrize(
    ("value", "covariance", "df"),
    [
        ([1.0], [[1.0]], 10),
        ([1.0, 2.0], [[0.0, 0.0], [0.0, 0.0]], 10),
        ([1.0, 2.0, 3.0], np.eye(3).tolist(), 1),
        ([1.0, 2.0, 3.0], [[1.0, 0, 0], [0, 0, 0], [0, 0, 0]], 50),
    ],
    ids=["one group", "nothing varies", "no degrees of freedom", "two groups constant"],
)
def test_where_nothing_can_be_tested_there_is_no_test(value, covariance, df):
    assert differ(np.array(value), np.array(covariance), df) is None


def test_two_groups_are_tested_by_t_squared():
    test = differ(np.array([1.0, 2.0]), np.diag([0.2, 0.3]), 17.0)
    t = 1 / np.sqrt(0.5)
    assert test.p == pytest.approx(2 * stats.t.sf(t, 17))
    assert test.reach(0.05) == pytest.approx(stats.t.ppf(0.975, 17))


def test_a_contrast_as_large_as_the_reach_is_just_clear():
    covariance = np.diag([0.2, 0.3, 0.1])
    reach = Wald(1.0, 2, 29.0).reach(0.05)
    most = 0.0
    for seed in range(200):  # the largest standardised contrast is the square root of Wald's statistic
        value = np.random.default_rng(seed).normal(size=3)
        test = differ(value, covariance, 30.0)
        wald = test.statistic * 2 * 30 / 29
        most = max(most, wald)
        assert (test.p < 0.05) == (np.sqrt(wald) > reach)
    assert most > reach**2


def test_nobody_and_one_answer_have_no_mean_and_no_variance():
    nothing = np.full((5, 1), np.nan)
    found = groups(nothing, Design.of(np.ones(5)), np.array([0, 0, 1, 1, -1]), 2)
    assert np.isnan(found.means.value).all()
    assert not found.covariance.any()
    assert found.explained(0, [0, 1]) == 0.0
