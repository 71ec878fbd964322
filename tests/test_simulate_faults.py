"""Planted rows are found all, and good rows are lost none."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import simulated

from csatreport.intake import clean, collect
from csatreport.params.load import load_edition, load_questionnaire
from csatreport.simulate import faults

ROOT = Path(__file__).resolve().parents[1]
QUARTERS = (0, 8, 11)


@pytest.fixture(scope="module", params=QUARTERS)
def cleaned(request, tmp_path_factory):
    """What the rules of the root project say of each file of a quarter, in the order of its rows."""
    folder, quarter = tmp_path_factory.mktemp("company"), request.param
    (folder / "params").symlink_to(ROOT / "params")
    (folder / "data" / "raw").mkdir(parents=True)
    for name, content in simulated.delivered(quarter).files.items():
        (folder / "data" / "raw" / name).write_bytes(content)
    questionnaire, edition = load_questionnaire(ROOT), load_edition(ROOT, "2026Q3")
    wave = simulated.people().quarters[quarter].wave
    parts = [collect.collect(s, folder, questionnaire) for s in edition.source if str(s.wave) == wave]
    whole = collect.together(parts)
    rules = clean.rules(whole.design, whole.answers, questionnaire, edition.cleaning)["rule"]
    by_file = {
        Path(f).name: rules[whole.design["source"] == f].tolist() for f in whole.design["source"].unique()
    }
    return quarter, by_file, whole.faults


@pytest.mark.parametrize("mode", ["web", "paper", "telephone", "field"])
def test_the_rules_put_aside_exactly_the_rows_that_were_planted(cleaned, mode):
    quarter, by_file, _ = cleaned
    told = simulated.truth(mode, quarter)
    found: dict[str, list[int]] = {}
    for row, rule in enumerate(by_file[simulated.file(mode, quarter)]):
        if rule:
            found.setdefault(rule, []).append(row)
    assert found == told["faults"]
    assert told["received"] == told["accepted"] + sum(map(len, told["faults"].values()))


def test_single_answers_set_aside_are_those_planted(cleaned):
    quarter, _, aside = cleaned
    single = sum(len(simulated.truth(mode, quarter)["impossible"]) for mode in faults.SINGLE)
    many = sum(faults.ROWS["too many impossible answers"].values()) * len(faults.SINGLE_ITEMS)
    assert single == sum(map(len, faults.SINGLE.values()))
    assert len(aside) == single + many


def test_every_mode_has_as_many_bad_rows_of_each_rule_as_planned():
    for mode in ("web", "paper", "telephone", "field"):
        planned = {rule: modes[mode] for rule, modes in faults.ROWS.items() if mode in modes}
        assert {rule: len(rows) for rule, rows in simulated.truth(mode)["faults"].items()} == planned


def test_web_responses_are_what_the_truth_says_of_them():
    text = simulated.content("web").decode("utf-8-sig").split("\n", 1)
    rows = simulated.table(text[0] + "\n" + text[1]).iloc[2:].reset_index(drop=True)
    planted = simulated.truth("web")["faults"]

    def places(marks):
        return np.flatnonzero(marks).tolist()

    start = pd.to_datetime(rows["StartDate"])
    assert places(rows["Status"] == "Survey Preview") == planted["test answer"]
    assert places(start.dt.to_period("Q").astype(str) != "2026Q3") == planted["outside the wave"]
    assert places(rows["ResponseId"].duplicated()) == planted["duplicate respondent"]
    first = rows[~rows["ResponseId"].duplicated()].sort_values("StartDate")
    assert sorted(first.index[first["IPAddress"].duplicated()]) == planted["duplicate device"]
    assert places(rows["Duration (in seconds)"].astype(int) < 120) == planted["too fast"]
    asked = [f"Q{n}" for n in range(13, 31)]
    assert places((rows[asked] == "").sum(axis=1) > 10) == planted["too few answers"]
    delighted = (rows["Q12"] == "Very satisfied") & (rows["Q37"] == "0")
    furious = (rows["Q12"] == "Very dissatisfied") & (rows["Q37"] == "10")
    assert places(delighted | furious) == planted["contradictory answers"]


def test_honest_interviewers_talk_to_one_person_at_a_time_and_the_false_one_does_not():
    responses = simulated.responses()
    work, fault = responses.fieldwork, responses.fault
    frame = pd.DataFrame({"who": work.interviewer, "start": work.start, "end": work.end})
    honest = frame[(frame["who"] != "") & ~np.isin(fault, ("interviewer anomaly", "duplicate respondent"))]
    false = frame[fault == "interviewer anomaly"]
    assert len(set(false["who"])) == 1
    assert not set(false["who"]) & set(honest["who"])

    def overlapping(spells):
        spells = spells.sort_values(["who", "start"])
        return (spells.groupby("who")["end"].shift() > spells["start"]).sum()

    assert overlapping(honest) == 0
    assert overlapping(false) == len(false) - len(faults.FALSE_DAYS)


def test_small_branches_hold_no_bad_rows():
    responses = simulated.responses()
    assert not set(responses.crowd.branch[responses.fault != ""]) & {"ferryport", "islands", "highfield"}


def test_numbers_that_the_platform_counts_are_its_own_and_copies_repeat_them():
    rows = pd.read_excel(io.BytesIO(simulated.content("paper")), engine="calamine")
    assert (
        np.flatnonzero(rows["序号"].duplicated()).tolist()
        == simulated.truth("paper")["faults"]["duplicate respondent"]
    )
    assert rows["序号"].max() == rows["序号"].nunique()
