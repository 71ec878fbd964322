"""A break in the series stops the tests of every chapter, and of nothing that does not rest on what broke."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import company
import pytest

import csatreport
from csatreport import exhibit
from csatreport.comments import demands as voiced
from csatreport.comments import voice
from csatreport.compare import kano, levels, needs, servqual, structure
from csatreport.measure import contrast, demands, importance, pathmodel, thousand
from csatreport.measure.drivers import changes as of_drivers
from csatreport.measure.drivers import drivers
from csatreport.measure.journey import stages
from csatreport.measure.moods import delighted, reasons
from csatreport.measure.structure import scales
from csatreport.measure.structure import structure as groups
from csatreport.params import Analysis
from csatreport.records import Claim
from csatreport.results import Contrasts

CHAPTERS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# Measures and items that are counted, or that others asked: no wording, no scale of ours.
RECORDS = {
    ("cases", "volume"), ("share", "resolved"), ("share", "repeat"), ("time", "days"), ("compliance", "all"),
    ("left", "left"), ("study", "total"),
}  # fmt: skip
NOT_ASKED = (
    "standards",
    "methods",
    "value",
    "churn",
    "cases",
    "studies",
)  # chapters that compare no answers of ours
IN_A_TABLE = ("beforeafter",)  # says it there, as only some of what it compares is broken
WHY = {"en": "other questions", "zh": "题目不同"}


def broken(*items):
    """The company's survey with a break before the newest wave; of everything, where no item is named."""
    survey = company.survey()
    declared = {"wave": "2026Q3", "what": "wording", "note": WHY, "items": items}
    breaks = Analysis.model_validate({"breaks": [declared]}).breaks
    return replace(survey, analysis=survey.analysis.model_copy(update={"breaks": breaks}))


def told(chapter, survey, monkeypatch):
    """What the cells of a chapter show, run without a kernel."""
    found = []
    monkeypatch.setattr(csatreport, "open_edition", lambda _: survey)
    monkeypatch.setattr(exhibit, "show", lambda *exhibits: found.extend(exhibits))
    names = {}
    for cell in json.loads(chapter.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), chapter.name, "exec"), names)  # noqa: S102 - our own chapters
    return [e for e in found if isinstance(e, Claim)]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.stem)
def test_no_chapter_tests_a_change_across_a_break_of_everything(chapter, monkeypatch):
    tested = []
    plain = contrast.independent

    def independent(a, b):
        if "2026Q3" in (a.wave, b.wave):  # two waves from before the break may be compared
            tested.append(b)
        return plain(a, b)

    monkeypatch.setattr(contrast, "independent", independent)
    claims = told(chapter, broken(), monkeypatch)
    assert {(e.measure, e.item) for e in tested if e.measure != "on_time"} <= RECORDS
    said = [c for c in claims if "other questions" in c.text["en"]]
    assert all("cannot be compared" in c.text["en"] for c in said)
    assert all("不可比" in c.text["zh"] or "无法与" in c.text["zh"] for c in said)
    compares = "What changed" in chapter.read_text("utf-8") and chapter.stem not in (*NOT_ASKED, *IN_A_TABLE)
    assert said or not compares


def untested(changes):
    return {c.second.item for c in changes if c.broken is not None}


@cache
def model():
    return pathmodel.of(company.survey())


@cache
def driving():
    return drivers(company.survey())


def of_structure(survey):
    found = groups(survey)
    return structure.since(survey, found, scales(found.sample))


@pytest.mark.parametrize(
    ("item", "changes", "concerned"),
    [
        ("csi_value1", lambda s: pathmodel.changes(s, model()), {"value"}),
        ("imp_price", importance.changes, {"price"}),
        ("price", importance.changes, {"price"}),
        ("exp_s01", servqual.changes, {"total", "tangibles"}),
        ("comment", lambda s: voice.of(s).changes, "all"),
        ("comment", lambda s: voiced.demands(s).changes, "all"),
        ("comment", lambda s: voice.of(s).overall_change, "all"),
        ("need", needs.changes, "all"),
        ("reasons", reasons.changes, "all"),
        ("overall", reasons.changes, "all"),
        ("overall", delighted.changes, "all"),
        ("stages_failed", lambda s: stages.changes(s)["failure"], "all"),
        ("stages_failed", lambda s: stages.changes(s)["satisfaction"], set()),
        ("stages_used", lambda s: stages.changes(s)["volume"], "all"),
        ("wifi", lambda s: of_drivers(s, driving()), "all"),
        ("wifi", lambda s: Contrasts((thousand.change(s),)), "all"),
        ("price", demands.changes, {"price"}),
        ("kano_gift_d", lambda s: kano.changes(s).coefficients, {"kano_gift_f"}),
        ("wifi", lambda s: pathmodel.changes(s, model()), set()),
        ("wifi", lambda s: of_structure(s).overall, {"wifi"}),
        ("overall", lambda s: of_structure(s).overall, "all"),
        ("overall", levels.changes, "all"),
        ("age", levels.changes, {"overall"}),
        ("comment", needs.changes, set()),
    ],
)
def test_a_break_of_one_question_concerns_all_that_rests_on_it_and_nothing_else(item, changes, concerned):
    found = changes(broken(item))
    assert len(found)
    assert untested(found) == ({c.second.item for c in found} if concerned == "all" else concerned)
