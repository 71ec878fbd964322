import pytest

from csatreport.exhibit import numbers


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.8312, "share", "83.1%"), (78.44, "index", "78.4"), (4.118, "score", "4.12"), (34.2, "nps", "+34"),
        (-12.0, "nps", "−12"), (1702, "count", "1,702"), (1.0, "share", "100.0%"),
    ],
)  # fmt: skip
def test_a_level_is_printed_with_its_unit(value, unit, text):
    assert numbers.point(value, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (0.0212, "share", "+2.1 points", "+2.1个百分点"), (-0.0212, "share", "−2.1 points", "−2.1个百分点"),
        (1.0, "nps", "+1 point", "+1点"), (-0.126, "score", "−0.13 points", "−0.13分"),
    ],
)  # fmt: skip
def test_a_difference_is_signed_and_has_its_unit_in_each_language(value, unit, en, zh):
    assert numbers.difference(value, unit, "en") == en
    assert numbers.difference(value, unit, "zh") == zh


@pytest.mark.parametrize("value", [-0.0004, 0.0004, -0.0, 0.0])
@pytest.mark.parametrize("signed", [True, False])
def test_what_rounds_to_zero_has_no_sign(value, signed):
    assert numbers.bare(value, "share", signed=signed) == "0.0"


def test_negative_numbers_use_the_true_minus_sign():
    assert numbers.bare(-0.42, "score") == "\u22120.42"


def test_an_interval_of_signed_numbers_cannot_be_read_as_a_range_of_negatives():
    assert numbers.interval(0.811, 0.849, "share", "en") == "81.1–84.9%"
    assert numbers.interval(-3, 5, "nps", "en") == "−3 to +5"
    assert numbers.interval(-3, 5, "nps", "zh") == "−3至+5"


def test_a_spread_of_equal_numbers_is_one_number():
    assert numbers.spread([1702, 1702]) == "1,702"
    assert numbers.spread([1702, 900]) == "900–1,702"
