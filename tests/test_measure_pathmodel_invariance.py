"""Groups are compared only where the construct is the same thing in them."""

from __future__ import annotations

import numpy as np
import pytest
import surveys
from test_measure_pathmodel import answers, survey

from csatreport.measure import pathmodel
from csatreport.measure.moments import moments
from csatreport.measure.pathmodel.estimate import fit
from csatreport.measure.pathmodel.invariance import invariance
from csatreport.measure.pathmodel.structure import structure

MODEL = structure({"b": ("a",)}, [("a", 2), ("b", 3)])


def made(n, seed, *, odd=False):
    """Two constructs; in an odd group the second is told by other questions."""
    rng = np.random.default_rng(seed)
    a = rng.standard_normal(n)
    b = 0.6 * a + 0.8 * rng.standard_normal(n)
    loading = np.array([0.9, 0.9, 0.1]) if odd else np.array([0.85, 0.85, 0.85])
    first = 0.85 * a[:, None] + 0.5 * rng.standard_normal((n, 2))
    return np.hstack([first, b[:, None] * loading + np.sqrt(1 - loading**2) * rng.standard_normal((n, 3))])


def checked(x, codes, times=200, seed=3, w=None):
    return invariance(
        x, np.ones(len(x)) if w is None else w, codes, MODEL, np.random.default_rng(seed), times=times
    )


def test_each_step_is_what_two_fits_and_two_scores_give():
    x, codes = made(300, 1), np.repeat([0, 1], [120, 180])
    w = np.random.default_rng(2).uniform(0.5, 2, 300)
    found = checked(x, codes, w=w)
    whole = moments(x, w)
    z = (x - whole.mean[0]) / np.sqrt(np.diag(whole.covariance[0]))
    fits = [fit(moments(z[codes == g], w[codes == g]).correlation, MODEL).weights[0] for g in (0, 1)]
    pooled = fit(whole.correlation, MODEL).weights[0]
    for c in (0, 1):
        own = MODEL.of == c
        a, b, both = (z[:, own] @ v[own] for v in (*fits, pooled))
        (aa, ab), (_, bb) = np.cov(a, b, aweights=w)
        assert found.correlation[0, c] == pytest.approx(ab / np.sqrt(aa * bb), abs=1e-8)
        mean = [np.average(both[codes == g], weights=w[codes == g]) for g in (0, 1)]
        spread = [np.cov(both[codes == g], aweights=w[codes == g], ddof=0) for g in (0, 1)]
        assert found.mean[0, c] == pytest.approx(mean[0] - mean[1], abs=1e-8)
        assert found.variance[0, c] == pytest.approx(np.log(spread[0] / spread[1]), abs=1e-8)


def test_a_group_that_tells_the_construct_by_other_questions_is_found():
    x = np.vstack([made(400, 1), made(400, 2), made(400, 3, odd=True)])
    found = checked(x, np.repeat([0, 1, 2], 400))
    assert found.p_correlation[2, 1] < 0.01
    assert found.p_correlation[:, 0].min() > 0.05


def test_higher_answers_differ_in_the_mean_and_not_in_the_composition():
    x = np.vstack([made(400, 1), made(400, 2) + 0.5])
    found = checked(x, np.repeat([0, 1], 400))
    assert found.p_mean[:, 1].max() < 0.01
    assert found.p_correlation[:, 1].min() > 0.05
    assert found.p_variance[:, 1].min() > 0.05


def test_groups_made_by_chance_are_called_different_as_often_as_stated():
    alarms = 0
    for seed in range(60):
        x = made(240, 100 + seed)
        codes = np.random.default_rng(seed).integers(0, 3, 240)
        alarms += bool(checked(x, codes, times=99, seed=seed).p_correlation[:, 1].min() <= 0.05)
    assert alarms <= 8  # 3 expected, 8 or fewer with a probability of 99 %


def test_a_group_without_a_solution_is_not_called_the_same():
    x = made(200, 1)
    x[:40, 3] = 1.0
    found = checked(x, np.repeat([0, 1], [40, 160]), times=99)
    assert np.isnan(found.correlation[0]).all()
    assert np.isnan(found.p_correlation[0]).all()


def test_verdicts_decide_which_groups_are_compared():
    columns = answers(900)
    west = columns["region"] == "w"
    for k in (2, 3):
        columns[f"sat{k}"] = np.where(west, np.random.default_rng(8).integers(1, 11, 900), columns[f"sat{k}"])
    whole = survey(surveys.responses(**columns))
    found = pathmodel.groups(whole, pathmodel.of(whole))
    assert {g.index.level: g.verdict for g in found.rows}["w"] == "differs"
    assert "w" not in {e.level for e in found.comparable}
    assert {c.second.level for c in found.gaps} <= {"n", "s"}


def test_a_small_group_is_neither_tested_nor_shown():
    columns = answers(400)
    columns["region"] = np.array(["w"] * 5 + ["n"] * 200 + ["s"] * 195)
    whole = survey(surveys.responses(**columns))
    found = pathmodel.groups(whole, pathmodel.of(whole))
    small = next(g for g in found.rows if g.index.level == "w")
    assert small.verdict == "small"
    assert not small.index.shown
    assert not small.comparable


def test_the_gap_of_two_groups_is_the_difference_of_their_index():
    columns = answers(600)
    columns["region"] = np.array(["n", "s"] * 300)
    whole = survey(surveys.responses(**columns))
    found = pathmodel.groups(whole, pathmodel.of(whole))
    index = {g.index.level: g.index.value for g in found.rows}
    for gap in found.gaps:
        other = "s" if gap.second.level == "n" else "n"
        assert gap.value == pytest.approx(index[gap.second.level] - index[other])
    assert found.gaps.rows[0].value == pytest.approx(-found.gaps.rows[1].value)


def test_without_background_questions_there_are_no_groups():
    whole = survey(items=tuple(i for i in survey().questionnaire.items if i.item != "region"))
    found = pathmodel.groups(whole, pathmodel.of(whole))
    assert (found.rows, len(found.gaps)) == ((), 0)
