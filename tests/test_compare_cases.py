"""Cases compared: numbers agree with R, figures that bear nothing are told, what cannot be is refused."""

from __future__ import annotations

from pathlib import Path

import cased
import numpy as np
import pandas as pd
import pytest
from cased import AT, case, rows, survey

from csatreport.availability import available
from csatreport.compare.cases import compare
from csatreport.compare.cases.figures import containing
from csatreport.compare.cases.pooling import Told, error, pooled
from csatreport.errors import DataError, ParamsError, UsageError
from csatreport.params import Wave

_TABLE = pd.read_csv(Path(__file__).parent / "oracle" / "cases_r.csv")
R = dict(zip(_TABLE["name"], _TABLE["value"], strict=True))


@pytest.fixture(scope="module")
def found():
    return compare(survey())


@pytest.mark.parametrize("code", ["a", "b"])
def test_the_change_of_a_share_has_the_interval_of_r_prop_test(found, code):
    story = next(s for s in found.stories if s.code == code)
    c = story.of("satisfied").change
    assert (c.value, c.low, c.high) == pytest.approx(
        (R[f"{code}.change"], R[f"{code}.low"], R[f"{code}.high"]), abs=1e-10
    )
    assert story.of("satisfied").moved == ("better" if code == "a" else "worse")


def test_the_difference_of_two_changes_adds_all_four_variances(found):
    d = found.differences.one(item="satisfied")
    assert (d.value, d.se) == pytest.approx((R["apart"], R["apart.se"]), abs=1e-10)
    assert d.kind == "gap"  # two cases are no experiment: never an effect


def test_by_hand_two_pooled_quarters_and_their_change():
    table = rows("a", "satisfied", [0.5, 0.7], [100, 300], at=[-1, 1])
    c = compare(survey(case("a", lesson=[]), table=table)).stories[0].of("satisfied").change
    assert c.value == pytest.approx(0.2)
    assert c.se == pytest.approx((0.5 * 0.5 / 100 + 0.7 * 0.3 / 300) ** 0.5)
    told = pooled([Told(0.5, 100), Told(0.7, 300)], "share")
    assert (told.value, told.n) == (pytest.approx(0.65), 400)
    assert error(told, "share") == pytest.approx((0.65 * 0.35 / 400) ** 0.5)
    assert error(Told(0.5), "share") is error(Told(5.0, 100), "hours") is None


def test_standard_errors_that_were_given_are_combined_by_the_bases():
    told = pooled([Told(10.0, 100, 1.0), Told(20.0, 300, 2.0)], "hours")
    assert (told.value, told.se) == pytest.approx((17.5, (0.25**2 * 1 + 0.75**2 * 4) ** 0.5))
    assert pooled([Told(10.0, 100, 1.0), Told(20.0)], "hours") == Told(15.0, None, None)
    assert pooled([Told(0.2, None, 0.1), Told(0.4, None, 0.1)], "share").se == pytest.approx(0.02**0.5 / 2)


@pytest.mark.parametrize(
    ("code", "measure", "name"), [("a", "satisfied", "a"), ("b", "satisfied", "b"), ("a", "hours", "hours")]
)
def test_trends_are_those_of_r_lm(found, code, measure, name):
    b = next(s for s in found.stories if s.code == code).of(measure).bend
    assert b.first.value == pytest.approx(R[f"{name}.slope"], abs=1e-10)
    assert (b.value, b.se, b.p, b.low) == pytest.approx(
        tuple(R[f"{name}.bend{part}"] for part in ("", ".se", ".p", ".low")), abs=1e-10
    )


def test_the_interval_of_a_share_of_one_quarter_is_that_of_the_logit(found):
    last = found.stories[0].of("satisfied").figures[-1].estimate
    assert last.low == pytest.approx(R["logit.low"], abs=1e-10)


def test_quarters_are_counted_from_the_first_action_and_its_own_is_on_neither_side(found):
    assert found.windows.before == (-4, -1)
    assert found.windows.after == (2, 5)
    assert [f.at for f in found.stories[0].of("satisfied").figures] == list(AT)
    assert [round(a.at, 2) for a in found.stories[0].actions] == [0.04, 0.84]


def test_both_years_are_those_that_every_case_has():
    table = cased.figures()
    short = compare(survey(table=table[~((table["case"] == "b") & (table["wave"] > "2025Q1"))]))
    assert short.windows.after == (1, 3)
    assert short.stories[0].of("satisfied").change.second.wave == "2025Q1"


def test_measures_without_base_are_compared_but_not_tested(found):
    d = found.differences.one(item="growth")
    assert not d.tested
    assert found.stories[0].of("growth").moved == "better"
    assert found.apart.second.item in {"satisfied", "hours"}


