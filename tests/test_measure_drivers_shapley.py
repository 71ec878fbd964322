"""Shapley's decomposition against published numbers, pingouin, and the definition."""

from __future__ import annotations

import csv
import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from csatreport.measure.drivers import shapley

SWISS = Path(__file__).parents[2] / "shared" / "data" / "reference" / "swiss.csv"
ORACLE = Path(__file__).parent / "oracle"
RNG = np.random.default_rng(4)


def correlation(p, n=80):
    return np.corrcoef((RNG.normal(size=(n, p + 1)) + RNG.normal(size=(n, 1))).T)


def r_squared(matrix, chosen):
    chosen = list(chosen)
    if not chosen:
        return 0.0
    inner, outer = matrix[np.ix_(chosen, chosen)], matrix[chosen, -1]
    return outer @ np.linalg.solve(inner, outer)


def test_the_published_shares_of_swiss_fertility_are_found():
    if not SWISS.exists():
        pytest.skip(f"real data absent: {SWISS}")
    with SWISS.open() as file:
        rows = list(csv.DictReader(file))
    names = ("Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality", "Fertility")
    found = shapley.exact(np.corrcoef([[float(r[n]) for r in rows] for n in names])[None])[0]
    published = [0.0570912207681, 0.1711730289002, 0.2601346786244, 0.1055701503735, 0.1127659229265]
    assert found == pytest.approx(published, abs=5e-13)
    assert found.sum() == pytest.approx(0.706735001593, abs=1e-12)


def test_shares_are_those_of_pingouin():
    told = json.loads((ORACLE / "drivers_pingouin.json").read_text("utf-8"))
    rows = np.genfromtxt(ORACLE / "drivers.csv", delimiter=",", names=True)
    values = [rows[n] for n in ("a", "b", "c", "d", "y")]
    assert shapley.exact(np.corrcoef(values)[None])[0] == pytest.approx(told["relimp"], rel=1e-11)


def test_shares_are_the_mean_over_every_order_of_entry():
    matrix = correlation(5)
    added = np.zeros(5)
    for order in permutations(range(5)):
        for place, k in enumerate(order):
            added[k] += r_squared(matrix, order[: place + 1]) - r_squared(matrix, order[:place])
    assert shapley.exact(matrix[None])[0] == pytest.approx(added / 120, rel=1e-10)


def test_what_remains_is_one_minus_r_squared_of_every_set():
    matrix = correlation(4)
    left = shapley.unexplained(matrix[None])[:, 0]
    for chosen in range(16):
        assert left[chosen] == pytest.approx(1 - r_squared(matrix, [k for k in range(4) if chosen >> k & 1]))


@pytest.mark.parametrize("p", [1, 2, 7, 12, 16])
def test_shares_add_up_to_r_squared(p):
    matrix = correlation(p, n=200)
    assert shapley.exact(matrix[None])[0].sum() == pytest.approx(r_squared(matrix, range(p)))


def test_many_matrices_at_once_give_what_each_gives():
    several = np.stack([correlation(13, n=100) for _ in range(9)])
    each = np.concatenate([shapley.exact(m[None]) for m in several])
    assert shapley.exact(several) == pytest.approx(each)


def test_permuted_drivers_have_permuted_shares():
    matrix, order = correlation(6), [3, 1, 5, 0, 2, 4]
    full = [*order, 6]
    assert shapley.exact(matrix[np.ix_(full, full)][None])[0] == pytest.approx(
        shapley.exact(matrix[None])[0][order]
    )


def test_sampled_orders_add_up_too_and_come_near():
    matrix = correlation(8)
    entry = shapley.orders(8, 3000, np.random.default_rng(1))
    found = shapley.sampled(matrix[None], entry)[0]
    assert found.sum() == pytest.approx(r_squared(matrix, range(8)))
    assert found == pytest.approx(shapley.exact(matrix[None])[0], abs=0.004)


def test_every_order_is_followed_by_its_reverse():
    entry = shapley.orders(6, 4, np.random.default_rng(1))
    assert (entry[::2] == entry[1::2, ::-1]).all()
    assert (np.sort(entry, axis=1) == np.arange(6)).all()


def test_above_twenty_drivers_the_error_of_sampling_is_told_and_holds():
    matrix = correlation(21, n=400)
    found = shapley.decomposed(matrix, np.random.default_rng(2))
    truth = shapley.exact(matrix[None])[0]
    assert (found.error > 0).all()
    assert (np.abs(found.value - truth) < 4 * found.error).all()
    assert shapley.decomposed(correlation(6), np.random.default_rng(2)).error.max() == 0


def test_an_outcome_that_is_explained_entirely_is_shared_out_all_the_same():
    x = RNG.normal(size=(50, 3))
    matrix = np.corrcoef(np.column_stack([x, x.sum(axis=1)]).T)
    entry = shapley.orders(3, 20, np.random.default_rng(1))
    assert shapley.exact(matrix[None])[0].sum() == pytest.approx(1)
    assert shapley.sampled(matrix[None], entry)[0].sum() == pytest.approx(1)
