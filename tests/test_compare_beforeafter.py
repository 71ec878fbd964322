"""Effects of improvements: the numbers of other programs, and what is told where there are none."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from improved import LISTS, REGIONS, WAVES, answers, declared, improvement, survey
from surveys import category, make_survey, rating, responses

from csatreport.compare import beforeafter
from csatreport.compare.beforeafter import assessed, regression
from csatreport.compare.beforeafter.cells import Panel
from csatreport.errors import DataError, UsageError
from csatreport.measure.fielding import Fielding
from csatreport.params import Text
from csatreport.survey import Records

ORACLE = Path(__file__).parent / "oracle"


def only(made) -> beforeafter.Found:
    (row,) = beforeafter.effects(made).rows
    return row


@pytest.fixture(scope="module")
def raw() -> pd.DataFrame:
    return pd.read_csv(ORACLE / "beforeafter_data.csv")


@pytest.fixture(scope="module")
def r() -> pd.DataFrame:
    return pd.read_csv(ORACLE / "beforeafter_r.csv", skipinitialspace=True).set_index(["case", "name"])


def of(raw: pd.DataFrame, *, weighted: bool):
    """The oracle's answers as a survey."""
    branches = {b: Text.same(b) for b in sorted(raw["branch"].unique())}
    frames = [
        responses(
            WAVES[w], food=part["y"].to_numpy(float), place=part["branch"].tolist(),
            weight=part["weight"].to_numpy() if weighted else 1.0,
        )
        for w, part in raw.groupby("wave")
    ]  # fmt: skip
    items = rating("food"), category("place", "place", roles={"domain": ""})
    made = make_survey(items, *frames, labels={**LISTS, "place": branches}, minimum_base=2)
    return declared(made, improvement(levels=["b0", "b1", "b2"]))


@pytest.mark.parametrize(("case", "weighted"), [("plain", False), ("cells", True)])
def test_effect_error_and_degrees_of_freedom_are_those_of_r(raw, r, case, weighted):
    row = only(of(raw, weighted=weighted))
    effect, expected = row.effect, r.loc[(case, "did")]
    assert (effect.value, effect.se, effect.df) == pytest.approx(
        tuple(expected[["value", "se", "df"]]), rel=1e-9
    )


@pytest.mark.parametrize(("case", "weighted"), [("plain", False), ("cells", True)])
def test_effects_by_wave_are_those_of_r(raw, r, case, weighted):
    events = list(only(of(raw, weighted=weighted)).events)
    assert (events[2].value, events[2].low) == (0.0, None)
    for k in (0, 1, 3, 4, 5):
        found = events[k].value, events[k].se, events[k].df
        assert found == pytest.approx(tuple(r.loc[(case, f"e{k}"), ["value", "se", "df"]]), rel=1e-9)


def test_cells_give_what_single_answers_give_in_statsmodels_and_linearmodels(raw):
    others = json.loads((ORACLE / "beforeafter_others.json").read_text())
    made = of(raw, weighted=True)
    fieldings = {w: Fielding.of(made, w) for w in made.waves}
    cells = Panel.of(fieldings, "place", made.questionnaire.items[:1], measure="mean").cells(
        "food", made.waves
    )
    column = ((cells.level < 3) & (cells.wave > 2))[:, None].astype(float)
    fit = regression.fit(cells, column)
    assert fit.value[0] == pytest.approx(others["statsmodels"]["value"], rel=1e-10)
    assert fit.value[0] == pytest.approx(others["linearmodels"]["value"], rel=1e-10)
    x = np.column_stack([column, regression.dummies(cells.level), regression.dummies(cells.wave)[:, 1:]])
    root = np.sqrt(cells.weight)
    residual = cells.value - x @ np.linalg.lstsq(x * root[:, None], cells.value * root, rcond=None)[0]
    totals = regression.dummies(cells.level).T @ (fit.lines[0] * residual)
    assert np.sqrt((totals**2).sum()) == pytest.approx(others["statsmodels"]["cr0"], rel=1e-9)


