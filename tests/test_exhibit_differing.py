"""What is said and drawn of differences between customers, of changes, and of SERVQUAL gaps of groups."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace as Given

import pytest
from figures import HOSTILE, change, changes, contrast, estimate, hidden, published

from csatreport.errors import BookError
from csatreport.exhibit import charts, tables
from csatreport.exhibit.sentences import differences as differing
from csatreport.exhibit.sentences import servqual as gapgroups
from csatreport.exhibit.sentences import since
from csatreport.params import Text
from csatreport.records import from_json, to_json
from csatreport.results import Contrasts, Count, Estimates

LANGUAGES = ("en", "zh")
OF = Text(en="groups", zh="个群体")
AGES = ("18-29", "30-59", "60 and over")


def difference(
    low=70.0, high=82.0, *, item="speed", variable="age", kind="background", p=0.001, large=True, levels=AGES
):
    about = {
        "unit": "index", "measure": "csat_index", "item": item, "label": Text(en=item.title(), zh=f"{item}项"),
        "domain": variable, "group": variable,
    }  # fmt: skip
    made = [
        estimate(v, level=x, level_label=Text(en=x, zh=f"{x}组"), **about)
        for x, v in zip(levels, (low, (low + high) / 2, high), strict=True)
    ]
    gap = replace(contrast(made[0], made[2], p=p, kind="gap"), visible=4.0)
    return Given(
        kind=kind, variable=variable, label=Text(en=variable.title(), zh=f"{variable}项"), levels=Estimates(tuple(made)),
        contrast=gap, explained=0.031, large=large, clear=gap.direction != "none",
    )  # fmt: skip


def differentiation(*rows):
    return Given(
        rows=rows, matter=[r for r in rows if r.clear and r.large], contrasts=Contrasts(tuple(r.contrast for r in rows)),
        large=Count(5, Text(en="Large difference", zh="较大差异")), about=lambda: rows,
    )  # fmt: skip


FOUND = differentiation(
    difference(), difference(60, 70, item="price"), difference(variable="channel", kind="behaviour", p=0.8),
)  # fmt: skip


def test_the_first_thing_to_do_names_variable_group_and_service_in_both_languages():
    said = differing.first("t.first", FOUND)
    assert "Age: 18-29" in said.text["en"]
    assert "Speed" in said.text["en"]
    assert "“age项：18-29组”" in said.text["zh"]
    assert "70.0" in said.text["zh"]


def test_unclear_differences_are_not_called_small():
    said = differing.first("t.first", differentiation(difference(p=0.8))).text
    assert said["en"].startswith("None of 1 comparisons is clear: nothing here")
    assert "没有一项达到" not in said["zh"]


def test_where_nothing_matters_nothing_is_called_for():
    nothing = differentiation(difference(p=0.8), difference(item="price", large=False))
    assert "none of them reaches 5 points" in differing.first("t.first", nothing).text["en"]
    (said,) = differing.matter("t.matter", nothing)
    assert said.text["zh"] == "2项比较中，没有一项差异既明显又达到5点。"


def test_where_no_group_is_large_enough_the_chapter_says_so_and_shows_nothing():
    nobody = differentiation()
    assert "large enough" in differing.first("t.first", nobody).text["en"]
    assert differing.overall("t", nobody) == differing.matter("t", nobody) == ()
    assert len(differing.overall("t", FOUND)) == 1


def test_the_differences_that_matter_come_as_chart_and_table():
    grid, chart, table = differing.matter("t.matter", FOUND)
    assert len(grid.data["en"]) > 1
    assert len(table.rows) == 2
    assert table.groups["0"]["en"] == "Age"
    assert from_json(to_json(chart)) == chart
    assert "12 comparisons" not in chart.note["en"]
    assert "5 comparisons tested together (Holm)" in chart.note["en"]


def test_the_chart_of_one_item_has_a_row_for_each_variable_under_its_kind():
    about = [difference(), difference(variable="region"), difference(variable="channel", kind="behaviour")]
    chart = charts.differences("t", about)
    assert chart.title["en"].startswith("Speed by group of customers")
    assert [row[0] for row in chart.data["en"][1:4]] == ["Speed, by Age"] * 3


def test_several_items_show_the_strongest_of_each_variable():
    many = [difference(item=f"i{k}") for k in range(9)] + [difference(item="x", variable="region")]
    assert len(charts.differences("t", many, each=2).data["en"]) == 1 + 3 * 3
    assert len(tables.differences("t", many).rows) == 10


def test_a_group_that_may_not_be_shown_is_neither_drawn_nor_printed():
    one = difference()
    secret = hidden(
        unit="index", measure="csat_index", item="speed", level="x", level_label=Text.same("Secret")
    )
    one.levels = Estimates((*one.levels, secret))
    chart = charts.differences("t", [one])
    assert "Secret" not in str(chart.data) + chart.svg["en"] + chart.alt["en"]


def test_hostile_names_are_harmless():
    odd = difference(levels=(HOSTILE, "b", "c"))
    odd.label = Text.same(HOSTILE)
    assert "<script>" not in charts.differences("t", [odd]).svg["en"]
    assert HOSTILE in differing.first("t.first", differentiation(odd)).text["en"]


def test_a_chart_of_no_difference_is_refused_and_a_table_of_none_says_so():
    with pytest.raises(BookError, match="without anything to show"):
        charts.differences("t", [])
    assert len(tables.differences("t", []).rows) == 1


def test_an_interval_that_holds_zero_is_signed():
    unclear = difference(p=0.8)
    unclear.contrast = replace(unclear.contrast, low=-1.0, high=5.0)
    row = tables.differences("t", [unclear]).rows[0]
    assert row[6].text["en"] == "−1.0 to +5.0"
    assert row[9].text["en"] == "not clear"


@pytest.mark.parametrize("found", [Estimates(), Estimates((hidden(item="together"),))])
def test_nothing_is_said_of_what_could_not_be_explained(found):
    assert differing.explained("t", found) == ()


def test_what_all_of_it_explains_is_the_last_estimate():
    found = Estimates(
        tuple(estimate(v, item=k, measure="r_squared") for k, v in (("a", 0.02), ("together", 0.04)))
    )
    said, chart = differing.explained("t.explained", found)
    assert said.text["en"].startswith("4.0%")
    assert chart.id == "t.explained-chart"


def test_what_changed_counts_and_names_the_largest():
    (said,) = since.changed("t.changed", changes(), of=OF)
    assert said.text["en"] == (
        "Since Q2 2026, of 3 groups, 1 rose clearly and 1 fell clearly; most of all “Item A”: 70.0% then, 80.0% now."
    )
    assert said.text["zh"].startswith("与2026年第二季度相比，3个群体中有1个明显上升、1个明显下降")


def test_where_nothing_changed_it_says_so_without_a_word_of_direction():
    still = Contrasts((replace(change(0.7, 0.71, p=0.9), visible=0.03),))
    (said,) = since.changed("t.changed", still, of=OF)
    assert said.text["en"] == "Since Q2 2026, none of 1 groups has clearly changed."
    assert "3.0" in said.note["en"]


def test_without_an_earlier_wave_or_a_test_nothing_is_said():
    assert since.changed("t", Contrasts(), of=OF) == ()
    before, now = published(7.0), published(8.0)
    assert since.changed("t", Contrasts((contrast(before, now, p=None),)), of=OF) == ()


def test_across_a_break_both_numbers_are_stated():
    broken = replace(change(0.7, 0.8, p=None), broken=Text(en="the wording changed", zh="题目措辞有变"))
    (said,) = since.changed("t", Contrasts((broken,)), of=OF)
    assert "cannot be compared" in said.text["en"]


def gap(level, value, p, **more):
    about = {
        "unit": "score",
        "measure": "gap",
        "item": "total",
        "label": Text(en="All", zh="全部"),
        "domain": "age",
    } | more
    others = estimate(-0.5, level="other", level_label=Text(en="All other customers", zh="其他客户"), **about)
    return contrast(
        others, estimate(value, level=level, level_label=Text.same(level), **about), p=p, kind="gap"
    )


def test_servqual_gaps_of_groups_come_as_sentence_chart_and_table():
    family = Contrasts(
        (gap("young", -0.9, 0.001), gap("old", -0.45, 0.6), gap("young", -0.8, 0.01, item="d"))
    )
    said, chart, table = gapgroups.groups("t.groups", family)
    assert "2 are clear" in said.text["en"]
    assert "falls further behind" in said.text["en"]
    assert len(chart.data["zh"]) == 3
    assert len(table.rows) == 2


def test_without_groups_servqual_says_nothing_of_them():
    assert gapgroups.groups("t", Contrasts()) == ()
