"""The path model of a survey: intervals, index, changes, groups, and what becomes of bad input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import surveys

from csatreport.errors import DataError, ParamsError
from csatreport.measure import pathmodel
from csatreport.measure.design import Design
from csatreport.measure.fielding import Fielding
from csatreport.measure.pathmodel.bootstrap import with_redraws
from csatreport.params import Analysis

ITEMS = tuple(
    surveys.rating(f"{role}{n}", low=1, high=10, roles={"construct": role})
    for role in ("quality", "value", "sat", "loyal")
    for n in (1, 2, 3)
)
REGION = surveys.category("region", "region", roles={"domain": ""})
LABELS = {**surveys.LABELS}


def answers(n=400, seed=0, *, lift=0.0, stretch=1.0):
    rng = np.random.default_rng(seed)
    e = rng.standard_normal((4, n))
    quality = e[0]
    value = 0.6 * quality + 0.8 * e[1]
    sat = 0.5 * quality + 0.3 * value + 0.6 * e[2]
    loyal = 0.7 * sat + 0.7 * e[3]
    columns = {}
    for role, score in (("quality", quality), ("value", value), ("sat", sat), ("loyal", loyal)):
        for k in (1, 2, 3):
            felt = 6.5 + lift + stretch * 1.6 * (0.85 * score + 0.5 * rng.standard_normal(n))
            columns[f"{role}{k}"] = np.clip(np.round(felt), 1, 10)
    columns["region"] = rng.choice(["n", "s", "w"], n)
    return columns


def survey(*waves, items=(*ITEMS, REGION), declared=None, **edition):
    made = surveys.make_survey(items, *(waves or (surveys.responses(**answers()),)), **edition)
    quick = {"path_model": {"resamples": 100, "permutations": 100, **(declared or {})}}
    return replace(made, analysis=Analysis.model_validate(quick))


@pytest.fixture(scope="module")
def found():
    return pathmodel.of(survey())


def test_every_arrow_has_an_interval_that_holds_it(found):
    assert {(p.source, p.target) for p in found.arrows} == {
        ("quality", "value"), ("quality", "satisfaction"), ("value", "satisfaction"), ("satisfaction", "loyalty"),
    }  # fmt: skip
    for e in (*found.coefficients, *found.explained, *found.effects("loyalty")):
        assert e.low < e.value < e.high
        assert e.n == 400
    assert all(p.clear for p in found.arrows)


def test_a_total_effect_is_what_goes_directly_and_by_others(found):
    for p in found.paths:
        direct = 0.0 if p.direct is None else p.direct.value
        assert p.total.value == pytest.approx(direct + p.indirect)
    assert found.effects("loyalty").rows[0].item == "satisfaction"


def test_the_index_is_the_formula_on_item_means(found):
    made = Fielding.of(survey())
    x = made.responses[[i.item for i in found.model.items]].to_numpy(float)
    u = found.fitted.weights[0] / x.std(axis=0)
    for n, c in enumerate(found.constructs):
        own = found.model.structure.of == n
        value = 100 * (u[own] @ (x[:, own].mean(axis=0) - 1)) / (u[own].sum() * 9)
        assert c.index.value == pytest.approx(value)
        assert sum(i.share for i in c.indicators) == pytest.approx(1)


def test_scaling_weights_and_permuting_rows_changes_nothing(found):
    frame = surveys.responses(**answers())
    order = np.random.default_rng(5).permutation(len(frame))
    other = pathmodel.of(survey(frame.iloc[order].assign(weight=7.5)))
    for a, b in zip(found.coefficients, other.coefficients, strict=True):
        assert a.value == pytest.approx(b.value, abs=1e-9)
    for a, b in zip(found.index, other.index, strict=True):
        assert (a.value, a.se) == pytest.approx((b.value, b.se))


def test_the_same_seed_gives_the_same_intervals(found):
    again = pathmodel.of(survey())
    assert [e.low for e in found.coefficients] == [e.low for e in again.coefficients]


def test_listwise_and_pairwise_say_what_they_used():
    columns = answers()
    columns["sat1"][:40] = np.nan
    frame = surveys.responses(**columns)
    listwise = pathmodel.of(survey(frame))
    pairwise = pathmodel.of(survey(frame, declared={"missing": "pairwise"}))
    assert (listwise.used.value, pairwise.used.value) == (360, 400)
    assert listwise.focus.index.n == 400  # the index uses what each respondent answered
    assert listwise.one("loyalty").r2.value == pytest.approx(pairwise.one("loyalty").r2.value, abs=0.03)


def test_a_construct_of_one_item_is_estimated_without_a_reliability():
    items = tuple(i for i in ITEMS if i.item not in ("value2", "value3"))
    value = pathmodel.of(survey(items=(*items, REGION))).one("value")
    assert (value.alpha, value.rho_c, value.rho_a, value.htmt) == (None, None, 1.0, None)
    assert value.indicators[0].share == 1


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"value2": np.full(400, 7.0)}, "answered alike"),
        ({"value2": np.where(np.arange(400) < 395, np.nan, 3)}, "too few answers"),
        ({f"quality{k}": np.full(400, np.nan) for k in (1, 2, 3)}, "too few answers"),
    ],
)
def test_bad_answers_are_refused_by_name(change, problem):
    with pytest.raises(DataError, match=problem) as error:
        pathmodel.of(survey(surveys.responses(**(answers() | change))))
    assert "wave 2026Q3" in str(error.value) or "value2" in str(error.value)


def test_two_respondents_are_too_few():
    with pytest.raises(DataError, match="too few answers"):
        pathmodel.of(survey(surveys.responses(**answers(2)), minimum_base=2))


def test_constructs_that_are_the_same_are_named():
    columns = answers()
    columns |= {f"value{k}": columns[f"quality{k}"] for k in (1, 2, 3)}
    with pytest.raises(DataError, match="cannot be told apart") as error:
        pathmodel.of(survey(surveys.responses(**columns)))
    assert "quality and value" in str(error.value)


def test_without_paths_there_is_no_model():
    alone = tuple(i for i in ITEMS if i.item.startswith("sat"))
    with pytest.raises(ParamsError, match="no path"):
        pathmodel.of(survey(surveys.responses(**answers()), items=alone))


def test_resamples_that_are_singular_are_drawn_again_and_counted():
    columns = answers(60)
    columns["value1"] = np.full(60, 7.0)
    columns["value1"][:2] = 3.0  # constant in one resample out of eight
    found = pathmodel.of(survey(surveys.responses(**columns)))
    assert found.redrawn > 0
    assert all(e.low is not None for e in found.coefficients)


def test_a_model_that_most_resamples_do_not_bear_is_refused():
    def statistic(weights):
        return np.where(weights[:, :1] > 0, np.nan, 1.0)  # the first respondent is in two resamples of three

    with pytest.raises(DataError, match="most resamples"):
        with_redraws(statistic, Design.of(np.ones(50)), np.random.default_rng(0), times=200)


def test_changes_are_tested_together_with_weights_of_the_newest_wave():
    before, now = (
        surveys.responses(w, **answers(seed=s, lift=x))
        for w, s, x in (("2026Q2", 1, 0.0), ("2026Q3", 0, 0.5))
    )
    made = survey(before, now)
    found = pathmodel.of(made)
    family = pathmodel.changes(made, found)
    assert len(family) == 4
    assert {c.direction for c in family} == {"up"}
    assert [e.wave for e in pathmodel.series(made, found, "satisfaction")] == ["2026Q2", "2026Q3"]


def test_without_a_wave_before_there_are_no_changes(found):
    assert len(pathmodel.changes(survey(), found)) == 0


def test_a_break_of_a_question_stops_the_test_of_its_construct():
    waves = [surveys.responses(w, **answers(seed=s)) for w, s in (("2026Q2", 1), ("2026Q3", 0))]
    made = survey(*waves)
    broken = {"wave": "2026Q3", "what": "wording", "note": {"en": "x", "zh": "x"}, "items": ["sat2"]}
    declared = {"path_model": {"resamples": 100}, "breaks": [broken]}
    made = replace(made, analysis=Analysis.model_validate(declared))
    found = pathmodel.of(made)
    family = {c.second.item: c for c in pathmodel.changes(made, found)}
    assert family["satisfaction"].broken is not None
    assert not family["satisfaction"].tested
    assert family["loyalty"].tested
    assert pathmodel.series(made, found, "satisfaction").rows[1].broken is not None


def test_a_wave_with_fewer_questions_of_a_construct_is_left_out():
    old = answers(seed=1)
    old["sat3"] = np.full(400, np.nan)
    items = tuple(
        i.model_copy(update={"sources": {None: "sat3", surveys.wave("2026Q2"): "-"}})
        if i.item == "sat3"
        else i
        for i in ITEMS
    )
    made = survey(surveys.responses("2026Q2", **old), surveys.responses(**answers()), items=(*items, REGION))
    found = pathmodel.of(made)
    assert [c.second.item for c in pathmodel.changes(made, found)] == ["quality", "value", "loyalty"]
    assert len(pathmodel.series(made, found, "satisfaction")) == 1
