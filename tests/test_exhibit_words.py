from typing import get_args

from csatreport.exhibit import words
from csatreport.params import Measure
from csatreport.records import Status
from csatreport.results import Direction, Unit


def test_every_measure_unit_direction_and_status_has_words():
    assert set(get_args(Measure)) <= words.MEASURES.keys()
    assert words.UNITS.keys() == words.DIFFERENCE_UNITS.keys() == set(get_args(Unit))
    assert words.DIRECTIONS.keys() == words.GAP_DIRECTIONS.keys() == set(get_args(Direction))
    assert words.STATUS.keys() == set(get_args(Status))


def test_a_measure_without_a_name_keeps_its_code():
    assert words.measure("loyalty").zh == "loyalty"


def test_a_label_is_one_line_of_what_people_typed():
    assert words.plain("  First\nsecond\t\x00 <b>third</b> ") == "First second <b>third</b>"


def test_sentences_are_closed_in_the_way_of_their_language():
    said = words.joined([words.both("base 12", "样本量12"), words.both("weighted", "已加权")])
    assert said == {"en": "Base 12. Weighted.", "zh": "样本量12。已加权。"}
