from __future__ import annotations

import numpy as np
import pytest
from surveys import LABELS, category, make_survey, responses

from csatreport.compare import needs
from csatreport.params import Text

ITEMS = (category("need", "need", roles={"need": ""}), category("region", "region", roles={"domain": ""}))
LISTS = {**LABELS, "need": {c: Text.same(c) for c in ("functional", "economic", "time")}}


def frame(shares, wave="2026Q3", n=400, **more):
    counts = np.round(np.array(shares) * n).astype(int)
    return responses(wave, need=np.repeat(["functional", "economic", "time"], counts).tolist(), **more)


def survey(*frames):
    return make_survey(ITEMS, *frames, labels=LISTS)


def test_shares_of_the_needs_add_up_to_one_and_keep_the_order_of_the_list():
    found = needs.shares(survey(frame((0.5, 0.3, 0.2))))
    assert [e.item for e in found] == ["functional", "economic", "time"]
    assert [e.value for e in found] == pytest.approx([0.5, 0.3, 0.2])


def test_weights_count():
    weight = np.repeat([1.0, 1.0, 3.0], [200, 120, 80])
    found = needs.shares(survey(frame((0.5, 0.3, 0.2), weight=weight)))
    assert found.one(item="time").value == pytest.approx(240 / 560)


def test_changes_are_tested_together():
    found = needs.changes(survey(frame((0.3, 0.5, 0.2), "2026Q2"), frame((0.5, 0.3, 0.2))))
    assert {c.second.item: c.direction for c in found} == {
        "functional": "up",
        "economic": "down",
        "time": "none",
    }
    assert not needs.changes(survey(frame((0.3, 0.5, 0.2)))).rows


def test_groups_are_compared_with_all_others_need_by_need():
    region = ["n"] * 190 + ["s"] * 210
    found = needs.differences(survey(frame((0.5, 0.3, 0.2), region=region)))
    assert len(found) == 3 * 2
    assert {c.second.item for c in found.clear} == {"functional", "economic", "time"}
    assert found.rows[0].family == 6


def test_without_the_question_there_is_nothing():
    bare = make_survey(ITEMS[1:], responses(region=["n", "s"] * 20), labels=LISTS)
    assert not needs.shares(bare).rows
    assert not needs.differences(bare).rows
    unanswered = responses(need=[None] * 40, region=["n", "s"] * 20)
    assert not needs.shares(survey(unanswered)).rows
