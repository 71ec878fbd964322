import pytest
from kanoanswers import columns, kano_survey
from surveys import responses

from csatreport.measure import kano
from csatreport.params.analysis.kano import Kano, KanoFeature

LETTERS = {
    "gift": "I" * 20, "calls": "R" * 20, "boost": "A" * 16 + "I" * 4, "check": "A" * 12 + "I" * 8,
    "person": "O" * 18 + "I" * 2, "bill": "M" * 15 + "I" * 5, "evening": "M" * 18 + "I" * 2, "odd": "Q" * 20,
}  # fmt: skip
KEYS = tuple(LETTERS)


def order(costs=None, per=100):
    features = tuple(KanoFeature(key=k, cost=c) for k, c in (costs or {}).items())
    frame = responses(**columns(**LETTERS), region=["n"] * 20)
    return kano.analysis(kano_survey(frame, keys=KEYS, kano=Kano(feature=features, per=per))).order


def test_must_be_comes_first_then_one_dimensional_then_attractive_then_what_gets_nothing():
    assert [s.feature.key for s in order()] == [
        "evening",
        "bill",
        "person",
        "boost",
        "check",
        "gift",
        "calls",
        "odd",
    ]
    assert [s.action for s in order()] == [
        "secure", "secure", "compete", "delight", "delight", "nothing", "stop", "ask",
    ]  # fmt: skip


def test_inside_a_class_the_gain_for_the_money_decides():
    found = order({"evening": 50, "bill": 10, "boost": 30, "check": 2})
    assert [s.feature.key for s in found][:5] == ["bill", "evening", "person", "check", "boost"]


def test_a_feature_without_a_cost_follows_those_with_one():
    assert [s.feature.key for s in order({"bill": 1000})][:2] == ["bill", "evening"]


def test_gains_are_worse_of_must_be_both_of_one_dimensional_and_better_of_attractive():
    gains = {s.feature.key: s.gain.value for s in order() if s.gain is not None}
    assert gains == pytest.approx({"evening": 0.9, "bill": 0.75, "person": 1.8, "boost": 0.8, "check": 0.6})


def test_money_buys_the_gain_divided_by_the_cost():
    found = {s.feature.key: s for s in order({"bill": 25}, per=100)}
    bill, evening = found["bill"], found["evening"]
    assert bill.bought.value == pytest.approx(4 * bill.gain.value)
    assert bill.bought.se == pytest.approx(4 * bill.gain.se)
    assert (bill.bought.low, bill.bought.high) == pytest.approx((4 * bill.gain.low, 4 * bill.gain.high))
    assert evening.bought is None


def test_the_interval_of_a_gain_is_that_of_worse_turned_round():
    step = order()[0]
    worse = step.feature.worse
    assert (step.gain.low, step.gain.high) == (-worse.high, -worse.low)


def test_a_feature_with_too_few_answers_gets_no_advice():
    frame = responses(**columns(x="M" * 20, y="M" * 3 + " " * 17), region=["n"] * 20)
    found = kano.analysis(kano_survey(frame, keys=("x", "y"), minimum_base=5)).order
    assert [(s.feature.key, s.action, s.gain is None) for s in found] == [
        ("x", "secure", False),
        ("y", "", True),
    ]
