import numpy as np
import pytest
from surveys import make_survey, rating, responses

from csatreport.measure import estimate, indicators
from csatreport.params import Text

LABELS = {
    "indicator": {
        "use": Text(en="Use", zh="使用"),
        "web": Text(en="Web", zh="网站"),
        "find": Text(en="Find", zh="查找"),
    },
    "department": {"it": Text(en="IT", zh="信息部"), "hr": Text(en="HR", zh="人事部")},
}


def leaf(item, department, *path):
    names = dict(zip(("indicator1", "indicator2", "indicator3"), path, strict=False))
    return rating(item, department=department, **names)


@pytest.fixture
def survey():
    g = np.random.default_rng(1)
    a, b, c, d = (g.integers(1, 6, 50).astype(float) for _ in range(4))
    b[:20] = np.nan
    items = (
        leaf("a", "it", "use", "web", "find"), leaf("c", "hr", "care", "desk", "voice"),
        leaf("b", "it", "use", "web", "pay"), leaf("d", "hr", "use", "shop", "till"), rating("overall"),
    )  # fmt: skip
    data = responses(a=a, b=b, c=c, d=d, overall=a, weight=g.uniform(0.5, 2, 50))
    return make_survey(items, data, labels=LABELS)


def test_every_node_is_followed_by_its_children(survey):
    found = indicators.tree(survey)
    assert [(i.level, i.path) for i in found] == [
        (1, "use"), (2, "use/web"), (3, "use/web/find"), (3, "use/web/pay"),
        (2, "use/shop"), (3, "use/shop/till"),
        (1, "care"), (2, "care/desk"), (3, "care/desk/voice"),
    ]  # fmt: skip
    assert [i.parent for i in found[:3]] == ["", "use", "use/web"]


def test_a_leaf_is_its_item(survey):
    leaf_node = next(i for i in indicators.tree(survey) if i.path == "use/web/find")
    item = estimate.one(survey, "a", "csat_index")
    assert (leaf_node.estimate.value, leaf_node.estimate.se) == pytest.approx((item.value, item.se))
    assert leaf_node.items == ("a",)


def test_a_parent_is_the_mean_of_each_respondents_items_below_with_its_error(survey):
    rows = survey.responses
    score = np.nanmean((rows[["a", "b", "d"]].to_numpy() - 1) * 25, axis=1)
    top = indicators.tree(survey)[0].estimate
    assert top.value == pytest.approx(np.average(score, weights=rows["weight"]))
    assert top.se > 0
    assert top.n == 50


def test_a_node_has_a_department_only_when_all_below_it_have_the_same(survey):
    owners = {i.path: (i.department, i.department_label) for i in indicators.tree(survey)}
    assert owners["use"] == ("", None)
    assert owners["use/web"] == ("it", Text(en="IT", zh="信息部"))
    assert owners["care"] == ("hr", Text(en="HR", zh="人事部"))


def test_labels_come_from_their_list_or_are_the_code(survey):
    labels = {i.path: i.label for i in indicators.tree(survey)}
    assert labels["use/web"].zh == "网站"
    assert labels["care"].en == "care"


def test_a_questionnaire_without_indicators_has_no_tree():
    assert indicators.tree(make_survey((rating("a"),), responses(a=[1.0] * 20))) == ()


def test_indicators_of_one_level_stay_in_tree_order(survey):
    assert [e.item for e in indicators.at_level(indicators.tree(survey), 2)] == ["web", "shop", "desk"]


def test_a_department_is_the_mean_of_each_respondents_answers_to_its_items(survey):
    rows = survey.responses
    found = indicators.by_department(survey, "mean")
    hr = np.average(rows[["c", "d"]].mean(axis=1), weights=rows["weight"])
    assert [e.item for e in found] == ["it", "hr"]
    assert found.one(item="hr").value == pytest.approx(hr)
    assert found.one(item="it").label.zh == "信息部"


def test_a_questionnaire_without_departments_has_none():
    assert len(indicators.by_department(make_survey((rating("a"),), responses(a=[1.0] * 20)))) == 0
