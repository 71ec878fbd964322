import csv
import math
from pathlib import Path

import pytest
import simulated

from csatreport.params.load import load_questionnaire
from csatreport.params.text import normal
from csatreport.simulate import company, declared, events, opinions
from csatreport.simulate.items import options, questions
from csatreport.simulate.population import SEED

ROOT = Path(__file__).resolve().parents[1]


def test_there_are_twelve_quarters_four_regions_and_twenty_four_branches():
    assert [q.wave for q in company.QUARTERS][::11] == ["2023Q4", "2026Q3"]
    assert len(company.QUARTERS) == 12
    assert len(company.BRANCHES) == 24
    assert {b.region for b in company.BRANCHES.values()} == set(company.REGIONS)
    assert len(company.REGIONS) == 4


@pytest.mark.parametrize(
    "groups", [company.TYPES, company.AGES, company.TENURES, company.SEGMENTS, company.MODES]
)
def test_shares_make_a_whole(groups):
    assert math.isclose(sum(g.share for g in groups.values()), 1.0, abs_tol=1e-9)


def test_the_first_and_the_last_day_of_a_quarter_are_those_of_the_calendar():
    spans = [(q.first.isoformat(), q.last.isoformat()) for q in company.newest(4)]
    assert spans == [("2025-10-01", "2025-12-31"), ("2026-01-01", "2026-03-31"),
                     ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30")]  # fmt: skip


def test_improvements_name_branches_and_services_that_exist_and_two_of_eight_do_nothing():
    for doing in (*events.IMPROVEMENTS.values(), events.NEW_BILL):
        assert set(doing.branches) <= set(company.BRANCHES)
        assert set(doing.effect) <= set(opinions.SERVICES)
        assert doing.department in company.DEPARTMENTS
    assert len(events.IMPROVEMENTS) == 8
    assert [c for c, i in events.IMPROVEMENTS.items() if not any(i.effect.values())] == [
        "loyalty_gifts",
        "outage_sms",
    ]


def test_the_branch_goes_bad_on_a_monday_and_the_week_says_so():
    assert events.DECLINE.monday.weekday() == 0
    assert events.DECLINE.week == "2025-W46"
    felt = [events.DECLINE.felt(q) for q in company.QUARTERS]
    assert felt[:8] == [0.0] * 8
    assert events.DECLINE.effect < felt[8] < 0
    assert felt[9:] == [events.DECLINE.effect] * 3


def test_every_question_and_option_is_worded_in_both_languages():
    worded = [*questions().values(), *(o for known in options().values() for o in known.values())]
    for one in worded:
        assert one.english.strip(), one
        assert any("\u4e00" <= c <= "\u9fff" for c in one.chinese) or not one.chinese.isascii(), one
        assert not any("\u4e00" <= c <= "\u9fff" for c in one.english), one


def test_the_project_asks_what_the_company_asked():
    questionnaire = load_questionnaire(ROOT)
    for item, question in questions().items():
        wording = questionnaire[item].wording
        if question.kind not in ("customer", "stratum"):
            assert (wording.en, wording.zh) == (question.english, question.chinese), item
        scale = questionnaire[item].scale
        assert question.kind != "rating" or (scale.low, scale.high) == (question.low, question.high)


def test_the_project_knows_every_option_in_both_languages():
    questionnaire = load_questionnaire(ROOT)
    for item, question in questions().items():
        if question.options:
            answers = questionnaire.answers[questionnaire[item].codes]
            assert {answers.get(w) for o in question.options.values() for w in (o.english, o.chinese)} == set(
                question.options
            )


def test_the_project_declares_the_customers_that_there_are():
    params, people = ROOT / "params", simulated.people()
    assert (params / "population.csv").read_text(encoding="utf-8") == declared.population(people, SEED)
    assert (params / "margins.csv").read_text(encoding="utf-8") == declared.margins(people)


def test_headers_of_records_are_those_the_company_writes():
    own = ROOT / "csatreport" / "simulate" / "happenings" / "headers.csv"
    with (
        own.open(encoding="utf-8", newline="") as ours,
        (ROOT / "params" / "records.csv").open(encoding="utf-8", newline="") as theirs,
    ):
        assert list(csv.DictReader(ours)) == list(csv.DictReader(theirs))


def test_the_project_knows_every_word_of_the_records():
    answers = load_questionnaire(ROOT).answers
    own = ROOT / "csatreport" / "simulate" / "happenings" / "words.csv"
    with own.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            assert {answers[row["list"]].get(normal(row[w])) for w in ("english", "chinese")} == {
                row["code"]
            }, row