def test_the_measure_most_apart_is_the_one_furthest_from_its_error(found):
    z = {d.second.item: abs(d.value) / d.se for d in found.differences if d.tested}
    assert found.apart.second.item == max(z, key=z.get)


def test_areas_say_who_acted_where(found):
    told = {label.en: [len(a) for a in each] for label, each in found.areas}
    assert told == {"Service": [1, 1], "Surveys": [1, 0], "Market": [0, 1]}


@pytest.mark.parametrize(
    ("target", "better", "by", "verdict"),
    [
        (0.80, "up", "2025-09-30", "met"), (0.95, "up", "2025-09-30", "missed"), (0.88, "up", "2025-09-30", "unsure"),
        (0.95, "down", "2025-09-30", "met"), (0.80, "down", "2025-09-30", "missed"), (0.80, "up", "2026-09-30", "unsure"),
        (0.80, "up", "2027-01-01", "open"),
    ],
)  # fmt: skip
def test_an_expected_result_is_judged_by_its_whole_interval(target, better, by, verdict):
    measures = [{"code": "satisfied", "unit": "share", "better": better}, *cased.MEASURES[1:]]
    one = case("a", expected=[{"measure": "satisfied", "target": target, "by": by}], lesson=[])
    found = compare(survey(one, case("b", lesson=[]), measures=measures))
    assert found.stories[0].expected[0].verdict == verdict


def test_a_figure_of_the_books_is_taken_at_its_word():
    one = case("a", expected=[{"measure": "growth", "target": 0.2, "by": "2025-09-30"}])
    assert compare(survey(one, case("b"))).stories[0].expected[0].verdict == "met"


@pytest.mark.parametrize(
    ("outcome", "target", "contradicted"),
    [("success", 0.95, True), ("success", 0.8, False), ("failure", 0.8, True), ("failure", 0.95, False)],
)
def test_an_outcome_declared_against_all_that_was_expected_is_told(outcome, target, contradicted):
    one = case(
        "a", outcome=outcome, expected=[{"measure": "satisfied", "target": target, "by": "2025-09-30"}]
    )
    assert compare(survey(one, case("b"))).stories[0].contradicted is contradicted


@pytest.mark.parametrize("moved", ["worse", "unchanged"])
def test_a_lesson_that_its_number_contradicts_is_refused_with_its_place(moved):
    one = case("a", lesson=[{"measure": "satisfied", "moved": moved, "text": cased.text("x")}])
    with pytest.raises(ParamsError) as caught:
        compare(survey(one, case("b")))
    assert "params/analysis.toml, case 'a', lesson 1, moved" in caught.value.message
    assert 'moved = "better"' in caught.value.message


def test_a_lesson_about_a_change_that_is_not_clear_must_say_so():
    table = pd.concat([rows(c, "satisfied", [0.8] * 9 + [0.801], [900] * 10) for c in ("a", "b")])
    lesson = [{"measure": "satisfied", "moved": "unchanged", "text": cased.text("x")}]
    found = compare(survey(case("a", lesson=lesson), case("b", lesson=lesson), table=table))
    assert [s.lessons[0].change.direction for s in found.stories] == ["none", "none"]
    with pytest.raises(ParamsError, match="contradicts"):
        compare(survey(table=table))


def test_one_case_alone_has_a_story_but_is_compared_with_nobody():
    table = cased.figures()
    alone = survey(case("a"), table=table[table["case"] == "a"])
    found = compare(alone)
    assert (len(found.stories), found.other, len(found.differences), found.apart) == (1, None, 0, None)
    assert "cases" not in available(alone)
    assert "cases" in available(survey())


def test_two_successes_are_compared_in_the_order_declared():
    found = compare(survey(case("b", outcome="success"), case("a")))
    assert (found.lead.code, found.other.code) == ("b", "a")


def test_a_success_leads_wherever_it_stands():
    assert compare(survey(case("b"), case("a"))).lead.code == "a"


def test_actions_in_any_order_begin_with_the_first():
    turned = case("a")
    turned["action"] = turned["action"][::-1]
    assert compare(survey(turned, case("b"))).stories[0] == compare(survey()).stories[0]


def test_an_action_before_all_figures_leaves_nothing_before():
    early = [{"date": "2020-01-01", "area": "service", "text": cased.text("x")}]
    found = compare(survey(case("a", action=early, expected=[]), case("b", action=early, expected=[])))
    assert [m.change for m in found.stories[0].measures] == [None] * 3
    assert [m.bend for m in found.stories[0].measures] == [None] * 3
    assert found.apart is None
    assert found.stories[0].lessons[0].change is None


