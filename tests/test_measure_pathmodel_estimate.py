"""The path model is what plspm finds, for every scheme, and what the definitions say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.pathmodel import PATHS, SIZES
from csatreport.measure.moments import moments
from csatreport.measure.pathmodel.effects import indirect, total
from csatreport.measure.pathmodel.estimate import fit
from csatreport.measure.pathmodel.quality import quality
from csatreport.measure.pathmodel.structure import structure

HERE = Path(__file__).parent / "oracle"
MODEL = structure(PATHS, list(SIZES.items()))
NAMES = list(SIZES)
DATA = pd.read_csv(HERE / "pathmodel_data.csv")
S = moments(DATA.to_numpy(float), np.ones(len(DATA))).correlation


def ours(scheme):
    found = fit(S, MODEL, scheme=scheme)
    good = quality(S[0], found, MODEL, n=len(DATA))
    at = {name: n for n, name in enumerate(NAMES)}
    numbers = {f"weight_{i}": found.weights[0, n] for n, i in enumerate(DATA)}
    numbers |= {f"loading_{i}": found.loadings[0, n] for n, i in enumerate(DATA)}
    numbers |= {f"cross_{i}_{c}": found.cross[0, n, at[c]] for n, i in enumerate(DATA) for c in NAMES}
    numbers |= {f"path_{s}>{t}": found.paths[0, at[t], at[s]] for t in PATHS for s in PATHS[t]}
    numbers |= {f"total_{s}>{t}": total(found.paths)[0, at[t], at[s]] for t in NAMES for s in NAMES}
    for n, c in enumerate(NAMES):
        numbers |= {f"ave_{c}": good.ave[n], f"r2_{c}": found.r2[0, n], f"adjusted_{c}": good.adjusted[n]}
        numbers[f"alpha_{c}"] = good.alpha[n]
    return numbers | {"gof": good.gof}


@pytest.mark.parametrize("scheme", ["path", "centroid", "factorial"])
def test_every_number_of_plspm_is_found_again(scheme):
    kept = pd.read_csv(HERE / "pathmodel_plspm.csv").query("scheme == @scheme")
    found = ours(scheme)
    assert len(kept) > 100
    assert {q: found[q] for q in kept["quantity"]} == pytest.approx(
        dict(zip(kept["quantity"], kept["value"], strict=True)), abs=1e-9
    )


def test_scores_have_variance_one_and_weights_stand_still():
    found = fit(S, MODEL)
    w = found.weights[0][:, None] * MODEL.member
    np.testing.assert_allclose(np.diag(w.T @ S[0] @ w), 1.0, atol=1e-12)
    np.testing.assert_allclose(w.T @ S[0] @ w, found.latent[0], atol=1e-12)
    again = fit(S, MODEL, like=found)
    assert again.rounds == 1
    np.testing.assert_allclose(again.weights, found.weights, atol=1e-10)


def test_many_matrices_at_once_are_what_each_is_alone():
    rng = np.random.default_rng(1)
    weights = rng.dirichlet(np.ones(len(DATA)), size=20)
    many = moments(DATA.to_numpy(float), weights).correlation
    found = fit(many, MODEL, like=fit(S, MODEL))
    for n in range(20):
        np.testing.assert_allclose(fit(many[n : n + 1], MODEL).paths[0], found.paths[n], atol=1e-9)


def test_signs_follow_the_dominant_item_and_turned_items_have_negative_loadings():
    turned = DATA.to_numpy(float).copy()
    turned[:, 0] = 11 - turned[:, 0]
    found = fit(moments(turned, np.ones(250)).correlation, MODEL)
    plain = fit(S, MODEL)
    np.testing.assert_allclose(found.loadings[0, 0], -plain.loadings[0, 0], atol=1e-8)
    np.testing.assert_allclose(found.paths, plain.paths, atol=1e-8)
    assert (found.loadings[0, 1:] > 0).all()


def test_a_singular_matrix_gives_nan_and_leaves_the_others_alone():
    same = DATA.to_numpy(float).copy()
    same[:, 7:11] = same[:, [4, 5, 6, 4]]  # the questions of quality are those of expectation
    constant = DATA.to_numpy(float).copy()
    constant[:, 3] = 5
    many = np.concatenate(
        [moments(x, np.ones(250)).correlation for x in (DATA.to_numpy(float), same, constant)]
    )
    found = fit(many, MODEL)
    assert found.settled.tolist() == [True, bool(found.settled[1]), False]
    assert np.isnan(found.weights[2]).all()
    np.testing.assert_allclose(found.paths[0], fit(S, MODEL).paths[0], atol=1e-9)


def test_constructs_that_are_the_same_have_no_paths():
    three = structure({"c": ("a", "b")}, [("a", 2), ("b", 2), ("c", 2)])
    x = np.random.default_rng(0).standard_normal((50, 6))
    x[:, 2:4] = x[:, :2]
    found = fit(moments(x, np.ones(50)).correlation, three)
    assert not found.settled.any()
    assert np.isnan(found.paths).all()


def test_a_construct_of_one_item_is_that_item():
    small = structure({"b": ("a",)}, [("a", 1), ("b", 1)])
    found = fit(np.array([[[1.0, -0.4], [-0.4, 1.0]]]), small)
    assert found.weights.tolist() == [[1.0, 1.0]]
    assert found.paths[0, 1, 0] == pytest.approx(-0.4)
    assert found.r2[0].tolist() == pytest.approx([0.0, 0.16])


def test_total_effects_are_the_inverse_of_what_is_left_of_one():
    paths = fit(S, MODEL).paths
    np.testing.assert_allclose(total(paths)[0], np.linalg.inv(np.eye(7) - paths[0]) - np.eye(7), atol=1e-12)


def test_effects_of_a_chain_with_a_shortcut_by_hand():
    b = np.zeros((1, 3, 3))
    b[0, 1, 0], b[0, 2, 1], b[0, 2, 0] = 0.5, 0.4, 0.1
    assert total(b)[0, 2, 0] == pytest.approx(0.1 + 0.5 * 0.4)
    assert indirect(b)[0, 2, 0] == pytest.approx(0.2)
    assert indirect(b)[0, 1, 0] == 0
