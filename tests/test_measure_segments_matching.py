"""Segments of two waves are paired by their people, or by their centres."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
from segmented import WHICH, answers, moved, segmentation, survey

from csatreport.measure.segments.found import found
from csatreport.measure.segments.matching import _by_people, _matching, matched
from csatreport.measure.segments.panel import panel

MEMBER = np.resize(WHICH, 480)


def turned(segmentation, order):
    """The same segments in another order."""
    place = np.argsort(order)
    member = np.where(segmentation.member < 0, -1, place[segmentation.member])
    return replace(segmentation, member=member, centres=segmentation.centres[order])


def test_segments_find_their_people_again_whatever_their_order():
    then, now = (segmentation(answers(w, member=m, seed=s)) for w, m, s in (
        ("2026Q3", MEMBER, 3), ("2026Q3", moved(MEMBER, 0.1), 8)))  # fmt: skip
    order = np.array([2, 0, 1])
    made = matched(now, turned(then, order))
    assert made.by == "customers"
    assert [order[n] for n in made.earlier] == [0, 1, 2]
    assert not made.new
    assert not made.gone


def test_a_segment_whose_people_came_from_everywhere_is_new_and_one_that_broke_up_is_gone():
    before = np.repeat([0, 1, 2], 30)
    now = np.concatenate([np.repeat(0, 30), np.tile([1, 2], 15), np.tile([1, 2], 15)])
    near, holds = _by_people(before, now, np.ones(90), 3, 3)
    made = _matching(near, holds, "customers")
    assert made.earlier[0] == 0
    assert made.new == (1, 2)
    assert made.gone == (1, 2)


def test_with_one_more_segment_than_before_one_is_new():
    near, holds = _by_people(np.repeat([0, 1], 30), np.repeat([0, 1, 2], 20), np.ones(60), 2, 3)
    assert _matching(near, holds, "customers").new == (1,)


def test_without_common_customers_the_centres_pair_them():
    then = segmentation(answers("2026Q3", customer=["" for _ in range(480)]))
    now = segmentation(answers("2026Q3", seed=9))
    made = matched(now, turned(then, np.array([1, 2, 0])))
    assert made.by == "centres"
    assert made.earlier.tolist() == [2, 0, 1]


def test_segments_that_rest_on_other_questions_are_all_new():
    then = segmentation(answers(customer=[""] * 480), items=["price", "offers"])
    now = segmentation(answers(customer=[""] * 480), items=["fast", "person"])
    made = matched(now, then)
    assert made.new == tuple(range(now.k))
    assert made.gone == tuple(range(then.k))


def test_the_pairing_is_that_of_another_program():
    stored = json.loads((Path(__file__).parent / "oracle" / "matching.json").read_text("utf-8"))
    for case in stored:
        near = np.array(case["near"])
        made = _matching(near, np.ones(near.shape, dtype=bool), "customers")
        assert made.earlier.tolist() == case["earlier"]


def test_of_several_answers_of_a_customer_the_last_counts_and_nameless_answers_do_not():
    first = answers("2026Q2", n=6, customer=["a", "b", "a", "", "c", "d"])
    second = answers("2026Q3", n=6, customer=["a", "", "c", "c", "x", "b"])
    then, now = panel(first, second)
    assert dict(zip(first["customer"].iloc[then], now.tolist(), strict=True)) == {"a": 0, "c": 3, "b": 5}
    assert then.tolist() == [2, 4, 1]


def test_weights_on_another_scale_pair_alike():
    frame = answers(member=moved(MEMBER, 0.1), seed=8)
    heavy = frame.assign(weight=frame["weight"] * 1000)
    then = segmentation(answers(member=MEMBER))
    each = [matched(found(survey(f)), then).earlier.tolist() for f in (frame, heavy)]
    assert each[0] == each[1]
