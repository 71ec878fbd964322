import numpy as np
import pytest
from scipy import stats

from csatreport.measure import interval


def share(p, se=0.02, df=99, n=100, effective=None):
    effective_n = np.array([float(n) if effective is None else effective])
    low, high = interval.of_share(
        np.array([p]), np.array([se]), df=df, n=np.array([n]), effective_n=effective_n, confidence=0.95
    )
    return low[0], high[0]


def test_a_share_stays_inside_its_bounds_and_around_its_value():
    for p in (0.001, 0.3, 0.5, 0.999):
        low, high = share(p, se=np.sqrt(p * (1 - p) / 100))
        assert 0 < low < p < high < 1


def test_a_share_of_satisfied_and_its_complement_mirror_each_other():
    low, high = share(0.8)
    assert share(0.2) == pytest.approx((1 - high, 1 - low), rel=1e-12)


@pytest.mark.parametrize("n", [2, 15, 400])
def test_nobody_or_everybody_gives_the_exact_binomial_limit_in_a_simple_sample(n):
    exact = stats.binomtest(0, n).proportion_ci(0.95, method="exact").high
    assert share(0.0, 0.0, n - 1, n) == pytest.approx((0.0, exact), rel=1e-12)
    assert share(1.0, 0.0, n - 1, n) == pytest.approx((1 - exact, 1.0), rel=1e-12)


def test_few_clusters_widen_the_interval_of_nobody():
    assert share(0.0, 0.0, 5)[1] > share(0.0, 0.0, 99)[1]


def test_nobody_in_a_weighted_clustered_sample_has_the_limit_of_korn_and_graubard():
    adjusted = 60 * (stats.t.ppf(0.975, 99) / stats.t.ppf(0.975, 19)) ** 2
    assert share(0.0, 0.0, 19, 100, 60.0)[1] == pytest.approx(stats.beta.ppf(0.975, 1, adjusted), rel=1e-12)


def test_a_small_group_of_a_large_sample_is_no_surer_of_nobody_than_its_own_answers():
    exact = stats.binomtest(0, 10).proportion_ci(0.95, method="exact").high
    assert share(0.0, 0.0, 999, 10) == pytest.approx((0.0, exact), rel=1e-12)


def test_a_base_of_one_has_no_interval_at_nobody():
    assert np.isnan(share(0.0, 0.0, 99, 1)[1])


def test_a_mean_has_the_t_interval_of_its_degrees_of_freedom():
    low, high = interval.of_mean(np.array([10.0]), np.array([2.0]), df=7, confidence=0.9)
    assert (low[0], high[0]) == pytest.approx(stats.t.interval(0.9, 7, 10, 2), rel=1e-12)


def test_without_degrees_of_freedom_there_is_no_interval():
    assert np.isnan(interval.of_mean(np.array([1.0]), np.array([0.1]), df=0, confidence=0.95)).all()


def test_nothing_estimated_has_no_interval():
    assert np.isnan(share(float("nan"), float("nan"), 99, 0, float("nan"))).all()
