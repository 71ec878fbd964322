"""What sets segments apart, who they are, how large they are, and whether they still fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from segmented import ITEMS, WHICH, answers, moved, segments, survey

from csatreport.compare import segments as compared
from csatreport.compare.segments.drift import distances
from csatreport.measure.segments.named import named
from csatreport.params import Analysis, Text
from csatreport.params.analysis.breaks import Break

MEMBER = np.resize(WHICH, 480)
THEN, NOW = answers("2026Q2", member=MEMBER), answers(member=moved(MEMBER, 0.1), seed=9)


@pytest.fixture(scope="module")
def found():
    return segments(THEN, NOW)


def test_sizes_are_weighted_shares_of_those_who_were_placed(found):
    sizes = compared.sizes(found)
    assert [e.label.en for e in sizes] == ["Savers", "Racers", "Talkers"]
    assert [e.value for e in sizes] == pytest.approx(found.now.shares)
    assert sum(e.value for e in sizes) == pytest.approx(1)
    assert all(e.low < e.value < e.high for e in sizes)


def test_sizes_are_compared_by_one_rule_and_one_that_grew_is_told():
    found = segments(THEN, answers(member=np.where(MEMBER == 0, np.arange(480) % 2, MEMBER), seed=9))
    changes = compared.changes(found)
    assert {c.label.en: c.direction for c in changes} == {"Savers": "down", "Racers": "up", "Talkers": "none"}
    assert len(changes) == 3


def test_without_an_earlier_wave_nothing_is_compared():
    alone = segments(NOW)
    assert alone.before is None
    assert not len(compared.changes(alone))
    assert compared.migration(alone) is None
    assert compared.drift(alone) is None
    assert alone.previous is None


def test_a_wave_that_did_not_ask_the_same_is_not_compared_with():
    found = segments(THEN.drop(columns=["price", "offers"]), NOW)
    asked = found.before is None or {i.item for i in found.before.features.items} != {
        "price",
        "offers",
        "fast",
        "person",
    }
    assert asked
    assert len(compared.sizes(found)) == found.now.k


def test_the_profile_holds_weighted_means_and_their_tests(found):
    profile = compared.profile(found)
    c = next(c for c in profile.contrasts if c.second.level == "A" and c.second.item == "price")
    inside = found.now.member == 0
    price, w = NOW["price"].to_numpy(), NOW["weight"].to_numpy()
    assert c.second.value == pytest.approx(np.average(price[inside], weights=w[inside]))
    assert c.first.value == pytest.approx(np.average(price[~inside], weights=w[~inside]))
    plain = stats.ttest_ind(price[inside], price[~inside], equal_var=False)
    assert c.se == pytest.approx(
        abs(np.subtract(*[price[m].mean() for m in (inside, ~inside)]) / plain.statistic), rel=0.15
    )
    assert c.family == 12
    assert profile.of("A").rows[0].second.item in {"price", "offers"}


def test_the_portrait_finds_who_is_in_a_segment_and_leaves_out_what_made_it(found):
    portrait = compared.portrait(found)
    assert {c.second.item for c in portrait.contrasts}.isdisjoint({"price", "offers", "fast", "person"})
    top = portrait.needs.rows[0]
    assert (top.second.level_label.en, top.label.en) == ("Savers", "A fair price")
    assert top.second.value > 0.8
    assert portrait.behind is None  # satisfaction was drawn alike for all
    assert {c.second.measure for c in portrait.satisfied} == {"csat", "nps"}
    assert all(abs(c.value) >= 0.05 for c in portrait.matter)


def test_a_segment_that_is_less_satisfied_is_named_first():
    unhappy = NOW.assign(overall=np.where(moved(MEMBER, 0.1) == 1, 2.0, NOW["overall"]))
    behind = compared.portrait(segments(unhappy)).behind
    assert behind is not None
    assert behind.second.level_label.en == "Racers"


def test_small_segments_are_counted_and_their_answers_are_hidden(found):
    member = found.now.member.copy()
    member[member == 2] = np.where(np.arange((member == 2).sum()) < 4, 2, 0)
    small = replace(found, now=replace(found.now, member=member))
    hidden = [c for c in compared.profile(small).contrasts if c.second.level == "C"]
    assert hidden
    assert not any(c.shown for c in hidden)
    shown = [e for e in compared.sizes(small) if e.shown]
    assert len(shown) == 3


def test_segments_that_stay_as_they_are_still_fit(found):
    drift = compared.drift(found)
    assert drift.fits
    assert drift.distance.direction == "none"
    assert drift.agreement.value > 0.95
    assert len(drift.sizes) == 3


def test_answers_that_lie_farther_from_all_centres_are_noticed():
    loose = answers(member=MEMBER, seed=9, spread=1.3)
    drift = compared.drift(segments(THEN, loose))
    assert drift.distance.direction == "up"
    assert not drift.fits


def test_a_wave_is_held_against_centres_without_the_answer_itself(found):
    now = found.now
    w, x, member = found.fielding.design.weights, now.features.values, now.member
    own = distances(now, x, member, w)
    i = int(np.flatnonzero(member == 2)[0])
    others = (member == 2) & (np.arange(len(member)) != i)
    centre = np.average(x[others], axis=0, weights=w[others])
    assert own[i] == pytest.approx(((x[i] - centre) ** 2).mean(), rel=1e-6)
    assert own[i] > distances(now, x, member, None)[i]


def test_across_a_break_nothing_is_tested():
    made = survey(THEN, NOW)
    broken = Break(wave="2026Q3", what="wording", items=("price",), note=Text(en="reworded", zh="改写"))
    analysis = made.analysis.model_copy(update={"breaks": (broken,)})
    found = named(replace(made, analysis=analysis))
    assert all(c.broken is not None and not c.tested for c in compared.changes(found))
    assert compared.drift(found).distance.broken is not None
    assert compared.migration(found) is None


def test_rows_in_another_order_and_weights_on_another_scale_change_nothing(found):
    order = np.random.default_rng(1).permutation(480)
    other = segments(THEN, NOW.iloc[order].reset_index(drop=True).assign(weight=lambda f: f["weight"] * 50))
    assert other.names == found.names
    for make in (
        lambda s: compared.sizes(s).rows,
        lambda s: [c.second for c in compared.profile(s).contrasts],
    ):
        assert [e.value for e in make(other)] == pytest.approx([e.value for e in make(found)])
        assert [e.se for e in make(other)] == pytest.approx([e.se for e in make(found)])


def test_declarations_are_held_against_the_questionnaire():
    bad = Analysis.model_validate({"segments": {"name": [{"high": ["nothing"], "en": "x", "zh": "某"}]}})
    faults = [str(f.problem) for f in bad.faults(survey(NOW).questionnaire)]
    assert any("nothing" in f for f in faults)
    twice = [{"high": ["price"], "en": "x", "zh": "某"}, {"high": ["fast"], "en": "x", "zh": "另"}]
    told = Analysis.model_validate({"segments": {"name": twice}})
    assert any("two segments called" in str(f.problem) for f in told.faults(survey(NOW).questionnaire))
    with pytest.raises(ValueError, match="at least one item"):
        Analysis.model_validate({"segments": {"name": [{"en": "x", "zh": "某"}]}})
    assert len(ITEMS) == 9
