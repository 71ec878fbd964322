"""Who may leave: rates, what is known then, the model's proof, what it says of the next quarter, and bad input."""

from __future__ import annotations

import math
import warnings
from dataclasses import fields, is_dataclass, replace
from datetime import date

import leavers
import numpy as np
import pandas as pd
import pytest
from leavers import WAVE, company, customers, lifecycle
from surveys import responses

from csatreport.errors import CsatError, DataError, UsageError
from csatreport.measure import linearisation
from csatreport.measure.churn import churn
from csatreport.measure.churn.cells import Cells, told_apart
from csatreport.measure.churn.heldout import clustered
from csatreport.measure.churn.panel import panel
from csatreport.results import Contrast, Estimate

PEOPLE = company(seed=5)


@pytest.fixture(scope="module")
def found():
    return churn(leavers.survey(PEOPLE))


def test_the_leave_rate_is_the_share_of_those_there_at_first_who_are_gone_at_last():
    since = ["2020-01-01"] * 4 + ["2026-07-01", "2026-08-01"]
    tables = {"customers": customers(since), "lifecycle": lifecycle([0, 5], ["2026-08-15", "2026-09-01"])}
    rate = churn(leavers.survey(tables, minimum_base=2)).rates.one(wave=str(WAVE))
    assert (rate.value, rate.n) == (0.25, 4)  # who comes on the first day or later does not count


def test_rates_are_those_of_the_records(found):
    left = PEOPLE["lifecycle"]["date"]
    for e in found.rates:
        wave = leavers.Wave.parse(e.wave)
        gone = ((left >= pd.Timestamp(wave.start)) & (left <= pd.Timestamp(wave.end))).sum()
        there = len(PEOPLE["customers"]) - (left < pd.Timestamp(wave.start)).sum()
        assert e.value == pytest.approx(gone / there)
        assert e.low < e.value < e.high


def test_the_change_is_tested_with_customers_of_both_quarters_taken_together(found):
    change = found.changes.rows[0]
    rows = panel(leavers.survey(PEOPLE))
    both = rows.within(range(len(rows.clock) - 2, len(rows.clock)))
    y = both.left[:, None].astype(float)
    design = clustered(both.customer)
    last = both.place == len(rows.clock) - 1
    sides = [linearisation.influence(y, design, member=m)[:, 0] for m in (last, ~last)]
    unit = np.zeros(len(design.stratum))
    np.add.at(unit, design.unit, sides[0] - sides[1])
    n = len(unit)
    assert change.se == pytest.approx(math.sqrt(n / (n - 1) * (unit**2).sum()))
    assert change.first.wave == "2026Q2"


def test_a_model_that_foretells_is_shown_with_its_proof(found):
    assert found.proof.beats
    assert found.outlook is not None
    assert found.proof.auc.low > 0.5
    assert found.proof.slope.low < 1 < found.proof.slope.high
    assert found.proof.ratio.low < 1 < found.proof.ratio.high
    assert found.proof.ece.value < 0.02


def test_of_customers_who_leave_at_random_no_model_is_shown():
    for seed in (2, 3, 4):
        found = churn(leavers.survey(company(strength=0.0, seed=seed)))
        assert found.proof is not None
        assert not found.proof.beats
        assert found.outlook is None
        assert found.groups


def test_the_effects_that_were_planted_lie_in_their_intervals(found):
    ratio = {d.gap.second.level: d.ratio for d in found.outlook.drivers}
    for level, odds in (("firm", 0.8), ("open", 1.5)):
        assert ratio[level].low < math.exp(odds) < ratio[level].high, level
    assert found.outlook.act.gap.second.level == "open"


def test_an_unsolved_complaint_shows_before_customers_leave(found):
    sign = next(s for s in found.signs if s.label.en == "Complaint not solved")
    assert [g.direction for g in sign.gaps] == ["up", "none", "none", "none"]


