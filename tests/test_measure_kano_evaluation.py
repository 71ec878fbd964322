from itertools import product

import numpy as np
import pytest

from csatreport.measure.kano.evaluation import CATEGORIES, categories, continuous, quadrant
from csatreport.params.analysis.kano import ANSWERS

# As Berger et al. (1993) print it: with the feature (rows) and without it, I like it ... I dislike it.
PUBLISHED = {
    "like": "Q A A A O",
    "expect": "R I I I M",
    "neutral": "R I I I M",
    "tolerate": "R I I I M",
    "dislike": "R R R R Q",
}
PAIRS = list(product(range(5), repeat=2))


def found(table):
    one = [[categories(np.array([[f]]), np.array([[d]]), table)[0, 0] for d in range(5)] for f in range(5)]
    return {a: " ".join(CATEGORIES[c] for c in row) for a, row in zip(ANSWERS, one, strict=True)}


def test_every_pair_of_answers_stands_in_the_published_table():
    assert found("berger") == PUBLISHED


def test_pouliot_doubts_two_more_pairs():
    other = {**PUBLISHED, "expect": "R Q I I M", "tolerate": "R I I Q M"}
    assert found("pouliot") == other


@pytest.mark.parametrize("table", ["berger", "pouliot"])
def test_an_answer_missing_on_one_side_gives_no_category(table):
    given = np.arange(5)[:, None]
    missing = np.full((5, 1), -1)
    assert (categories(given, missing, table) == -1).all()
    assert (categories(missing, given, table) == -1).all()


def test_turning_the_question_round_turns_reverse_into_wanted():
    f, d = np.array(PAIRS).T[:, :, None]
    one, turned = categories(f, d)[:, 0], categories(d, f)[:, 0]
    reverse, wanted = (one == CATEGORIES.index("R")), np.isin(turned, [CATEGORIES.index(c) for c in "MOA"])
    assert (wanted == reverse).all()


def test_scores_are_those_of_dumouchel():
    f, d = np.arange(5)[:, None], np.arange(5)[:, None]
    with_it, without_it = continuous(f, d)
    assert with_it[:, 0].tolist() == [4, 2, 0, -1, -2]
    assert without_it[:, 0].tolist() == [-2, -1, 0, 2, 4]


def test_scores_need_both_answers():
    with_it, without_it = continuous(np.array([[0], [-1]]), np.array([[-1], [4]]))
    assert np.isnan(with_it).all()
    assert np.isnan(without_it).all()


@pytest.mark.parametrize(
    ("with_it", "without_it", "category"),
    [(4, 4, "O"), (2, 2, "O"), (4, 0, "A"), (1.9, 2, "M"), (0, 0, "I"), (-1, 1, "I"), (-0.5, -1, "R")],
)
def test_mean_scores_fall_into_quadrants(with_it, without_it, category):
    assert quadrant(with_it, without_it) == category
