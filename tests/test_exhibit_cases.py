"""Exhibits of cases: both languages, harmless texts, words that the tests choose, and no word of cause."""

from __future__ import annotations

import re

import cased
import pandas as pd
import pytest
from cased import case, rows, survey

from csatreport.book import markup
from csatreport.book.words import Words
from csatreport.compare.cases import compare
from csatreport.exhibit import charts, sentences, tables
from csatreport.exhibit.wording import check_cause
from csatreport.records import Claim

ALL = (
    charts.cases,
    charts.case_actions,
    tables.cases,
    tables.case_changes,
    tables.case_trends,
    tables.case_expected,
)
TOLD = ("apart", "first", "outcomes", "areas", "moved", "untested")
HOSTILE = '<img src=x onerror=alert(1)> =HYPERLINK("http://x","y") **bold** {x} {{y}} | \\ $a_b$ `code`'


@pytest.fixture(scope="module")
def found():
    return compare(survey())


def claims(comparison) -> dict[str, Claim]:
    told = [c for name in TOLD for c in getattr(sentences.cases, name)(f"cases.{name}", comparison)]
    return {c.id: c for c in told}


def words_of(cells) -> list[str]:
    return [c.text["en"] for c in cells]


@pytest.mark.parametrize("make", ALL, ids=lambda f: f.__name__)
def test_every_exhibit_is_made_in_both_languages(found, make):
    made = make("cases.x", found)
    assert made.title["en"] != made.title["zh"]
    assert re.search("[一-鿿]", made.note["zh"])
    assert not re.search("[一-鿿]", made.note["en"])


def test_claims_say_what_the_tests_say(found):
    told = claims(found)
    most = found.apart.second.label.en
    assert told["cases.apart"].text["en"].startswith(f"“{most}” tells the two cases apart most clearly.")
    assert "Lesson of a." in told["cases.first-success"].text["en"]
    assert "rose (73.9% to 85.4%)" in told["cases.first-success"].text["en"]
    assert "fell (78.9% to 62.9%)" in told["cases.first-failure"].text["en"]
    assert (
        told["cases.outcomes-a"].text["en"]
        == "“Firm a” is declared a success. Expected results: 1, of which 1 met."
    )
    assert told["cases.areas"].text["en"] == (
        "Both acted on “service”; only “Firm a” acted on “surveys”; only “Firm b” acted on “market”."
    )
    assert (
        told["cases.moved"].text["zh"] == "在可以检验的2项指标中，“Firm a”与“Firm b”的变化明显不同的有2项。"
    )
    assert "not tested" in told["cases.untested-growth"].note["en"]


def test_no_sentence_speaks_of_causes(found):
    for told in claims(found).values():
        for language in ("en", "zh"):
            check_cause(told.text[language], language, where=told.id)


def test_a_success_that_missed_everything_is_told_so():
    one = case("a", expected=[{"measure": "satisfied", "target": 0.95, "by": "2025-09-30"}])
    other = case("b", expected=[{"measure": "satisfied", "target": 0.2, "by": "2025-09-30"}])
    told = claims(compare(survey(one, other)))
    assert (
        "declared a success, yet all expected results that can be told (1) were missed"
        in told["cases.outcomes-a-contradicted"].text["en"]
    )
    assert (
        "定性为失败案例，但可以判断的1项预期目标均已达到" in told["cases.outcomes-b-contradicted"].text["zh"]
    )


def test_the_side_by_side_table_holds_everything_of_each_case(found):
    table = tables.cases("cases.table", found)
    assert [c.label["en"] for c in table.columns] == ["Aspect", "Firm a", "Firm b"]
    rows_of = {r[0].text["en"]: words_of(r[1:]) for r in table.rows}
    assert rows_of["Outcome, as declared"] == ["Success", "Failure"]
    assert rows_of["Surveys"] == ["1 Aug 2024: Second of a", "Nothing was done"]
    assert rows_of["Share satisfied"] == ["73.9% to 85.4% (+11.5 points)", "78.9% to 62.9% (−16.0 points)"]
    assert rows_of["What became of them"] == ["1: 1 met", "1: 1 missed"]
    assert rows_of["Lesson 1"][0] == "Lesson of a (Share satisfied: +11.5 points)"
    assert [w["zh"] for w in table.groups.values()] == [
        "采取的措施（按领域）",
        "结果：实施前与实施后",
        "预期目标",
        "经验教训",
    ]
    assert [c.status for r in table.rows if r[0].text["en"] == "Share satisfied" for c in r[1:]] == [
        "good",
        "bad",
    ]


def test_less_is_better_is_shown_as_such(found):
    table = tables.case_changes("cases.changes", found)
    hours = [r for r in table.rows if r[0].text["en"] == "Firm a"][1]
    assert hours[-1].text["en"] == "clearly lower"
    assert hours[-1].status == "good"


def test_hostile_texts_stay_words():
    bad = {"en": HOSTILE, "zh": HOSTILE}
    one = case(
        "a", title=bad, background=bad, source=bad, lesson=[{"measure": "satisfied", "moved": "better", "text": bad}],
        action=[{"date": "2024-05-20", "area": "service", "text": bad}],
    )  # fmt: skip
    comparison = compare(survey(one, case("b")))
    for make in ALL:
        made = make("cases.x", comparison)
        assert "<img" not in (made.svg["en"] if made.kind == "chart" else markup.table(made, Words("en")))
    assert HOSTILE in claims(comparison)["cases.first-success"].text["en"]
    assert tables.cases("cases.x", comparison).rows[1][1].value == HOSTILE


def test_long_texts_wrap_inside_the_picture():
    long = {"en": "Very " * 60 + "long", "zh": "很长的措施说明" * 40}
    action = [{"date": "2024-05-20", "area": "service", "text": long}]
    comparison = compare(
        survey(case("a", action=action, title={"en": "Long name " * 9, "zh": "很长的名称" * 12}), case("b"))
    )
    for make in (charts.case_actions, charts.cases):
        assert make("cases.x", comparison).svg["zh"]


@pytest.mark.parametrize("which", ["alone", "early", "hidden", "still", "nothing expected"])
def test_what_cannot_be_compared_is_said_and_drawn_where_it_can_be(which):
    early = [{"date": "2020-01-01", "area": "service", "text": cased.text("x")}]
    table = cased.figures()
    made = {
        "alone": lambda: survey(case("a"), table=table[table["case"] == "a"]),
        "early": lambda: survey(*(case(c, action=early, expected=[]) for c in "ab")),
        "hidden": lambda: survey(
            *(case(c, lesson=[]) for c in "ab"),
            table=pd.concat(
                [
                    rows(c, m, [0.5] * 10, n)
                    for c in "ab"
                    for m, n in (("satisfied", [2] * 10), ("growth", None))
                ]
            ),
        ),
        "still": lambda: survey(
            *(case(c, lesson=[]) for c in "ab"),
            table=pd.concat([rows(c, "satisfied", [1.0] * 10, [300] * 10) for c in "ab"]),
        ),
        "nothing expected": lambda: survey(*(case(c, expected=[], lesson=[]) for c in "ab")),
    }[which]()
    comparison = compare(made)
    for make in ALL:
        assert make("cases.x", comparison).title["zh"]
    told = claims(comparison)
    if which != "nothing expected":
        assert "could be tested against each other" in told["cases.apart"].text["en"]
    assert not any("nan" in c.text["en"] for c in told.values())
