"""Drivers of a survey: what is found, what is left out, what is refused, and what changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from driven import SLOPES, N, survey, wave
from surveys import make_survey, rating, responses

from csatreport.errors import DataError, ParamsError
from csatreport.measure.drivers import Drivers, Unfit, beside, changes, drivers
from csatreport.params.analysis.breaks import Break


def numbers(found: Drivers) -> dict[str, tuple[float, ...]]:
    return {
        d.share.item: (d.share.value, d.relative.value, d.coefficient.value, d.coefficient.se or 0.0, d.vif)
        for d in found.rows
    }


def test_services_come_by_their_share_and_shares_add_up_to_one():
    found = drivers(survey())
    assert [d.share.item for d in found.rows] == ["a", "b", "c", "d"]
    assert sum(e.value for e in found.shares) == pytest.approx(1)
    assert [d.rank for d in found.rows] == [1, 2, 3, 4]
    assert (found.kind, found.missing, found.base.value, found.base.of) == ("mean", "listwise", N, N)
    assert found.r_squared.low < found.r_squared.value < found.r_squared.high
    assert found.adjusted.value < found.r_squared.value


def test_coefficients_hold_what_was_put_in_and_only_services_that_tell_something_are_clear():
    found = drivers(survey(wave(n=3000)))
    for item, slope in SLOPES.items():
        assert found.one(item).coefficient.value == pytest.approx(slope, abs=0.06)
    assert {e.item for e in found.clear} == {"a", "b", "c"}


def test_a_service_that_is_rated_alike_has_a_share_though_it_adds_nothing():
    found = drivers(survey(wave(n=3000))).one("d")
    assert found.share.value > 0.03
    assert not found.clear


def test_a_coefficient_against_its_correlation_is_flagged():
    data = wave(n=2000, slopes={"a": 0.7, "b": 0.2, "c": -0.25})
    found = drivers(survey(data))
    assert found.one("c").turned
    assert found.one("c").correlation.value > 0
    assert not found.one("a").turned
    assert [e.item for e in found.turned] == ["c"]


def test_permuted_rows_and_scaled_weights_change_nothing():
    data = wave()
    plain = numbers(drivers(survey(data)))
    order = np.random.default_rng(1).permutation(N)
    other = data.iloc[order].reset_index(drop=True).assign(weight=lambda d: 7 * d["weight"])
    for item, values in numbers(drivers(survey(other))).items():
        assert values == pytest.approx(plain[item], rel=1e-9)


def test_complete_answers_are_used_unless_that_leaves_too_few():
    data = wave()
    rng = np.random.default_rng(3)
    for item, share in (("a", 0.1), ("b", 0.5), ("c", 0.4)):
        data[item] = data[item].where(rng.random(N) >= share)
    assert drivers(survey(data)).missing == "pairwise"
    few = drivers(survey(data, declared={"keep": 0.1}))
    assert few.missing == "listwise"
    assert few.base.value == data[["a", "b", "c", "d"]].notna().all(axis=1).sum()
    told = drivers(survey(data, declared={"missing": "listwise"}))
    assert told.base.value == few.base.value


def test_pairs_use_every_answer_and_have_the_base_of_the_pair():
    data = wave()
    data.loc[:99, "a"] = np.nan
    found = drivers(survey(data, declared={"missing": "pairwise"}))
    assert found.one("a").share.n == N - 100
    assert found.one("b").share.n == N


def test_a_constant_driver_is_left_out_and_named():
    data = wave().assign(c=4.0)
    found = drivers(survey(data))
    assert [t.en for t in found.constant] == ["C"]
    assert {d.share.item for d in found.rows} == {"a", "b", "d"}


def test_a_driver_without_answers_is_left_out_and_named():
    found = drivers(survey(wave().assign(c=np.nan)))
    assert [t.en for t in found.unasked] == ["C"]
    assert found.missing == "listwise"


def test_a_driver_that_fewer_rated_than_may_be_shown_is_left_out_and_named():
    data = wave()
    data.loc[5:, "d"] = np.nan
    found = drivers(survey(data))
    assert [t.en for t in found.sparse] == ["D"]
    assert (found.missing, found.base.value) == ("listwise", N)


def test_drivers_that_determine_each_other_are_refused_by_name():
    data = wave().assign(d=lambda frame: frame["a"])
    with pytest.raises(DataError, match="determine each other") as caught:
        drivers(survey(data))
    assert caught.value.got == "a, d"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"overall": 4.0}, "the outcome does not vary"),
        ({"overall": np.nan}, "nobody rated the outcome"),
        (dict.fromkeys("abcd", np.nan), "fewer than two drivers that vary"),
        ({"a": 3.0, "b": 3.0, "c": 3.0}, "fewer than two drivers that vary"),
    ],
)
def test_answers_that_bear_no_regression_are_refused(change, problem):
    with pytest.raises(DataError, match=problem):
        drivers(survey(wave().assign(**change)))


def test_two_respondents_are_refused():
    with pytest.raises(DataError, match="too few answers"):
        drivers(survey(wave(n=2)))


def test_a_survey_without_an_outcome_or_services_is_refused():
    with pytest.raises(ParamsError, match="no outcome"):
        drivers(make_survey((rating("a", dimension="service"),), responses(a=[1.0, 2.0])))
    with pytest.raises(ParamsError, match="too few drivers"):
        drivers(make_survey((rating("o", roles={"overall": ""}),), responses(o=[1.0, 2.0])))


def test_pairs_that_fit_together_in_no_sample_are_refused():
    rng = np.random.default_rng(1)
    x = rng.normal(size=60)
    a, b, c = (np.full(60, np.nan) for _ in range(3))
    a[:40], b[:20], c[20:40] = x[:40], x[:20], x[20:40]
    b[40:], c[40:] = x[40:], -x[40:]
    frame = responses(overall=rng.integers(1, 6, 60).astype(float), a=a, b=b, c=c)
    with pytest.raises(DataError, match="fit together in no sample"):
        drivers(survey(frame, declared={"missing": "pairwise"}))


def test_a_base_below_the_minimum_is_hidden():
    found = drivers(survey(wave(n=60), minimum_base=100))
    assert not any(e.shown for e in (*found.shares, found.r_squared))


def test_what_is_declared_is_used():
    found = drivers(survey(declared={"outcome": "d", "items": ["a", "b"], "resamples": 100}))
    assert found.outcome.item == "d"
    assert {d.share.item for d in found.rows} == {"a", "b"}
    assert found.resamples == 100


def test_stability_counts_resamples_that_agree():
    clear = drivers(survey(wave(n=3000), declared={"top": 2}))
    assert clear.stability.stable
    assert clear.stability.leader.value == clear.stability.leader.of == 200
    alike = drivers(survey(wave(slopes={"a": 0.3, "b": 0.3, "c": 0.3, "d": 0.3}), declared={"top": 2}))
    assert not alike.stability.stable
    assert alike.one("a").rank_low < alike.one("a").rank_high


def test_more_drivers_than_can_be_enumerated_in_every_resample_keep_their_exact_shares():
    rng = np.random.default_rng(4)
    n, names = 500, [f"s{k}" for k in range(17)]
    common = rng.normal(size=n)
    services = {k: common + rng.normal(size=n) for k in names}
    frame = responses(overall=sum(services.values()) / 17 + rng.normal(size=n), **services)
    items = (rating("overall", roles={"overall": ""}), *(rating(k, dimension="service") for k in names))
    found = drivers(make_survey(items, frame))
    assert sum(e.value for e in found.shares) == pytest.approx(1)
    assert found.error == 0
    middle = np.nanmean(found.resampled.results, axis=0)
    assert middle == pytest.approx([e.value for e in found.shares], abs=0.01)


def test_the_share_satisfied_is_explained_by_log_odds_and_relative_weights():
    found = drivers(survey(wave(n=2000), declared={"kind": "satisfied"}))
    assert found.kind == "satisfied"
    assert [e.measure for e in found.shares] == ["relative_weight"] * 4
    assert found.rows[0].coefficient.measure == "log_odds"
    shapley = [d.shapley for d in found.rows]
    assert sum(e.value for e in shapley if e) == pytest.approx(1)
    assert all(e.se is None for e in shapley if e)
    assert {e.item for e in found.clear} == {"a", "b", "c"}


def test_drivers_that_few_could_rate_leave_the_logistic_regression():
    data = wave(n=500)
    data["c"] = data["c"].where(np.random.default_rng(1).random(500) < 0.1)
    found = drivers(survey(data), kind="satisfied")
    assert [t.en for t in found.sparse] == ["C"]
    assert found.base.value == 500


def test_what_cannot_be_fitted_beside_says_why():
    data = wave().assign(overall=lambda d: d["overall"].clip(upper=3))
    data.loc[:4, "overall"] = 5.0
    found = beside(survey(data))
    assert isinstance(found, Unfit)
    assert "too few answers of the rarer kind" in str(found.refused)
    assert isinstance(beside(survey(wave(n=2000))), Drivers)


def test_changes_compare_the_same_drivers_in_both_waves():
    before, now = (
        wave("2026Q2", seed=2, n=1500),
        wave(n=1500, slopes={"a": 0.05, "b": 0.3, "c": 0.15, "d": 0.5}),
    )
    both = survey(before, now)
    found = changes(both, drivers(both))
    assert {c.second.item for c in found.fallen} == {"a"}
    assert {c.second.item for c in found.risen} == {"d"}
    assert all(c.kind == "change" and c.family == 4 for c in found)
    partial = survey(before.assign(d=np.nan), now)
    assert {c.second.item for c in changes(partial, drivers(partial))} == {"a", "b", "c"}


def test_across_a_break_of_any_rating_shares_are_stated_and_not_tested():
    both = survey(wave("2026Q2", seed=2), wave())
    note = {"en": "new", "zh": "新"}
    broken = Break.model_validate({"wave": "2026Q3", "what": "wording", "note": note, "items": ["d"]})
    both = replace(both, analysis=both.analysis.model_copy(update={"breaks": (broken,)}))
    found = changes(both, drivers(both))
    assert len(found) == 4
    assert all(not c.tested and c.broken for c in found)


def test_nothing_is_compared_without_an_earlier_wave():
    alone = survey()
    assert len(changes(alone, drivers(alone))) == 0
    silent = survey(wave("2026Q2", seed=2).assign(overall=4.0), wave())
    assert len(changes(silent, drivers(silent))) == 0


def test_delivered_replicates_take_the_place_of_the_bootstrap():
    data = wave()
    columns = {
        f"replicate_{r + 1}": data["weight"] * np.where(np.arange(N) % 20 == r, 0, 20 / 19) for r in range(20)
    }
    made = survey(
        pd.concat([data, pd.DataFrame(columns)], axis=1), weights="declared",
        weighting={"base": "delivered", "replicates": {"type": "jk1"}},
    )  # fmt: skip
    found, plain = drivers(made), drivers(survey(data))
    assert found.resamples == 20
    for d in found.rows:
        other = plain.one(d.share.item)
        assert d.share.value == pytest.approx(other.share.value)
        assert d.coefficient.se == pytest.approx(other.coefficient.se, rel=0.6)
        assert 1 <= d.rank_low <= d.rank <= d.rank_high <= 4


def test_hostile_labels_stay_text():
    made = survey()
    items = tuple(
        i.model_copy(update={"label": i.label.model_copy(update={"en": "<b>=1+1"})})
        for i in made.questionnaire.items
    )
    made = replace(made, questionnaire=replace(made.questionnaire, items=items))
    assert drivers(made).rows[0].share.label.en == "<b>=1+1"
