"""Prepared editions: nothing lost, same bytes anywhere, made again only when something changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from rawproject import ANSWERS, EDITION, HEADER, QUESTIONNAIRE, many, project, raw

from csatreport.errors import CsatError, DataError, DesignError, ParamsError
from csatreport.intake.prepare import prepare
from csatreport.params.load import load_edition
from csatreport.survey import Survey

PROJECTS = Path(__file__).parent / "projects"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")


def prepared(folder: Path, name: str = "2026Q3", into: Path | None = None) -> Survey:
    return prepare(folder, load_edition(folder, name), into=into)


def balanced(survey: Survey) -> bool:
    whole = survey.quarantine[survey.quarantine["item"] == ""].groupby("source").size()
    ledger = survey.ledger.groupby("source")[["received", "accepted", "quarantined"]].sum()
    adds_up = (ledger["received"] == ledger["accepted"] + ledger["quarantined"]).all()
    return bool(adds_up and (whole.reindex(ledger.index, fill_value=0) == ledger["quarantined"]).all())


def test_answers_become_a_survey_with_the_promised_columns_and_types(tmp_path: Path) -> None:
    responses = prepared(project(tmp_path)).responses
    assert list(responses.columns) == [
        "response",
        "wave",
        "mode",
        "start",
        "minutes",
        "respondent",
        "customer",
        "interviewer",
        "place",
        "weight",
        "stratum",
        "cluster",
        "overall",
        "effort",
        "region",
    ]
    assert responses["overall"].fillna(-1).tolist() == [5, 4, -1, 2]  # 0 is a missing code
    assert responses["effort"].fillna(-1).tolist() == [5, 4, 1, -1]  # turned: less effort is better
    assert responses["region"].tolist() == ["north", "south", "north", "south"]
    kinds = {c: str(responses[c].dtype) for c in ("response", "mode", "weight", "overall", "region")}
    assert kinds == {
        "response": "int64",
        "mode": "string",
        "weight": "float64",
        "overall": "float64",
        "region": "string",
    }


def test_single_answers_are_set_aside_and_their_response_stays(tmp_path: Path) -> None:
    answers = many(40, overall="9", effort="very hard indeed", remark="<script>=1+1")
    survey = prepared(project(tmp_path, answers=answers))
    assert len(survey.responses) == 40
    found = survey.quarantine[["row", "rule", "item", "value"]].to_numpy().tolist()
    assert found == [[2, "text in a rating", "effort", ""], [2, "outside the scale", "overall", "9"]]
    assert balanced(survey)


def test_no_free_text_respondent_key_or_word_reaches_a_prepared_file(tmp_path: Path) -> None:
    answers = many(40, id="13812345678", overall="call 13912345678", remark="my name is Li Lei")
    folder = project(tmp_path, answers=[*answers, answers[0]])
    survey = prepared(folder)
    everything = "".join(frame.to_csv() for frame in (survey.responses, survey.ledger, survey.quarantine))
    everything += (folder / "data/prepared/2026Q3/prepared.json").read_text(encoding="utf-8")
    assert survey.quarantine["rule"].tolist().count("duplicate respondent") == 1
    assert not any(secret in everything for secret in ("13812345678", "13912345678", "Li Lei"))


def test_received_is_accepted_plus_quarantined_whatever_is_put_aside(tmp_path: Path) -> None:
    rows = many(30)
    rows += [rows[0], ["z", "", "", "", ""], ["y", "3", "3", "North", ""]]
    survey = prepared(project(tmp_path, answers=rows))
    assert survey.ledger[["received", "accepted", "quarantined"]].to_numpy().tolist() == [[33, 31, 2]]
    assert survey.quarantine["rule"].tolist() == ["duplicate respondent", "no answers"]
    assert balanced(survey)


def test_the_ledger_counts_each_mode(tmp_path: Path) -> None:
    survey = prepared(project(tmp_path, edition=EDITION + 'mode = "web"\n'))
    assert survey.ledger["mode"].tolist() == ["web"]
    assert survey.responses["mode"].tolist() == ["web"] * 4


def test_a_mode_that_no_list_holds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match="no mode 'fax'"):
        prepared(project(tmp_path, edition=EDITION + 'mode = "fax"\n'))


def test_a_wave_whose_answers_are_all_put_aside_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="wave 2026Q3 has no accepted answers"):
        prepared(project(tmp_path, answers=[["a", "0", "", "", ""], ["b", "", "", "", ""]], header=HEADER))


def test_a_wave_to_compare_with_must_have_answers(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match="nothing to compare with in 2026Q2"):
        prepared(project(tmp_path, edition='previous = "2026Q2"\n' + EDITION))


def test_two_waves_with_other_headers_become_one_table(tmp_path: Path) -> None:
    edition = 'previous = "2026Q2"\n' + EDITION + '[[source]]\nwave = "2026Q2"\nfile = "data/raw/b.csv"\n'
    folder = project(tmp_path, edition=edition)
    raw(folder / "data/raw/b.csv", ("Region", "ID", "Overall"), [("South", "a", "3"), ("North", "b", "")])
    responses = prepared(folder).responses
    assert responses["wave"].tolist() == ["2026Q2"] * 2 + ["2026Q3"] * 4  # a wave stands together
    assert responses["effort"].isna().tolist() == [True, True, False, False, False, True]
    assert responses["response"].is_unique


def test_a_scale_that_the_data_contradict_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    folder = project(tmp_path, answers=[[f"p{n}", "7", "1", "North", ""] for n in range(9)])
    with pytest.raises(ParamsError, match="a scale that the data contradict"):
        prepared(folder)
    assert not (folder / "data/prepared/2026Q3").exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("weights", '"delivered"'),
        ("weights", '"population"'),
        ("cleaning.window", "true"),
        ("cleaning.minimum_minutes", "2"),
    ],
)
def test_what_no_item_delivers_cannot_be_asked_of_an_edition(tmp_path: Path, key: str, value: str) -> None:
    with pytest.raises(ParamsError, match=key):
        prepared(project(tmp_path, edition=f"{key} = {value}\n" + EDITION))


@pytest.mark.parametrize(
    ("weight", "problem"), [("-1", "negative"), ("", "missing"), ("0", "all weights are zero")]
)
def test_bad_weights_are_refused(tmp_path: Path, weight: str, problem: str) -> None:
    questionnaire = QUESTIONNAIRE + "weight,weight,Weight,权数,,,,,,,,,W,\n"
    rows = [[*row, weight] for row in ANSWERS]
    folder = project(
        tmp_path,
        questionnaire=questionnaire,
        edition='weights = "delivered"\n' + EDITION,
        header=(*HEADER, "W"),
        answers=rows,
    )
    with pytest.raises(DesignError, match=problem):
        prepared(folder)


def test_a_prepared_edition_is_not_made_again(tmp_path: Path) -> None:
    folder = project(tmp_path)
    first = prepared(folder)
    before = (folder / "data/prepared/2026Q3").stat().st_ino
    again = prepared(folder)
    assert (folder / "data/prepared/2026Q3").stat().st_ino == before
    assert first.data == again.data
    pd.testing.assert_frame_equal(first.responses, again.responses)


@pytest.mark.parametrize("change", ["raw", "labels", "edition", "table"])
def test_any_change_of_what_it_depends_on_makes_it_again(tmp_path: Path, change: str) -> None:
    folder = project(tmp_path)
    home = folder / "data/prepared/2026Q3"
    prepared(folder)
    before = home.stat().st_ino
    match change:
        case "raw":
            raw(folder / "data/raw/a.csv", HEADER, ANSWERS[:3])
        case "labels":
            with (folder / "params/labels.csv").open("a", encoding="utf-8") as stream:
                stream.write("stage,use,Use,使用,\n")
        case "edition":
            (folder / "params/editions/2026Q3.toml").write_text(
                EDITION + "[cleaning]\nstraight_line_items = 9\n", encoding="utf-8"
            )
        case "table":
            (home / "ledger.parquet").write_bytes(b"broken")
    survey = prepared(folder)
    assert home.stat().st_ino != before
    assert len(survey.responses) == (3 if change == "raw" else 4)


def test_what_matters_to_readers_only_does_not_prepare_again(tmp_path: Path) -> None:
    folder = project(tmp_path)
    first = prepared(folder).data
    before = (folder / "data/prepared/2026Q3").stat().st_ino
    (folder / "params/editions/2026Q3.toml").write_text('languages = ["zh"]\n' + EDITION, encoding="utf-8")
    assert prepared(folder).data == first
    assert (folder / "data/prepared/2026Q3").stat().st_ino == before


def test_a_refused_change_leaves_the_last_prepared_tables_in_place(tmp_path: Path) -> None:
    folder = project(tmp_path)
    prepared(folder)
    before = files(folder / "data/prepared/2026Q3")
    (folder / "data/raw/a.csv").write_text("", encoding="utf-8")
    with pytest.raises(CsatError):
        prepared(folder)
    assert files(folder / "data/prepared/2026Q3") == before


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    folder = project(tmp_path)
    for name in (".2026Q3.new", ".2026Q3.old"):
        (folder / "data/prepared" / name).mkdir(parents=True)
        (folder / "data/prepared" / name / "half.parquet").write_bytes(b"PAR1")
    prepared(folder)
    assert sorted(p.name for p in (folder / "data/prepared").iterdir()) == [".lock", "2026Q3"]


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir())}


def test_two_folders_time_zones_locales_and_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name, zone, locale, seed in (
        ("a", "Asia/Shanghai", "C.UTF-8", "1"),
        ("b/deeper", "America/New_York", "POSIX", "2"),
    ):
        folder = project(tmp_path / name, answers=many(60, overall="9", region="nowhere"))
        code = f"from csatreport import open_edition; open_edition('2026Q3', {str(folder)!r})"
        env = os.environ | {"TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", code], check=True, env=env, cwd=tmp_path)
        made.append(files(folder / "data/prepared/2026Q3"))
    assert made[0] == made[1]
    assert sorted(made[0]) == [
        "comments.parquet",
        "ledger.parquet",
        "others.parquet",
        "prepared.json",
        "published.parquet",
        "quarantine.parquet",
        "responses.parquet",
        "sample.parquet",
        "weighting.parquet",
    ]


def test_the_record_names_every_raw_file_and_table_with_its_hash_and_rows(tmp_path: Path) -> None:
    folder = project(tmp_path)
    survey = prepared(folder)
    record = json.loads((folder / "data/prepared/2026Q3/prepared.json").read_text(encoding="utf-8"))
    assert list(record["raw"]) == ["data/raw/a.csv"]
    unit = record["units"]["survey"]
    assert {name: t["rows"] for name, t in unit["tables"].items()} == {
        "comments": 2,
        "ledger": 1,
        "others": 0,
        "published": 0,
        "quarantine": 0,
        "responses": 4,
        "sample": 1,
        "weighting": 1,
    }
    assert unit["data"] == survey.data
    assert str(folder) not in json.dumps(record)


@needs_shared
def test_four_yearly_waves_keep_every_answer_with_its_weight_and_flight(tmp_path: Path) -> None:
    survey = prepared(PROJECTS / "sfo", "2016", tmp_path / "sfo")
    assert [str(w) for w in survey.waves] == ["2013", "2014", "2015", "2016"]
    assert survey.ledger["received"].tolist() == survey.ledger["accepted"].tolist()
    assert balanced(survey)
    blank = survey.responses[survey.responses["cluster"] == ""].groupby("wave").size()
    assert blank.to_dict() == {"2014": 24}  # as delivered
    published = pd.read_csv(SHARED / "sfo/r_survey_2013_2016.csv")
    for year, column in ((2013, "Q7A_ART"), (2014, "Q7ART"), (2015, "Q7ART"), (2016, "Q7ART")):
        wave = survey.responses[survey.responses["wave"] == str(year)]
        item = next(
            i.item for i in survey.questionnaire.items if i.source(survey.waves[year - 2013]) == column
        )
        expected = published[
            (published["year"] == year) & (published["item"] == column) & (published["design"] == "weights")
        ].iloc[0]
        assert int(wave[item].notna().sum()) == expected["n"]  # 0 and 6 are no ratings
        assert wave[item].mean() == pytest.approx(expected["unw_mean"], rel=1e-12)
        mean = (wave[item] * wave["weight"]).sum() / wave["weight"][wave[item].notna()].sum()
        assert mean == pytest.approx(expected["w_mean"], rel=1e-9)


@needs_shared
@pytest.mark.parametrize(
    ("name", "edition", "received"), [("kiosk", "2019", 211), ("tfl", "FY2018-19Q1", 4440)]
)
def test_real_files_lose_no_row(tmp_path: Path, name: str, edition: str, received: int) -> None:
    survey = prepared(PROJECTS / name, edition, tmp_path / name)
    assert survey.ledger["received"].sum() == received
    assert balanced(survey)
