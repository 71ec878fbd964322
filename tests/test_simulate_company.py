"""What was planted in the company is what the analysis finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from csatreport.compare import domains, waves
from csatreport.intake.prepare import prepare
from csatreport.measure import estimate
from csatreport.params.load import load_edition
from csatreport.simulate import former as company, simulate, write

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def truth():
    return simulate().truth


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("root")
    (folder / "params").symlink_to(ROOT / "params")
    write(simulate(), folder / "data" / "raw")
    return folder


@pytest.fixture(scope="module")
def survey(project):
    return prepare(project, load_edition(project, "2026Q3"))


def test_cleaning_puts_aside_exactly_what_was_planted(survey, truth):
    rows = survey.quarantine[survey.quarantine["item"] == ""]
    for wave, planted in truth.items():
        assert rows[rows["wave"] == wave].groupby("rule").size().to_dict() == planted["quarantined"]
        accepted = survey.responses[survey.responses["wave"] == wave]
        assert len(accepted) == planted["accepted"]
        for group in ("branch", "mode", "stratum"):
            assert accepted.groupby(group).size().to_dict() == planted[group]


def test_single_answers_put_aside_are_those_planted(survey, truth):
    answers = survey.quarantine[survey.quarantine["item"] != ""]
    for wave, planted in truth.items():
        assert (answers["wave"] == wave).sum() == sum(planted["answers"].values())


@pytest.mark.parametrize("edition", ["2026Q2", "2026Q3"])
def test_the_changes_found_are_the_changes_planted(project, truth, edition):
    changes = waves.changes(prepare(project, load_edition(project, edition)), "csat", to="previous")
    found = {way: [c.second.item for c in changes if c.direction == way] for way in ("up", "down")}
    assert {way: sorted(items) for way, items in found.items()} == {
        way: sorted(items) for way, items in truth[edition]["moved"].items()
    }


def test_the_worse_branch_is_found_and_the_small_ones_are_marked(survey):
    found = domains.differences(survey, "overall", "csat", domains=["branch"])
    rows = {c.second.level: c for c in found}
    assert rows["stonebridge"].direction == "down"
    assert [level for level, c in rows.items() if c.direction == "down"] == ["stonebridge"]
    assert {level for level, c in rows.items() if not c.shown} == {"islands", "ferryport"}
    assert rows["highfield"].second.flag == "low"


def test_interviewers_get_higher_marks_than_the_web(survey):
    now = survey.in_wave(survey.wave).responses
    satisfied = (now["overall"] >= 4)[now["overall"].notna()].groupby(now["mode"]).mean()
    assert company.MODES["telephone"].effect > company.MODES["web"].effect
    assert satisfied["telephone"] > satisfied["web"] + 0.02
    assert satisfied["field"] > satisfied["web"] + 0.02


def test_satisfaction_is_just_short_of_its_target(survey):
    overall = estimate.one(survey, "overall", "csat")
    assert 0.85 < overall.value < 0.90
