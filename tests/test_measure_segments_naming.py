"""Names of segments: the analyst's by what they are like, else by rule; none for what is not stable."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import segmented
from segmented import NAMES, answers, segmentation, segments

from csatreport.measure.segments import naming
from csatreport.params import Analysis, Text


def test_the_analysts_names_find_their_segments_by_what_these_are_like():
    found = segmentation(answers())
    names = naming.declared(found)
    assert [names[n].en for n in range(3)] == [
        "Savers",
        "Racers",
        "Talkers",
    ]  # by size: a half, a third, a sixth
    assert names[0].zh == "精打细算"


def test_declared_names_do_not_depend_on_their_order_nor_on_that_of_the_segments():
    found = segmentation(answers(), names=NAMES[::-1])
    back = replace(found, centres=found.centres[::-1])
    assert naming.declared(found)[0].en == "Savers"
    assert naming.declared(back)[2].en == "Savers"


def test_a_name_that_no_segment_is_like_is_not_used():
    nobody = ({"high": ["price", "fast", "person"], "en": "Everything at once", "zh": "样样都要"},)
    assert naming.declared(segmentation(answers(), names=nobody)) == {}


def test_a_name_told_by_a_question_that_segments_do_not_rest_on_is_not_used():
    other = ({"high": ["overall"], "en": "The happy", "zh": "满意者"},)
    assert naming.declared(segmentation(answers(), names=other)) == {}


def test_without_declared_names_the_answers_that_set_a_segment_apart_most_name_it_in_both_languages():
    named = naming.by_rule(segmentation(answers(), names=()))
    assert {named[0].en, named[0].zh} <= {
        "Price decides, compares offers", "Compares offers, price decides", "价格优先、常比优惠型", "常比优惠、价格优先型",
    }  # fmt: skip
    assert named[1] == Text(en="Wants the fastest", zh="要最快的型") or named[1].en.startswith(
        "Wants the fastest"
    )


@pytest.mark.parametrize(
    ("role", "away", "en", "zh"),
    [
        ("importance", (1.2, 0.1, -0.3), "Cares about speed", "看重网速型"),
        ("satisfaction", (1.2, 1.0, -0.3), "Happier with speed, Wi-Fi", "网速、Wi-Fi评价偏高型"),
        ("satisfaction", (-1.2, -0.1, 0.3), "Less happy with speed", "网速评价偏低型"),
        ("items", (0.9, 0.8, 0.7), "High throughout", "各项普遍偏高型"),
        ("satisfaction", (-0.9, -0.8, -0.7), "Low throughout", "各项普遍偏低型"),
        ("attitude", (0.1, -0.1, 0.2), "Close to the average", "接近平均型"),
        ("attitude", (-1.2, 0.1, 0.2), "Not so much: speed", "不太认同“网速”型"),
    ],
)
def test_every_kind_of_question_has_words_of_its_own(role, away, en, zh):
    labels = [Text(en="Speed", zh="网速"), Text(en="Wi-Fi", zh="Wi-Fi"), Text(en="TV", zh="电视")]
    assert naming._named(np.array(away), labels, role) == Text(en=en, zh=zh)


def test_what_all_labels_begin_with_is_left_out_of_names():
    labels = naming._short(
        [Text(en="View: price decides", zh="看法：价格优先"), Text(en="View: fast", zh="看法：快")]
    )
    assert labels[0] == Text(en="Price decides", zh="价格优先")
    asked = [
        Text(en="Fun (importance)", zh="有趣（重要性）"),
        Text(en="Cost (importance)", zh="费用（重要性）"),
    ]
    assert naming._short(asked) == [Text(en="Fun", zh="有趣"), Text(en="Cost", zh="费用")]
    mixed = [Text(en="View: price", zh="看法：价格"), Text(en="Speed", zh="网速")]
    assert [t.en for t in naming._short(mixed)] == ["View: price", "Speed"]


def test_a_segment_that_is_not_stable_has_a_letter_and_no_name():
    found = segmented.survey(answers())
    none = replace(
        found, analysis=Analysis.model_validate({"segments": {**segmented.QUICK, "name": NAMES, "stable": 1}})
    )
    unstable = replace(segmentation(answers()), stable=np.array([True, False, True]))
    from csatreport.measure.segments.named import _names

    assert none.analysis.segments.stable == 1
    assert [n.en for n in _names(unstable, {})] == ["Savers", "Segment B (not stable)", "Talkers"]
    assert _names(unstable, {})[1].zh == "客群B（不稳定）"


def test_a_name_keeps_its_people_in_the_next_wave():
    then, now = answers("2026Q2"), answers("2026Q3", seed=8)
    found = segments(then, now, names=())
    assert found.names == found.earlier
    assert not found.new
    assert not found.gone


def test_two_segments_of_one_name_are_told_apart_by_their_letters():
    same = Text(en="Close to the average", zh="接近平均型")
    assert [n.en for n in naming.distinct([same, Text.same("x"), same])] == [
        "Close to the average (A)", "x", "Close to the average (C)",
    ]  # fmt: skip


def test_names_inside_names_keep_their_capitals():
    assert [naming._lower(x) for x in ("AirTrain", "Long-term parking", "Wi-Fi at home", "TV", "Speed")] == [
        "AirTrain", "long-term parking", "Wi-Fi at home", "TV", "speed",
    ]  # fmt: skip


def test_letters_do_not_run_out():
    assert [naming.letter(n) for n in (0, 25, 26, 27)] == ["A", "Z", "A1", "B1"]
