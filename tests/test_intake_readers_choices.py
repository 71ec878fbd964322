"""Columns of options become one column of choices, in each platform's own odd cases."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csatreport.intake.readers import Export, read
from csatreport.intake.readers.choices import merged, together
from csatreport.intake.readers.grid import categories
from csatreport.params import Source


def export(folder: Path, *lines: str, **declared: object) -> Export:
    (folder / "a.csv").write_text("\n".join(lines) + "\n")
    return read(Source.model_validate({"wave": "2026Q3", "file": "a.csv"} | declared), folder)


def cells(made: Export, name: str) -> list[str]:
    (place,) = [n for n, column in enumerate(made.columns) if name in column.names]
    return [str(cell) for cell in made.cells[place]]


@settings(max_examples=60, deadline=None)
@given(marks=st.lists(st.lists(st.booleans(), min_size=70, max_size=70), min_size=1, max_size=20))
def test_any_number_of_options_are_told_apart(marks: list[list[bool]]) -> None:
    table = np.array(marks)
    made = merged((f"o{n}", table[:, n]) for n in range(table.shape[1]))
    assert made.tolist() == ["┋".join(f"o{n}" for n, yes in enumerate(row) if yes) for row in marks]


def test_an_option_that_is_named_in_two_columns_is_chosen_once() -> None:
    columns = [categories(np.array([0, 1, -1]), ["a", "b"]), categories(np.array([0, 0, 1]), ["a", "c"])]
    assert together(columns).tolist() == ["a", "b┋a", "c"]


def qualtrics(*columns: tuple[str, str, str]) -> list[str]:
    own = [("ResponseId", "Response ID", '{""ImportId"":""_recordId""}')]
    return [",".join(f'"{column[n]}"' for column in [*own, *columns]) for n in range(3)]


def choice(number: int, text: str, name: str = "Q2") -> tuple[str, str, str]:
    return (
        f"{name}_{number}",
        f"Which? - Selected Choice - {text}",
        f'{{""ImportId"":""QID2"",""choiceId"":""{number}""}}',
    )


def test_qualtrics_choices_with_words_between_them_are_one_question(tmp_path: Path) -> None:
    words = ("Q2_4_TEXT", "Which? - Other - Text", '{""ImportId"":""QID2_4_TEXT""}')
    made = export(tmp_path, *qualtrics(choice(1, "Web"), choice(4, "Other"), words, choice(5, "None")),
                  "R_1,1,1,fax,", "R_2,,,,1", "R_3,,,,")  # fmt: skip
    assert cells(made, "Q2") == cells(made, "Which?") == ["1┋4", "5", ""]
    assert cells(made, "Q2_4_TEXT") == ["fax", "", ""]


def test_surveymonkey_keeps_the_column_for_others_where_nobody_wrote(tmp_path: Path) -> None:
    made = export(
        tmp_path, "Respondent ID,Which?,,", ",Web,Mail,Other (please specify)", "1,Web,,", "2,Web,Mail,"
    )
    assert cells(made, "Which?") == ["Web", "Web┋Mail"]
    assert cells(made, "Other (please specify)") == ["", ""]


def test_surveymonkey_s_single_option_is_a_choice(tmp_path: Path) -> None:
    made = export(tmp_path, "Respondent ID,Agree?,Overall", ",I agree,Response", "1,I agree,4", "2,,5")
    assert cells(made, "Agree?") == ["I agree", ""]
    assert cells(made, "Overall") == ["4", "5"]


def test_kobo_s_options_alone_are_a_question(tmp_path: Path) -> None:
    import exports

    exports.xlsform(tmp_path / "form.xlsx")
    made = export(tmp_path, "about/q2/1,about/q2/3,_id,_uuid", "1,1,7,x", "0,1,8,y", form="form.xlsx")
    assert cells(made, "about/q2") == ["1┋3", "3"]


def test_kobo_s_columns_of_one_name_are_all_kept(tmp_path: Path) -> None:
    made = export(tmp_path, "Rate,Rate,_id,_uuid", "4,5,7,x")
    assert [c.names[0] for c in made.columns][:2] == ["Rate", "Rate"]
    assert made.cells.iloc[0, :2].tolist() == ["4", "5"]


def test_google_s_rows_are_named_by_row_too(tmp_path: Path) -> None:
    made = export(tmp_path, "Timestamp,Rate [Speed],Rate [Price]", "7/3/2026 15:05:11,4,5")
    assert made.format == "google-forms"
    assert cells(made, "Price") == cells(made, "Rate [Price]") == ["5"]


@pytest.mark.parametrize(
    "lines",
    [
        ("timestamp,q", "1783062311,4"),
        ("id,startdate,q", "1,2026-07-03,4"),
        ("RespondentID,q", "77,4"),
        ("_id,_rev,q", "1,2,4"),
        ("序号,来源,满意度", "1,电话,4"),
        ("ResponseId,StartDate,Status,q", "1,2026-07-03,open,4"),
    ],
)
def test_a_plain_table_is_not_taken_for_a_platform_s_export(tmp_path: Path, lines: tuple[str, ...]) -> None:
    made = export(tmp_path, *lines)
    assert made.format == "csv"
    assert [c.names for c in made.columns] == [(name,) for name in lines[0].split(",")]
