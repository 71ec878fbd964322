from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from scipy import stats
from surveys import make_survey, rating, responses

from csatreport.measure import contrast, estimate


def sample(seed, n=60, shift=0.0):
    y = np.random.default_rng(seed).normal(3 + shift, 1, n)
    return y, estimate.one(make_survey((rating("q"),), responses(q=y)), "q", "mean")


def test_two_waves_equal_welchs_test():
    (a, first), (b, second) = sample(1), sample(2, n=90, shift=0.4)
    found = contrast.independent(first, second)
    welch = stats.ttest_ind(b, a, equal_var=False)
    assert found.value == pytest.approx(b.mean() - a.mean())
    assert (found.p, found.df) == pytest.approx((welch.pvalue, welch.df), rel=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(welch.confidence_interval()), rel=1e-9)
    assert found.kind == "change"


def test_errors_known_without_doubt_are_tested_against_the_normal():
    (_, first), (_, second) = sample(1), sample(2, shift=0.4)
    first, second = (replace(e, df=inf) for e in (first, second))
    found = contrast.independent(first, second)
    assert found.df == inf
    assert found.p == pytest.approx(2 * stats.norm.sf(abs(found.value) / found.se))


def test_a_suppressed_side_is_not_tested():
    (_, first), (_, second) = sample(1), sample(2)
    hidden = replace(second, value=nan, se=None, flag="suppressed")
    found = contrast.independent(first, hidden)
    assert not found.shown
    assert not found.tested
    assert np.isnan(found.value)


def test_without_any_variation_there_is_no_test():
    _, first = sample(1)
    same = replace(first, se=0.0)
    assert contrast.independent(same, same).p is None


def test_published_scores_differ_without_a_test():
    _, first = sample(1)
    found = contrast.independent(replace(first, se=None), replace(first, se=None, value=first.value + 2))
    assert found.value == pytest.approx(2)
    assert (found.p, found.se, found.low) == (None, None, None)


def test_a_family_is_corrected_together_and_untested_rows_do_not_count():
    (_, first), (_, second), (_, third) = sample(1), sample(2, shift=0.5), sample(3, shift=0.1)
    tests = [contrast.independent(first, second), contrast.independent(first, third)]
    family = contrast.family([tests[0], contrast.untested(first, second), tests[1]])
    assert [r.family for r in family] == [2, 1, 2]
    small, large = sorted(t.p for t in tests)
    adjusted = sorted(r.p_adjusted for r in family if r.tested)
    assert adjusted == pytest.approx([2 * small, max(2 * small, large)])
    assert family.rows[1].p_adjusted is None


def test_a_difference_is_clear_exactly_when_it_passes_the_visible_one():
    _, first = sample(1)
    rows = [contrast.independent(first, sample(s, shift=s / 25)[1]) for s in range(2, 14)]
    family = contrast.family(rows)
    assert {r.direction for r in family} == {"up", "none"}
    for row in family:
        assert (row.direction != "none") == (abs(row.value) > row.visible)
