"""A change across a break in the series is stated, never tested."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from surveys import make_survey, rating, responses, wave

from csatreport.compare import waves
from csatreport.errors import ParamsError
from csatreport.exhibit import charts, claim, tables
from csatreport.measure import contrast, estimate
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


def survey(*breaks, modes=(("web",), ("web",), ("web",))):
    names = ("2026Q1", "2026Q2", "2026Q3")
    made = make_survey(ITEMS, *[answers(n, modes=m) for n, m in zip(names, modes, strict=True)])
    declared = Analysis.model_validate({"breaks": breaks})
    return replace(made, analysis=declared)


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
