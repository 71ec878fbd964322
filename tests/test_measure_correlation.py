"""Correlations against R's survey package, scipy and a jackknife."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from surveys import make_survey, rating, responses
from test_measure_distribution import DESIGNS, R, api, needs_reference, needs_sfo, sfo

from csatreport.errors import DataError, UsageError
from csatreport.measure import correlation
from csatreport.measure.correlation.coefficient import correlate, fisher, p_value
from csatreport.measure.design import Design
from csatreport.measure.replication import Replicates
from csatreport.params.weighting import Replication

RNG = np.random.default_rng(8)
N = 240
X = RNG.integers(1, 6, N).astype(float)
Y = np.clip(np.round(X + RNG.normal(0, 1.2, N)), 1, 5)


@needs_reference
@pytest.mark.parametrize("case", DESIGNS)
@pytest.mark.parametrize("pair", [("api00", "api99"), ("api00", "meals"), ("ell", "meals")])
def test_correlation_and_standard_error_equal_r_survey(case, pair):
    data, design = api(case)
    r, se = correlate(*(data[x].to_numpy(float) for x in pair), design)
    assert r == pytest.approx(R[case, "correlation." + ".".join(pair)], rel=1e-12)
    assert se == pytest.approx(R[case, "correlation_se." + ".".join(pair)], rel=1e-10)


@needs_sfo
def test_ratings_with_missing_answers_weights_and_clusters_equal_r_survey():
    ratings, design = sfo()
    r, se = correlate(*ratings.T, design)
    assert r == pytest.approx(R["sfo", "correlation.Q7ALL.Q7FOOD"], rel=1e-12)
    assert se == pytest.approx(
        R["sfo", "correlation_se.Q7ALL.Q7FOOD"], rel=1e-4
    )  # R cuts the domain out first


def test_without_weights_they_are_those_of_scipy():
    design = Design.of(np.ones(N))
    assert correlate(X, Y, design)[0] == pytest.approx(stats.pearsonr(X, Y).statistic, rel=1e-12)
    ranks = correlate(X, Y, design, method="spearman")[0]
    assert ranks == pytest.approx(stats.spearmanr(X, Y).statistic, rel=1e-12)


def test_a_weight_counts_like_as_many_respondents():
    twice = np.where(np.arange(N) < 100, 2, 1)
    for method in ("pearson", "spearman"):
        weighted = correlate(X, Y, Design.of(twice), method=method)[0]
        repeated = correlate(
            np.repeat(X, twice), np.repeat(Y, twice), Design.of(np.ones(twice.sum())), method=method
        )
        assert weighted == pytest.approx(repeated[0], rel=1e-12)


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_standard_errors_are_those_of_a_jackknife(method):
    w = RNG.uniform(0.5, 2, N)
    _, se = correlate(X, Y, Design.of(w), method=method)
    keep = ~np.eye(N, dtype=bool)
    each = np.array([correlate(X[k], Y[k], Design.of(w[k]), method=method)[0] for k in keep])
    assert se == pytest.approx(np.sqrt((N - 1) / N * ((each - each.mean()) ** 2).sum()), rel=0.02)
    replicates = Replicates.of(
        np.where(keep.T, w[:, None] * N / (N - 1), 0.0), w, how=Replication(type="jk1")
    )
    assert correlate(X, Y, Design.of(w, replicates=replicates), method=method)[1] == pytest.approx(
        se, rel=0.02
    )


@pytest.mark.parametrize("method", ["pearson", "spearman"])
def test_intervals_hold_the_truth_about_as_often_as_they_say(method):
    rng, hits, times = np.random.default_rng(2), 0, 300
    population = np.round(np.clip(rng.multivariate_normal([4, 4], [[1, 0.6], [0.6, 1]], 200_000), 1, 5))
    truth = correlate(*population.T, Design.of(np.ones(len(population))), method=method)[0]
    for _ in range(times):
        x, y = population[rng.integers(0, len(population), 200)].T
        low, high = fisher(*correlate(x, y, Design.of(np.ones(200)), method=method), df=199, confidence=0.95)
        hits += low <= truth <= high
    assert 0.92 <= hits / times <= 0.98


def survey(n=120, **more):
    rng = np.random.default_rng(3)
    common = rng.normal(0, 1, n)
    answers = {k: np.clip(np.round(3.5 + common + rng.normal(0, 1, n)), 1, 5) for k in "abc"}
    items = [rating(k, dimension="service") for k in "abc"]
    overall = np.clip(np.round(3.5 + common + rng.normal(0, 1, n)), 1, 5)
    return make_survey(
        (*items, rating("whole", roles={"overall": ""})), responses(whole=overall, **answers, **more)
    )


def test_every_pair_is_one_family_corrected_together():
    found = correlation.services(survey())
    assert len(found) == 3
    assert {r.family for r in found} == {3}
    assert all(r.p_adjusted >= r.p for r in found)
    assert found.strongest.estimate.value >= found.weakest.estimate.value
    assert found.one("b", "a") is found.rows[0]
    with pytest.raises(KeyError):
        found.one("a", "nothing")
    assert found.rows[0].pair.en == "“A” and “B”"


def test_every_service_is_held_against_overall_satisfaction():
    found = correlation.with_overall(survey())
    assert [r.estimate.item for r in found] == ["a", "b", "c"]
    assert {r.first.item for r in found} == {"whole"}
    assert all(r.clear and r.estimate.low < r.estimate.value < r.estimate.high for r in found)
    assert not correlation.with_overall(make_survey((rating("a", dimension="service"),), responses(a=X))).rows


def test_permuting_rows_and_scaling_weights_changes_nothing():
    plain = survey()
    frame = plain.responses.sample(frac=1, random_state=1).assign(weight=5.0)
    for method in ("pearson", "spearman"):
        for a, b in zip(
            correlation.services(plain, method),
            correlation.services(replace(plain, responses=frame), method),
            strict=True,
        ):
            assert (a.estimate.value, a.estimate.se, a.p) == pytest.approx(
                (b.estimate.value, b.estimate.se, b.p)
            )


def test_a_constant_leaves_the_family_and_a_small_base_is_hidden():
    items = tuple(rating(k, dimension="service") for k in "abc")
    made = make_survey(items, responses(a=X, b=np.full(N, 3.0), c=np.where(np.arange(N) < 5, Y, np.nan)))
    found = correlation.services(made)
    assert [(r.first.item, r.second.item) for r in found] == [("a", "c"), ("b", "c")]
    assert not any(r.estimate.shown for r in found)
    assert all(r.p_adjusted is None for r in found)
    with pytest.raises(DataError, match="no correlation"):
        _ = found.strongest
    with pytest.raises(DataError, match="no correlation"):
        _ = found.weakest


def test_perfect_correlation_two_respondents_and_nobody_give_no_test():
    design = Design.of(np.ones(N))
    r, se = correlate(X, 2 * X, design)
    assert r == pytest.approx(1)
    assert np.isnan(p_value(1.0, se, df=10))
    assert np.isnan(fisher(1.0, se, df=10, confidence=0.95)).all()
    assert np.isnan(correlate(np.array([1.0, 2.0]), np.array([2.0, 1.0]), Design.of([1, 1]))).all()
    assert np.isnan(correlate(np.full(N, np.nan), Y, design)).all()
    with pytest.raises(UsageError, match="pearson or spearman"):
        correlate(X, Y, design, method="kendall")


def test_pairs_may_be_chosen():
    found = correlation.items(survey(), [("whole", "c"), ("a", "b")], "spearman")
    assert [r.estimate.measure for r in found] == ["spearman", "spearman"]
    assert len(found.clear) == 2
