"""Reliability and validity, worked out by hand on small matrices."""

from __future__ import annotations

import numpy as np
import pytest

from csatreport.errors import ParamsError
from csatreport.measure.moments import moments
from csatreport.measure.pathmodel import blindfold
from csatreport.measure.pathmodel.estimate import fit
from csatreport.measure.pathmodel.quality import htmt, quality
from csatreport.measure.pathmodel.structure import structure

TWO = structure({"b": ("a",)}, [("a", 2), ("b", 2)])
S = np.array([[1, 0.6, 0.3, 0.2], [0.6, 1, 0.2, 0.3], [0.3, 0.2, 1, 0.5], [0.2, 0.3, 0.5, 1.0]])


@pytest.fixture(scope="module")
def found():
    return quality(S, fit(S[None], TWO), TWO, n=100)


def test_alpha_and_composite_reliability(found):
    assert found.alpha == pytest.approx([2 * 0.6 / 1.6, 2 * 0.5 / 1.5])
    loading = np.sqrt([(1 + 0.6) / 2, (1 + 0.5) / 2])  # equal weights by symmetry
    assert found.ave == pytest.approx(loading**2)
    top = 4 * loading**2
    assert found.rho_c == pytest.approx(top / (top + 2 * (1 - loading**2)))


def test_rho_a_of_equal_weights_is_alpha(found):
    w2 = 1 / np.array([3.2, 3.0])  # w'Sw = 1
    by_hand = (2 * w2) ** 2 * (2 * w2 * np.array([0.6, 0.5])) / (2 * w2**2)
    assert found.rho_a == pytest.approx(by_hand)
    assert found.rho_a == pytest.approx(found.alpha)  # what it comes to where the items are alike


def test_htmt_is_the_mean_across_over_the_geometric_mean_within(found):
    assert found.htmt[0, 1] == pytest.approx(0.25 / np.sqrt(0.6 * 0.5))
    assert found.htmt[1, 0] == found.htmt[0, 1]
    assert np.isnan(np.diag(found.htmt)).all()


def test_adjusted_r2_and_fit(found):
    r2 = (1.0 / np.sqrt(3.2 * 3.0)) ** 2
    assert found.adjusted[1] == pytest.approx(1 - (1 - r2) * 99 / 98)
    assert np.isnan(found.adjusted[0])
    assert found.gof == pytest.approx(np.sqrt((0.8 + 0.75) / 2 * r2))


def test_a_single_item_has_no_alpha_and_a_rho_a_of_one():
    one = structure({"b": ("a",)}, [("a", 1), ("b", 2)])
    s = S[1:, 1:]
    found = quality(s, fit(s[None], one), one, n=50)
    assert np.isnan([found.alpha[0], found.rho_c[0]]).all()
    assert found.rho_a[0] == 1
    assert np.isnan(htmt(s, one)).all()


@pytest.fixture(scope="module")
def answers():
    rng = np.random.default_rng(4)
    a = rng.standard_normal(2_000)
    b = 0.6 * a + 0.8 * rng.standard_normal(2_000)
    noise = rng.standard_normal((2_000, 5))
    return np.column_stack([a, a, b, b, b]) * 0.85 + 0.5 * noise


def test_q2_is_what_one_round_at_a_time_gives(answers):
    model = structure({"b": ("a",)}, [("a", 2), ("b", 3)])
    w = np.random.default_rng(1).uniform(0.5, 2, len(answers))
    whole = fit(moments(answers, w).correlation, model)
    missed = total = 0.0
    for r in range(7):
        gone = (np.arange(len(answers) * 3) % 7 == r).reshape(-1, 3)
        mean = np.array([np.average(answers[~g, 2 + c], weights=w[~g]) for c, g in enumerate(gone.T)])
        x = answers.copy()
        x[:, 2:] = np.where(gone, mean, x[:, 2:])
        m = moments(x, w)
        f = fit(m.correlation, model)
        sd = np.sqrt(np.diag(m.covariance[0]))
        score = ((x[:, :2] - m.mean[0, :2]) / sd[:2]) @ f.weights[0, :2]
        guess = mean + np.outer(score * f.paths[0, 1, 0], sd[2:] * f.loadings[0, 2:])
        missed += ((w[:, None] * (answers[:, 2:] - guess) ** 2)[gone]).sum()
        total += ((w[:, None] * (answers[:, 2:] - mean) ** 2)[gone]).sum()
    q2 = blindfold.q2(answers, w, model, like=whole, scheme="path")
    assert q2[1] == pytest.approx(1 - missed / total, abs=1e-8)
    assert np.isnan(q2[0])


def test_q2_comes_near_what_is_explained_of_the_items_and_is_nothing_for_noise(answers):
    model = structure({"b": ("a",)}, [("a", 2), ("b", 3)])
    w = np.ones(len(answers))
    f = fit(moments(answers, w).correlation, model)
    q2 = blindfold.q2(answers, w, model, like=f, scheme="path")[1]
    assert q2 == pytest.approx(f.r2[0, 1] * (f.loadings[0, 2:] ** 2).mean(), abs=0.03)
    noise = np.random.default_rng(2).standard_normal((2_000, 5))
    f = fit(moments(noise, w).correlation, model)
    assert blindfold.q2(noise, w, model, like=f, scheme="path")[1] < 0.02


def test_rows_with_a_missing_answer_do_not_count_for_q2(answers):
    model = structure({"b": ("a",)}, [("a", 2), ("b", 3)])
    w = np.ones(len(answers))
    f = fit(moments(answers, w).correlation, model)
    holes = np.vstack([answers, np.full((5, 5), np.nan)])
    q2 = blindfold.q2(holes, np.ones(len(holes)), model, like=f, scheme="path")
    np.testing.assert_allclose(q2, blindfold.q2(answers, w, model, like=f, scheme="path"))


def test_a_distance_that_leaves_out_whole_questions_is_refused(answers):
    model = structure({"b": ("a",)}, [("a", 2), ("b", 5)])
    x = np.hstack([answers, answers[:, :2]])
    f = fit(moments(x, np.ones(len(x))).correlation, model)
    with pytest.raises(ParamsError, match="omission distance"):
        blindfold.q2(x, np.ones(len(x)), model, like=f, scheme="path", omission=5)
