"""The same bytes everywhere, files that did not change left alone, answers by the million."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pandas as pd
import pyarrow.parquet as pq
import pytest
import simulated

from csatreport.simulate import (
    company,
    events,
    faults,
    opinions,
    population,
    quarters,
    streaming,
    truth,
    write,
)
from csatreport.simulate.population import SEED

ELSEWHERE = {
    "TZ": "Asia/Shanghai",
    "LANG": "zh_CN.GB18030",
    "LC_ALL": "C",
    "PYTHONHASHSEED": "4242",
    "PYTHONUTF8": "0",
}
HERE = {"TZ": "America/St_Johns", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"}
PROGRAM = (
    "import sys; from pathlib import Path; from csatreport.simulate import write\n"
    "if __name__ == '__main__': write(Path(sys.argv[1]), quarters=1)\n"
)


def digests(folder) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The newest quarter, written by two processes in different places."""
    base = tmp_path_factory.mktemp("places")
    (base / "program.py").write_text(PROGRAM, encoding="utf-8")
    for name, settings in (("here", HERE), ("elsewhere", ELSEWHERE)):
        subprocess.run(
            [sys.executable, base / "program.py", base / name],
            env=os.environ | settings,
            check=True,
            capture_output=True,
        )
    return base


@pytest.fixture(scope="module")
def told(written):
    return json.loads((written / "here" / "truth.json").read_text(encoding="utf-8"))


def test_two_processes_in_different_places_write_the_same_bytes(written):
    assert digests(written / "here") == digests(written / "elsewhere")
    assert len(digests(written / "here")) == 4 + 18 + 1  # survey, records, truth


def test_a_quarter_is_the_same_however_many_are_written(written):
    for name, content in simulated.delivered().files.items():
        assert (written / "here" / name).read_bytes() == content


def test_writing_again_leaves_files_that_did_not_change_alone(written):
    folder = written / "elsewhere"
    (folder / "survey-web-2026Q3.csv").write_bytes(b"damaged")
    stamps = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    assert [p.name for p in write(folder, quarters=1)] == ["survey-web-2026Q3.csv"]
    assert [p.name for p in folder.iterdir() if stamps.get(p) != p.stat().st_mtime_ns] == [
        "survey-web-2026Q3.csv"
    ]


def test_another_seed_gives_other_answers(written):
    other = quarters.deliver(population.draw(SEED + 1, 1), 0, SEED + 1)
    assert all((written / "here" / name).read_bytes() != content for name, content in other.files.items())


def test_truth_names_everything_that_was_planted(told):
    assert set(told) == {
        "seed", "scale", "quarters", "segments", "paths_planted", "index_questions", "kano", "drivers", "improvements",
        "new_bill", "decline", "elasticities", "churn", "population", "survey", "records",
    }  # fmt: skip
    assert told["paths_planted"] == {n: c.causes for n, c in opinions.INDEX.items() if c.causes}
    assert told["kano"]["class"] == opinions.KANO
    assert told["decline"]["week"] == events.DECLINE.week
    assert len(told["segments"]["members"]["2026Q3"]) == population.CUSTOMERS


def test_segments_are_told_in_the_order_of_customer_numbers(told):
    people, members = simulated.people(), told["segments"]["members"]["2026Q3"]
    first = int(told["segments"]["first_number"][1:])
    for who in range(0, 60_000, 997):
        assert members[(int(people.number[who][1:]) - first) // 13] == str(people.segment[who, -1])


def test_improvements_that_did_nothing_moved_nothing_and_the_others_did(told):
    moved = {code: [abs(p) for p in i["points"].values()] for code, i in told["improvements"].items()}
    assert {code for code, points in moved.items() if max(points) < 0.01} == {"loyalty_gifts", "outage_sms"}
    assert all(0.15 < points[0] < 0.45 for code, points in moved.items() if max(points) >= 0.01)
    assert told["new_bill"]["points"]["bill_clear"] < -0.25


def test_elasticities_are_near_those_that_satisfaction_was_made_with(told):
    for code, line in events.COSTS.items():
        assert told["elasticities"][code] == pytest.approx(line.elasticity, rel=0.25, abs=1e-9)


def test_population_values_are_those_of_all_customers(told):
    values = told["population"]["2026Q3"]
    assert values["customers"] == simulated.people().active(simulated.NEWEST).sum()
    assert set(values["region"]) == set(company.REGIONS)
    assert set(values["branch"]) == set(company.BRANCHES)
    assert 0.85 < values["items"]["overall"]["satisfied"] < 0.90  # just short of the target
    assert min(values["branch"], key=lambda b: values["branch"][b]["overall"]["mean"]) == "stonebridge"
    assert {t: set(each) for t, each in values["paths"].items()} == {
        t: set(each) for t, each in told["paths_planted"].items()
    }


def test_services_moved_in_the_newest_quarter_as_planted():
    now, before = (truth.of_quarter(simulated.people(), n)["items"] for n in (11, 10))
    change = {item: now[item]["satisfied"] - before[item]["satisfied"] for item in opinions.SERVICES}
    assert {item for item, c in change.items() if c > 0.05} == {"hotline_wait", "repair_speed", "app"}
    assert {item for item, c in change.items() if c < -0.05} == {"bill_clear"}
    rest = set(change) - {"hotline_wait", "repair_speed", "app", "bill_clear"}
    assert max(abs(change[item]) for item in rest) < 0.015


@pytest.fixture(scope="module")
def streamed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streamed")
    return folder, *streaming.write(simulated.people(), simulated.NEWEST, SEED, scale=12, folder=folder)


def test_many_answers_are_streamed_in_row_groups(streamed):
    folder, changed, about = streamed
    assert sorted(p.name for p in changed) == [
        f"survey-{m}-2026Q3.parquet" for m in ("field", "phone", "web", "wechat")
    ]
    received = {name: pq.ParquetFile(folder / name).metadata for name in about["files"]}
    assert all(m.num_row_groups == 2 for m in received.values())
    assert {n: m.num_rows for n, m in received.items()} == {
        n: f["received"] for n, f in about["files"].items()
    }
    assert 12 * 5_500 < sum(m.num_rows for m in received.values()) < 12 * 6_800


def test_streamed_answers_are_others_in_every_drawing_and_respondents_are_distinct(streamed):
    folder, _, about = streamed
    for name, told in about["files"].items():
        rows = pd.read_parquet(folder / name, columns=["RESPID", "OVERALL"])
        rule = "duplicate respondent"
        assert rows["RESPID"].duplicated().sum() == told["fault_counts"][rule] + (
            name.startswith("survey-field")
        ) * (12 * faults.ROWS["test answer"]["field"] - 1)


def test_streaming_again_changes_nothing(streamed):
    folder, _, _ = streamed
    assert streaming.write(simulated.people(), simulated.NEWEST, SEED, scale=12, folder=folder)[0] == []
