"""SPSS files: against what pyreadstat itself says of them, and files with user-missing codes of our own."""

from __future__ import annotations

from pathlib import Path

import exports
import pandas as pd
import pyreadstat
import pytest

from csatreport.intake.readers import Export, read
from csatreport.params import Source

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "data" / "platform-samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data is not here")


def export(file: Path, **declared: object) -> Export:
    return read(Source.model_validate({"wave": "2026Q3", "file": file.name} | declared), file.parent)


def cells(made: Export, name: str) -> list[str]:
    (place,) = [n for n, column in enumerate(made.columns) if name in column.names]
    return [str(cell) for cell in made.cells[place]]


@needs_samples
@pytest.mark.parametrize("name", ["spss_sample.sav", "spss_sample.zsav", "spss_sample.por"])
def test_a_file_is_read_the_same_in_each_of_its_forms(name: str) -> None:
    made = export(SAMPLES / name)
    assert made.format == "spss"
    assert cells(made, "labeled") == ["1", "2", "1", "2", "1"]
    assert made.columns[4].labels == {"1": "Male", "2": "Female"}
    assert cells(made, "date") == ["2018-05-06", "1880-05-06", "1960-01-01", "1583-01-01", ""]
    assert cells(made, "datetime")[1] == "1880-05-06 10:10:10"
    assert cells(made, "numeric") == ["1.1", "1.2", "-1000.3", "-1.4", "1000.3"]
    assert cells(made, "character") == list("abcde")
    assert made.columns[0].names[1:] == ("character", f"{made.columns[0].names[0]}. character")


@needs_samples
def test_user_missing_codes_and_ranges_are_blank() -> None:
    with_missing = pyreadstat.read_sav(SAMPLES / "spss_simple_alltypes.sav", user_missing=True)[0]
    made = export(SAMPLES / "spss_simple_alltypes.sav")
    assert with_missing["x"].tolist() == [1, 2, 3, 4, 8, 9]  # 7, 8 and 99 are missing
    assert cells(made, "x") == ["1", "2", "3", "4", "", "9"]
    declared = with_missing["z"].between(-999, 0) | (with_missing["z"] == 999)
    assert [c == "" for c in cells(made, "z")] == (declared | with_missing["z"].isna()).tolist()


@needs_samples
def test_a_set_of_ticks_is_one_column_of_choices() -> None:
    made = export(SAMPLES / "spss_simple_alltypes.sav")
    assert cells(made, "My multiple response set") == [
        "bool1┋bool2",
        "bool1",
        "bool2",
        "",
        "bool2",
        "bool1┋bool2",
    ]
    (column,) = [c for c in made.columns if "mymrset" in c.names]
    assert column.separator == "┋"
    assert column.labels == {"bool1": "Response #1", "bool2": "Response #2", "bool3": "Response #3"}


@needs_samples
def test_a_set_of_categories_is_one_column_that_names_each_once() -> None:
    made = export(SAMPLES / "spss_simple_alltypes.sav")
    assert cells(made, "categorical_array") == ["a┋b", "a┋b┋c", "b┋c┋d", "b", "a┋b┋d", "b┋c┋d"]


@needs_samples
@pytest.mark.parametrize(("name", "cases"), [("spss_hebrews.sav", 99), ("spss_ordered_category.sav", 4)])
def test_other_samples_are_read_whole(name: str, cases: int) -> None:
    frame, about = pyreadstat.read_sav(SAMPLES / name)
    made = export(SAMPLES / name)
    assert len(made.cells) == len(frame) == cases
    assert [c.names[0] for c in made.columns] == about.column_names
    for place, column in enumerate(frame):
        assert made.cells[place].astype("float64").tolist() == frame[column].tolist()


def test_texts_are_not_as_wide_as_their_variable(tmp_path: Path) -> None:
    pyreadstat.write_sav(pd.DataFrame({"a": ["x  ", "longer text"]}), tmp_path / "a.sav")
    assert cells(export(tmp_path / "a.sav"), "a") == ["x", "longer text"]


def test_one_range_of_missing_codes_is_blank_and_its_ends_too(tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [1.0, 7.0, 8.0, 9.0, 5.0]})
    pyreadstat.write_sav(frame, tmp_path / "a.sav", missing_ranges={"q": [{"lo": 7, "hi": 9}]})
    assert cells(export(tmp_path / "a.sav"), "q") == ["1", "", "", "", "5"]


def test_variables_that_say_so_tell_who_and_when(tmp_path: Path) -> None:
    made = export(exports.spss(tmp_path / "a.sav"))
    assert made.facts == {"respondent": 0, "start": 1, "end": 2}
    assert cells(made, "Q1") == ["1", "2", "", "1", "2"]


def test_a_format_that_is_stated_is_that_format(tmp_path: Path) -> None:
    assert export(exports.spss(tmp_path / "a.sav"), format="spss").format == "spss"