def test_a_real_effect_worked_and_its_parts_add_up():
    row = only(survey(effect=0.8))
    assert row.verdict == "worked"
    assert row.effect.kind == "effect"
    assert row.effect.low < 0.75 < row.effect.high
    assert row.effect.second.value - row.effect.first.value == pytest.approx(row.effect.value)
    assert (row.treated, row.compared, row.reach, row.rank.larger) == (3, 5, (3, 8), 0)
    assert row.share.direction == "up"
    assert [len(line.rows) for line in row.trends] == [6, 6]


def test_no_effect_is_unseen_and_says_what_would_have_been_seen():
    row = only(survey())
    assert row.verdict == "unseen"
    assert row.effect.direction == "none"
    assert row.effect.visible > 0
    assert not row.earlier.clear.rows


def test_harm_is_told():
    assert only(survey(effect=-0.8)).verdict == "harmed"


def test_groups_that_moved_apart_before_bear_no_effect():
    frames = [answers(w, effect=0.5) for w in WAVES]
    for k, frame in enumerate(frames):
        frame.loc[frame["place"].isin(["r0", "r1", "r2"]), "food"] += 0.6 * k
    row = only(declared(make_survey(survey().questionnaire.items, *frames, labels=LISTS), improvement()))
    assert (row.verdict, row.effect.kind, row.share.kind) == ("doubtful", "gap", "gap")
    assert row.leads.apart


def test_rows_may_stand_in_any_order_and_weights_have_no_unit():
    made = survey(effect=0.4)
    rows = made.responses.sample(frac=1, random_state=3).assign(weight=lambda d: 7 * d["weight"])
    one, other = only(made), only(replace(made, responses=rows.reset_index(drop=True)))
    assert other.effect.value == pytest.approx(one.effect.value, rel=1e-9)
    assert other.effect.se == pytest.approx(one.effect.se, rel=1e-9)
    assert other.verdict == one.verdict


@pytest.mark.parametrize(
    ("changed", "verdict", "reason"),
    [
        ({"since": date(2025, 1, 1)}, "untold", assessed.NO_BEFORE),
        ({"since": date(2026, 10, 1)}, "waiting", assessed.LATER),
        ({"since": date(2026, 8, 15)}, "waiting", assessed.LATER),
        ({"levels": ["r99"]}, "untold", assessed.NOBODY),
        ({"levels": list(REGIONS[:7]), "compared": ["r99"]}, "untold", assessed.NONE_LEFT),
    ],
)
def test_what_cannot_be_estimated_says_why(changed, verdict, reason):
    row = only(survey(improvement(**changed)))
    assert (row.verdict, row.reason, row.effect) == (verdict, reason, None)


def test_one_treated_group_has_its_error_from_the_others():
    row = only(survey(improvement(levels=["r0"]), effect=2.0, reached=("r0",)))
    assert (row.few, row.treated, row.compared, row.verdict) == (True, 1, 7, "worked")
    assert row.effect.df == 6


def test_one_comparison_group_and_one_treated_group_bear_no_test():
    row = only(survey(improvement(levels=["r0"]), effect=2.0, regions=("r0", "r5")))
    assert (row.verdict, row.reason, row.effect.p) == ("untold", assessed.TOO_FEW, None)
    assert row.effect.value > 0.5


def test_one_comparison_group_bears_no_test_however_many_were_treated():
    row = only(survey(improvement(levels=list(REGIONS[:7])), effect=2.0))
    assert (row.verdict, row.reason) == ("untold", assessed.TOO_FEW)


def test_what_began_everywhere_is_a_change_without_a_cause():
    for how in ({"levels": [], "domain": ""}, {"levels": list(REGIONS)}):
        row = only(survey(improvement(**how), effect=0.8, reached=REGIONS))
        assert (row.verdict, row.effect, row.change.kind) == ("everywhere", None, "change")
        assert row.change.direction == "up"
        assert (row.change.first.wave, row.change.second.wave) == ("2025Q4", "2026Q3")


