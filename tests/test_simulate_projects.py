"""The four projects: what they declare loads, and fits the raw files."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from csatreport.intake.tables import tables
from csatreport.params import Wave
from csatreport.params.load import editions, load_book, load_edition, load_questionnaire

ROOT = Path(__file__).resolve().parents[1]
PROJECTS = {
    "root": ROOT,
    **{name: ROOT / "tests" / "projects" / name for name in ("kiosk", "sfo", "tfl")},
}
SHARED = ROOT.parent / "shared" / "data"
with_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real data are not in {SHARED}")


@pytest.mark.parametrize("name", PROJECTS)
def test_everything_declared_loads(name):
    project = PROJECTS[name]
    book, questionnaire = load_book(project), load_questionnaire(project)
    assert book.chapters[0].notebook == "cover.ipynb"
    assert len(questionnaire.with_role("overall")) == 1
    assert {h.item for h in book.headline} <= {i.item for i in questionnaire.items}
    assert editions(project)


def test_projects_list_chapters_in_the_order_of_the_packaged_book():
    order = list(dict.fromkeys(c.notebook for c in load_book(ROOT).chapters))
    for project in PROJECTS.values():
        listed = list(dict.fromkeys(c.notebook for c in load_book(project).chapters))
        assert listed == [notebook for notebook in order if notebook in listed]


@pytest.mark.parametrize("name", PROJECTS)
def test_labels_fit_a_chart_axis(name):
    items = load_questionnaire(PROJECTS[name]).items
    assert [i.item for i in items if len(i.label.en) > 28 or len(i.label.zh) > 12] == []
    assert len({i.label.en for i in items}) == len({i.label.zh for i in items}) == len(items)


def test_the_two_newest_editions_can_be_compared_with_last_quarter_and_last_year():
    for name in editions(ROOT)[-2:]:
        edition = load_edition(ROOT, name)
        assert edition.previous == edition.wave.shifted(-1)
        assert edition.year_ago == edition.wave.shifted(-4)
        assert {edition.previous, edition.year_ago, edition.wave} <= {s.wave for s in edition.source}


@with_shared
@pytest.mark.parametrize("name", ["kiosk", "sfo", "tfl"])
def test_every_edition_of_a_real_project_reads_its_raw_files(name):
    project = PROJECTS[name]
    for edition in editions(project):
        made = tables(project, load_edition(project, edition), load_questionnaire(project))
        assert made.ledger["received"].sum() == made.ledger[["accepted", "quarantined"]].sum().sum()


@with_shared
def test_sfo_bases_are_those_of_the_published_results():
    project = PROJECTS["sfo"]
    questionnaire = load_questionnaire(project)
    responses = tables(project, load_edition(project, "2016"), questionnaire).responses
    with (SHARED / "sfo" / "r_survey_2013_2016.csv").open(encoding="utf-8", newline="") as stream:
        published = {(r["year"], r["item"]): int(r["n"]) for r in csv.DictReader(stream)}
    counted = {
        (str(year), item.source(Wave(year))): responses.loc[responses["wave"] == str(year), item.item].count()
        for year in range(2013, 2017)
        for item in questionnaire.of_kind("rating")
    }
    assert len(published) == 60
    assert {key: counted[key] for key in published} == published


@with_shared
def test_kiosk_pairs_belong_to_one_question():
    questionnaire = load_questionnaire(PROJECTS["kiosk"])
    servqual = questionnaire.pairs("expectation", "perception")
    stated = questionnaire.pairs("importance", "satisfaction")
    assert len(servqual) == len(stated) == 24
    for first, second in (*servqual, *stated):
        numbers = [str(i.source(Wave(2019))).split(".")[0].split("-") for i in (first, second)]
        assert [n[1] for n in numbers] == ["1", "2"]
        assert numbers[0][0] == numbers[1][0] == str(int(first.item[-2:]))


@with_shared
def test_tfl_uses_every_quarterly_score_and_no_yearly_one():
    project = PROJECTS["tfl"]
    made = tables(project, load_edition(project, "FY2018-19Q1"), load_questionnaire(project))
    raw = pd.read_csv(SHARED / "tfl-quarterly" / "tfl_css_quarterly_2003_2018.csv", dtype=str)
    assert len(made.published) == raw["quarter"].notna().sum()
    assert made.published["wave"].nunique() == 61
    assert set(made.published["item"]) == {
        i.item for i in load_questionnaire(project).items if i.kind == "rating"
    }


def test_no_analysis_knows_of_the_truth():
    files = [*(ROOT / "csatreport").rglob("*.py"), *(ROOT / "notebooks").glob("*.ipynb")]
    told = [f for f in files if "truth.json" in f.read_text(encoding="utf-8")]
    assert told
    assert all((ROOT / "csatreport" / "simulate") in f.parents for f in told)
