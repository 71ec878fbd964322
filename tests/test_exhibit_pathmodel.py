"""Path diagram, tables and sentences of a path model, in both languages, whatever its shape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import surveys
from figures import HOSTILE
from test_measure_pathmodel import LABELS, answers, survey

from csatreport.exhibit import charts, style, tables
from csatreport.exhibit.charts.pathplan import Box, boxes, grid, labelled, route
from csatreport.exhibit.sentences import pathmodel as told
from csatreport.measure import pathmodel
from csatreport.params import Text
from csatreport.params.analysis.pathmodel import PATHS, STANDARD
from csatreport.records import from_json, to_json

ARROWS = [(source, target) for target, sources in PATHS.items() for source in sources]
AT = {same[0].name: same[0].at for same in STANDARD}
NAMES = ["image", "expectation", "quality", "value", "satisfaction", "complaints", "loyalty"]


def standard(height=0.7):
    places = grid(NAMES, ARROWS, AT)
    return boxes(places, wide=style.WIDTH, gap=0.6, height=height, row=1.36)


@pytest.fixture(scope="module")
def whole():
    return survey(surveys.responses(**answers(600)))


@pytest.fixture(scope="module")
def model(whole):
    return pathmodel.of(whole)


def test_no_arrow_of_the_standard_model_crosses_a_box_and_none_is_bent():
    every = standard()
    for source, target in ARROWS:
        line = route(source, target, every)
        ends = line[-1] - line[0]
        aside = line - line[0]
        assert np.abs(aside[:, 0] * ends[1] - aside[:, 1] * ends[0]).max() < 1e-9
        assert not any(b.holds(line).any() for n, b in every.items())


def test_numbers_stand_clear_of_each_other_and_of_the_boxes():
    every = standard()
    lines = [route(*pair, every) for pair in ARROWS]
    spots = labelled(lines, list(every.values()), [(0.35, 0.17)] * len(lines))
    assert not any(a.meets(b) for i, a in enumerate(spots) for b in spots[:i])
    assert not any(spot.meets(box) for spot in spots for box in every.values())


def test_boxes_of_the_standard_model_fit_the_page_and_stand_apart():
    every = list(standard().values())
    assert not any(a.meets(b) for i, a in enumerate(every) for b in every[:i])
    assert all(b.x - b.width / 2 >= -1e-9 and b.x + b.width / 2 <= style.WIDTH + 1e-9 for b in every)


def test_without_declared_places_constructs_stand_by_the_longest_way_to_them():
    places = grid(["a", "d", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")], {})
    assert {n: p[0] for n, p in places.items()} == {"a": 0, "b": 1, "c": 2, "d": 0}
    assert places["a"][1] != places["d"][1]


def test_an_arrow_over_a_box_goes_round_it():
    every = {n: Box(x, 1.0, 1.0, 0.6) for n, x in (("a", 0.5), ("b", 3.0), ("c", 5.5))}
    line = route("a", "c", every)
    assert not every["b"].holds(line, 0.04).any()


def test_one_column_is_a_diagram_too():
    assert boxes({"a": (0, 0), "b": (0, 1)}, wide=7, gap=0.6, height=0.7, row=1.2)["a"].x == 3.5


def test_the_diagram_names_every_construct_and_arrow_in_both_languages(model):
    chart = charts.paths("pathmodel.paths", model)
    assert from_json(to_json(chart)) == chart
    for k in ("en", "zh"):
        assert chart.svg[k].startswith("<svg")
        assert len(chart.data[k]) == len(model.arrows) + 1
        assert model.focus.label[k] in chart.alt[k]
    assert "4 constructs and 4 arrows, 4 of them clear" in chart.alt["en"]


def test_arrows_that_are_not_clear_are_grey_and_dashed(model):
    arrow = model.arrows[0]
    unclear = replace(arrow, direct=replace(arrow.direct, value=0.01, low=-0.1, high=0.1))
    assert not unclear.clear
    chart = charts.paths("x.paths", replace(model, paths=(unclear, *model.paths[1:])))
    assert "stroke-dasharray" in chart.svg["en"]
    assert "3 of them clear" in chart.alt["en"]
    assert "stroke-dasharray" not in charts.paths("x.paths", model).svg["en"]


@pytest.mark.parametrize(
    "label",
    [
        Text(
            en="Everything that customers say of us and of all the others",
            zh="客户对我们以及其他所有公司的全部评价",
        )
    ],
)
def test_long_labels_are_wrapped_inside_their_boxes(model, label):
    constructs = (replace(model.constructs[0], label=label), *model.constructs[1:])
    assert charts.paths("x.paths", replace(model, constructs=constructs)).svg["zh"]


def test_a_hostile_label_is_text(model):
    label = Text(en=HOSTILE, zh=HOSTILE)
    constructs = (replace(model.constructs[0], label=label), *model.constructs[1:])
    hostile = replace(model, constructs=constructs)
    assert "<script>" not in charts.paths("x.paths", hostile).svg["en"]
    assert tables.constructs("x.quality", hostile).rows[0][0].text["en"] == HOSTILE


def test_tables_have_a_row_for_every_construct_question_and_way(model):
    assert len(tables.constructs("x.a", model).rows) == 4
    assert len(tables.construct_items("x.b", model).rows) == 12
    assert list(tables.construct_items("x.b", model).groups) == ["0", "3", "6", "9"]
    effects = tables.effects("x.c", model)
    assert len(effects.rows) == len(model.paths)
    assert effects.groups["0"] == {"en": "On Perceived value", "zh": "对“感知价值”"}


def test_groups_are_told_with_their_check_their_gaps_and_a_table(whole, model):
    found = pathmodel.groups(whole, model)
    said = told.groups("x.groups", found)
    assert [type(x).__name__ for x in said] == ["Claim", "Claim", "Chart", "Chart", "Table"]
    assert "means the same in all 3 groups" in said[0].text["en"]
    assert "3个群体" in said[0].text["zh"]


def test_groups_that_may_not_be_compared_are_said_to_be_left_out():
    columns = answers(900)
    west = columns["region"] == "w"
    for k in (2, 3):
        columns[f"sat{k}"] = np.where(west, np.random.default_rng(8).integers(1, 11, 900), columns[f"sat{k}"])
    other = survey(surveys.responses(**columns))
    said = told.groups("x.groups", pathmodel.groups(other, pathmodel.of(other)))
    assert "1 of 3 groups that could be tested" in said[0].text["en"]
    west_row = next(r for r in said[-1].rows if r[0].text["en"] == LABELS["region"]["w"].en)
    assert west_row[-1].text["en"] == "Not the same; not compared"


def test_without_groups_nothing_is_said_of_them():
    without = survey(items=tuple(i for i in survey().questionnaire.items if i.item != "region"))
    assert told.groups("x.groups", pathmodel.groups(without, pathmodel.of(without))) == ()


def test_the_base_says_which_answers_are_used(model):
    assert "answered every question" in told.base("x.base", model).text["en"]
    assert "at least one question" in told.base("x.base", replace(model, missing="pairwise")).text["en"]


def test_a_long_chain_is_laid_out_in_as_many_columns_as_a_page_holds():
    places = grid(NAMES, ARROWS, {})
    assert {p[0] for p in places.values()} == {0, 1, 2, 3}
    every = boxes(places, wide=style.WIDTH, gap=0.6, height=0.7, row=1.36)
    lines = [route(*pair, every, wide=style.WIDTH) for pair in ARROWS]
    assert min(b.width for b in every.values()) > 1.2
    assert all((line[:, 0] >= 0).all() and (line[:, 0] <= style.WIDTH).all() for line in lines)
