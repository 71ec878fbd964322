"""The made-up company: the same bytes everywhere, and planted counts that are what truth says."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import pandas as pd
import pytest

from csatreport.simulate import former as company, faults, simulate, write
from csatreport.simulate.export import SEED, questions

ELSEWHERE = {
    "TZ": "Asia/Shanghai",
    "LANG": "zh_CN.GB18030",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "4242",
    "PYTHONUTF8": "0",
}
HERE = {"TZ": "America/St_Johns", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"}


@pytest.fixture(scope="module")
def simulation():
    return simulate()


@pytest.fixture(scope="module")
def exports(simulation, tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw")
    write(simulation, folder)
    return {
        q.wave: pd.read_csv(
            folder / f"survey-{q.wave}.csv", dtype=str, keep_default_na=False, encoding=q.encoding
        ).set_axis([x["item"] for x in questions() if x["since"] <= q.wave], axis=1)
        for q in company.QUARTERS
    }


def digests(folder) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_two_processes_in_different_places_write_the_same_bytes(tmp_path, simulation):
    for name, settings in (("here", HERE), ("elsewhere", ELSEWHERE)):
        subprocess.run(
            [sys.executable, "-m", "csatreport.simulate", str(tmp_path / name)],
            env=os.environ | settings,
            check=True,
            capture_output=True,
        )
    expected = {name: hashlib.sha256(content).hexdigest() for name, content in simulation.files.items()}
    assert digests(tmp_path / "here") == digests(tmp_path / "elsewhere") == expected


def test_another_seed_gives_other_answers(simulation):
    other = simulate(SEED + 1).files
    assert all(other[name] != content for name, content in simulation.files.items())


def test_writing_again_leaves_files_that_did_not_change_alone(simulation, tmp_path):
    first = write(simulation, tmp_path)
    (tmp_path / "survey-2025Q4.csv").write_bytes(b"damaged")
    stamps = {p: p.stat().st_mtime_ns for p in first}
    assert [p.name for p in first] == list(simulation.files)
    assert [p.name for p in write(simulation, tmp_path)] == ["survey-2025Q4.csv"]
    assert {p for p in first if p.stat().st_mtime_ns != stamps[p]} <= {tmp_path / "survey-2025Q4.csv"}
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(simulation.files)


def test_received_is_accepted_and_quarantined(simulation, exports):
    for wave, truth in simulation.truth.items():
        assert truth["received"] == truth["accepted"] + sum(truth["quarantined"].values())
        assert len(exports[wave]) == truth["received"]


def test_planted_rows_break_the_rules_that_truth_says(simulation, exports):
    for wave, answers in exports.items():
        planted = simulation.truth[wave]["quarantined"]
        assert answers.duplicated("respondent").sum() == planted["duplicate respondent"]
        assert (answers["minutes"].astype(float) < 2).sum() == planted["too fast"]
        months = pd.to_datetime(answers["start"]).dt.to_period("Q").astype(str)
        assert (months != wave).sum() == planted["outside the wave"]
        asked = [code for code in company.RATINGS if code in answers]
        given = answers[asked].apply(lambda c: c.str.normalize("NFKC"))
        assert (given == "5").all(axis=1).sum() == planted["straight-lining"]
        assert ((given != "").mean(axis=1) < 0.1).sum() == planted["too few answers"]


def test_single_answers_that_are_no_ratings_are_as_many_as_planted(simulation, exports):
    for wave, answers in exports.items():
        first = answers.drop_duplicates("respondent")
        given = first[["speed", "stability", "wifi", "price", "bill_right"]]
        given = given.apply(lambda c: c.str.normalize("NFKC")).melt()["value"]
        planted = simulation.truth[wave]["answers"]
        assert given.isin(faults.OUT_OF_RANGE).sum() == planted["out_of_range"]
        assert given.isin(faults.NOT_A_NUMBER).sum() == planted["not_a_number"]
        assert sum(planted.values()) < 0.01 * given.size


def test_small_branches_have_exactly_the_bases_planted(simulation):
    for truth in simulation.truth.values():
        for code, branch in company.BRANCHES.items():
            if branch.answers:
                assert truth["branch"][code] == branch.answers
        for group in ("branch", "mode", "stratum"):
            assert sum(truth[group].values()) == truth["accepted"]


def test_the_chinese_quarter_has_chinese_headers_and_full_width_digits(simulation):
    text = simulation.files["survey-2025Q3.csv"].decode("gb18030")
    assert text.startswith("受访者编号,调查方式,")
    assert "，" in text.splitlines()[0]
    assert "４" in text
    with pytest.raises(UnicodeDecodeError):
        simulation.files["survey-2025Q3.csv"].decode("utf-8")


def test_headers_changed_and_a_question_was_added(simulation):
    header = {name: content.partition(b"\n")[0] for name, content in simulation.files.items()}
    assert b"Stratum" in header["survey-2025Q4.csv"]
    assert b"Stratum" not in header["survey-2026Q1.csv"]
    assert b"app and website" not in header["survey-2025Q2.csv"]
    assert b"app and website" in header["survey-2025Q4.csv"]


def test_comments_hold_what_careless_programs_stumble_over(exports):
    comments = set(pd.concat([answers["comment"] for answers in exports.values()]))
    assert set(company.COMMENTS) <= comments
