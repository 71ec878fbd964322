import math

import pytest
from figures import branches, changes, estimate, hidden, items

from csatreport.errors import UsageError
from csatreport.results import Contrasts, Estimates


def test_a_suppressed_result_is_never_the_highest_or_the_lowest_and_comes_last_in_order():
    found = branches()
    assert found.highest().level == "A"
    assert found.lowest().level == "C"
    assert [e.level for e in found.ordered()] == ["A", "B", "C", "D"]
    assert [e.level for e in Estimates(found.rows[::-1]).ordered()] == ["A", "B", "C", "D"]


@pytest.mark.parametrize("rows", [(), (hidden(),)])
def test_where_nothing_may_be_shown_nothing_can_be_chosen(rows):
    with pytest.raises(UsageError, match="nothing to choose from"):
        Estimates(rows).highest()


def test_one_is_the_only_one_or_an_error():
    assert items(3).one(item="q1").item == "q1"
    with pytest.raises(KeyError, match="found 0"):
        items(3).one(item="zz")
    with pytest.raises(KeyError, match="found 3"):
        items(3).one(measure="csat")


def test_a_family_is_split_by_what_its_tests_support():
    found = changes()
    assert [c.second.item for c in found.risen] == ["q0"]
    assert [c.second.item for c in found.fallen] == ["q1"]
    assert [c.second.item for c in found.clear] == ["q0", "q1"]
    assert found.widest.second.item == "q0"


def test_where_no_difference_is_clear_the_widest_is_the_largest_shown():
    assert Contrasts(changes().rows[2:]).widest.second.item == "q2"
    with pytest.raises(UsageError, match="no result at all"):
        _ = Contrasts().widest


def test_a_difference_has_a_direction_only_below_the_level_of_its_test():
    rose = changes().rows[0]
    at = {p: type(rose)(**{**vars(rose), "p_adjusted": p}).direction for p in (0.049, 0.06, None)}
    assert at == {0.049: "up", 0.06: "none", None: "none"}


def test_suppressed_means_not_shown():
    assert estimate().shown
    assert estimate(flag="low").shown
    assert not hidden().shown
    assert math.isnan(hidden().value)
