"""Weighted sums by cell in one pass are those of the definition, block by block."""

from __future__ import annotations

import numpy as np
import pytest

from csatreport.measure import sums
from csatreport.measure.design import Design
from csatreport.measure.linearisation import influence, means, variance

POWERS = ((0, 0), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2))


def given(n=900, k=3, seed=1):
    g = np.random.default_rng(seed)
    y = g.integers(1, 6, (n, k)).astype(float)
    y[g.random((n, k)) < 0.2] = np.nan
    w = g.uniform(0.2, 3, n)
    w[:20] = 0.0
    return y, w, g.integers(-1, 7, n)


@pytest.mark.parametrize("numbers", [3, 50, 10_000], ids=["a row at a time", "small blocks", "one block"])
def test_every_sum_is_that_of_its_definition(monkeypatch, numbers):
    monkeypatch.setattr(sums, "_NUMBERS", numbers)
    y, w, cell = given()
    cells, found = sums.sums(y, w, cell, POWERS, np.array([3.0, 2.0, 0.0]))
    assert cells.tolist() == list(range(7))
    for (a, b), total in found.items():
        for c in cells:
            rows = (cell == c) & (w > 0)
            terms = np.where(np.isnan(y[rows]), 0.0, w[rows, None] ** a * (y[rows] - [3.0, 2.0, 0.0]) ** b)
            np.testing.assert_allclose(total[c], terms.sum(axis=0), rtol=1e-12, atol=1e-12)


def test_cells_that_nobody_is_in_do_not_occur():
    y, w, cell = given()
    cells, found = sums.sums(y, w, np.where(cell == 3, -1, cell), POWERS, np.zeros(3))
    assert 3 not in cells
    assert found[1, 1].shape == (6, 3)


def test_nobody_at_all_gives_no_cell():
    cells, found = sums.sums(np.empty((0, 2)), np.empty(0), np.empty(0, dtype=np.intp), POWERS, np.zeros(2))
    assert (len(cells), found[0, 0].shape) == (0, (0, 2))


@pytest.mark.parametrize("clustered", [False, True])
@pytest.mark.parametrize("scale", [(0, 1), (1000, 3), (-1e6, 5)], ids=["near zero", "far", "very far"])
def test_the_variance_from_sums_is_the_variance_of_influences(clustered, scale):
    g = np.random.default_rng(9)
    n = 2000
    y = g.normal(*scale, (n, 2))
    y[g.random((n, 2)) < 0.1] = np.nan
    unit = g.integers(0, 80, n)
    design = Design.of(
        g.uniform(0.3, 3, n), strata=unit % 5 if clustered else None, clusters=unit if clustered else None
    )
    level = g.integers(0, 3, n)
    found = means(y, design, domain=level, domains=3)
    for d in range(3):
        expected = np.sqrt(variance(influence(y, design, member=level == d), design)[0])
        np.testing.assert_allclose(found.se[d], expected, rtol=1e-9)


@pytest.mark.parametrize("constant", [0.0, 1.0, 5.0, -100.0, 100.0, 0.1])
@pytest.mark.parametrize("clustered", [False, True])
def test_scores_that_are_all_the_same_have_their_value_and_no_variance(constant, clustered):
    n = 500
    g = np.random.default_rng(2)
    y = np.full((n, 1), constant)
    design = Design.of(g.uniform(0.3, 3, n), clusters=np.arange(n) // 5 if clustered else None)
    found = means(y, design)
    assert found.value[0, 0] == pytest.approx(constant, abs=0)
    assert found.se[0, 0] == pytest.approx(0.0, abs=1e-16)


def test_a_group_without_variance_beside_others_with_some_has_none():
    g = np.random.default_rng(2)
    level = np.arange(600) % 2
    y = np.where(level == 0, 3.0, g.integers(1, 6, 600))[:, None].astype(float)
    found = means(y, Design.of(g.uniform(0.3, 3, 600)), domain=level, domains=2)
    assert found.se[0, 0] == 0.0
    assert found.se[1, 0] > 0


def test_a_share_of_everybody_is_exactly_one_and_of_nobody_exactly_zero():
    g = np.random.default_rng(2)
    level = np.arange(999) % 3
    y = np.select([level == 0, level == 1], [1.0, 0.0], g.integers(0, 2, 999))[:, None]
    found = means(y, Design.of(g.uniform(0.3, 3, 999)), domain=level, domains=3)
    assert found.value[:2, 0].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("gaps", [0.0, 0.2], ids=["everybody rated all", "gaps"])
@pytest.mark.parametrize("cells", [40, 90_000], ids=["cells of 16 bits", "more cells"])
def test_responses_of_a_cell_are_added_up_in_their_order(gaps, cells):
    g = np.random.default_rng(4)
    y, w, cell = g.normal(0, 1, (800, 2)), g.uniform(0.3, 3, 800), g.integers(0, cells, 800)
    y[g.random(y.shape) < gaps] = np.nan
    there = np.where(np.isnan(y), 0.0, 1.0)
    number, found = sums.sums(y, w, cell, POWERS, np.zeros(2))
    for (a, b), total in found.items():
        terms = w[:, None] ** a * (there if b == 0 else np.nan_to_num(y if b == 1 else y * y))
        one_by_one = np.zeros((cells, 2))
        np.add.at(one_by_one, cell, terms)
        assert total.tobytes() == one_by_one[number].tobytes()
