"""What a survey holds, and which chapters it can serve."""

from __future__ import annotations

from pathlib import Path

import pytest
from rawproject import EDITION, QUESTIONNAIRE, many, project, raw

from csatreport.availability import available
from csatreport.opening import open_edition
from csatreport.params import Wave

PROJECTS = Path(__file__).parent / "projects"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SMALL = EDITION.replace("seed = 7", "seed = 7\nminimum_base = 2")


@pytest.mark.parametrize(("north", "south", "there"), [(10, 10, True), (30, 9, False), (40, 0, False)])
def test_a_domain_is_compared_when_two_of_its_groups_may_be_shown(
    tmp_path: Path, north: int, south: int, *, there: bool
) -> None:
    answers = many(north + south)
    for row in answers[north:]:
        row[3] = "South"
    found = available(open_edition("2026Q3", project(tmp_path, answers=answers)))
    assert ("domains" in found) is there


def test_waves_are_those_with_data_oldest_first(tmp_path: Path) -> None:
    folder = project(tmp_path, edition=EDITION + '[[source]]\nwave = "2026Q2"\nfile = "data/raw/b.csv"\n')
    raw(folder / "data/raw/b.csv", ("ID", "Overall", "Region"), [("a", "3", "North")])
    survey = open_edition("2026Q3", folder)
    assert survey.waves == (Wave.parse("2026Q2"), Wave.parse("2026Q3"))
    assert len(survey.in_wave(Wave.parse("2026Q2")).responses) == 1


def test_a_plain_survey_serves_what_its_items_can(tmp_path: Path) -> None:
    assert available(open_edition("2026Q3", project(tmp_path, edition=SMALL))) == {
        "responses",
        "overall",
        "domains",
        "comments",
    }


def test_an_item_that_nobody_answered_serves_nothing(tmp_path: Path) -> None:
    folder = project(tmp_path, answers=[["a", "", "3", "", ""], ["b", "0", "2", "", ""]])
    assert available(open_edition("2026Q3", folder)) == {"responses"}


def test_pairs_serve_only_when_both_sides_were_answered(tmp_path: Path) -> None:
    pair = QUESTIONNAIRE.replace(",overall,How", ",perception:s1,How").replace(
        "service,,Effort", "service,expectation:s1,Effort"
    )
    whole = project(tmp_path / "whole", questionnaire=pair)
    half = project(
        tmp_path / "half", questionnaire=pair, answers=[[*row[:2], "", *row[3:]] for row in many(5)]
    )
    assert "servqual" in available(open_edition("2026Q3", whole))
    assert "servqual" not in available(open_edition("2026Q3", half))


def test_the_wave_compared_with_serves_only_when_it_has_data(tmp_path: Path) -> None:
    edition = 'previous = "2026Q2"\n' + EDITION + '[[source]]\nwave = "2026Q2"\nfile = "data/raw/b.csv"\n'
    folder = project(tmp_path, edition=edition)
    raw(folder / "data/raw/b.csv", ("ID", "Overall", "Region"), [("a", "3", "North")])
    assert "previous" in available(open_edition("2026Q3", folder))
    assert "waves" not in available(open_edition("2026Q3", folder))


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")
@pytest.mark.parametrize(
    ("name", "edition", "there", "absent"),
    [
        (
            "kiosk",
            "2019",
            {"servqual", "importance", "dimensions", "overall"},
            {"published", "previous", "waves"},
        ),
        ("sfo", "2016", {"responses", "previous", "waves", "domains", "overall"}, {"servqual", "published"}),
        (
            "tfl",
            "FY2018-19Q1",
            {"published", "previous", "waves", "standing"},
            {"responses", "domains", "servqual"},
        ),
    ],
)
def test_real_projects_serve_what_they_hold(
    name: str, edition: str, there: set[str], absent: set[str]
) -> None:
    found = available(open_edition(edition, PROJECTS / name))
    assert there <= found
    assert not absent & found
