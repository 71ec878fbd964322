from surveys import with_headlines

from csatreport.compare import headline
from csatreport.compare.waves import change
from csatreport.measure.holm import adjust


def test_changes_of_all_figures_are_one_family_in_the_order_declared():
    made = with_headlines(("b", "mean"), ("a", "csat"))
    found = headline.changes(made)
    assert [(c.second.item, c.second.measure) for c in found] == [("b", "mean"), ("a", "csat")]
    assert {c.family for c in found} == {2}
    alone = [change(made, "b", "mean"), change(made, "a", "csat")]
    assert [c.p_adjusted for c in found] == list(adjust([c.p for c in alone]))


def test_a_wave_that_the_survey_does_not_hold_gives_no_change():
    assert len(headline.changes(with_headlines(("b", "mean")), to="year_ago")) == 0
