"""Every real export under ../shared/data, read as its platform means it and checked with what is known of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from csatreport.errors import DataError
from csatreport.intake import times
from csatreport.intake.readers import Export, read
from csatreport.params import Source

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")

SEEN = (673, 571, 550, 607, 758, 738)  # people who saw each film, as FiveThirtyEight counted them
SFO = {2013: (3535, 95), 2014: (2818, 94), 2015: (2958, 88), 2016: (3087, 97)}


def export(file: str, **declared: object) -> Export:
    return read(Source.model_validate({"wave": "2026", "file": file} | declared), SHARED)


def cells(made: Export, name: str) -> list[str]:
    (place,) = [n for n, column in enumerate(made.columns) if name in column.names]
    return [str(cell) for cell in made.cells[place]]


def test_surveymonkey_s_films_are_one_question_of_several_choices() -> None:
    made = export("surveymonkey/starwars.csv", encoding="latin-1")
    assert made.format == "surveymonkey"
    assert made.spoilt == {}
    assert len(made.cells) == 1186
    films = cells(made, "Which of the following Star Wars films have you seen? Please select all that apply.")
    chosen = pd.Series(films).str.split("┋").explode()
    counts = chosen[chosen != ""].value_counts()
    assert sorted(counts, reverse=True) == sorted(SEEN, reverse=True)
    assert counts["Star Wars: Episode V The Empire Strikes Back"] == SEEN[4]
    assert sum(film != "" for film in films) == 835


def test_surveymonkey_s_ranks_and_opinions_are_rows_of_a_matrix() -> None:
    made = export("surveymonkey/starwars.csv", encoding="latin-1")
    rank = cells(made, "Star Wars: Episode V The Empire Strikes Back")
    assert set(rank) == {"", "1", "2", "3", "4", "5", "6"}
    assert set(cells(made, "Jar Jar Binks")) == {
        "",
        "Very favorably",
        "Somewhat favorably",
        "Neither favorably nor unfavorably (neutral)",
        "Somewhat unfavorably",
        "Very unfavorably",
        "Unfamiliar (N/A)",
    }
    assert len(set(cells(made, "RespondentID"))) == 1186
    assert made.cells[made.facts["respondent"]][0] == "3292879998"


def test_qualtrics_with_three_header_rows() -> None:
    made = export("platform-samples/qualtrics_sample.csv")
    assert (made.format, len(made.cells), made.row.tolist()) == ("qualtrics", 1, [4])
    assert (
        cells(made, "This is a multiple choice question.")
        == cells(made, "Q1")
        == cells(made, "QID1")
        == ["2"]
    )
    assert cells(made, "Q2") == ["Hello World!"]
    facts = {fact: made.cells[place][0] for fact, place in made.facts.items()}
    assert facts == {
        "respondent": "R_2YPOQ602ER1jkf1",
        "customer": "",
        "start": "2017-07-18 08:28:09",
        "end": "2017-07-18 08:28:48",
        "minutes": "38 s",
        "device": "130.92.34.66",
        "test": "",
    }
    assert times.durations(made.cells[made.facts["minutes"]])[0] == pytest.approx(38 / 60)


def test_qualtrics_legacy_with_two() -> None:
    made = export("platform-samples/qualtrics_sample_legacy.csv")
    assert (made.format, len(made.cells), made.row.tolist()) == ("qualtrics", 1, [3])
    assert cells(made, "Q1") == ["2"]
    assert cells(made, "StartDate") == ["2017-07-18 08:28:09"]
    assert made.cells[made.facts["respondent"]].tolist() == ["R_2YPOQ602ER1jkf1"]


def test_google_forms_from_its_sheet() -> None:
    made = export("kiosk-2019/google-forms.xlsx")
    assert (made.format, made.cells.shape) == ("google-forms", (200, 156))
    assert made.cells[made.facts["end"]][0] == "2019-08-27 18:29:47"
    used = "거래형 키오스크 중 사용 경험이 있는 종류에 모두 선택해주세요."
    (column,) = [c for c in made.columns if used in c.names]
    assert column.separator == ", "
    assert cells(made, used)[0].split(", ")[:2] == ["ATM", "패스트 푸드점 키오스크"]


def test_a_plain_table_in_korean() -> None:
    made = export("kiosk-2019/kiosk.csv", encoding="cp949")
    assert (made.format, made.cells.shape, made.facts) == ("csv", (211, 163), {})
    with pytest.raises(DataError, match="'cp949'"):
        export("kiosk-2019/kiosk.csv")


@pytest.mark.parametrize("year", SFO)
def test_a_plain_table_of_each_year_is_what_pandas_reads(year: int) -> None:
    file = f"sfo/{year}_SFO_Customer_Survey.csv"
    made = export(file)
    assert (made.format, made.cells.shape) == ("csv", SFO[year])
    plain = pd.read_csv(SHARED / file, dtype=str, keep_default_na=False, header=None, encoding="utf-8-sig")
    assert list(made.header) == plain.iloc[0].tolist()
    assert made.cells.to_numpy().tolist() == plain.iloc[1:].to_numpy().tolist()


def test_published_scores_are_a_plain_table() -> None:
    made = export("tfl-quarterly/tfl_css_quarterly_2003_2018.csv")
    assert (made.format, made.cells.shape) == ("csv", (4440, 5))
    assert len(set(cells(made, made.header[0]))) > 1
