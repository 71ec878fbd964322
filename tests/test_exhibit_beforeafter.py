"""Sentences, charts and tables of improvements: words of cause only where the design bears them, never "failed"."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

import pytest
from improved import REGIONS, improvement, survey

from csatreport.compare import beforeafter
from csatreport.errors import ClaimError
from csatreport.exhibit import charts, claim, sentences, tables

CAUSE = ("because of", "因此")


@pytest.fixture(scope="module")
def worked():
    return beforeafter.effects(survey(improvement(cost=1000.0, worth=500.0), effect=0.8))


@pytest.fixture(scope="module")
def unseen():
    return beforeafter.effects(survey(improvement(cost=1000.0)))


@pytest.fixture(scope="module")
def everywhere():
    return beforeafter.effects(survey(improvement(levels=[], domain=""), effect=-0.8, reached=REGIONS))


def said(exhibits) -> str:
    return " ".join(json.dumps(asdict(e), ensure_ascii=False, default=str) for e in exhibits)


def sections(found) -> list:
    parts = [
        getattr(sentences.beforeafter, n)
        for n in ("changed", "first", "each", "checked", "paid", "everywhere")
    ]
    return [e for part in parts for e in part(f"x.{part.__name__}", found)]


def test_an_effect_may_say_because(worked):
    (one,) = sentences.beforeafter.each("x", worked)
    assert "rose by 0.7" in one.text["en"]
    assert all(word in one.text[k] for k, word in zip(("en", "zh"), CAUSE, strict=True))
    assert "pays back in" in said(sentences.beforeafter.paid("x", worked))


def test_nothing_seen_is_a_result_and_never_a_failure(unseen):
    text = said(sections(unseen))
    assert "no effect on" in text
    assert "No payback can be told" in text
    assert "fail" not in text.lower()
    assert "失败" not in text
    assert not any(word in text for word in CAUSE)


def test_a_change_everywhere_bears_no_word_of_cause(everywhere):
    text = said(sections(everywhere))
    assert "To do first: look at" in text
    assert not any(word in text for word in CAUSE)
    (row,) = everywhere.rows
    with pytest.raises(ClaimError, match="cause"):
        claim("x", en="It moved because of that: {c}.", zh="变动：{c}。", c=row.change)


def test_what_moved_apart_before_loses_the_words_of_cause(worked):
    (row,) = worked.rows
    assert row.effect.kind == "effect"
    apart = sentences.beforeafter._VERDICTS["doubtful"]
    assert not any(word in apart.en + apart.zh for word in CAUSE)


def test_where_there_are_none_chinese_says_so_and_counts_nothing(worked, unseen, everywhere):
    for found in (worked, unseen, everywhere):
        counted = [
            *sentences.beforeafter.changed("x", found),
            *sentences.beforeafter.checked("x.checked", found),
        ]
        assert not any("有0" in e.text["zh"] for e in counted if hasattr(e, "text"))
    (said_,) = sentences.beforeafter.changed("x", worked)
    assert said_.text["zh"] == "有对照组可比的1项效果中，明显见效的有1项，没有明显适得其反的。"
    (said_,) = sentences.beforeafter.changed("x", unseen)
    assert said_.text["zh"] == "有对照组可比的1项效果均不明显。"


def test_charts_and_tables_hold_both_languages(worked, unseen):
    for found in (worked, unseen):
        for chart in (charts.events("x.e", found), charts.courses("x.c", found)):
            assert set(chart.svg) == {"en", "zh"}
            assert len(chart.data["en"]) == len(chart.data["zh"]) > 6
        for table in (
            tables.improvements,
            tables.improvement_shares,
            tables.improvement_checks,
            tables.improvement_money,
        ):
            made = table("x.t", found)
            assert len(made.rows) == 1
            assert {len(row) for row in made.rows} == {len(made.columns)}


def test_without_a_comparison_there_are_no_empty_charts(everywhere):
    for part in (sentences.beforeafter.pictures, sentences.beforeafter.waves, sentences.beforeafter.checked):
        assert part("x", everywhere) == ()
    assert tables.improvements("x", everywhere).rows


def test_what_waits_is_listed_with_its_reason():
    found = beforeafter.effects(survey(improvement(since=date(2027, 1, 1))))
    text = said(sections(found))
    assert "Not told in this edition" in text
    assert "No improvement can be judged yet" in text


def test_names_of_improvements_that_are_markup_stay_words():
    bad = "<b>x</b> [y](javascript:z) *w* `v`"
    found = beforeafter.effects(survey(improvement(since=date(2027, 1, 1), title={"en": bad, "zh": bad})))
    (prose,) = sentences.beforeafter.everywhere("x", found)
    for text in prose.text.values():
        assert "<b>" not in text.replace("\\<b\\>", "")
        assert "](" not in text
        assert r"\*w\*" in text


def test_waves_in_which_few_answered_give_no_mean_away():
    """Twelve guests a wave were reached: enough over the waves, too few in each."""
    found = beforeafter.effects(
        survey(improvement(levels=["r0"]), n=12, effect=0.8, reached=("r0",), minimum_base=30)
    )
    (row,) = found.compared
    assert not any(e.shown for e in row.events)
    assert not any(e.shown for line in row.trends for e in line)
    assert sentences.beforeafter.waves("x", found) == ()
    assert sentences.beforeafter.pictures("x", found)
