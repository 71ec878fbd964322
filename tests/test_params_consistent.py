"""Declarations that contradict each other are refused, all at once, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from rawproject import BOOK, EDITION, QUESTIONNAIRE, project

from csatreport.errors import ParamsError
from csatreport.params.consistent import faults_with
from csatreport.params.load import load_book, load_edition, load_questionnaire


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("effort,rating", "overall,rating", ("row 4, item", "item 'overall' twice")),
        ("service,,Effort", "service,overall,Effort", ("row 4, roles", "two items with the role 'overall'")),
        ("remark,text", "id2,respondent", ("row 6, kind", "two items of kind 'respondent'")),
        ("1-5,,,0;Blank", ",,,0;Blank", ("row 3, scale", "a rating without a scale")),
        ("0;Blank,service", "0;Blank,servce", ("row 3, dimension", "'servce'", "did you mean 'service'?")),
        (",,region,,", ",,regoin,,", ("row 5, codes", "'regoin'", "did you mean 'region'?")),
        (",,region,,", ",,,,", ("row 5, codes", "a category without a list of codes")),
        ("service,,Effort", "service,expectation,Effort", ("row 4, roles", "'expectation' without a key")),
        (
            "service,,Effort",
            "service,expectation:s1,Effort",
            ("expectation:s1 has no partner", "perception:s1"),
        ),
        ("service,,Effort,-", "service,,,", ("row 4, source", "no column of the export")),
        ("service,,Effort", "service,nps,Effort", ("row 4, scale", "0-10")),
        (",overall,How", ",overall:x,How", ("row 3, roles", "takes no key")),
        ("region,category", "stratum,category", ("row 5, item", "prepared data's own")),
        ("service,,Effort", "service,domain,Effort", ("row 4, roles", "kind 'category'")),
    ],
)
def test_items_that_contradict_the_lists_or_each_other_are_refused(
    tmp_path: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    with pytest.raises(ParamsError) as caught:
        load_questionnaire(project(tmp_path, questionnaire=QUESTIONNAIRE.replace(old, new, 1)))
    assert all(part in caught.value.message for part in said), caught.value.message


def found(folder: Path, *notebooks: str) -> list[str]:
    parts = load_questionnaire(folder), load_book(folder), load_edition(folder, "2026Q3")
    return [
        f.line for f in faults_with(*parts, there=frozenset(notebooks or ("cover.ipynb",)), project=folder)
    ]


def test_a_project_that_agrees_with_itself_has_no_fault(tmp_path: Path) -> None:
    assert found(project(tmp_path)) == []


def test_a_headline_of_an_item_that_nobody_asks_is_a_fault(tmp_path: Path) -> None:
    (fault,) = found(project(tmp_path, book=BOOK.replace('item = "overall"', 'item = "overal"')))
    assert "headline[1].item" in fault
    assert "did you mean 'overall'?" in fault


def test_a_headline_of_another_kind_of_item_is_a_fault(tmp_path: Path) -> None:
    (fault,) = found(project(tmp_path / "a", book=BOOK.replace('"overall"', '"region"')))
    assert "headline[1].item" in fault
    (fault,) = found(project(tmp_path / "b", book=BOOK.replace('"csat"\ntarget = 0.9', '"nps"')))
    assert "headline[1].measure" in fault


def test_a_chapter_without_notebook_and_a_chapter_outside_the_book_are_faults(tmp_path: Path) -> None:
    folder = project(tmp_path, edition='chapters = ["covr"]\n' + EDITION)
    missing, stranger = found(folder, "other.ipynb")
    assert "no notebook 'cover.ipynb'" in missing
    assert "no chapter 'covr' in the book" in stranger
    assert "did you mean 'cover'?" in stranger


@pytest.mark.parametrize("key", ["previous", "year_ago"])
@pytest.mark.parametrize("wave", ["2026Q4", "2026Q3", "2025"])
def test_only_an_earlier_wave_of_the_same_length_can_be_compared_with(
    tmp_path: Path, key: str, wave: str
) -> None:
    (fault,) = found(project(tmp_path, edition=f'{key} = "{wave}"\n' + EDITION))
    assert key in fault


def test_a_source_of_a_later_wave_is_a_fault(tmp_path: Path) -> None:
    folder = project(tmp_path, edition=EDITION + '[[source]]\nwave = "2026Q4"\nfile = "data/raw/b.csv"\n')
    (folder / "data/raw/b.csv").write_text("Overall\n5\n")
    (fault,) = found(folder)
    assert "source[2].wave" in fault


def test_a_declared_file_that_is_not_there_is_a_fault_with_the_nearest_name(tmp_path: Path) -> None:
    (fault,) = found(project(tmp_path, edition=EDITION.replace("a.csv", "a.cvs")))
    assert "did you mean 'a.csv'?" in fault