def test_what_another_improvement_of_the_item_reached_is_on_neither_side():
    other = improvement(code="cook", levels=["r2", "r6"], since=date(2025, 7, 1))
    rows = beforeafter.effects(survey(improvement(), other, effect=0.5)).rows
    assert [(r.code, r.treated, r.compared) for r in rows] == [("menu", 2, 4), ("cook", 1, 4)]


def test_two_improvements_of_the_same_regions_cannot_be_told_apart():
    rows = beforeafter.effects(survey(improvement(), improvement(code="cook"))).rows
    assert {r.reason for r in rows} == {assessed.MIXED}


def test_waves_beyond_a_break_are_not_used():
    why = Text(en="asked anew", zh="重新提问")
    after = {"wave": "2026Q1", "what": "wording", "note": why, "items": ["food"]}
    row = only(survey(breaks=[after]))
    assert (row.verdict, row.effect) == ("untold", None)
    assert "asked anew" in row.reason.en
    before = {**after, "wave": "2025Q4"}
    assert [e.wave for e in only(survey(breaks=[before])).events] == ["2025Q4", *WAVES[3:]]


def test_an_item_nobody_answered_and_one_of_a_single_rating():
    made = survey(improvement(items=["food", "bed"]), effect=0.5)
    rows = made.responses.assign(food=np.nan, bed=3.0)
    food, bed = beforeafter.effects(replace(made, responses=rows)).rows
    assert (food.verdict, food.reason) == ("untold", assessed.NOBODY)
    assert (bed.verdict, bed.reason) == ("untold", assessed.ALIKE)


def test_small_bases_are_hidden():
    row = only(survey(improvement(levels=["r0"]), n=2, effect=0.5))
    assert row.verdict == "untold"
    assert not row.effect.shown


def test_everybody_is_corrected_together():
    made = beforeafter.effects(survey(improvement(items=["food", "bed"]), effect=0.8))
    assert {c.family for c in made.effects} == {2}
    assert [r.verdict for r in made.rows] == ["worked", "unseen"]
    p = [c.p for c in made.effects]
    assert [c.p_adjusted for c in made.effects] == pytest.approx([2 * p[0], p[1]])


def test_cost_over_effect_turns_its_interval_round():
    row = only(survey(improvement(cost=1000.0, worth=500.0), effect=0.8))
    per, back, c = row.money.per_point, row.money.payback, row.effect
    assert (per.value, per.low, per.high) == pytest.approx((1000 / c.value, 1000 / c.high, 1000 / c.low))
    assert (back.value, back.low, back.high) == pytest.approx((2 / c.value, 2 / c.high, 2 / c.low))
    assert (back.unit, per.unit) == ("years", "money")


def test_without_an_effect_there_is_no_payback_but_a_least_price():
    row = only(survey(improvement(cost=1000.0, worth=500.0)))
    assert (row.money.per_point, row.money.payback) == (None, None)
    assert row.money.least.value == pytest.approx(1000 / row.effect.high)


class _Projects(Records):
    def __contains__(self, table: str) -> bool:
        return table == "projects"

    def __getitem__(self, table: str) -> pd.DataFrame:
        return pd.DataFrame({"project": ["P1", "P2"], "spent": [900.0, np.nan], "budget": [1000.0, 400.0]})


def test_the_cost_of_a_project_is_its_spending_or_its_budget():
    for project, cost in (("P1", 900.0), ("P2", 400.0)):
        made = replace(survey(improvement(project=project), effect=0.8), records=_Projects())
        assert only(made).money.cost.value == cost
    with pytest.raises(DataError, match="no project 'P9'"):
        beforeafter.effects(replace(survey(improvement(project="P9")), records=_Projects()))


def test_without_improvements_or_answers_it_refuses():
    with pytest.raises(UsageError, match="before and after"):
        beforeafter.effects(declared(survey()))
    made = survey()
    with pytest.raises(UsageError, match="before and after"):
        beforeafter.effects(replace(made, responses=made.responses.iloc[:0]))
