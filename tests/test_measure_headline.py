import pytest
from surveys import make_survey, rating, responses

from csatreport.compare import headline as moved
from csatreport.errors import UsageError
from csatreport.measure import estimate, headline
from csatreport.params import Headline

ITEMS = (rating("a"), rating("b"))


def survey(*figures):
    waves = [
        responses(w, a=[1.0, 5.0, 4.0, x] * 25, b=[2.0, 3.0, 4.0, x] * 25)
        for w, x in (("2026Q2", 1.0), ("2026Q3", 5.0))
    ]
    made = make_survey(ITEMS, *waves)
    book = made.book.model_copy(update={"headline": tuple(Headline(item=i, measure=m) for i, m in figures)})
    return type(made)(**{**vars(made), "book": book})


def test_figures_come_in_the_order_declared():
    made = survey(("b", "mean"), ("a", "csat"))
    assert [(e.item, e.measure) for e in headline.figures(made)] == [("b", "mean"), ("a", "csat")]
    assert headline.overall(made) == estimate.one(made, "b", "mean")


def test_changes_of_all_figures_are_one_family():
    found = moved.changes(survey(("b", "mean"), ("a", "csat")))
    assert [c.second.item for c in found] == ["b", "a"]
    assert {c.family for c in found} == {2}
    assert found.rows[0].p_adjusted >= found.rows[0].p


def test_a_figure_of_an_item_that_does_not_exist_is_refused():
    with pytest.raises(UsageError, match="no item 'zz'"):
        headline.figures(survey(("zz", "mean")))
