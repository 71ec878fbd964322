"""The book as declared."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from csatreport.params import Book, Headline

TEXT = {"en": "x", "zh": "某"}


def book(*parts: list[str]) -> Book:
    declared = [{"title": TEXT, "chapters": [{"notebook": n} for n in names]} for names in parts]
    return Book.model_validate({"title": TEXT, "organisation": TEXT, "source": TEXT, "part": declared})


def test_chapters_are_in_reading_order_over_all_parts_and_named_by_their_notebook() -> None:
    assert [c.name for c in book(["cover.ipynb", "b.ipynb"], ["a.ipynb"]).chapters] == ["cover", "b", "a"]


@pytest.mark.parametrize("notebook", ["../x.ipynb", "x", "/etc/x.ipynb", ".x.ipynb", "a/b.ipynb"])
def test_a_notebook_is_a_file_name_never_a_path(notebook: str) -> None:
    with pytest.raises(ValidationError):
        book([notebook])


def test_a_book_without_parts_and_a_part_without_chapters_are_refused() -> None:
    for parts in ([], [[]]):
        with pytest.raises(ValidationError):
            book(*parts)


def test_a_chapter_is_in_the_book_once() -> None:
    with pytest.raises(ValidationError, match=r"more than one 'a\.ipynb'"):
        book(["cover.ipynb", "a.ipynb"], ["a.ipynb"])


@pytest.mark.parametrize(
    "said",
    [
        {"measure": "csat", "target": 90},
        {"measure": "csat_index", "target": -1},
        {"measure": "nps", "warning": 101},
        {"measure": "mean", "target": float("nan")},
        {"measure": "csat", "target": 0.8, "warning": 0.9},
    ],
)
def test_a_target_is_in_the_unit_of_its_measure_and_not_below_its_warning(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Headline.model_validate({"item": "overall"} | said)
