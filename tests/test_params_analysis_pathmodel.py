"""What may be declared of the path model, and how every fault names its file and key."""

from __future__ import annotations

import pytest
import surveys

from csatreport.params import Questionnaire, Text
from csatreport.params.analysis.pathmodel import PATHS, STANDARD, Construct, PathModel, cycle

ITEMS = tuple(
    surveys.rating(f"{role}{n}", low=1, high=10, roles={"construct": role})
    for role in ("image", "expect", "quality", "sat", "complain", "loyal")
    for n in (1, 2)
)
SHEET = Questionnaire((*ITEMS, surveys.category("region", "region", roles={"domain": ""})), surveys.LABELS)


def construct(name, **more):
    return {"name": name, "label": {"en": name, "zh": name}, **more}


def faults(**declared):
    return [(f.where, f.problem) for f in PathModel.model_validate(declared).faults(SHEET)]


def test_without_a_declaration_the_standard_model_is_matched_to_the_roles_of_the_questionnaire():
    model = PathModel()
    found = model.used(SHEET)
    assert [c.name for c in found] == [
        "image",
        "expectation",
        "quality",
        "satisfaction",
        "complaints",
        "loyalty",
    ]
    assert [c.role for c in found][:4] == ["image", "expect", "quality", "sat"]
    paths = model.dependencies(tuple(c.name for c in found))
    assert paths["satisfaction"] == ("image", "expectation", "quality")  # nobody was asked about value
    assert list(model.faults(SHEET)) == []


def test_a_project_without_constructs_has_no_faults():
    assert list(PathModel().faults(Questionnaire((), {}))) == []


def test_the_standard_model_has_no_cycle_and_names_its_own_constructs():
    assert cycle(PATHS) == ()
    names = {same[0].name for same in STANDARD}
    assert set(PATHS) | {n for on in PATHS.values() for n in on} == names


def test_items_are_taken_from_the_role_or_from_the_list():
    text = Text(en="x", zh="x")
    by_role = Construct(name="satisfaction", role="sat", label=text)
    by_list = Construct(name="satisfaction", items=("sat2", "image1"), label=text)
    assert [i.item for i in by_role.questions(SHEET)] == ["sat1", "sat2"]
    assert [i.item for i in by_list.questions(SHEET)] == ["image1", "sat2"]


BOTH = [construct("quality"), construct("satisfaction", role="sat")]


@pytest.mark.parametrize(
    ("declared", "where", "problem"),
    [
        ({"paths": {"satisfaction": ["qualty"]}}, "paths.satisfaction", "no construct 'qualty'"),
        ({"paths": {"joy": ["quality"]}}, "paths.joy", "no construct 'joy'"),
        ({"paths": {"quality": ["quality"]}}, "paths.quality", "a path from 'quality' to itself"),
        (
            {"paths": {"quality": ["satisfaction"], "satisfaction": ["quality"]}},
            "paths.quality",
            "paths that go round in a circle",
        ),
        ({"paths": {"satisfaction": ["quality", "quality"]}}, "paths.satisfaction", "a path declared twice"),
        ({"constructs": [*BOTH, construct("joy")]}, "constructs[3].name", "construct 'joy' without items"),
        ({"constructs": [*BOTH, construct("joy", role="bliss")]}, "constructs[3].role", "construct 'joy' without items"),
        ({"constructs": [*BOTH, construct("joy", items=["sat9"])]}, "constructs[3].items", "no rating 'sat9'"),
        ({"constructs": [*BOTH, construct("joy", items=["sat1"])]}, "constructs[3].items", "item 'sat1' in two constructs"),
        ({"constructs": [*BOTH, construct("quality")]}, "constructs[3].name", "construct 'quality' twice"),
        (
            {"constructs": [*BOTH, construct("image")], "paths": {"satisfaction": ["quality"]}},
            "constructs[3].name",
            "construct 'image' without a path",
        ),
        ({"constructs": BOTH, "focus": "joy"}, "focus", "no construct 'joy'"),
        ({"constructs": [construct("loyalty", role="loyal")], "focus": "loyalty"}, "paths", "no path at all"),
        ({"groups": ["regoin"]}, "groups", "no item 'regoin' with a list of answers"),
    ],
)  # fmt: skip
def test_each_fault_names_file_and_key(declared, where, problem):
    assert (f"params/analysis.toml, path_model.{where}", problem) in faults(**declared)


def test_what_is_declared_well_has_no_faults():
    assert faults(constructs=BOTH, paths={"satisfaction": ["quality"]}, groups=["region"]) == []


def test_a_cycle_is_found_behind_a_chain():
    assert cycle({"a": ("b",), "b": ("c",), "c": ("d",), "d": ("b",)}) == ("b", "c", "d", "b")
