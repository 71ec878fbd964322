"""Reliability, adequacy, number, extraction, rotation and scores, against other programs and published numbers."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import structured
from scipy.linalg import orthogonal_procrustes

from csatreport.errors import DataError
from csatreport.measure.structure import extraction, reliability, rotation, scores
from csatreport.measure.structure.adequacy import adequacy
from csatreport.measure.structure.matrix import FLOOR, given, smallest, smoothed
from csatreport.measure.structure.number import dimensionality

ORACLE = Path(__file__).parent / "oracle"
OTHERS = json.loads((ORACLE / "structure_others.json").read_text())
R = {k: np.array(v) for k, v in json.loads((ORACLE / "structure_r.json").read_text()).items()}
ATTITUDE = Path(__file__).parents[2] / "shared" / "data" / "reference" / "attitude.csv"
FACTORS = {"attitude": 2, "simulated": 3}


def answers(case):
    if case == "simulated":
        return structured.ratings().to_numpy(float)
    if not ATTITUDE.is_file():
        pytest.skip(f"reference data absent: {ATTITUDE}")
    return pd.read_csv(ATTITUDE).drop(columns="rownames").to_numpy(float)


def correlations(case):
    return np.corrcoef(answers(case).T)


def solution(case):
    r = correlations(case)
    found = extraction.minres(r[None], FACTORS[case])
    return r, found, rotation.ordered(rotation.varimax(found.loadings)[0])


@pytest.mark.parametrize("case", FACTORS)
def test_reliability_equals_r_psych(case):
    x = answers(case)
    found = reliability.alpha(np.cov(x.T)[None])
    assert (found.raw[0], found.standardised[0]) == pytest.approx(tuple(R[f"{case}.alpha"]), rel=1e-12)
    assert found.total[0] == pytest.approx(R[f"{case}.r_drop"], rel=1e-12)
    assert found.dropped[0] == pytest.approx(R[f"{case}.alpha_drop"], rel=1e-12)
    interval = reliability.feldt(found.raw[0], len(x), x.shape[1], confidence=0.95)
    assert interval == pytest.approx(tuple(R[f"{case}.feldt"]), rel=1e-9)


@pytest.mark.parametrize("case", FACTORS)
def test_alpha_and_its_interval_are_those_of_pingouin(case):
    x = answers(case)
    found = float(reliability.alpha(np.cov(x.T)[None]).raw[0])
    assert found == pytest.approx(OTHERS[case]["alpha"], rel=1e-12)
    ends = reliability.feldt(found, len(x), x.shape[1], confidence=0.95)
    assert ends == pytest.approx(OTHERS[case]["interval"], abs=5.1e-4)  # which it rounds


def test_alpha_of_attitude_is_the_published_one():
    found = reliability.alpha(np.cov(answers("attitude").T)[None])
    assert round(found.raw[0], 12) == 0.843142769565
    assert round(found.standardised[0], 8) == 0.83908380


@pytest.mark.parametrize("case", FACTORS)
def test_kmo_and_bartlett_equal_r_psych(case):
    x = answers(case)
    found = adequacy(given(np.corrcoef(x.T), len(x)))
    assert (found.kmo, *found.items) == pytest.approx(tuple(R[f"{case}.kmo"]), rel=1e-12)
    assert (found.chi2, found.df) == pytest.approx(tuple(R[f"{case}.bartlett"][:2]), rel=1e-9)
    assert found.p == pytest.approx(R[f"{case}.bartlett"][2], rel=1e-6)


@pytest.mark.parametrize("case", FACTORS)
def test_minres_varimax_and_scores_equal_r_run_to_convergence(case):
    r, found, loadings = solution(case)
    assert found.converged.all()
    assert found.uniqueness[0] == pytest.approx(R[f"{case}.minres"], abs=1e-7)
    assert found.uniqueness[0] == pytest.approx(R[f"{case}.minres_psych"], abs=2e-5)  # psych ends early
    shape = loadings.shape
    assert loadings == pytest.approx(rotation.ordered(R[f"{case}.varimax"].reshape(shape)), abs=1e-7)
    weights = rotation.ordered(R[f"{case}.weights"].reshape(shape))
    assert rotation.ordered(scores.weights(r, loadings)) == pytest.approx(weights, abs=1e-6)


@pytest.mark.parametrize("case", FACTORS)
def test_minres_is_that_of_factor_analyzer_as_far_as_it_goes(case):
    _, found, loadings = solution(case)
    assert found.uniqueness[0] == pytest.approx(OTHERS[case]["uniqueness"], abs=1e-5)
    other = rotation.ordered(np.array(OTHERS[case]["loadings"]))
    assert loadings == pytest.approx(other, abs=1e-3)  # its varimax ends early too


@pytest.mark.parametrize("case", FACTORS)
def test_components_equal_r_principal_and_congruence_that_of_psych(case):
    r, _, loadings = solution(case)
    plain = extraction.components(r[None], FACTORS[case]).loadings
    assert np.abs(plain[0]) == pytest.approx(
        np.abs(R[f"{case}.components"].reshape(loadings.shape)), abs=1e-10
    )
    other = rotation.ordered(rotation.varimax(plain)[0])
    found = np.sort(np.abs(rotation.congruence(loadings, other)))
    assert found == pytest.approx(np.sort(np.abs(R[f"{case}.congruence"])), abs=1e-6)


def test_parallel_analysis_has_the_eigenvalues_of_r_and_finds_the_families():
    found = dimensionality(given(correlations("simulated"), structured.ROWS), np.random.default_rng(1))
    assert found.shared == pytest.approx(R["simulated.eigen_factors"], abs=1e-9)
    assert found.chance == pytest.approx(R["simulated.parallel_factors"], abs=0.012)
    assert found.horn_chance == pytest.approx(R["simulated.parallel_components"], abs=0.012)
    assert (found.parallel, found.horn, found.kaiser) == (3, 3, 3)


def test_one_large_factor_hides_families_from_horn_but_not_from_what_items_share():
    family = np.repeat(np.arange(6), 3)
    r = np.where(family[:, None] == family, 0.53, 0.40)
    np.fill_diagonal(r, 1)
    found = dimensionality(given(r, 4000), np.random.default_rng(1))
    assert found.parallel == 6
    assert found.horn == 1


def test_random_answers_have_one_factor_at_most_by_rule():
    x = np.random.default_rng(7).normal(size=(500, 8))
    found = dimensionality(given(np.corrcoef(x.T), 500), np.random.default_rng(1))
    assert found.parallel == 1


def test_many_matrices_at_once_give_what_each_gives_alone():
    rng = np.random.default_rng(2)
    x = structured.ratings().to_numpy(float)
    many = np.array([np.corrcoef(x[rng.integers(0, len(x), len(x))].T) for _ in range(20)])
    _, found, loadings = solution("simulated")
    near = extraction.minres(many, 3, start=found.uniqueness[0])
    for b in (0, 7, 19):
        alone = extraction.minres(many[b][None], 3)
        assert near.uniqueness[b] == pytest.approx(alone.uniqueness[0], abs=1e-7)
        turned = rotation.ordered(rotation.varimax(alone.loadings)[0])
        placed = rotation.varimax(rotation.aligned(near.loadings[b][None], loadings))[0]
        assert rotation.ordered(placed) == pytest.approx(turned, abs=1e-6)


def test_alignment_is_that_of_scipy_and_turns_nothing_that_is_aligned():
    rng = np.random.default_rng(1)
    first, second = rng.normal(size=(2, 10, 3))
    expected = first @ orthogonal_procrustes(first, second)[0]
    assert rotation.aligned(first[None], second)[0] == pytest.approx(expected)
    assert rotation.aligned(second[None], second)[0] == pytest.approx(second)


def test_signs_and_order_follow_the_conventions_whatever_came_in():
    rng = np.random.default_rng(4)
    loadings = rng.normal(size=(9, 3))
    expected = rotation.ordered(loadings)
    for signs, order in ((np.array([1, -1, 1]), [2, 0, 1]), (np.array([-1, -1, -1]), [1, 2, 0])):
        assert rotation.ordered((loadings * signs)[:, order]) == pytest.approx(expected)
    assert (expected.sum(axis=0) >= 0).all()
    assert (np.diff((expected**2).sum(axis=0)) <= 0).all()


def test_varimax_keeps_communalities_and_improves_nothing_further():
    _, found, _ = solution("simulated")
    turned = rotation.varimax(found.loadings)
    assert (turned**2).sum(axis=2) == pytest.approx((found.loadings**2).sum(axis=2))
    assert rotation.varimax(turned) == pytest.approx(turned, abs=1e-9)
    one = found.loadings[:, :, :1]
    assert rotation.varimax(one) == pytest.approx(one)


def test_a_heywood_case_stops_at_the_lowest_uniqueness():
    loadings = np.array([0.999, 0.8, 0.7, 0.6, 0.5])
    r = np.outer(loadings, loadings)
    r[0, 1] = r[1, 0] = 0.88
    np.fill_diagonal(r, 1)
    found = extraction.minres(r[None], 1)
    assert found.uniqueness[0].min() >= extraction.LOWEST
    assert found.converged.all()


def test_more_factors_than_correlations_can_tell_apart_are_refused():
    with pytest.raises(DataError, match="more factors"):
        extraction.minres(correlations("simulated")[None], 9)


def test_scores_of_complete_answers_are_weights_times_ratings_and_half_is_enough():
    x = structured.ratings().to_numpy(float)
    r, _, loadings = solution("simulated")
    mean, sd = x.mean(axis=0), x.std(axis=0)
    expected = (x - mean) / sd @ scores.weights(r, loadings)
    assert scores.scores(x, mean, sd, r, loadings) == pytest.approx(expected)
    holes = x.copy()
    holes[0, :6] = np.nan
    holes[1, :7] = np.nan
    found = scores.scores(holes, mean, sd, r, loadings)
    assert not np.isnan(found[0]).any()
    assert np.isnan(found[1]).all()
    assert found[2:] == pytest.approx(expected[2:])


def test_a_score_goes_with_a_criterion_as_its_values_do():
    x = structured.ratings().to_numpy(float)
    r, _, loadings = solution("simulated")
    criterion = x[:, 0] + x[:, 5] + np.random.default_rng(1).normal(size=len(x))
    with_items = np.array([np.corrcoef(criterion, column)[0, 1] for column in x.T])
    values = scores.scores(x, x.mean(axis=0), x.std(axis=0), r, loadings)
    expected = [np.corrcoef(criterion, v)[0, 1] for v in values.T]
    assert scores.with_criterion(r, loadings, with_items) == pytest.approx(expected)


def test_a_matrix_alone_is_enough_and_a_wrong_one_is_refused():
    r = correlations("simulated")
    assert adequacy(given(r, 400)).kmo == pytest.approx(R["simulated.kmo"][0])
    wrong = {
        "not square": r[:5],
        "not symmetric": r + np.triu(np.full(r.shape, 0.1), 1),
        "with a variance": r - np.eye(12),
        "fewer than three": r[:2, :2],
        "positive definite": np.corrcoef(np.vstack([structured.ratings().to_numpy(float).T[:3]] * 2)),
    }
    for problem, matrix in wrong.items():
        with pytest.raises(DataError, match=problem):
            given(matrix, 400)
    with pytest.raises(DataError, match="fewer respondents"):
        given(r, 12)


def test_correlations_that_no_sample_could_have_are_smoothed_and_said_to_be():
    r = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    found, changed = smoothed(np.stack([r, np.eye(3), np.full((3, 3), np.nan)]))
    assert changed.tolist() == [True, False, False]
    assert smallest(found[0]) > FLOOR / 10
    assert np.diagonal(found[0]) == pytest.approx(1)
    assert found[1] == pytest.approx(np.eye(3))


def test_one_item_has_no_reliability_and_two_have_no_alpha_without_one():
    with pytest.raises(DataError, match="one item"):
        reliability.alpha(np.ones((1, 1, 1)))
    found = reliability.alpha(np.array([[[1, 0.5], [0.5, 1]]]))
    assert found.raw[0] == pytest.approx(2 / 3)
    assert np.isnan(found.dropped).all()
