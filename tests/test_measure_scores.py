import numpy as np
import pytest
from surveys import category, make_survey, rating, responses

from csatreport.errors import UsageError
from csatreport.measure import scores

FIVE = responses(q=[1.0, 3.0, 4.0, 5.0, np.nan])


def column(data, item, measure):
    return scores.of_items(data, [item], measure=measure)[:, 0]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("csat", [0, 0, 1, 1, np.nan]),
        ("csat_index", [0, 50, 75, 100, np.nan]),
        ("mean", [1, 3, 4, 5, np.nan]),
    ],
)
def test_a_rating_becomes_the_score_of_its_measure(measure, expected):
    np.testing.assert_array_equal(column(FIVE, rating("q"), measure), expected)


def test_top_two_boxes_follow_the_scale():
    seven = responses(q=[5.0, 6.0, 7.0])
    assert column(seven, rating("q", high=7), "csat").tolist() == [0, 1, 1]


def test_recommendation_counts_promoters_and_detractors():
    data = responses(q=[0.0, 6.0, 7.0, 8.0, 9.0, 10.0, np.nan])
    found = column(data, rating("q", low=0, high=10), "nps")
    np.testing.assert_array_equal(found, [-100, -100, 0, 0, 100, 100, np.nan])


def test_recommendation_on_another_scale_is_refused():
    with pytest.raises(UsageError, match=r"no nps of item 'q'(.|\n)*from 1 to 5"):
        column(FIVE, rating("q"), "nps")


def test_a_category_has_no_score():
    with pytest.raises(UsageError, match="got: category"):
        column(responses(q=["n", "s"]), category("q", "region"), "csat")


def test_answers_have_no_published_score():
    with pytest.raises(UsageError, match="published scores only"):
        column(FIVE, rating("q"), "score")


def test_an_item_that_was_not_asked_is_missing_everywhere():
    assert np.isnan(column(FIVE, rating("other"), "mean")).all()


def test_a_group_is_the_mean_of_what_each_respondent_answered():
    data = responses(a=[1.0, 5.0, np.nan], b=[3.0, np.nan, np.nan])
    found = scores.of_group(data, [rating("a"), rating("b")], measure="mean")
    np.testing.assert_array_equal(found, [2.0, 5.0, np.nan])


def test_halves_of_pairs_and_recommendation_are_not_reported_as_satisfaction():
    items = (
        rating("overall", roles={"overall": ""}), rating("p", roles={"perception": "k"}),
        rating("e", roles={"expectation": "k"}), rating("i", roles={"importance": "k"}),
        rating("s", roles={"satisfaction": "k"}), rating("r", low=0, high=10, roles={"nps": ""}),
    )  # fmt: skip
    questionnaire = make_survey(items).questionnaire
    assert [i.item for i in scores.reported(questionnaire, "csat")] == ["overall", "s"]
    assert [i.item for i in scores.reported(questionnaire, "nps")] == ["r"]


def test_an_unknown_item_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match=r"no item 'x'(.|\n)*expected: q"):
        scores.find(make_survey((rating("q"),)).questionnaire, "x")
