"""Exhibits of comments: in whatever project, in both languages, harmless."""

from __future__ import annotations

import pytest
from commented import TEXTS, commented

from csatreport.comments import voice
from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.sentences import comments as say
from csatreport.records import Chart, Claim, Record, Table
from csatreport.survey import Survey


def everything(survey: Survey) -> list[Record]:
    found = voice.of(survey)
    return [
        *say.lead("x", found), *say.themes("x", found), *say.changes("x", found), *say.elsewhere("x", found),
        *say.base("x", found),
        tables.quotes("x.quotes", found.quotes), tables.key_words("x.words", found.words),
    ]  # fmt: skip


def claims(records: list[Record]) -> dict[str, Claim]:
    return {r.id: r for r in records if isinstance(r, Claim)}


def test_a_change_leads() -> None:
    said = claims(everything(commented(TEXTS, (*TEXTS, *("账单乱扣费",) * 12), times=20)))
    assert "1 rose clearly" in said["x.changed"].text["en"]
    assert "明显上升" in said["x.changed"].text["zh"]
    assert "this share fell by" in said["x.tone-changed"].text["en"]
    assert said["x.first"].text["en"].startswith("Look first at “Bill”")


def test_one_wave_leads_with_what_to_do_alone() -> None:
    found = everything(commented(TEXTS))
    assert "x.changed" not in claims(found)
    assert "x.first" in claims(found)
    assert not [r for r in found if r.id == "x.heat"]


def test_waves_are_shown_side_by_side() -> None:
    found = everything(commented(TEXTS, TEXTS, TEXTS, previous="2026Q2"))
    heat = next(r for r in found if r.id == "x.heat")
    assert isinstance(heat, Chart)
    assert len(heat.data["en"]) == 1 + 3 * 2


@pytest.mark.parametrize("texts", [("!!!",), ("정말 느려요",), ("", "好")])
def test_a_project_without_themes_says_so(texts: tuple[str, ...]) -> None:
    found = everything(commented(texts, times=15))
    assert "no theme was raised" in claims(found)["x.first"].text["en"]
    assert "没有任何主题" in claims(found)["x.first"].text["zh"]


def test_another_language_is_counted_and_said() -> None:
    assert (
        "15 comments are in another language"
        in claims(everything(commented(("정말 느려요",), times=15)))["x.unread"].text["en"]
    )


def test_the_chart_splits_a_theme_by_tone() -> None:
    chart = charts.tones("x.tones", voice.of(commented(TEXTS)).parts)
    header, first, *_ = chart.data["en"]
    assert header[1:] == ["Share of comments", "Negative", "Unclear", "Positive"]
    assert first[1] == pytest.approx(sum(first[2:]), abs=0.001)


def test_a_small_theme_is_a_dash_in_the_chart() -> None:
    parts = voice.of(commented(("网速很快",) * 10 + ("账单乱扣费",), times=3)).parts
    chart = charts.tones("x.tones", parts)
    assert chart.data["en"][-1][2:] == [None] * 3


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(BookError):
        charts.tones("x", ())
    with pytest.raises(BookError):
        charts.heat("x", ())


def test_quotes_stand_under_their_theme_in_their_own_language() -> None:
    found = voice.of(commented(TEXTS, times=12)).quotes
    table = tables.quotes("x.quotes", found)
    assert isinstance(table, Table)
    assert (
        [r[2].text["en"] for r in table.rows]
        == [r[2].text["zh"] for r in table.rows]
        == [q.text for q in found]
    )
    assert {g["zh"] for g in table.groups.values()} == {"网速", "账单"}


def test_no_quote_is_said_to_be_none() -> None:
    assert len(tables.quotes("x", ()).rows) == 1
