import pytest

from csatreport.measure.kano.rules import classified, fong, mixed, top


def shares(**counts):
    return {c: float(counts.get(c, 0)) for c in "MOAIRQ"}


def test_wanted_categories_that_outnumber_the_rest_decide_together():
    split = shares(M=20, O=18, A=15, I=40, R=5, Q=2)
    assert classified(split, "evaluation") == "M"
    assert classified(split, "plain") == "I"


def test_where_the_rest_is_as_many_it_decides():
    assert classified(shares(M=50, I=30, R=20), "evaluation") == "I"


@pytest.mark.parametrize("rule", ["evaluation", "plain"])
@pytest.mark.parametrize("letter", "MOAIRQ")
def test_a_single_category_is_the_class(rule, letter):
    assert classified(shares(**{letter: 1}), rule) == letter


def test_equal_shares_are_settled_in_one_order():
    assert classified(shares(M=30, O=30, A=30, I=10), "evaluation") == "M"
    assert classified(shares(O=45, A=45, I=10), "evaluation") == "O"
    assert classified(shares(I=50, R=50), "evaluation") == "I"


def test_questionable_answers_are_never_among_the_two_to_compare():
    assert top(shares(Q=90, A=6, I=4)) == ("A", "I")


@pytest.mark.parametrize(
    ("first", "second", "limit"),
    [(123, 95, 19.4), (101, 81, 18.5), (124, 121, 19.8), (93, 87, 18.5), (177, 83, 19.9)],
)
def test_fongs_limit_is_that_of_stp25kano(first, second, limit):
    """Five features of 296 answers as printed in the README of the R package stp25kano (W. Peter)."""
    assert fong(first, second, 296) == pytest.approx(limit, abs=0.05)


def test_the_same_features_are_mixed_or_not_as_printed_there():
    n = 296
    counts = [
        (shares(M=95, O=123, A=45, I=33), False),
        (shares(M=101, O=54, A=54, I=81, R=3, Q=3), False),
        (shares(M=15, O=24, A=121, I=124, R=6, Q=6), True),
        (shares(M=65, O=87, A=93, I=51), True),
        (shares(M=9, O=18, A=83, I=177, R=6, Q=3), False),
    ]
    for found, expected in counts:
        assert mixed({c: v / n for c, v in found.items()}, n) is expected


def test_nobody_is_no_reason_to_divide_by_nothing():
    assert fong(0, 0, 0) == 0
