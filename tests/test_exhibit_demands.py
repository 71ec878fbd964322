"""Demands as sentences, chart and tables: whatever is missing or hidden stays out."""

from __future__ import annotations

from types import SimpleNamespace as Given

import pytest
from figures import HOSTILE, contrast, estimate, hidden

from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.sentences import demands
from csatreport.params import Text
from csatreport.records import from_json, to_json
from csatreport.results import Contrasts, Estimates

LONG = Text(en="Faults mended quickly, at the first visit", zh="故障快修、一次修好")


def met(code="a", gap=-9.0, p=0.001, label=LONG):
    about = {"item": code, "label": label, "unit": "index"}
    sides = [estimate(v, measure=m, **about) for v, m in ((80.0, "wanted"), (80.0 + gap, "perception"))]
    return Given(
        expectation=sides[0], perception=sides[1], gap=estimate(gap, measure="gap", **about),
        test=contrast(*sides, p=p, kind="gap"),
    )  # fmt: skip


def decision(verdict="act", **more):
    given = {
        "label": LONG, "need": LONG, "share": estimate(0.2, measure="voices"), "wanted": None, "gap": None, "naming": None,
        "nearest": None, "overlap": 0.0, "mass": "yes", "core": "unsure", "verdict": verdict,
    }  # fmt: skip
    return Given(**(given | more))


def found(*declared, candidates=(), channels=(), **more):
    given = {
        "declared": declared, "candidates": candidates, "channels": Estimates(tuple(channels)),
        "matched": estimate(0.7, measure="voices"), "first": None,
    }  # fmt: skip
    return Given(**(given | more))


def gaps(*rows):
    return Given(rows=rows, tests=Contrasts(tuple(r.test for r in rows)))


def test_the_chart_orders_gaps_and_says_them_in_words():
    chart = charts.demands("demands.chart", gaps(met(gap=4.0), met("b", -20.0, label=Text.same(HOSTILE))))
    assert [row[3] for row in chart.data["en"][1:]] == [-20.0, 4.0]
    assert "1 clearly short of what is wanted" in chart.alt["en"]
    assert "1项显著未满足" in chart.alt["zh"]
    assert from_json(to_json(chart)) == chart
    assert "<script" not in chart.svg["zh"]


def test_a_hidden_gap_shows_no_number():
    secret = Given(
        expectation=hidden(), perception=hidden(), gap=hidden(), test=contrast(hidden(), hidden(), p=None)
    )
    chart = charts.demands("d", gaps(met(), secret))
    assert chart.data["en"][2][1:] == [None] * 6
    with pytest.raises(BookError, match="without anything to show"):
        charts.demands("d", gaps(secret))


@pytest.mark.parametrize(
    ("made", "en", "zh"),
    [
        (decision(), "Act on it", "列为重点改进"),
        (decision("merge", nearest=LONG), f"Merge into: {LONG.en}", f"并入“{LONG.zh}”"),
        (decision("merge"), "Watch", "持续关注"),
        (decision("segment"), "Serve those who want it", "面向特定群体满足"),
        (decision("declare"), "Take up as a demand", "列入需求清单"),
    ],
)
def test_decisions_are_said_in_both_languages(made, en, zh):
    row = tables.decisions("d", found(made)).rows[0]
    assert (row[-1].text["en"], row[-1].text["zh"]) == (en, zh)
    assert row[7].text["en"] == "Cannot tell"


def test_the_table_of_channels_prints_share_and_interval_and_hides_small_ones():
    shares = [
        estimate(
            0.2, measure="voices", item="a", domain="channel", level="survey", level_label=Text.same("Survey")
        ),
        hidden(
            measure="voices", item="a", domain="channel", level="reviews", level_label=Text.same("Reviews")
        ),
    ]
    made = decision(share=estimate(0.2, measure="voices", item="a"))
    row = tables.channels("d", found(made, channels=shares)).rows[0]
    assert row[1].text["en"] == "20.0 (18.1–21.9)"
    assert row[1].value == 20.0
    assert row[2].text["en"] == "–"


def test_candidates_that_few_name_are_left_out():
    shown = decision("watch", label=Text.same("queue"), need=None)
    secret = decision("watch", share=hidden(), need=None)
    table = tables.candidates("d", found(candidates=(shown, secret)))
    assert [r[0].text["en"] for r in table.rows] == ["queue"]
    assert demands.candidates("d", found(candidates=(secret,))) == ()


def test_nothing_to_say_says_nothing():
    none = found(matched=None)
    assert not demands.first("d", none)
    assert not demands.decisions("d", none)
    assert not demands.channels("d", none)
    assert not demands.candidates("d", none)
    assert not demands.gaps("d", gaps())
    assert not demands.needs("d", Estimates(), Contrasts())
    assert tables.decisions("d", none).rows[0][0].text["zh"] == "没有可列示的结果。"


def test_every_sentence_is_said_in_both_languages():
    about = {"measure": "voices", "domain": "channel", "level": "survey"}
    first = decision(gap=estimate(-9.0, unit="index", measure="gap"))
    made = found(first, candidates=(decision("watch"),), channels=[estimate(0.2, **about)], first=first)
    two = Estimates((estimate(0.3, item="a"), estimate(0.2, item="b")))
    for records in (
        demands.first("d.a", made), demands.first("d.b", found(first=decision())), demands.decisions("d.c", made),
        demands.channels("d.d", made), demands.candidates("d.e", made), demands.gaps("d.f", gaps(met())),
        demands.needs("d.g", two, Contrasts()),
    ):  # fmt: skip
        assert records[0].text["en"]
        assert records[0].text["zh"]
