"""SERVQUAL gaps of groups and of waves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from surveys import category, make_survey, rating, responses

from csatreport.compare import servqual
from csatreport.measure import servqual as measured
from csatreport.params.analysis import Analysis

N = 200
PAIRS = tuple(
    rating(f"{half}_{k}", high=7, dimension=d, roles={role: k})
    for k, d in (("1", "service"), ("2", "product"))
    for half, role in (("e", "expectation"), ("p", "perception"))
)
REGION = category("region", "region", roles={"domain": ""})


def wave(name, shift=0.0, seed=1, **more):
    g = np.random.default_rng(seed)
    columns = {f"e_{k}": np.clip(np.rint(g.normal(6, 0.7, N)), 1, 7) for k in "12"}
    columns |= {f"p_{k}": np.clip(np.rint(g.normal(5 + shift, 0.8, N)), 1, 7) for k in "12"}
    return responses(name, **columns, region=np.resize(["n", "s"], N).tolist()).assign(**more)


def survey(*waves, **edition):
    return make_survey((*PAIRS, REGION), *waves, **edition)


def test_each_level_is_set_against_all_others_in_the_total_and_in_every_dimension():
    data = wave("2026Q3")
    found = servqual.by_domain(survey(data))
    assert [(c.second.item, c.second.level) for c in found] == [
        (item, level) for item in ("total", "service", "product") for level in "ns"
    ]
    north = data[data["region"] == "n"]
    gap = found.where(item="service", level="n").rows[0]
    assert gap.second.value == pytest.approx((north["p_1"] - north["e_1"]).mean())
    assert {c.family for c in found} == {6}


def test_a_dimension_that_one_region_perceives_better_is_clear():
    data = wave("2026Q3")
    data.loc[data["region"] == "n", "p_1"] = 7.0
    found = servqual.by_domain(survey(data))
    assert found.one(item="service", level="n").direction == "up"
    assert found.one(item="product", level="n").direction == "none"


def test_small_groups_are_suppressed():
    data = wave("2026Q3")
    data["region"] = np.array(["n"] * (N - 4) + ["s"] * 4)
    assert not any(c.shown for c in servqual.by_domain(survey(data)))


def test_the_series_has_a_line_for_the_total_and_each_dimension_over_all_waves():
    lines = servqual.series(survey(wave("2026Q2"), wave("2026Q3", seed=2)))
    assert [[(e.item, e.wave) for e in line] for line in lines] == [
        [(item, w) for w in ("2026Q2", "2026Q3")] for item in ("total", "service", "product")
    ]
    now = measured.gaps(survey(wave("2026Q3", seed=2)))
    assert lines[0].rows[1].value == pytest.approx(now.total.gap.value)


def test_perception_that_comes_closer_is_a_clear_change_upwards():
    found = servqual.changes(survey(wave("2026Q2"), wave("2026Q3", shift=0.6, seed=2)))
    assert [c.second.item for c in found] == ["total", "service", "product"]
    assert {c.direction for c in found} == {"up"}
    assert {c.family for c in found} == {3}


def test_a_change_of_the_total_is_never_one_of_the_weights():
    stated = tuple(rating(f"i_{k}", high=7, roles={"importance": k}) for k in "12")
    before, now = wave("2026Q2", i_1=7.0, i_2=2.0), wave("2026Q3", i_1=2.0, i_2=7.0)
    total = servqual.changes(make_survey((*PAIRS, *stated), before, now)).one(item="total")
    assert total.value == pytest.approx(0.0)


def test_without_an_earlier_wave_there_is_no_change():
    assert len(servqual.changes(survey(wave("2026Q3")))) == 0
    assert len(servqual.changes(survey(wave("2026Q2"), wave("2026Q3"), previous=None))) == 0


def test_a_wave_that_did_not_ask_the_pairs_is_left_out():
    earlier = tuple(i.model_copy(update={"sources": {None: i.item, _wave("2026Q2"): "-"}}) for i in PAIRS)
    blank = wave("2026Q2").assign(**dict.fromkeys(("e_1", "p_1", "e_2", "p_2"), np.nan))
    made = make_survey((*earlier, REGION), blank, wave("2026Q3"))
    assert len(servqual.changes(made)) == 0
    assert {e.wave for line in servqual.series(made) for e in line} == {"2026Q3"}


def test_a_break_of_a_question_stops_the_test_of_its_dimension_and_of_the_total():
    note = {"en": "new wording", "zh": "措辞有变"}
    declared = Analysis.model_validate(
        {"breaks": [{"wave": "2026Q3", "what": "wording", "note": note, "items": ["p_1"]}]}
    )
    made = replace(survey(wave("2026Q2"), wave("2026Q3", shift=0.6, seed=2)), analysis=declared)
    found = servqual.changes(made)
    assert [c.second.item for c in found if c.broken] == ["total", "service"]
    assert [c.second.item for c in found if c.tested] == ["product"]


def test_one_dimension_is_the_total():
    items = tuple(i.model_copy(update={"dimension": ""}) for i in PAIRS)
    found = servqual.by_domain(make_survey((*items, REGION), wave("2026Q3")))
    assert {c.second.item for c in found} == {"total"}


def _wave(text):
    from surveys import wave as parsed

    return parsed(text)
