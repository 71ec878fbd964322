"""What is shown of drivers and of derived importance, also where there is nothing to show."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace as Given

import pytest
from driven import survey, wave
from figures import HOSTILE, hidden

from csatreport.errors import DataError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.sentences import drivers as said
from csatreport.measure import drivers, importance
from csatreport.measure.drivers import Drivers, Unfit
from csatreport.measure.importance import derived
from csatreport.params import Text
from csatreport.records import Prose, from_json, to_json
from csatreport.results import Contrasts

REASON = Unfit(Text(en="too few answers", zh="答卷过少"), DataError("refused"))


@pytest.fixture(scope="module")
def made():
    before = wave("2026Q2", seed=2, n=900)
    return survey(before, wave(n=900, slopes={"a": 0.2, "b": 0.6, "c": -0.1, "d": 0.0}))


@pytest.fixture(scope="module")
def found(made) -> Drivers:
    return drivers.drivers(made)


@pytest.fixture(scope="module")
def shown(made, found):
    map_ = derived.derived(made, found)
    moves = drivers.changes(made, found)
    return [
        *said.changed("d.changed", moves),
        said.first("d.first", map_),
        said.stability("d.stability", found),
        said.used("d.used", found),
        *said.beside("d.beside", drivers.beside(made)),
        *said.stated("d.stated", derived.beside(made)),
        tables.drivers("d.table", found),
        tables.importance("d.map-table", map_),
        tables.importance("d.stated-map", importance.quadrants(made)),
        charts.quadrants("d.map", map_),
    ]


def test_everything_comes_back_from_its_record(shown):
    assert [from_json(to_json(r)) for r in shown] == shown


def test_both_languages_are_there_and_neither_prints_a_code(shown):
    for record in shown:
        for text in (
            getattr(record, "text", None),
            getattr(record, "title", None),
            getattr(record, "note", None),
        ):
            if text:
                assert set(text) == {"en", "zh"}
                assert not {"shapley", "relative_weight", "log_odds", "slope"} & set(text["zh"].split())


def test_the_table_has_a_row_for_each_driver_and_a_cell_for_each_column(found):
    table = tables.drivers("d.table", found)
    assert [row[0].text["en"] for row in table.rows] == [e.label.en for e in found.shares]
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_turned_sign_is_marked_and_the_clear_ones_are_named(found):
    signs = {row[0].text["en"]: row[-2] for row in tables.drivers("d.table", found).rows}
    assert signs["B"].text["en"] == "clearly positive"
    assert found.one("c").turned
    assert (signs["C"].text["en"], signs["C"].status) == ("against its correlation", "warn")
    assert signs["D"].text["en"] in ("", "against its correlation")


def test_the_note_says_how_missing_answers_were_treated_and_who_was_left_out(found):
    told = replace(
        found, missing="pairwise", constant=(Text(en="Shop", zh="门店"),), sparse=(Text(en="Lift", zh="电梯"),),
        failed=3, error=0.002,
    )  # fmt: skip
    note = tables.drivers("d.table", told).note
    for part in (
        "(pairwise)",
        "all answers alike: Shop",
        "too few could rate them: Lift",
        "3 resamples",
        "at most 0.2%",
    ):
        assert part in note["en"]
    for part in ("成对删除", "门店", "电梯", "模拟误差"):
        assert part in note["zh"]


def test_stability_is_said_to_be_or_not_to_be(found):
    stable = replace(found, stability=replace(found.stability, stable=True))
    loose = replace(found, stability=replace(found.stability, stable=False))
    assert said.stability("s", stable).text["en"].endswith("This set is stable.")
    assert "not stable" in said.stability("s", loose).text["en"]
    assert "尚不稳定" in said.stability("s", loose).text["zh"]


def test_where_there_is_no_result_the_reason_is_given():
    for shown in (said.beside("d.x", REASON), said.stated("d.x", REASON)):
        [prose] = shown
        assert isinstance(prose, Prose)
        assert prose.text == {"en": "Too few answers.", "zh": "答卷过少。"}


def test_without_an_earlier_wave_nothing_is_said_of_change():
    assert said.changed("d.changed", Contrasts()) == ()


def test_priorities_have_no_upper_end_where_importance_is_derived(made, found):
    head = {c.label["en"]: c.unit["en"] for c in tables.importance("t", derived.derived(made, found)).columns}
    assert head["Priority"] == ""
    head = {c.label["en"]: c.unit["en"] for c in tables.importance("t", importance.quadrants(made)).columns}
    assert head["Priority"] == "0–100"


def test_the_note_of_the_map_says_where_the_lines_stand(made):
    ip = importance.quadrants(made)
    assert "means of all items" in charts.quadrants("m", ip).note["en"]
    assert "middle of the scale" in charts.quadrants("m", replace(ip, crosshair="midpoint")).note["en"]


def test_a_base_too_small_shows_no_number():
    few = survey(wave(n=60), minimum_base=100)
    found = drivers.drivers(few)
    assert all(c.value is None for row in tables.drivers("t", found).rows for c in row[1:])
    assert all(
        c.value is None for row in tables.stated("t", derived.beside(few)).rows for c in row[1:] if c.mark
    )
    nothing = said.first("d.first", derived.derived(few, found))
    assert isinstance(nothing, Prose)


def test_hostile_labels_stay_text(found):
    label = Text(en=HOSTILE, zh=HOSTILE)
    rows = tuple(replace(d, share=replace(d.share, label=label)) for d in found.rows)
    table = tables.drivers("t", replace(found, rows=rows))
    assert table.rows[0][0].text["en"] == HOSTILE
    assert HOSTILE in said.stability("t", replace(found, rows=rows)).text["en"]


def test_a_suppressed_service_stands_in_the_table_without_numbers():
    row = Given(stated=hidden(unit="score"), derived=hidden(), kind="", certainty=None, uncertain=False)
    table = tables.stated("t", Given(rows=[row], correlation=None))
    assert [c.value for c in table.rows[0][1:4]] == [None] * 3
