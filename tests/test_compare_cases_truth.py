"""The two firms of the sample: what was planted is found again."""

from __future__ import annotations

import company
import numpy as np
import pytest

from csatreport.compare.cases import compare


@pytest.fixture(scope="module")
def found():
    return compare(company.survey())


@pytest.fixture(scope="module")
def planted():
    return company.truth()["records"]["cases.csv"]["firms"]


def _level(firm, measure, span):
    at = np.array(firm["since"])
    return np.array(firm["levels"][measure])[(at >= span[0]) & (at <= span[1])].mean()


def test_most_intervals_of_figures_hold_what_was_planted(found, planted):
    held = [
        f.estimate.low <= planted[s.code]["levels"][m.code][planted[s.code]["since"].index(f.at)] <= f.estimate.high
        for s in found.stories for m in s.measures for f in m.figures if f.estimate.low is not None
    ]  # fmt: skip
    assert len(held) == 5 * (11 + 10)
    assert 0.90 <= np.mean(held) <= 1.0  # 95 % of 105, give or take two standard errors


def test_changes_hold_what_was_planted_in_both_years(found, planted):
    spans = found.windows.before, found.windows.after
    held = {}
    for story in found.stories:
        for m in story.measures:
            before, after = (_level(planted[story.code], m.code, span) for span in spans)
            if m.change.tested:
                held[story.code, m.code] = m.change.low <= after - before <= m.change.high
            else:
                assert m.change.value == pytest.approx(after - before, abs=0.03 * max(1, abs(before)))
    assert len(held) == 10
    assert sum(held.values()) >= 9, held


def test_trends_bend_as_planted_wherever_they_clearly_bend(found, planted):
    clear = 0
    for story in found.stories:
        for m in story.measures:
            first, last = (planted[story.code]["levels"][m.code][i] for i in (0, -1))
            if m.bend.direction != "none":
                clear += 1
                assert (m.bend.direction == "up") == (last > first)
    assert clear >= 3


def test_quarters_begin_with_the_planted_one_and_nothing_is_lost(found, planted):
    for story in found.stories:
        assert [f.at for f in story.of("satisfied").figures] == planted[story.code]["since"]
        start = story.of("satisfied").figures[planted[story.code]["since"].index(0)].estimate.wave
        assert start == planted[story.code]["first_action"]


def test_success_and_failure_are_told_by_their_figures(found):
    assert (found.lead.code, found.other.code) == ("appliances", "tutoring")
    assert len(found.differences.clear) == 5
    assert found.lead.counts == {"met": 3, "missed": 1, "unsure": 1, "open": 0}
    assert found.other.counts == {"met": 1, "missed": 4, "unsure": 0, "open": 0}
    assert not any(s.contradicted for s in found.stories)