def test_nothing_of_the_future_is_known():
    tables = company(800)
    before = panel(leavers.survey(tables))
    rng = np.random.default_rng(5)
    day = pd.Timestamp("2025-07-01")
    for name, columns in (("complaints", ["opened", "closed"]), ("lifecycle", ["date"])):
        table = tables[name].copy()
        late = table[columns[0]] >= day
        table.loc[late, "customer"] = rng.permutation(table.loc[late, "customer"].to_numpy())
        tables = tables | {name: table}
    after = panel(leavers.survey(tables))
    at = before.clock.begins <= np.datetime64(day, "D")
    for a, b in zip(before.known, after.known, strict=True):
        assert np.array_equal(a.codes[:, at], b.codes[:, at])
    late = [
        not np.array_equal(a.codes[:, ~at], b.codes[:, ~at])
        for a, b in zip(before.known, after.known, strict=True)
    ]
    assert any(late)


def test_a_complaint_is_solved_only_from_the_day_on_which_it_was_closed():
    told = pd.DataFrame(
        {
            "customer": [leavers.key(0), leavers.key(1)], "opened": pd.to_datetime(["2026-03-20", "2026-03-20"]),
            "closed": pd.to_datetime(["2026-03-25", "2026-04-10"]), "resolved": True, "repeat": False, "rating": [5.0, 2.0],
        }
    ).astype({"resolved": "boolean", "repeat": "boolean"})  # fmt: skip
    tables = {
        "customers": customers(["2020-01-01"] * 3),
        "lifecycle": lifecycle([2], ["2026-01-10"]),
        "complaints": told,
    }
    rows = panel(leavers.survey(tables))
    known = {k.factor.code: k for k in rows.known}["complaint"]
    levels = [level.code for level in known.factor.levels]
    assert [[levels[k] for k in row] for row in known.codes[:2]] == [
        ["none", "solved", "earlier_solved", "earlier_solved"], ["none", "open", "earlier_solved", "earlier_solved"],
    ]  # fmt: skip


def test_the_product_is_the_one_before_the_quarter():
    sales = pd.DataFrame(
        {
            "customer": leavers.key(0), "product": ["small", "large", "lamp"], "kind": ["new", "upgrade", "cross_sell"],
            "date": pd.to_datetime(["2026-01-05", "2026-05-05", "2026-05-06"]), "amount": 1.0,
        }
    )  # fmt: skip
    tables = {
        "customers": customers(["2020-01-01"] * 3),
        "lifecycle": lifecycle([2], ["2026-01-10"]),
        "sales": sales,
    }
    known = {k.factor.code: k for k in panel(leavers.survey(tables)).known}
    named = [known["product"].factor.levels[k].code for k in known["product"].codes[0]]
    assert named == ["unknown", "small", "large", "large"]
    assert known["upgrade"].codes[0].tolist() == [0, 0, 1, 2]
    assert known["extra"].codes[0].tolist() == [0, 0, 1, 2]


def test_an_answer_is_known_from_the_quarter_after_and_for_a_year():
    given = [responses("2025Q2", overall=[2.0, 5.0]), responses("2026Q2", overall=[3.0, 5.0])]
    given = [g.assign(customer=[leavers.key(0), ""]) for g in given]
    tables = {"customers": customers(["2020-01-01"] * 3), "lifecycle": lifecycle([2], ["2025-04-10"])}
    known = {k.factor.code: k for k in panel(leavers.survey(tables, *given)).known}["answer"]
    codes = [known.factor.levels[k].code for k in known.codes[0]]
    assert codes == ["none", "dissatisfied", *["earlier_dissatisfied"] * 3, "neutral", "earlier_neutral"]


def test_tenure_and_age_are_those_of_the_day():
    tables = {
        "customers": customers(["2025-05-01", "2019-01-01"], born=pd.array([1996, None], dtype="Int64")),
        "lifecycle": lifecycle([1], ["2026-01-10"]),
    }
    known = {k.factor.code: k for k in panel(leavers.survey(tables)).known}
    tenure = [known["tenure"].factor.levels[k].code for k in known["tenure"].codes[0]]
    assert tenure == ["under1", "under1", "y1to3", "y1to3"]
    assert [lv.code for lv in known["tenure"].factor.levels] == ["under1", "y1to3", "y3to5", "over5"]


