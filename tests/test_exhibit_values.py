import pytest
from figures import WAVE, change, changes, estimate, hidden, items

from csatreport.exhibit.values import change as printed_change
from csatreport.exhibit.values import changes as printed_interval
from csatreport.exhibit.values import figures, level, levels, record, texts
from csatreport.params import Text
from csatreport.results import Count

MOVED = change(0.72, 0.78)
HALF = Count(850, Text(en="Valid", zh="有效"), of=1700)


@pytest.mark.parametrize(
    ("thing", "fields"),
    [
        (estimate(), {"", "low", "high", "interval", "confidence", "n", "effective_n"}),
        (MOVED, {"", "size", "first", "previous", "second", "interval", "confidence", "p", "visible"}),
        (changes(), {"", "clear", "risen", "fallen"}),
        (items(3), {""}),
        (HALF, {"", "n", "of", "share"}),
        (7, {""}),
        (WAVE, set()),
        (True, set()),
    ],
    ids=lambda x: type(x).__name__,
)
def test_a_thing_offers_exactly_its_numbers(thing, fields):
    assert set(figures(thing)) == fields


def test_what_is_suppressed_prints_a_dash_and_no_interval():
    assert level(hidden()) == "–"
    assert levels(hidden(), "en") == ""
    gone = change(0.72, 0.78, flag="suppressed")
    assert (printed_change(gone, "zh"), printed_interval(gone, "zh")) == ("–", "")


def test_the_record_of_a_difference_holds_its_own_error_and_both_waves():
    made = record("c", MOVED, figures(MOVED)[""])
    assert (made.wave, made.compared) == (MOVED.second.wave, MOVED.first.wave)
    assert (made.se, made.low, made.high, made.p) == (MOVED.se, MOVED.low, MOVED.high, MOVED.p_adjusted)
    assert (made.item, made.n, made.weight) == ("billing", 1702, "population")


def test_the_record_of_one_side_is_that_of_its_estimate():
    made = record("c.first", MOVED, figures(MOVED)["first"])
    assert (made.value, made.wave, made.se) == (0.72, MOVED.first.wave, MOVED.first.se)
    assert made.p is None


def test_the_record_of_what_is_suppressed_holds_no_number():
    gone = hidden()
    made = record("x", gone, figures(gone)[""])
    assert {made.value, made.n, made.effective_n, made.se, made.low, made.high} == {None}
    assert made.flag == "suppressed"


def test_a_count_of_a_whole_prints_the_share_where_that_is_its_unit():
    share = Count(850, HALF.label, of=1700, unit="share")
    assert figures(share)[""].text("en") == "50.0%"
    assert figures(HALF)[""].text("en") == "850"


def test_words_of_a_difference_are_those_of_its_later_side():
    assert texts(MOVED)["wave"].en == "Q3 2026"
    assert texts(MOVED)["first_wave"].en == "Q2 2026"
