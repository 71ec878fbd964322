"""What was planted in the company is what the whole way from raw files to estimates finds."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import simulated

from csatreport.compare import domains, waves
from csatreport.intake.prepare import prepare
from csatreport.measure import estimate
from csatreport.params.load import load_edition
from csatreport.simulate import company, truth

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    """The root project's newest edition with two waves of the survey and nothing else."""
    folder = tmp_path_factory.mktemp("company")
    shutil.copytree(ROOT / "params", folder / "params")
    (folder / "data" / "raw").mkdir(parents=True)
    for quarter in (10, 11):
        for name, content in simulated.delivered(quarter).files.items():
            (folder / "data" / "raw" / name).write_bytes(content)
    for path in (folder / "params" / "editions").iterdir():
        text = path.read_text(encoding="utf-8")
        path.unlink()
        if path.stem == "2026Q3":
            text = re.sub(r"(?m)^\[\[record\]\]\n(?:\w+ = .*\n)+", "", text)
            text = re.sub(r"(?m)^year_ago = .*\n", "", text)
            path.write_text(text.replace("2023Q4..2026Q3", "2026Q2..2026Q3"), encoding="utf-8")
    return prepare(folder, load_edition(folder, "2026Q3"))


@pytest.fixture(scope="module")
def true():
    return truth.of_quarter(simulated.people(), simulated.NEWEST)


def test_weighted_estimates_hold_the_truth_and_unweighted_ones_do_not(survey, true):
    satisfied = true["items"]["overall"]["satisfied"]
    found = estimate.one(survey, "overall", "csat")
    assert found.low <= satisfied <= found.high
    overall = survey.in_wave(survey.wave).responses["overall"].dropna()
    assert (overall >= 4).mean() > found.high
    promoters = estimate.one(survey, "recommend", "nps")
    assert promoters.low <= true["items"]["recommend"]["nps"] <= promoters.high


def test_the_changes_found_are_the_changes_planted(survey):
    changes = waves.changes(survey, "csat", to="previous")
    found = {way: {c.second.item for c in changes if c.direction == way} for way in ("up", "down")}
    assert found == {"up": {"hotline_wait", "repair_speed", "app"}, "down": {"bill_clear"}}


def test_the_worse_and_the_better_branch_are_found_and_the_small_ones_are_marked(survey):
    rows = {c.second.level: c for c in domains.differences(survey, "overall", "csat", domains=["branch"])}
    assert [level for level, c in rows.items() if c.direction == "down"] == ["stonebridge"]
    assert [level for level, c in rows.items() if c.direction == "up"] == ["lakeside"]
    assert {level for level, c in rows.items() if not c.shown} == {"islands", "ferryport"}
    assert rows["highfield"].second.flag == "low"


def test_interviewers_get_higher_marks_than_the_web(survey):
    now = survey.in_wave(survey.wave).responses
    satisfied = (now["overall"] >= 4)[now["overall"].notna()].groupby(now["mode"]).mean()
    assert company.MODES["telephone"].effect > company.MODES["web"].effect
    assert satisfied["telephone"] > satisfied["web"] + 0.05
    assert satisfied["field"] > satisfied["web"] + 0.03


def test_satisfaction_is_just_short_of_its_target(survey):
    assert 0.85 < estimate.one(survey, "overall", "csat").value < 0.90