def test_a_factor_that_another_tells_entirely_is_left_out():
    tables = company(800)
    table = tables["customers"]
    rows = panel(
        leavers.survey(
            tables | {"customers": table.assign(product=table["type"].map({"firm": "f", "home": "h"}))}
        )
    )
    kept, out = told_apart(rows)
    assert [f.code for f in out] == ["product"]
    assert "type" in [f.code for f in kept]


def test_cells_count_every_row_once():
    rows = panel(leavers.survey(company(500)))
    cells = Cells.of(rows, rows.factors)
    assert cells.n.sum() == len(rows)
    assert cells.left.sum() == rows.left.sum()
    per_factor = [cells.of_factor(f).sum() for f in range(len(rows.factors))]
    assert per_factor == [len(f.levels) - 1 for f in rows.factors]


def test_the_order_of_rows_changes_nothing(found):
    rng = np.random.default_rng(3)
    mixed = {name: t.iloc[rng.permutation(len(t))].reset_index(drop=True) for name, t in PEOPLE.items()}
    other = churn(leavers.survey(mixed))
    for a, b in zip(_numbers(found), _numbers(other), strict=True):
        assert a.value == pytest.approx(b.value, rel=1e-5, abs=1e-9)
        if a.se is not None:
            assert a.se == pytest.approx(b.se, rel=1e-4)


def test_how_many_will_leave_holds_chance_as_well_as_what_the_model_does_not_know(found):
    out = found.outlook
    n = out.customers.value
    assert out.leavers.value == pytest.approx(n * out.everybody.value)
    least = math.sqrt(n * out.everybody.value * (1 - out.everybody.value)) * 0.9
    assert out.leavers.se > least
    assert out.leavers.low < out.leavers.value < out.leavers.high


def test_risk_by_group_adds_up_to_that_of_everybody(found):
    for rows in found.outlook.groups:
        total = sum(e.n * e.value for e in rows) / sum(e.n for e in rows)
        assert total == pytest.approx(found.outlook.everybody.value, rel=1e-9)


def test_small_groups_are_hidden():
    tables = company(800)
    branch = tables["customers"]["branch"].to_numpy(copy=True)
    branch[:6] = "tiny"
    made = churn(
        leavers.survey(tables | {"customers": tables["customers"].assign(branch=branch)}, minimum_base=60)
    )
    rows = next(g for g in made.groups if g.rows[0].domain == "branch")
    assert not rows.one(level="tiny").shown


def test_there_may_be_hundreds_of_branches():
    tables = company(1500)
    many = [f"b{k % 240:03}" for k in range(1500)]
    made = panel(leavers.survey(tables | {"customers": tables["customers"].assign(branch=many)}))
    at = next(k for k, f in enumerate(made.factors) if f.code == "branch")
    codes = [made.factors[at].levels[k].code for k in made.codes[at]]
    assert codes == [many[row] for row in made.customer]


def _one() -> dict[str, pd.DataFrame]:
    return {"customers": customers(["2020-01-01"]), "lifecycle": lifecycle([0], ["2026-08-01"])}


