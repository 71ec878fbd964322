"""Exhibits of segments: every way the results may come out is said in both languages, and nothing is drawn of nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from figures import HOSTILE
from segmented import WHICH, answers, moved, segments, survey

from csatreport.compare import segments as compared
from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.charts.flow import share_of
from csatreport.exhibit.sentences import migration as told
from csatreport.exhibit.sentences import portraits
from csatreport.exhibit.sentences import segments as said
from csatreport.measure.segments import typing_tool
from csatreport.measure.segments.named import named
from csatreport.params import Text
from csatreport.records import from_json, to_json
from csatreport.results import Contrasts

MEMBER = np.resize(WHICH, 480)
THEN, NOW = answers("2026Q2", member=MEMBER), answers(member=moved(MEMBER, 0.2), seed=9)


@pytest.fixture(scope="module")
def found():
    return segments(THEN, NOW)


def chapter(found):
    """Everything that the chapter shows."""
    grown, migration, portrait = compared.changes(found), compared.migration(found), compared.portrait(found)
    sizes = compared.sizes(found)
    return (
        *said.changed("s.changed", found, grown, migration), *portraits.first("s.first", portrait),
        *said.number("s.number", found, sizes), charts.dots("s.dots", sizes), tables.segments("s.sizes", found, sizes),
        *said.profile("s.profile", compared.profile(found)), *portraits.portrait("s.portrait", portrait),
        *told.movement("s.movement", found, migration), *told.fits("s.fits", found, compared.drift(found), grown),
        *said.placing("s.placing", typing_tool(found)), *said.evidence("s.evidence", found), said.base("s.base", found),
    )  # fmt: skip


def text(records, name, language="en"):
    return next(r.text[language] for r in records if r.id == name)


def names(records):
    return {r.id for r in records}


def test_every_exhibit_is_a_record_in_both_languages(found):
    for record in chapter(found):
        assert from_json(to_json(record)) == record
        words = record.text if record.kind == "claim" else record.title
        assert words["en"]
        assert words["zh"] not in ("", words["en"])
        assert re.search(r"[\u4e00-\u9fff]", words["zh"])
        assert not re.search(r"[\u4e00-\u9fff]", words["en"])


def test_the_chapter_says_who_moved_how_many_only_seem_to_and_draws_it(found):
    records = chapter(found)
    assert {"s.changed-moved", "s.movement-seeming", "s.movement-largest", "s.movement-chart"} <= names(
        records
    )
    assert "though nobody moved" in text(records, "s.movement-seeming")
    drawn = next(r for r in records if r.id == "s.movement-chart")
    assert "Q2 2026" in drawn.title["en"]
    assert len(drawn.data["en"]) == 1 + 9
    assert drawn.svg["en"].startswith("<svg")


def test_with_one_wave_the_chapter_says_that_there_is_nothing_to_compare():
    records = chapter(segments(NOW))
    assert "no earlier wave" in text(records, "s.changed")
    assert "takes two waves" in text(records, "s.movement")
    assert "from the next wave on" in text(records, "s.fits")
    assert "s.movement-chart" not in names(records)


def test_where_too_few_answered_both_times_movement_is_not_told():
    records = chapter(segments(THEN, NOW.assign(customer=[""] * 480)))
    assert "cannot be told" in text(records, "s.movement")
    assert "s.changed-moved" not in names(records)


def test_new_and_lost_segments_are_named(found):
    other = replace(found.matching, earlier=np.array([0, -1, 2]), gone=(1,))
    records = chapter(replace(found, matching=other))
    assert text(records, "s.changed-new").endswith("“Racers”.")
    assert text(records, "s.changed-gone").endswith("“Racers”.")


def test_segments_that_are_not_stable_are_told_and_have_no_name(found):
    stable = np.array([True, False, True])
    names = (found.names[0], Text(en="Segment B (not stable)", zh="客群B（不稳定）"), found.names[2])
    records = chapter(replace(found, now=replace(found.now, stable=stable), names=names))
    assert "of which 2 would surely be found again" in text(records, "s.number")
    assert "“Segment B (not stable)”" in text(records, "s.number-unstable")
    table = next(r for r in records if r.id == "s.sizes")
    assert [row[-1].status for row in table.rows] == ["good", "bad", "good"]


def test_answers_without_groups_are_said_to_have_none(found):
    none = replace(found.now, stable=np.zeros(3, dtype=bool), borne=1)
    letters = tuple(Text(en=f"Segment {x} (not stable)", zh=f"客群{x}（不稳定）") for x in "ABC")
    records = chapter(replace(found, now=none, names=letters))
    assert "one cloud" in text(records, "s.number")
    assert "nothing that could be compared" in text(records, "s.changed")
    assert "could be held against" in text(records, "s.fits")
    assert not names(records) & {"s.movement-chart", "s.placing-points", "s.fits-sizes"}
    several = replace(found.now, stable=np.zeros(3, dtype=bool), borne=3)
    assert "none of them would surely" in text(
        chapter(replace(found, now=several, names=letters)), "s.number"
    )


def test_a_segment_that_is_behind_comes_first_with_what_it_wants():
    unhappy = NOW.assign(overall=np.where(moved(MEMBER, 0.2) == 0, 2.0, NOW["overall"]))
    records = portraits.first("s.first", compared.portrait(segments(unhappy)))
    assert text(records, "s.first").startswith("Begin with the segment “Savers”: its share satisfied is 0.0%")
    assert "A fair price" in text(records, "s.first-wants")
    assert "：满意率为" in text(records, "s.first", "zh")


def test_where_segments_differ_in_nothing_that_is_said():
    rng = np.random.default_rng(5)
    alike = NOW.assign(need=rng.permutation(NOW["need"].to_numpy()))
    portrait = compared.portrait(segments(alike))
    assert "none of" in text(portraits.first("s.first", portrait), "s.first")
    shown = portraits.portrait("s.portrait", portrait)
    assert "s.portrait-chart" not in names(shown)
    assert "s.portrait-satisfaction" in names(shown)


def test_segments_that_no_longer_fit_are_called_new():
    loose = segments(THEN, answers(member=MEMBER, seed=9, spread=1.3))
    shown = told.fits("s.fits", loose, compared.drift(loose), compared.changes(loose))
    assert "farther from" in text(shown, "s.fits")
    assert "no longer fit" in text(shown, "s.fits")
    assert "已不再适用" in text(shown, "s.fits", "zh")


def test_a_number_that_was_not_looked_for_is_called_declared():
    only = segments(NOW)
    one = replace(only, now=replace(only.now, evidence=only.now.evidence[-1:]))
    assert "was declared" in text(said.evidence("s.evidence", one), "s.evidence")


def test_the_points_are_a_table_to_add_up(found):
    tool = typing_tool(found)
    table = tables.points("s.points", tool)
    assert len(table.rows) == 1 + len(tool.rules)
    assert [c.label["en"] for c in table.columns[1:]] == [n.en for n in found.names]
    assert "few" not in names(said.placing("s.placing", None))
    assert "no shorter form" in text(said.placing("s.placing", None), "s.placing")


def test_hidden_segments_leave_no_number_in_chart_or_table():
    keep = [
        c if m != 2 or i < 20 else "" for i, (c, m) in enumerate(zip(NOW["customer"], MEMBER, strict=True))
    ]
    few = segments(THEN, NOW.assign(customer=keep))
    migration = compared.migration(few)
    hidden = [f for f in migration.flows if not f.share.shown]
    assert hidden
    table = tables.flows("s.flows", migration)
    rows = [row for row, f in zip(table.rows, migration.flows, strict=True) if not f.share.shown]
    assert all(cell.value is None for row in rows for cell in row[1:])
    data = charts.flow("s.flow", migration).data["en"][1:]
    assert all(
        line[2:] == [None] * 6 for line, f in zip(data, migration.flows, strict=True) if not f.share.shown
    )
    assert share_of(migration.flows, "first", hidden[0].first.code) == "–"
    assert {share_of(migration.flows, "second", f.second.code) for f in hidden} == {"–"}


def test_nothing_is_drawn_of_nothing(found):
    migration = compared.migration(found)
    empty = replace(
        migration, flows=tuple(replace(f, share=replace(f.share, flag="suppressed")) for f in migration.flows)
    )
    with pytest.raises(BookError):
        charts.flow("s.flow", empty)


def test_hostile_and_long_names_stay_words():
    long = "x" * 60 + " " + HOSTILE
    made = survey(THEN, NOW, names=({"high": ["price"], "en": long, "zh": long},))
    for record in chapter(named(made)):
        assert "<script>" not in (record.svg["en"] if record.kind == "chart" else "")


def test_segments_of_which_nothing_may_be_shown_make_an_empty_table():
    assert tables.segment_differences("s.none", [Contrasts(), Contrasts()]).rows == ()
