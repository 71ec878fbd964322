"""What is said and drawn of customers who leave, with a model, without one, and where hardly anything is known."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import leavers
import pytest
from figures import HOSTILE

from csatreport.errors import BookError
from csatreport.exhibit import sentences
from csatreport.exhibit.charts import churn as curves
from csatreport.exhibit.charts import churndrivers, churnsigns
from csatreport.measure.churn import churn
from csatreport.params import Text
from csatreport.records import Chart, Claim, Table
from csatreport.results import Estimates

SAYS = ("changed", "first", "rates", "signs", "proof", "drivers", "ahead", "base")
PEOPLE = leavers.company(seed=5)


@pytest.fixture(scope="module")
def known():
    return churn(leavers.survey(PEOPLE))


@pytest.fixture(scope="module")
def random():
    return churn(leavers.survey(leavers.company(strength=0.0, seed=2)))


def everything(found):
    return [r for name in SAYS for r in getattr(sentences.churn, name)(f"churn.{name}", found)]


def test_every_record_has_its_own_name_and_both_languages(known, random):
    for found in (known, random):
        records = everything(found)
        assert len({r.id for r in records}) == len(records)
        for claim in (r for r in records if isinstance(r, Claim)):
            assert re.search("[一-鿿]", claim.text["zh"]), claim.id
            assert not re.search("[一-鿿]", claim.text["en"]), claim.id


def test_with_a_model_its_proof_its_drivers_and_the_next_quarter_are_shown(known):
    records = {r.id: r for r in everything(known)}
    charts = {"rates", "signs", "proof-calibration", "proof-gains", "drivers", "ahead"}
    shown = {
        k.removeprefix("churn.").removesuffix("-chart") for k, r in records.items() if isinstance(r, Chart)
    }
    assert shown == charts
    assert {k for k, r in records.items() if isinstance(r, Table)} == {
        "churn.proof-table", "churn.drivers-table", "churn.ahead-table",
    }  # fmt: skip
    assert "Recent complaint, not solved" in records["churn.first"].text["en"]
    assert "are expected to leave" in records["churn.ahead"].text["en"]


def test_without_a_model_nothing_is_foretold_and_it_is_said_what_was_tried(random):
    records = {r.id: r for r in everything(random)}
    assert "no model is shown" in records["churn.proof"].text["en"]
    assert "time as a customer" in records["churn.proof"].text["en"]
    assert "No model tells beforehand" in records["churn.first"].text["en"]
    assert "cannot be told" in records["churn.drivers"].text["en"]
    assert "not foretold" in records["churn.ahead"].text["en"]
    assert "Risk" not in str(records["churn.ahead-table"].columns)


def test_where_no_quarter_can_be_held_out_only_rates_are_shown():
    tables = {k: PEOPLE[k] for k in ("customers", "lifecycle")}
    last = tables["lifecycle"][tables["lifecycle"]["date"] >= "2026-07-01"]
    found = churn(leavers.survey(tables | {"lifecycle": last}, previous=None))
    records = {r.id: r for r in everything(found)}
    assert "No wave could be held out" in records["churn.proof"].text["en"]
    assert "of the customers left" in records["churn.changed"].text["en"]


def test_words_of_cause_are_not_used(known):
    cause = re.compile(r"because|due to|leads to|causes?\b|因为|导致|使得|由于")
    for record in everything(known):
        assert not cause.search(str(record.text if isinstance(record, Claim) else record.title)), record.id


def test_a_higher_leave_rate_is_bad_news_in_the_table(known):
    table = next(r for r in everything(known) if r.id == "churn.drivers-table")
    told = {row[0].text["en"]: row[-1] for row in table.rows}
    assert told["Recent complaint, not solved"].status == "bad"


def test_figures_of_the_proof_stand_beside_what_perfect_and_blind_forecasts_have(known):
    table = next(r for r in everything(known) if r.id == "churn.proof-table")
    told = {row[0].text["en"]: [c.text["en"] for c in row[3:]] for row in table.rows}
    assert told["Who left ranked above who stayed"] == ["1", "0.5"]
    assert told["Slope of calibration"] == ["1", "0"]
    assert told["Error of calibration"][0].endswith("%")


def test_a_chart_of_nothing_is_refused(known):
    hidden = Estimates(tuple(replace(e, flag="suppressed") for e in known.proof.gains))
    with pytest.raises(BookError):
        curves.gains("churn.x", hidden, first=known.proof.first)
    with pytest.raises(BookError):
        curves.calibration("churn.x", [])
    with pytest.raises(BookError):
        churnsigns.signs("churn.x", ())
    with pytest.raises(BookError):
        churndrivers.drivers("churn.x", ())


def test_a_hidden_sign_is_not_drawn(known):
    sign = known.signs[0]
    hidden = replace(
        sign, left=Estimates(tuple(replace(e, flag="suppressed", value=float("nan")) for e in sign.left))
    )
    drawn = churnsigns.signs("churn.x", (hidden, known.signs[1]))
    assert sign.label.en not in str(drawn.data["en"])


def test_where_no_sign_is_clear_chinese_says_so_and_counts_nothing(random):
    signs = {r.id: r for r in sentences.churn.signs("s", random)}["s"]
    assert signs.text["en"].startswith("None of 2 signs")
    assert "没有能明显区分流失客户与留存客户的" in signs.text["zh"]


def test_what_comes_first_does_not_begin_with_then(known):
    first, everybody = known.outlook.first, known.outlook.everybody
    alone = replace(known, outlook=SimpleNamespace(act=None, first=first, everybody=everybody))
    (said,) = sentences.churn.first("f", alone)
    assert said.text["en"].startswith("Work down the list")
    assert said.text["zh"].startswith("应按风险名单")


def test_names_of_groups_that_are_markup_stay_words_on_one_line():
    made = leavers.survey(PEOPLE)
    bad = {
        k: {c: Text.same(f"{HOSTILE}\n{c}") for c in codes} for k, codes in made.questionnaire.labels.items()
    }
    sheet = replace(made.questionnaire, labels=bad)
    for record in everything(churn(replace(made, questionnaire=sheet))):
        if isinstance(record, Chart):
            assert "<script" not in record.svg["en"]
            assert not any("\n" in str(cell) for row in record.data["en"] for cell in row)
        if isinstance(record, Table):
            said = [*record.groups.values(), *(cell.text for row in record.rows for cell in row)]
            assert not any("\n" in text["en"] for text in said)


def test_the_column_of_leave_rates_has_a_name_in_both_languages(known):
    (table,) = [r for r in everything(known) if r.id == "churn.ahead-table"]
    assert [c.label["zh"] for c in table.columns][1] == "流失率"
    assert [c.label["en"] for c in table.columns][1] == "Leave rate"
