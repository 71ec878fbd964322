"""Sums of products by group, beside the answers that they were made of."""

from __future__ import annotations

import numpy as np
import pytest
import warehoused

from csatreport.measure import drivers, products, structure
from csatreport.measure.design import Design, Floats
from csatreport.measure.moments import moments
from csatreport.measure.resample import resampled

RNG = np.random.default_rng


def answers(n: int, k: int = 5, *, seed: int = 1) -> Floats:
    """Ratings with something in common, a tenth missing."""
    rng = RNG(seed)
    ratings = np.clip(np.rint(3.5 + rng.standard_normal((n, 1)) + rng.standard_normal((n, k))), 1, 5)
    ratings[rng.random((n, k)) < 0.1] = np.nan
    return ratings


def clustered(n: int, clusters: int = 40) -> Design:
    at = RNG(2).integers(0, clusters, n)
    return Design.of(RNG(3).uniform(0.2, 3, n), strata=(at % 4).astype(str), clusters=at.astype(str))


@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
def test_moments_of_groups_are_those_of_the_answers(missing: str) -> None:
    values, design = answers(2_000), clustered(2_000)
    every = np.ones(2_000, dtype=bool)
    found = products.grouped(values, design, missing=missing, used=every)
    expected = moments(values, design.weights, missing=missing)
    got = found.moments(found.design.weights)
    np.testing.assert_allclose(got.mean, expected.mean, rtol=1e-13)
    np.testing.assert_allclose(got.covariance, expected.covariance, rtol=1e-12, atol=1e-14)


def test_clusters_are_drawn_as_they_are_from_the_answers() -> None:
    values, design = answers(2_000), clustered(2_000)
    every = np.ones(2_000, dtype=bool)
    sources = (
        products.Each(values, design, "pairwise", every),
        products.grouped(values, design, missing="pairwise", used=every),
    )
    each, groups = (
        resampled(lambda w, s=s: s.moments(w).correlation, s.design, RNG(7), times=50) for s in sources
    )
    np.testing.assert_allclose(groups.results, each.results, rtol=0, atol=1e-12)


def test_random_groups_have_the_spread_of_the_answers_themselves() -> None:
    n = 30_000
    values = answers(n, 6)
    design = Design.of(RNG(3).uniform(0.2, 3, n), strata=np.where(RNG(4).random(n) < 0.3, "a", "b"))
    every = np.ones(n, dtype=bool)
    upper = np.triu_indices(6, 1)
    spreads = []
    for source in (
        products.Each(values, design, "pairwise", every),
        products.grouped(values, design, missing="pairwise", used=every),
    ):
        found = resampled(lambda w, s=source: s.moments(w).correlation, source.design, RNG(5), times=300)
        spreads.append(found.se(found.results.mean(axis=0))[upper])
    assert len(source.design.stratum) <= 2 * products.most(2) < n / 7
    assert np.mean(spreads[1] / spreads[0]) == pytest.approx(1, abs=0.05)


def test_a_stratum_with_few_units_keeps_them() -> None:
    design = Design.of(np.ones(9_000), strata=["small"] * 20 + ["large"] * 8_980)
    group, stratum = products.groups(design)
    assert len(set(group[:20])) == 20
    assert 1_900 < len(stratum) <= 20 + products.most(2)
    assert not set(group[:20]) & set(group[20:])


@pytest.mark.parametrize("step", [1, 2, 7, 100, 1024])
def test_numbers_in_any_regular_distance_fall_apart(step: int) -> None:
    parts = 200
    found = products.scattered(np.arange(40_000) * step, parts)
    chi2 = ((np.bincount(found, minlength=parts) - 200) ** 2 / 200).sum()
    assert 100 < chi2 < 320  # 199 degrees of freedom: chance, not order
    assert abs(np.corrcoef(found[:-1], found[1:])[0, 1]) < 0.02


def test_few_answers_and_replicate_weights_are_looked_at_themselves() -> None:
    values = answers(500)
    assert isinstance(products.of(values, clustered(500), missing="pairwise"), products.Each)


def test_many_answers_are_grouped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "MANY", 400)
    found = products.of(answers(500), clustered(500), missing="listwise", used=np.arange(500) < 450)
    assert isinstance(found, products.Grouped)


def test_an_item_that_does_not_vary_has_no_correlation() -> None:
    values = np.column_stack([answers(500, 2), np.full(500, 4.3)])
    found = products.grouped(values, clustered(500), missing="pairwise", used=np.ones(500, dtype=bool))
    assert np.isnan(found.moments(found.design.weights).correlation[0, 2, :2]).all()


@pytest.mark.parametrize("design", ["clusters", "strata"])
def test_models_of_a_large_survey_find_what_they_find_from_the_answers(
    design: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = warehoused.survey(design, n=600)
    values = []
    for many in (200_000, 100):
        monkeypatch.setattr(products, "MANY", many)
        found = structure.structure(survey)
        fit = drivers.drivers(survey)
        shares = [(d.shapley.value, d.coefficient.value, d.coefficient.se) for d in fit.rows if d.shapley]
        values.append((np.sort(found.loadings.ravel()), np.array(shares), found.sample.matrix.n))
    (loadings, shares, n), (again, same, base) = values
    np.testing.assert_allclose(again, loadings, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(same, shares, rtol=1e-9, atol=1e-11)
    assert base == n
