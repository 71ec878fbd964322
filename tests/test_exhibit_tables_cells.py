import pytest
from figures import change, estimate, hidden, published

from csatreport.exhibit.tables import cells
from csatreport.params import Text


def test_a_cell_prints_rounded_and_holds_the_exact_number_on_the_printed_scale():
    cell = cells.point(estimate(0.83123456))
    assert (cell.text["zh"], cell.value) == ("83.1", 83.123456)
    assert cells.number(1702, "count").value == 1702
    assert isinstance(cells.number(1702.0, "count").value, int)


def test_an_effective_base_that_is_no_whole_number_keeps_its_decimals():
    assert cells.bases(estimate(effective_n=1488.25))[1].value == 1488.25


@pytest.mark.parametrize("made", [cells.point, cells.interval, lambda e: cells.bases(e)[0]])
def test_what_is_suppressed_is_a_dash_that_holds_nothing(made):
    cell = made(hidden())
    assert (cell.text["en"], cell.value, cell.mark) == ("–", None, "suppressed")


def test_what_is_not_known_is_empty_and_no_dash():
    assert cells.interval(published(80.0)).text == {"en": "", "zh": ""}
    assert cells.bases(published(80.0))[0].value is None
    assert cells.p_value(None).text["en"] == ""


def test_the_verdict_is_that_of_the_test_and_of_its_kind():
    assert cells.verdict(change(0.7, 0.8)).text["en"] == "clearly higher"
    assert cells.verdict(change(0.7, 0.8, p=0.9)).text["zh"] == "无显著变化"
    assert cells.verdict(change(0.7, 0.8, p=None)).text["en"] == "not tested"
    assert cells.verdict(change(0.7, 0.8, flag="suppressed")).mark == "suppressed"


def test_only_a_supported_difference_has_a_colour():
    assert [cells.verdict(change(0.7, 0.8, p=p)).status for p in (0.001, 0.9)] == ["good", "none"]
    assert cells.verdict(change(0.8, 0.7)).status == "bad"


def test_words_of_a_cell_are_one_line():
    assert cells.text(Text(en="two\nlines", zh="两\n行")).text == {"en": "two lines", "zh": "两 行"}
