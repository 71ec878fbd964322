"""Replicate weights: one variance for means, domains and gaps; what cannot be used is refused by replicate."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surveys import category, make_survey, rating, responses

from csatreport.compare import domains
from csatreport.errors import DesignError
from csatreport.measure import estimate
from csatreport.measure.design import Design
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import influence, means, variance
from csatreport.measure.replication import Replicates
from csatreport.params.weighting import Replication, Weighting

JK1, JKN, BOOTSTRAP = (Replication.model_validate({"type": t}) for t in ("jk1", "jkn", "bootstrap"))


def jackknife(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Leave out one response, the others weigh more."""
    n = len(weights)
    return weights[:, None] * np.where(np.eye(n, dtype=bool), 0.0, n / (n - 1))


def made(replicates: Any, weights: Any, how: Replication = BOOTSTRAP, **rest: Any) -> Design:
    return Design.of(weights, replicates=Replicates.of(replicates, weights, how=how, **rest))


@pytest.fixture
def sample() -> dict[str, Any]:
    generator = np.random.default_rng(11)
    scores = generator.integers(1, 6, (60, 3)).astype(float)
    scores[generator.random((60, 3)) < 0.1] = np.nan
    weights = generator.uniform(0.5, 2, 60)
    return {"scores": scores, "weights": weights, "domain": generator.integers(-1, 3, 60)}


def test_the_jackknife_of_a_simple_sample_is_the_classical_error() -> None:
    y = np.random.default_rng(4).normal(size=(40, 1))
    found = means(y, made(jackknife(np.ones(40)), np.ones(40), JK1))
    assert found.se[0, 0] == pytest.approx(y.std(ddof=1) / np.sqrt(40), rel=1e-12)
    assert found.deff[0, 0] == pytest.approx(1, rel=1e-12)
    assert found.df == 39


def test_every_domain_and_item_is_the_weighted_mean_of_each_replicate(sample: dict[str, Any]) -> None:
    replicates = np.random.default_rng(1).uniform(0, 3, (60, 25))
    found = means(sample["scores"], made(replicates, sample["weights"]), domain=sample["domain"], domains=3)
    for d in range(3):
        for k in range(3):
            rows = (sample["domain"] == d) & ~np.isnan(sample["scores"][:, k])
            y = sample["scores"][rows, k]
            value = np.average(y, weights=sample["weights"][rows])
            each = [np.average(y, weights=replicates[rows, r]) for r in range(25)]
            expected = sum((e - value) ** 2 for e in each) / 24
            assert found.se[d, k] ** 2 == pytest.approx(expected, rel=1e-12)


