"""The journey as sentences, chart and tables: whatever is missing or hidden stays out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace as Given

import pytest
from figures import HOSTILE, contrast, estimate, hidden

from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.sentences import journey
from csatreport.params import Text
from csatreport.records import from_json, to_json
from csatreport.results import Contrasts, Count, Estimates

LONG = Text(en="Getting help when nothing works at home", zh="家中网络完全不能使用时求助与报修")


@dataclass(frozen=True)
class Stage:
    label: Text
    satisfaction: object
    volume: object = None
    failure: object = None
    pain: object = None


def stage(label=LONG, value=0.8, **more):
    figures = {
        "volume": estimate(0.4, measure="volume"), "failure": estimate(0.12, measure="failure"),
        "pain": estimate(0.05, measure="pain"),
    }  # fmt: skip
    return Stage(label, estimate(value), **{**figures, **more})


def found(*stages):
    return Given(
        stages=stages or (stage(Text(en="Joining", zh="入网")), stage(value=0.7), stage(Text.same(HOSTILE)))
    )


def test_the_chart_says_in_words_what_it_draws():
    chart = charts.journey("journey.chart", found())
    assert "Joining" in chart.alt["en"]
    assert "40.0%" in chart.alt["en"]
    assert "入网" in chart.alt["zh"]
    assert len(chart.data["en"]) == 4
    assert len(chart.data["en"][0]) == 13
    assert from_json(to_json(chart)) == chart
    assert "<script" not in chart.svg["en"]


def test_the_chart_stands_without_volumes_and_with_hidden_stages():
    bare = stage(volume=None, failure=None, pain=estimate(0.2, measure="unhappy"))
    assert charts.journey("j.a", found(bare, bare)).svg["zh"].startswith("<svg")
    secret = replace(stage(), satisfaction=hidden(), volume=hidden(), failure=hidden(), pain=hidden())
    chart = charts.journey("j.b", found(stage(), secret))
    assert chart.data["en"][2][1:] == [None] * 12
    with pytest.raises(BookError, match="without anything to show"):
        charts.journey("j.c", found(secret, secret))


def test_the_table_has_the_columns_that_are_known():
    assert len(tables.journey("j.t", found()).columns) == 9
    bare = stage(volume=None, failure=None, pain=estimate(0.2, measure="unhappy"))
    assert len(tables.journey("j.t", found(bare)).columns) == 5


def test_the_blueprint_leaves_empty_what_nobody_declared():
    layer = Given(stage=LONG, does=None, touchpoints=(LONG, LONG), departments=(), support=None, steps=())
    row = tables.blueprint("j.b", [layer]).rows[0]
    assert [c.text["zh"] for c in row] == [LONG.zh, "", f"{LONG.zh}、{LONG.zh}", "", ""]


def test_steps_stand_under_their_stage():
    step = Given(
        label=LONG,
        stage=LONG,
        done=Count(12, LONG),
        on_time=estimate(0.9, measure="on_time"),
        rework=None,
        days=None,
    )
    table = tables.lifecycle("j.s", Given(rows=(step, step)))
    assert list(table.groups) == ["0"]
    assert [c.text["en"] for c in table.rows[0][1:4]] == ["12", "90.0", "88.1–91.9"]
    assert tables.lifecycle("j.s", Given(rows=())).rows[0][0].text["en"] == "No result to show."


def test_sentences_are_left_out_where_there_is_nothing_to_say():
    none = Estimates()
    assert not journey.failure("j", none)
    assert not journey.damage("j", Contrasts())
    assert not journey.together("j", Estimates((estimate(),)))
    assert not journey.peak_end("j", None)
    assert not journey.records("j", Given(rows=(), on_time=none))
    assert not journey.funnel("j", none)
    assert not journey.complaints("j", Estimates((hidden(), hidden())))


def test_the_gap_is_told_by_its_test():
    fine, wrong = estimate(0.9), estimate(0.7, level="wrong")
    clear = journey.damage("j.d", Contrasts((contrast(fine, wrong, kind="gap"),)))
    assert "less satisfied overall by 20.0 points" in clear[0].text["en"]
    unclear = journey.damage("j.d", Contrasts((contrast(fine, wrong, p=0.5, kind="gap"),)))
    assert "not clearly less satisfied" in unclear[0].text["en"]
    assert "差异不明显" in unclear[0].text["zh"]


def test_every_sentence_is_said_in_both_languages():
    two = Estimates((estimate(0.2, item="a"), estimate(0.1, item="b")))
    gap = contrast(estimate(0.6), estimate(0.5), kind="gap")
    for records in (
        journey.failure("j.a", two), journey.together("j.b", two), journey.funnel("j.c", two), journey.complaints("j.d", two),
        journey.peak_end("j.e", gap), journey.records("j.f", Given(rows=(), on_time=two)),
    ):  # fmt: skip
        assert records[0].text["en"]
        assert records[0].text["zh"]
