"""Funnel, shrinkage, mix adjustment and movers of peers: what must hold whatever the data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from surveys import category, make_survey, rating, responses
from surveys import wave as wave_of

from csatreport.compare import standing
from csatreport.errors import ParamsError, UsageError
from csatreport.measure import breaks
from csatreport.params import Analysis, Questionnaire, Text
from csatreport.params.faults import refuse

BRANCHES = tuple(f"b{n:02d}" for n in range(12))
LABELS = {
    "branch": {b: Text(en=f"Branch {b}", zh=f"{b}分公司") for b in BRANCHES},
    "age": {a: Text.same(a) for a in ("young", "old")},
    "region": {r: Text.same(r) for r in ("north", "south")},
}
ITEMS = (
    rating("a"), category("branch", "branch", roles={"standing": "", "domain": ""}),
    category("age", "age", roles={"domain": ""}), category("region", "region", roles={"domain": ""}),
)  # fmt: skip
SIZE = 120


def wave(name="2026Q3", *, means=None, sizes=None, seed=1, old=None, of_age=0.0):
    """Ratings of twelve branches; ``old`` is the share of old customers in each, who answer ``of_age`` higher."""
    g = np.random.default_rng(seed)
    sizes = [SIZE] * len(BRANCHES) if sizes is None else sizes
    codes = np.repeat(np.arange(len(BRANCHES)), sizes)
    aged = g.random(len(codes)) < np.repeat([0.5] * len(BRANCHES) if old is None else old, sizes)
    level = np.repeat([3.5] * len(BRANCHES) if means is None else means, sizes)
    a = np.clip(np.round(g.normal(level + of_age * (aged - 0.5), 1)), 1, 5)
    return responses(
        name, a=a, branch=[BRANCHES[c] for c in codes], age=np.where(aged, "old", "young").tolist(),
        region=np.where(codes < 6, "north", "south").tolist(), weight=g.uniform(0.5, 2, len(codes)),
    )  # fmt: skip


def survey(*waves, **edition):
    return make_survey(ITEMS, *waves, labels=LABELS, **edition)


def spread(step=0.1, **changed):
    means = [3.0 + step * n for n in range(len(BRANCHES))]
    return [changed.get(b, m) for b, m in zip(BRANCHES, means, strict=True)]


def levels(rows):
    return [r.estimate.level for r in rows]


# The funnel


def test_a_branch_far_out_lies_outside_all_limits_and_others_do_not():
    ranks = standing.standing(survey(wave(means=spread(0.0, b03=2.0))), "a", "mean")
    found = standing.funnel(ranks)
    assert levels(found.below) == ["b03"]
    assert found.above == ()
    assert sum(d.beyond > 0 for d in found.dots) <= 3


@pytest.mark.parametrize("measure", ["csat", "csat_index", "mean"])
def test_the_narrower_limits_hold_nineteen_of_twenty_branches_that_are_alike(measure):
    outside = [
        d.beyond > 0
        for seed in range(25)
        for d in standing.funnel(standing.standing(survey(wave(seed=seed)), "a", measure)).dots
    ]
    assert 0.02 < np.mean(outside) < 0.09  # 300 branches


def test_limits_are_wider_for_fewer_answers_and_hold_a_share_between_nought_and_one():
    ranks = standing.standing(survey(wave(means=[4.5] * 12, sizes=[20, *[150] * 11])), "a", "csat")
    found = standing.funnel(ranks)
    for line in found.lines:
        assert line.low[0] < line.low[-1] < found.overall.value < line.high[-1] < line.high[0] <= 1
    small = next(d for d in found.dots if d.estimate.level == "b00")
    assert small.limits[0][0] > small.limits[1][0]
    assert small.base == min(d.base for d in found.dots)


def test_clusters_take_from_the_effective_base_of_the_funnel():
    frame = wave(seed=5)
    g = np.random.default_rng(2)
    group = g.integers(0, 200, len(frame))
    shared = np.clip(np.round(frame["a"] + g.normal(0, 1, 200)[group]), 1, 5)
    plain, clustered = (
        standing.funnel(standing.standing(survey(f), "a", "mean"))
        for f in (frame.assign(a=shared), frame.assign(a=shared, cluster=[str(k) for k in group]))
    )
    assert sum(d.base for d in clustered.dots) < 0.9 * sum(d.base for d in plain.dots)


def test_branches_that_truly_differ_are_said_to_be_dispersed():
    alike, apart = (
        standing.funnel(standing.standing(survey(wave(means=m)), "a", "mean")) for m in (None, spread(0.15))
    )
    assert not alike.dispersed
    assert apart.dispersed
    assert sum(d.apart for d in apart.dots) < sum(d.beyond > 0 for d in apart.dots)


def test_limits_of_a_funnel_must_grow():
    ranks = standing.standing(survey(wave()), "a", "mean")
    with pytest.raises(UsageError, match="limits of a funnel"):
        standing.funnel(ranks, (0.998, 0.95))


# Shrinkage


def test_fewer_answers_are_drawn_in_more_and_nobody_by_more_than_a_standard_error():
    ranks = standing.standing(survey(wave(means=spread(), sizes=[30, *[150] * 11])), "a", "mean")
    found = standing.shrinkage(ranks)
    assert found.most.raw.level == "b00"
    for r, e in zip(found.rows, ranks.peers.se, strict=True):
        inwards = (r.estimate.value - r.raw.value) * np.sign(found.between.mean - r.raw.value)
        assert -1e-12 <= inwards <= e + 1e-12


def test_branches_alike_have_no_true_spread_and_a_ranking_without_signal():
    found = standing.shrinkage(standing.standing(survey(wave(seed=3)), "a", "mean"))
    assert found.spread.low == 0.0
    assert found.spread.direction == "none"
    assert found.reliability.low == 0.0
    assert found.reliability.value < 0.5


def test_the_true_spread_lies_in_its_interval_and_the_picked_one_is_wider():
    means = spread(0.05)
    g = [standing.standing(survey(wave(means=means, seed=s)), "a", "mean") for s in range(20)]
    found = [standing.shrinkage(ranks) for ranks in g]
    true = 2 * standing.shrunken.TENTH * np.std(means, ddof=1)
    assert (
        np.mean([f.spread.low <= true * 0.97 <= f.spread.high for f in found]) >= 0.9
    )  # ratings are cut at 5
    assert np.mean([r.spread.value for r in g]) > max(means) - min(means)


def test_two_branches_tell_nothing_of_how_much_branches_differ():
    ranks = standing.standing(survey(wave(sizes=[150, 150, *[0] * 10])), "a", "mean")
    assert standing.shrinkage(ranks) is None
    assert len(standing.funnel(ranks).dots) == 2
    assert standing.funnel(ranks).dispersion is None


def test_one_branch_alone_stands_first_of_one():
    ranks = standing.standing(survey(wave(sizes=[150, *[0] * 11])), "a", "mean")
    assert [(p.rank, p.rank_low, p.rank_high) for p in ranks.rows] == [(1, 1, 1)]
    assert ranks.spread is None
    assert standing.mix(survey(wave(sizes=[150, *[0] * 11])), "a", "mean").rows[0].rank == 1


# Mix adjustment

OLD = [0.2] * 6 + [0.8] * 6


def test_differences_that_are_those_of_the_customers_vanish_at_the_mix_of_all():
    made = survey(wave(old=OLD, of_age=1.6, sizes=[400] * 12))
    found = standing.mix(made, "a", "mean")
    raw, adjusted = ([r.raw.value for r in found.rows], [r.estimate.value for r in found.rows])
    assert np.std(adjusted) < 0.4 * np.std(raw)
    assert found.coefficients.one(level="old").direction == "up"
    assert [t.en for t in found.types] == ["Age"]
    assert [t.en for t in found.left_out] == ["Region"]  # branches make it up


def test_adjusted_intervals_hold_what_branches_are_at_the_mix_of_all():
    held = []
    for seed in range(15):
        means = spread(0.03)
        found = standing.mix(survey(wave(old=OLD, of_age=0.4, means=means, seed=seed)), "a", "mean")
        true = dict(zip(BRANCHES, means, strict=True))
        held += [r.estimate.low <= true[r.estimate.level] <= r.estimate.high for r in found.rows]
    assert 0.9 < np.mean(held) < 0.99  # 180 of them


def test_raw_minus_moved_is_adjusted_and_order_of_rows_and_scale_of_weights_change_nothing():
    frame = wave(old=OLD, of_age=0.5)
    turned = (
        frame.sample(frac=1, random_state=2).assign(weight=lambda f: 3 * f["weight"]).reset_index(drop=True)
    )
    one, other = (standing.mix(survey(f), "a", "csat") for f in (frame, turned))
    for a, b in zip(one.rows, other.rows, strict=True):
        assert a.raw.value + a.moved.value == pytest.approx(a.estimate.value, abs=1e-12)
        assert (a.estimate.value, a.estimate.se) == pytest.approx((b.estimate.value, b.estimate.se), rel=1e-9)


def test_the_same_type_named_twice_changes_nothing():
    twice = (*ITEMS, category("again", "age", roles={"domain": ""}))
    frame = wave(old=OLD, of_age=0.5)
    once = standing.mix(survey(frame), "a", "mean")
    found = standing.mix(make_survey(twice, frame.assign(again=frame["age"]), labels=LABELS), "a", "mean")
    for a, b in zip(once.rows, found.rows, strict=True):
        assert (a.estimate.value, a.estimate.se) == pytest.approx((b.estimate.value, b.estimate.se), rel=1e-8)


def test_customers_who_did_not_say_their_type_stay_and_are_a_type_of_their_own():
    frame = wave(old=OLD, of_age=0.5)
    frame.loc[frame.index % 5 == 0, "age"] = None
    found = standing.mix(survey(frame), "a", "mean")
    assert [r.raw.n for r in found.rows] == [SIZE] * 12
    assert "Not stated" in [c.second.level_label.en for c in found.coefficients]


def test_a_small_type_and_a_small_branch_are_hidden():
    frame = wave(old=OLD, of_age=0.5, sizes=[7, 7, *[150] * 10])
    frame.loc[frame.index[-4:], "age"] = None
    found = standing.mix(survey(frame), "a", "mean")
    assert {r.raw.level for r in found.rows if not r.estimate.shown} == {"b00", "b01"}
    assert [r.rank for r in found.rows if not r.estimate.shown] == [None, None]
    hidden = [c.second for c in found.coefficients if not c.shown]
    assert hidden
    assert all(np.isnan(e.value) for e in hidden)
    plot = standing.funnel(standing.standing(survey(frame), "a", "mean"))
    assert not {"b00", "b01"} & set(levels(plot.dots))


def test_without_types_of_customers_there_is_nothing_to_adjust_for():
    frame = wave().assign(age=None)
    frame["age"] = frame["age"].astype("string")
    assert standing.mix(survey(frame), "a", "mean") is None


def test_types_may_be_declared():
    made = survey(wave(old=OLD))
    declared = Analysis.model_validate({"standing": {"types": ["age"]}})
    assert standing.mix(replace(made, analysis=declared), "a", "mean").left_out == ()


# Movers


def test_a_branch_that_falls_is_named_and_others_are_not():
    made = survey(wave("2026Q2", means=spread()), wave(means=spread(b07=2.6), seed=2))
    found = standing.movers(made, "a", "mean")
    assert levels(found.fallen) == ["b07"]
    assert found.risen == ()
    assert found.excess.rows[0].family == len(BRANCHES)


def test_what_all_branches_did_is_no_move_of_one():
    made = survey(wave("2026Q2", means=spread()), wave(means=[m + 0.4 for m in spread()], seed=2))
    found = standing.movers(made, "a", "mean")
    assert len(found.changes.risen)
    assert (found.risen, found.fallen) == ((), ())


def test_a_lucky_branch_is_expected_to_come_back():
    made = survey(wave("2026Q2", seed=4), wave(seed=5))
    found = standing.movers(made, "a", "mean")
    first = {
        p.estimate.level: p.estimate.value
        for p in standing.standing(made, "a", "mean", wave=made.edition.previous).rows
    }
    lucky = max(first, key=first.get)
    row = next(r for r in found.rows if r.estimate.level == lucky)
    drift = np.mean([r.change.value for r in found.rows])
    assert row.excess.first.value < first[lucky] + drift


def test_nobody_moves_where_nothing_moved():
    means, clear = spread(0.05), []
    for seed in range(30):
        made = survey(wave("2026Q2", means=means, seed=seed), wave(means=means, seed=99 + seed))
        clear.append(len(standing.movers(made, "a", "mean").excess.clear) > 0)
    assert np.mean(clear) <= 0.15  # of 30 families; 0.05 is promised


def test_across_a_break_moves_are_stated_and_not_tested():
    made = survey(wave("2026Q2"), wave(means=spread(b07=2.0)))
    declared = Analysis.model_validate(
        {"breaks": [{"wave": "2026Q3", "what": "scale", "items": ["a"], "note": Text.same("new")}]}
    )
    found = standing.movers(replace(made, analysis=declared), "a", "mean")
    assert all(r.excess is None and r.change.broken is not None and not r.change.tested for r in found.rows)
    assert breaks.before(made) is not None


def test_without_an_earlier_wave_nobody_moved():
    assert standing.movers(survey(wave()), "a", "mean").rows == ()


def test_a_wave_that_did_not_ask_for_the_branch_is_no_wave_to_compare_with():
    asked = rating("a"), ITEMS[1].model_copy(update={"sources": {wave_of("2026Q3"): "branch"}}), *ITEMS[2:]
    earlier = wave("2026Q2").assign(branch=None)
    earlier["branch"] = earlier["branch"].astype("string")
    assert standing.movers(make_survey(asked, earlier, wave(), labels=LABELS), "a", "mean").rows == ()


def test_published_scores_move_without_a_test_and_have_no_funnel():
    lines = [
        (w, "a", "branch", b, 80.0 + k + n)
        for k, w in enumerate(("2026Q2", "2026Q3"))
        for n, b in enumerate(BRANCHES)
    ]
    made = make_survey(ITEMS, published=[*lines, ("2026Q3", "a", "", "", 85.0)], labels=LABELS)
    ranks = standing.standing(made, "a", "score")
    assert (standing.funnel(ranks), standing.shrinkage(ranks), standing.mix(made, "a", "score")) == (
        None,
        None,
        None,
    )
    found = standing.movers(made, "a", "score")
    assert [r.change.value for r in found.rows] == [1.0] * len(BRANCHES)
    assert all(r.excess is None and not r.change.tested for r in found.rows)


# Declarations


def test_declarations_that_the_questionnaire_does_not_bear_out_are_named():
    questionnaire = Questionnaire(ITEMS, LABELS)
    wrong = {
        "no item 'x'": {"item": "x", "measure": "csat"},
        "is no rating": {"item": "age", "measure": "csat"},
        "without a measure": {"item": "a"},
        "without an item": {"measure": "csat"},
        "no item 'agee'": {"types": ["agee"]},
        "has no groups": {"types": ["a"]},
        "adjusted for themselves": {"types": ["branch"]},
        "cannot be drawn": {"limits": [0.998, 0.95]},
    }
    for said, table in wrong.items():
        declared = Analysis.model_validate({"standing": table}).standing
        with pytest.raises(ParamsError, match=said):
            refuse(list(declared.faults(questionnaire)))
    assert not list(Analysis().standing.faults(questionnaire))
