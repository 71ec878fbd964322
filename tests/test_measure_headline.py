import pytest
from surveys import with_headlines

from csatreport.errors import UsageError
from csatreport.measure import estimate, headline


def test_figures_come_in_the_order_declared():
    made = with_headlines(("b", "mean"), ("a", "csat"))
    assert [(e.item, e.measure) for e in headline.figures(made)] == [("b", "mean"), ("a", "csat")]
    assert headline.overall(made) == estimate.one(made, "b", "mean")


def test_a_figure_of_an_item_that_does_not_exist_is_refused():
    with pytest.raises(UsageError, match="no item 'zz'"):
        headline.figures(with_headlines(("zz", "mean")))
