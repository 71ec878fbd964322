from surveys import make_survey, rating, responses

from csatreport.measure import facts

SURVEY = make_survey(
    (rating("a"),), responses("2026Q2", a=[1.0]), responses("2026Q3", a=[2.0]), responses("2026Q4", a=[2.0]),
    confidence=0.9, minimum_base=12, low_base=40,
)  # fmt: skip


def test_what_the_edition_declares_is_told_as_numbers():
    found = (facts.confidence(SURVEY), facts.minimum_base(SURVEY), facts.low_base(SURVEY))
    assert [c.value for c in found] == [90, 12, 40]
    assert {c.data for c in found} == {SURVEY.data}


def test_waves_after_the_editions_own_do_not_count():
    assert facts.waves(SURVEY).value == 2