def test_values_bases_and_effective_bases_do_not_depend_on_the_replicates(sample: dict[str, Any]) -> None:
    one = means(sample["scores"], Design.of(sample["weights"]))
    other = means(sample["scores"], made(jackknife(sample["weights"]), sample["weights"]))
    for name in ("value", "n", "effective_n"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_influence_gives_the_same_variance_as_the_estimate(sample: dict[str, Any]) -> None:
    design = made(jackknife(sample["weights"]), sample["weights"], JK1)
    found = means(sample["scores"], design, domain=sample["domain"], domains=3)
    for d in range(3):
        z = influence(sample["scores"], design, member=sample["domain"] == d)
        np.testing.assert_allclose(np.sqrt(variance(z, design)[0]), found.se[d], rtol=1e-12)


def test_the_jackknife_of_a_large_sample_agrees_with_linearisation() -> None:
    generator = np.random.default_rng(8)
    y, w = generator.integers(1, 6, (900, 1)).astype(float), generator.uniform(0.5, 2, 900)
    lin, rep = means(y, Design.of(w)), means(y, made(jackknife(w), w, JK1))
    assert rep.se[0, 0] == pytest.approx(lin.se[0, 0], rel=2e-3)
    assert rep.df == lin.df == 899


@given(st.floats(1e-6, 1e6), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_neither_scale_of_the_weights_nor_order_of_the_replicates_changes_anything(
    scale: float, seed: int
) -> None:
    generator = np.random.default_rng(seed)
    y, w, r = generator.normal(size=(20, 2)), generator.uniform(0.5, 2, 20), generator.uniform(0, 3, (20, 6))
    plain, other = means(y, made(r, w)), means(y, made(r[:, generator.permutation(6)] * scale, w * scale))
    np.testing.assert_allclose(other.se, plain.se, rtol=1e-10)
    assert other.df == plain.df == 5


def test_replicates_that_repeat_each_other_add_no_degrees_of_freedom() -> None:
    columns = jackknife(np.ones(10))
    assert made(np.hstack([columns, columns]), np.ones(10)).df == 9


def test_a_domain_that_a_replicate_leaves_empty_has_a_value_and_no_error() -> None:
    y, w = np.arange(6.0)[:, None], np.ones(6)
    found = means(y, made(jackknife(w), w, JK1), domain=np.array([0, 1, 1, 1, 1, 1]), domains=2)
    assert found.value[0, 0] == 0
    assert np.isnan(found.se[0, 0])
    assert found.se[1, 0] > 0


def test_no_items_give_no_columns() -> None:
    design = made(jackknife(np.ones(4)), np.ones(4), JK1)
    assert means(np.empty((4, 0)), design, domains=2).se.shape == (2, 0)
    assert influence(np.empty((4, 0)), design).shape == (4, 0)


def test_jackknife_scales_come_from_the_strata_or_as_they_are_given() -> None:
    strata, w = np.array(["a"] * 2 + ["b"] * 3), np.ones(5)
    columns = np.where(np.eye(5, dtype=bool), 0.0, np.where(strata[:, None] == strata, 1.5, 1.0))
    found = Replicates.of(columns, w, how=JKN, strata=strata)
    assert found.scale.tolist() == pytest.approx([1 / 2] * 2 + [2 / 3] * 3)
    given = Replication(type="jkn", rscales=(1, 1, 1, 1, 0.5), scale=0.1)
    assert Replicates.of(columns, w, how=given).scale.tolist() == pytest.approx([0.1] * 4 + [0.05])


@pytest.mark.parametrize(
    ("change", "how", "words"),
    [
        (lambda r: r[:, :1], JK1, ("fewer than two",)),
        (lambda r: r - [0, 9, 0, 0], JK1, ("negative", "replicate 2 of 4")),
        (lambda r: r * [1, 1, np.nan, 1], JK1, ("missing", "replicate 3 of 4")),
        (lambda r: r * [1, 1, 1, 0], JK1, ("all zero", "replicate 4 of 4")),
        (lambda r: r / 7, JK1, ("look like factors", "multiply each replicate by the weight")),
        (lambda r: r + 1, JKN, ("replicate 1 of 4", "in 0 strata", "give rscales")),
        (lambda r: r, Replication(type="jkn", rscales=(1, 1)), ("not one for each", "4 numbers", "got: 2")),
    ],
)
def test_replicates_that_cannot_be_used_are_refused_with_what_to_do(
    change: Any, how: Replication, words: tuple[str, ...]
) -> None:
    with pytest.raises(DesignError) as caught:
        Replicates.of(change(jackknife(np.full(4, 3.0))), np.full(4, 3.0), how=how)
    assert all(word in caught.value.message for word in words)


def test_estimates_and_gaps_of_a_survey_come_from_the_replicates_that_it_declares() -> None:
    generator = np.random.default_rng(2)
    n = 200
    score, region = generator.integers(1, 6, n).astype(float), generator.choice(["n", "s"], n)
    weights = generator.uniform(0.5, 2, n)
    columns = {f"replicate_{r + 1}": c for r, c in enumerate(jackknife(weights).T)}
    items = (rating("overall"), category("region", "region", roles={"domain": ""}))
    frame = responses(overall=score, region=list(region), weight=weights, **columns)
    how = Weighting(base="delivered", replicates=JK1)
    survey = make_survey(items, frame, weights="declared", weighting=how)
    design = made(jackknife(weights), weights, JK1)
    assert Fielding.of(survey).design.df == design.df == n - 1
    (found,) = estimate.items(survey, "mean", items=["overall"])
    assert found.se == means(score[:, None], design).se[0, 0]
    gap = domains.differences(survey, "overall", "mean").rows[0]
    member = region == "n"
    z = influence(score[:, None], design, member=member) - influence(score[:, None], design, member=~member)
    assert gap.se == pytest.approx(np.sqrt(variance(z, design)[0, 0]))
    plain = make_survey(items, frame)
    (linear,) = estimate.items(plain, "mean", items=["overall"])
    assert linear.se == means(score[:, None], Design.of(weights)).se[0, 0]
