import numpy as np
import pytest

from csatreport.measure.design import Design
from csatreport.measure.linearisation import apart, errors, influence, means, variance

N, K, D = 400, 3, 4


@pytest.fixture
def sample():
    generator = np.random.default_rng(5)
    scores = generator.integers(1, 6, (N, K)).astype(float)
    scores[generator.random((N, K)) < 0.15] = np.nan
    cluster = generator.integers(0, 40, N)
    return {
        "scores": scores,
        "weights": generator.uniform(0.2, 3, N),
        "domain": generator.integers(-1, D, N),
        "cluster": cluster,
        "stratum": cluster % 4,
    }


def estimated(s, rows=slice(None), scale=1.0):
    design = Design.of(s["weights"][rows] * scale, strata=s["stratum"][rows], clusters=s["cluster"][rows])
    return means(s["scores"][rows], design, domain=s["domain"][rows], domains=D)


def test_the_order_of_the_rows_changes_nothing(sample):
    plain, mixed = estimated(sample), estimated(sample, np.random.default_rng(1).permutation(N))
    for name in ("value", "se", "n", "effective_n", "deff"):
        np.testing.assert_allclose(getattr(plain, name), getattr(mixed, name), rtol=1e-12)


def test_the_scale_of_the_weights_changes_nothing(sample):
    plain, scaled = estimated(sample), estimated(sample, scale=731.0)
    for name in ("value", "se", "n", "effective_n", "deff"):
        np.testing.assert_allclose(getattr(plain, name), getattr(scaled, name), rtol=1e-12)


def test_a_domain_has_the_value_of_its_rows_alone_and_the_df_of_all(sample):
    found = estimated(sample)
    for d in range(D):
        rows = sample["domain"] == d
        alone = means(sample["scores"][rows], Design.of(sample["weights"][rows]))
        np.testing.assert_allclose(found.value[d], alone.value[0], rtol=1e-13)
        np.testing.assert_array_equal(found.n[d], alone.n[0])
        np.testing.assert_allclose(found.effective_n[d], alone.effective_n[0], rtol=1e-13)
    assert found.df == 36


def test_the_variance_is_the_textbook_sum_over_strata_and_clusters(sample):
    found = estimated(sample)
    for d in range(D):
        for k in range(K):
            y, w = sample["scores"][:, k], sample["weights"]
            use = (sample["domain"] == d) & ~np.isnan(y)
            mean = (w * y)[use].sum() / w[use].sum()
            z = np.where(use, w * (y - mean) / w[use].sum(), 0.0)
            expected = 0.0
            for h in range(4):
                totals = [
                    z[sample["cluster"] == c].sum()
                    for c in np.unique(sample["cluster"][sample["stratum"] == h])
                ]
                expected += len(totals) * np.var(totals, ddof=1)
            assert found.se[d, k] ** 2 == pytest.approx(expected, rel=1e-11)


def test_a_simple_random_sample_has_design_effect_one_and_the_classical_error():
    y = np.random.default_rng(2).normal(size=(50, 1))
    found = means(y, Design.of(np.ones(50)))
    assert found.deff[0, 0] == pytest.approx(1.0, rel=1e-12)
    assert found.se[0, 0] == pytest.approx(y.std(ddof=1) / np.sqrt(50), rel=1e-12)
    assert found.effective_n[0, 0] == pytest.approx(50, rel=1e-12)


def test_the_effective_base_is_kish():
    found = means(np.ones((3, 1)), Design.of([1.0, 2.0, 3.0]))
    assert found.effective_n[0, 0] == pytest.approx(36 / 14)


def test_a_response_of_weight_zero_is_in_no_base():
    found = means(np.array([[1.0], [2.0], [5.0]]), Design.of([1.0, 1.0, 0.0]))
    assert (found.value[0, 0], found.n[0, 0]) == (1.5, 2)


def test_an_item_without_answers_has_no_value_and_base_zero():
    found = means(np.full((4, 1), np.nan), Design.of(np.ones(4)))
    assert np.isnan([found.value[0, 0], found.se[0, 0], found.effective_n[0, 0], found.deff[0, 0]]).all()
    assert found.n[0, 0] == 0


def test_one_respondent_has_a_value_and_no_error():
    found = means(np.array([[4.0]]), Design.of([2.0]))
    assert found.value[0, 0] == 4.0
    assert np.isnan(found.se[0, 0])


def test_influence_gives_the_same_variance_as_the_estimate(sample):
    design = Design.of(sample["weights"], strata=sample["stratum"], clusters=sample["cluster"])
    found = means(sample["scores"], design, domain=sample["domain"], domains=D)
    for d in range(D):
        z = influence(sample["scores"], design, member=sample["domain"] == d)
        np.testing.assert_allclose(np.sqrt(variance(z, design)[0]), found.se[d], rtol=1e-11)


def test_the_variance_of_a_gap_in_one_design_holds_the_covariance(sample):
    design = Design.of(sample["weights"], strata=sample["stratum"], clusters=sample["cluster"])
    first, second = (influence(sample["scores"], design, member=sample["domain"] == d) for d in (0, 1))
    joint = variance(second - first, design)
    both = variance(first, design) + variance(second, design)
    covariance = (variance(first + second, design) - both) / 2
    np.testing.assert_allclose(joint, both - 2 * covariance, rtol=1e-10)
    assert not np.allclose(joint, both, rtol=1e-4)


def test_the_error_of_a_gap_is_that_of_the_difference_of_two_influences(sample):
    design = Design.of(sample["weights"], strata=sample["stratum"], clusters=sample["cluster"])
    first, second = (sample["domain"] == d for d in (0, 1))
    z = [influence(sample["scores"], design, member=m) for m in (first, second)]
    expected = np.sqrt(variance(z[1] - z[0], design)[0])
    np.testing.assert_allclose(apart(sample["scores"], design, first, second), expected, rtol=1e-12)
    np.testing.assert_allclose(errors(z[0] - z[1], design), expected, rtol=1e-12)