def test_actions_after_all_figures_leave_nothing_after():
    late = [{"date": "2026-09-01", "area": "service", "text": cased.text("x")}]
    found = compare(survey(case("a", action=late, expected=[]), case("b", action=late, expected=[])))
    assert found.windows.after is None
    assert found.stories[0].of("satisfied").change is None


def test_measures_of_one_case_only_are_not_compared():
    table = cased.figures()
    found = compare(survey(table=table[~((table["case"] == "b") & (table["measure"] == "hours"))]))
    assert [d.second.item for d in found.differences] == ["satisfied", "growth"]
    assert [m.code for m in found.stories[1].measures] == ["satisfied", "growth"]


def test_an_edition_knows_nothing_of_figures_after_it():
    table = cased.figures()
    later = table["wave"] > "2025Q1"
    found = compare(survey(table=table.assign(wave=table["wave"].mask(later, ""))))
    assert max(f.at for f in found.stories[0].of("satisfied").figures) == 3


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"case": "c"}, ("not declared: c", "[[case]]", "a, b")),
        ({"measure": "mood"}, ("not declared: mood", "[[case_measure]]")),
        ({"n": 0}, ("rests on nobody", "a, satisfied, 2023-06-30", "value 0.7375, base 0")),
        ({"value": 1.2}, ("share of a base", "0 to 1", "value 1.2")),
        ({"value": -0.1}, ("share of a base", "value -0.1")),
    ],
)
def test_figures_that_bear_nothing_are_refused_with_their_row(change, words):
    table = cased.figures()
    for name, value in change.items():
        table.loc[0, name] = value
    with pytest.raises(DataError) as caught:
        compare(survey(table=table))
    assert all(w in caught.value.message for w in words)


def test_a_case_without_figures_is_refused():
    table = cased.figures()
    with pytest.raises(DataError, match="case 'b' has no figures"):
        compare(survey(table=table[table["case"] == "a"]))


def test_without_a_case_there_is_nothing_to_compare():
    made = survey()
    made = cased.replace(made, analysis=made.analysis.model_copy(update={"case": ()}))
    with pytest.raises(UsageError, match="no case to compare"):
        compare(made)


def test_small_bases_are_hidden_and_low_ones_marked():
    table = pd.concat([rows(c, "satisfied", [0.5] * 10, [n] * 10) for c, n in (("a", 2), ("b", 20))])
    found = compare(survey(case("a", lesson=[]), case("b", lesson=[]), table=table))
    assert {f.estimate.flag for f in found.stories[0].of("satisfied").figures} == {"suppressed"}
    assert {f.estimate.flag for f in found.stories[1].of("satisfied").figures} == {"low"}
    assert not found.differences.one(item="satisfied").shown
    assert found.apart is None


@pytest.mark.parametrize("value", [0.0, 1.0, 0.5])
def test_figures_that_never_move_have_no_test_and_no_bend(value):
    table = pd.concat([rows(c, "satisfied", [value] * 10, [300] * 10) for c in ("a", "b")])
    found = compare(survey(case("a", lesson=[]), case("b", lesson=[]), table=table))
    m = found.stories[0].of("satisfied")
    assert (m.change.value, m.moved, m.bend.value, m.bend.tested) == (0.0, "unchanged", 0.0, False)
    assert m.change.tested is (value == 0.5)


def test_months_of_a_quarter_become_one_figure():
    months = rows("a", "satisfied", [0.4, 0.6, 0.8], [100, 100, 200], at=[-1, -1, 1])
    found = compare(survey(case("a", lesson=[]), table=months)).stories[0].of("satisfied")
    assert [(f.at, f.told.value, f.told.n) for f in found.figures] == [(-1, 0.5, 200), (1, 0.8, 200)]


def test_order_of_rows_changes_nothing():
    table = cased.figures()
    mixed = table.iloc[np.random.default_rng(1).permutation(len(table))].reset_index(drop=True)
    assert compare(survey(table=mixed)) == compare(survey())


@pytest.mark.parametrize(
    ("day", "like", "wave"),
    [
        ("2024-05-20", "2026Q3", "2024Q2"), ("2024-12-31", "2026Q3", "2024Q4"), ("2024-07-01", "2026H1", "2024H2"),
        ("2024-03-31", "FY2018/19Q1", "FY2023/24Q4"), ("2024-05-20", "2026", "2024"),
    ],
)  # fmt: skip
def test_a_day_belongs_to_the_wave_that_holds_it(day, like, wave):
    found = containing(pd.Timestamp(day).date(), Wave.parse(like))
    assert str(found) == wave
    assert found.start <= pd.Timestamp(day).date() <= found.end
