import numpy as np
import pytest

from csatreport.measure.suppress import hidden


def mask(*n, minimum=10):
    return hidden(np.array(n)[:, None], minimum=minimum)[:, 0].tolist()


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        ((50, 40, 30), [False, False, False]),
        ((50, 9, 30), [False, True, True]),  # one hidden alone: the next smallest goes with it
        ((50, 9, 8, 30), [False, True, True, False]),  # two that protect each other
        ((50, 3, 4, 30), [False, True, True, True]),  # together still a small group
        ((2, 200), [True, True]),
        ((1, 1), [True, True]),  # a domain of two people
        ((10, 10), [False, False]),
        ((0, 20, 30), [True, False, False]),  # nobody there, nobody given away
        ((0, 4, 20, 30), [True, True, True, False]),
        ((5,), [True]),
        ((0,), [True]),
    ],
)
def test_small_levels_are_hidden_with_the_neighbours_that_give_them_away(n, expected):
    assert mask(*n) == expected


def test_what_is_hidden_can_never_be_found_by_subtraction():
    generator = np.random.default_rng(4)
    for _ in range(500):
        n = generator.integers(0, 40, generator.integers(1, 7))
        secret = np.array(mask(*n.tolist())) & (n > 0)
        assert ((n >= 10) | np.array(mask(*n.tolist()))).all()
        assert (
            not secret.any() or secret.sum() == (n > 0).sum() or (secret.sum() >= 2 and n[secret].sum() >= 10)
        )


def test_items_are_protected_each_by_itself():
    found = hidden(np.array([[50, 50], [30, 9], [40, 40]]), minimum=10)
    assert found.tolist() == [[False, False], [False, True], [False, True]]


def test_the_bases_given_are_not_changed():
    n = np.array([[3], [40], [50]])
    hidden(n, minimum=10)
    assert n.tolist() == [[3], [40], [50]]
