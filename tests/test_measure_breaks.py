"""A change across a break in the series is stated, never tested."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from surveys import make_survey, rating, responses, wave

from csatreport.compare import waves
from csatreport.errors import ParamsError
from csatreport.exhibit import charts, claim, tables
from csatreport.exhibit.sentences import since
from csatreport.measure import breaks, contrast, estimate
from csatreport.measure.breaks import Breaks, change
from csatreport.params import Analysis, Text
from csatreport.params.faults import refuse

RNG = np.random.default_rng(2)
ITEMS = (rating("a", dimension="service"), rating("b"))
NOTE = Text(en="five boxes became seven", zh="五级改为七级")


def answers(name, *, modes=("web",), mean=3.0):
    n = 120
    values = {i: np.clip(RNG.normal(mean, 1, n).round(), 1, 5) for i in ("a", "b")}
    return responses(name, **values, mode=np.resize(modes, n))


def survey(*declared, modes=(("web",), ("web",), ("web",))):
    names = ("2026Q1", "2026Q2", "2026Q3")
    made = make_survey(ITEMS, *[answers(n, modes=m) for n, m in zip(names, modes, strict=True)])
    return replace(made, analysis=Analysis.model_validate({"breaks": declared}))


def broken(at="2026Q3", *items, what="scale"):
    return {"wave": at, "what": what, "note": NOTE, "items": items}


def test_a_declared_break_stops_the_test_of_its_items_and_of_no_other():
    found = {c.second.item: c for c in waves.changes(survey(broken("2026Q3", "a")), "csat_index")}
    assert not found["a"].tested
    assert found["a"].direction == "none"
    assert "five boxes became seven" in found["a"].broken.en
    assert "量表" in found["a"].broken.zh
    assert found["b"].tested
    assert found["b"].family == 1


def test_a_break_of_an_item_breaks_its_dimension_too():
    breaks = Breaks.of(survey(broken("2026Q3", "a")))
    assert breaks.between("service", wave("2026Q2"), wave("2026Q3"))
    assert breaks.between("b", wave("2026Q2"), wave("2026Q3")) is None


def test_a_break_of_a_question_breaks_its_construct_and_its_choices_too():
    made = survey(broken("2026Q3", "q"))
    extra = (rating("q", roles={"construct": "value"}), rating("r", roles={"construct": "image"}))
    made = replace(made, questionnaire=replace(made.questionnaire, items=(*ITEMS, *extra)))
    breaks = Breaks.of(made)
    between = [breaks.between(i, wave("2026Q2"), wave("2026Q3")) for i in ("value", "q.slow", "image", "r")]
    assert [why is not None for why in between] == [True, True, False, False]


def test_what_rests_on_several_questions_breaks_with_any_of_them_and_everything_breaks_with_all():
    first, second = (estimate.one(survey(), "b", "csat_index", wave=wave(w)) for w in ("2026Q2", "2026Q3"))
    one = survey(broken("2026Q3", "a"))
    assert change(one, first, second).p is not None
    assert change(one, first, second).broken is None
    assert change(one, first, second, rests=lambda e: [e.item, "a"]).broken
    assert change(survey(broken()), first, second, rests=lambda _: []).broken


def test_a_change_of_a_group_breaks_with_the_question_that_makes_the_group():
    first, second = (
        replace(estimate.one(survey(), "b", "csat_index", wave=wave(w)), domain="a")
        for w in ("2026Q2", "2026Q3")
    )
    assert change(survey(broken("2026Q3", "a")), first, second).broken


def test_a_break_outside_the_two_waves_does_not_matter():
    breaks = Breaks.of(survey(broken("2026Q2")))
    assert breaks.between("a", wave("2026Q2"), wave("2026Q3")) is None
    assert breaks.between("a", wave("2026Q1"), wave("2026Q3"))
    assert breaks.between("a", wave("2026Q1"), wave("2026Q2"))


def test_a_mode_that_comes_or_goes_is_a_break_that_nobody_has_to_declare():
    breaks = Breaks.of(survey(modes=(("web",), ("web", "tel"), ("web", "tel")))).rows
    assert [str(b.wave) for b in breaks] == ["2026Q2"]
    assert "with Telephone" in breaks[0].why.en
    assert "电话访问" in breaks[0].why.zh
    assert Breaks.of(survey(modes=(("web", "tel"), ("tel", "web", "web"), ("web", "tel")))).rows == ()


def test_a_series_says_where_it_breaks_and_the_chart_marks_it():
    series = estimate.series(survey(broken("2026Q2")), "a", "csat_index")
    assert [e.broken is not None for e in series] == [False, True, False]
    chart = charts.trend("x.trend", series)
    assert "five boxes became seven" in chart.note["en"]
    assert "序列中断" in chart.note["zh"]
    plain = charts.trend("x.trend", estimate.series(survey(), "a", "csat_index"))
    assert chart.svg["en"].count("stroke-dasharray") > plain.svg["en"].count("stroke-dasharray")


def test_a_claim_about_a_broken_change_states_both_numbers_and_no_direction():
    made = survey(broken("2026Q3", "a"))
    found = claim(
        "x.change", en="{c.label} {c:rose|fell|did not clearly change}, by {c}.", zh="{c.label}{c:上升|下降|无明显变化}{c}。",
        c=waves.change(made, "a", "csat_index"),
    )  # fmt: skip
    assert "cannot be compared" in found.text["en"]
    assert "不可比" in found.text["zh"]
    assert not {"rose", "fell", "change"} & set(found.text["en"].replace(",", " ").split())
    assert len(found.values) == 2


def test_a_claim_about_a_family_none_of_which_can_be_compared_says_so():
    counted = {
        "en": "Of {all} services, {all.risen} rose and {all.fallen} fell.",
        "zh": "{all}项服务中，上升{all.risen}项，下降{all.fallen}项。",
    }
    said = claim("x.all", **counted, all=waves.changes(survey(broken()), "csat_index"))
    assert said.text["en"].startswith("A (satisfaction index): ")
    assert "cannot be compared" in said.text["en"]
    assert said.text["zh"].startswith("“a项”（满意度指数）：")
    partly = claim("x.all", **counted, all=waves.changes(survey(broken("2026Q3", "a")), "csat_index"))
    assert partly.text["en"].startswith("Of 1 services, ")


def test_what_changed_counts_what_can_be_compared_and_states_what_cannot():
    made = waves.changes(survey(broken("2026Q3", "a")), "csat_index")
    counted, stated = since.changed("x.changed", made, of=Text(en="services", zh="项服务"))
    assert "of 1 services" in counted.text["en"].lower()
    assert stated.id == "x.changed-broken"
    assert "cannot be compared" in stated.text["en"]


def test_a_table_says_that_a_broken_change_cannot_be_compared():
    table = tables.contrasts("x.changes", waves.changes(survey(broken("2026Q3", "a")), "csat_index"))
    assert [row[-1].text["en"] for row in table.rows] == ["cannot be compared", "no clear change"]


def test_the_change_of_two_estimates_obeys_breaks_as_lists_of_items_do():
    made = survey(broken("2026Q3", "a"))
    first, second = (estimate.one(made, "a", "csat_index", wave=wave(w)) for w in ("2026Q2", "2026Q3"))
    assert change(made, first, second).broken
    assert change(survey(), first, second) == contrast.independent(first, second)


def test_a_break_of_an_item_that_does_not_exist_is_a_fault():
    made = survey(broken("2026Q3", "nowhere"))
    with pytest.raises(ParamsError, match="no item 'nowhere'"):
        refuse(list(made.analysis.faults(made.questionnaire)))


def test_the_wave_before_is_one_with_answers():
    made = survey()
    later = made.edition.model_copy(update={"year_ago": wave("2025Q3")})
    assert breaks.answered(made) == tuple(map(wave, ("2026Q1", "2026Q2", "2026Q3")))
    assert breaks.before(made) == wave("2026Q2")
    assert breaks.before(replace(made, edition=later), "year_ago") is None


def test_what_a_wave_did_not_answer_is_not_compared_and_no_part_of_a_series():
    made = survey()
    gone = made.responses["b"].where(made.responses["wave"] != "2026Q2")
    made = replace(made, responses=made.responses.assign(b=gone))
    found = breaks.since(made, lambda w: estimate.items(made, "mean", wave=w))
    assert [(c.second.item, c.family) for c in found] == [("a", 1)]
    line = breaks.series(made, lambda w: [estimate.one(made, "b", "mean", wave=w)])
    assert [e.wave for e in line] == ["2026Q1", "2026Q3"]
