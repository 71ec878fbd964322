"""LimeSurvey: headers of texts only, and questions that look like each other."""

from __future__ import annotations

from pathlib import Path

from csatreport.intake.readers import Export, read
from csatreport.params import Source

OWN = "id,submitdate,lastpage,startlanguage,"
SAID = "1,2026-07-03 15:05:11,3,en,"


def export(folder: Path, *lines: str) -> Export:
    (folder / "a.csv").write_text("\n".join(lines) + "\n")
    return read(Source.model_validate({"wave": "2026Q3", "file": "a.csv"}), folder)


def cells(made: Export, name: str) -> list[str]:
    (place,) = [n for n, column in enumerate(made.columns) if name in column.names]
    return [str(cell) for cell in made.cells[place]]


def test_headers_of_texts_only_are_understood(tmp_path: Path) -> None:
    header = "Response ID,Date submitted,Last page,Start language,What for? [Web],What for? [Mail],Overall"
    made = export(tmp_path, header, f"{SAID}Yes,,4", f"{SAID}Yes,Yes,5")
    assert made.format == "limesurvey"
    assert cells(made, "What for?") == ["Web", "Web┋Mail"]
    assert cells(made, "Overall") == ["4", "5"]
    assert made.cells[made.facts["end"]].tolist() == ["2026-07-03 15:05:11"] * 2


def test_rows_of_yes_and_no_are_kept_as_rows_and_as_choices(tmp_path: Path) -> None:
    made = export(
        tmp_path, f"{OWN}Q1[a]. Done? [Call],Q1[b]. Done? [Visit]", f"{SAID}Y,N", f"{SAID}N,Y", f"{SAID}Y,Y"
    )
    assert cells(made, "Q1[a]") == ["Y", "N", "Y"]
    assert cells(made, "Q1[b]") == ["N", "Y", "Y"]
    assert cells(made, "Q1") == ["a", "b", "a┋b"]


def test_a_matrix_that_nobody_answered_is_rows(tmp_path: Path) -> None:
    made = export(tmp_path, f"{OWN}Q1[a],Q1[b],Q2", f"{SAID},,5")
    assert cells(made, "Q1[a]") == [""]
    assert cells(made, "Q2") == ["5"]


def test_ratings_by_row_stay_apart(tmp_path: Path) -> None:
    made = export(tmp_path, f"{OWN}Q1[a]. Rate [Speed],Q1[b]. Rate [Price]", f"{SAID}A1,A5")
    assert cells(made, "Rate [Speed]") == cells(made, "Speed") == ["A1"]
    assert cells(made, "Q1[b]. Rate [Price]") == ["A5"]
    assert not any("Q1" in column.names for column in made.columns)


def test_comments_beside_choices_are_columns_of_their_own(tmp_path: Path) -> None:
    made = export(
        tmp_path, f"{OWN}Q1[a],Q1[acomment],Q1[b],Q1[bcomment]", f"{SAID}Y,often,,", f"{SAID}Y,,Y,never"
    )
    assert cells(made, "Q1") == ["a", "a┋b"]
    assert cells(made, "Q1[acomment]") == ["often", ""]
    assert cells(made, "Q1[bcomment]") == ["", "never"]


def test_a_token_is_the_respondent_and_the_time_is_in_seconds(tmp_path: Path) -> None:
    header = "id,token,submitdate,lastpage,startlanguage,Q1,interviewtime"
    made = export(tmp_path, header, "1,abc,2026-07-03 15:05:11,3,en,5,75.3")
    assert made.cells[made.facts["respondent"]].tolist() == ["abc"]
    assert made.cells[made.facts["minutes"]].tolist() == ["75.3 s"]
