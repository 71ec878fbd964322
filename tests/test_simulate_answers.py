import numpy as np
import pytest

from csatreport.simulate import answers, people
from csatreport.simulate import former as company


@pytest.fixture(scope="module")
def crowd():
    return people.draw(np.random.default_rng(1), 1200, spare=0)


@pytest.fixture(scope="module")
def given(crowd):
    return answers.ratings(np.random.default_rng(2), crowd, wave="2026Q3", since={"app": "2026Q1"})


def test_every_answer_is_on_its_scale_or_a_code_for_none(given):
    for item, column in given.items():
        rating = company.RATINGS[item]
        allowed = {"", "0", "9", "99", *(str(x) for x in range(rating.low, rating.high + 1))}
        assert set(column) <= allowed, item


def test_an_item_is_not_answered_before_it_was_first_asked(crowd):
    early = answers.ratings(np.random.default_rng(2), crowd, wave="2025Q4", since={"app": "2026Q1"})
    assert "app" not in early
    assert "speed" in early


def test_nobody_answers_the_long_battery_by_telephone(crowd, given):
    on_the_phone = crowd.mode == "telephone"
    assert set(given["exp_s01"][on_the_phone]) == {""}
    assert set(given["exp_s01"][~on_the_phone]) != {""}


def test_a_reversed_item_falls_where_satisfaction_rises(crowd, given):
    def follows(item):
        rated = np.array([x in {"1", "2", "3", "4", "5"} for x in given[item]])
        return np.corrcoef(given[item][rated].astype(float), crowd.satisfaction[rated])[0, 1]

    assert follows("ease") < -0.3
    assert follows("overall") > 0.3


def test_about_a_quarter_leaves_a_comment_and_every_comment_occurs():
    said = answers.comments(np.random.default_rng(3), 4000)
    assert 0.22 < np.mean(said != "") < 0.28
    assert set(said) == {*company.COMMENTS, ""}