def _alike(n: int = 200) -> dict[str, pd.DataFrame]:
    rng = np.random.default_rng(2)
    rows = rng.permutation(n)[: n // 2]
    days = np.datetime64("2024-01-01") + rng.integers(0, 1000, n // 2).astype("timedelta64[D]")
    return {
        "customers": customers(["2010-01-01"] * n, type="home", branch="north"),
        "lifecycle": lifecycle(rows, days),
    }


def _everybody_left() -> dict[str, pd.DataFrame]:
    return {
        "customers": customers(["2020-01-01"] * 30),
        "lifecycle": lifecycle(range(30), ["2026-08-01"] * 30),
    }


def _one_quarter() -> dict[str, pd.DataFrame]:
    return {
        "customers": customers(["2020-01-01"] * 100),
        "lifecycle": lifecycle(range(9), ["2026-08-01"] * 9),
    }


def _empty() -> dict[str, pd.DataFrame]:
    made = company(300)
    return made | {"complaints": made["complaints"].iloc[:0]}


def _before_joining() -> dict[str, pd.DataFrame]:
    made = company(400)
    early = lifecycle([0, 1], ["1999-01-01", "2001-01-01"])
    return made | {"lifecycle": pd.concat([made["lifecycle"], early], ignore_index=True)}


BAD = {
    "one customer": _one, "all alike": _alike, "everybody left": _everybody_left, "one quarter only": _one_quarter,
    "no complaints": _empty, "a leave before joining": _before_joining, "a few": lambda: company(40),
    "two customers": lambda: company(2, rate=0.0), "nearly everybody leaves": lambda: company(200, rate=2.0),
}  # fmt: skip


def _numbers(found):
    if isinstance(found, Estimate | Contrast):
        yield found
    elif is_dataclass(found):
        for f in fields(found):
            yield from _numbers(getattr(found, f.name))
    elif isinstance(found, tuple):
        for one in found:
            yield from _numbers(one)


def _finite(e):
    if not e.shown:
        return True
    return all(math.isfinite(x) for x in (e.value, *(x for x in (e.se, e.low, e.high) if x is not None)))


def _tried(made):
    try:
        return churn(made), None
    except CsatError as error:
        return (), error


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("base", [10, 2])
def test_bad_records_give_a_clear_result_or_a_clear_refusal(bad, base):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found, error = _tried(leavers.survey(BAD[bad](), minimum_base=base))
    assert error is None or all((error.expected, error.got, error.todo))
    assert all(map(_finite, _numbers(found)))


def test_nobody_left_is_told():
    tables = {"customers": customers(["2020-01-01"] * 3), "lifecycle": lifecycle([0], ["2027-01-01"])}
    with pytest.raises(DataError, match="nobody is known to have left"):
        churn(leavers.survey(tables))
    with pytest.raises(UsageError):
        churn(leavers.survey({"lifecycle": lifecycle([0], ["2026-01-01"])}))


def test_a_leave_before_joining_is_none_of_this_time():
    assert churn(leavers.survey(_before_joining())).rates.rows[0].wave == "2024Q4"


def test_records_that_are_not_there_are_named(found):
    assert [t.en for t in found.without] == ["purchases", "answers to the survey"]
    alone = churn(leavers.survey({k: PEOPLE[k] for k in ("customers", "lifecycle")}))
    assert [t.en for t in alone.without] == ["complaints", "purchases", "answers to the survey"]
    assert alone.signs == ()


def test_a_trait_that_all_share_is_no_factor():
    assert {f.code for f in panel(leavers.survey(_alike())).factors} <= {"tenure"}


def test_without_a_wave_before_there_is_no_change():
    assert len(churn(leavers.survey(PEOPLE, previous=None)).changes) == 0


def test_an_edition_knows_nothing_that_comes_after_its_wave():
    past = churn(leavers.survey(PEOPLE, name="2026Q2", wave="2026Q2", previous="2026Q1"))
    day = {"customers": "since", "lifecycle": "date", "complaints": "opened"}
    kept = {
        name: table[table[day[name]] <= pd.Timestamp(date(2026, 6, 30))] for name, table in PEOPLE.items()
    }
    again = churn(leavers.survey(kept, name="2026Q2", wave="2026Q2", previous="2026Q1"))
    assert [e.value for e in past.rates] == [e.value for e in again.rates]
    assert past.proof.auc.value == pytest.approx(again.proof.auc.value)


def test_confidence_and_declarations_are_kept():
    made = leavers.survey(PEOPLE, churn={"held_out": 2, "first": 0.2, "history": 2})
    found = churn(replace(made, edition=made.edition.model_copy(update={"confidence": 0.9})))
    assert [w.en for w in found.proof.waves] == ["Q2 2026", "Q3 2026"]
    assert found.proof.first.level == "20"
    assert found.proof.auc.confidence == 0.9
