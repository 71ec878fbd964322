"""Columns are found by header, never by position."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from csatreport.errors import DataError, ParamsError
from csatreport.intake.match import columns
from csatreport.intake.readers.export import Column
from csatreport.params import Item, Text, Wave

SFO = Path(__file__).resolve().parents[2] / "shared" / "data" / "sfo"
NOW = Wave.parse("2026")


def item(name: str, source: str, **by_wave: str) -> Item:
    sources = {None: source} | {Wave.parse(w.removeprefix("w")): s for w, s in by_wave.items()}
    return Item(
        item=name, kind="category", label=Text.same(name), wording=Text.same(name), sources=sources, row=7
    )


def named(*header: str) -> list[Column]:
    return [Column((h,)) for h in header]


def found(header: list[str], *items: Item, wave: Wave = NOW) -> dict[str, int]:
    places = columns(named(*header), items, wave=wave, file="a.csv")
    assert all(len(at) == 1 for at in places.values())
    return {name: at[0] for name, at in places.items()}


def test_a_header_that_moved_is_still_found() -> None:
    items = (item("a", "Staff"), item("b", "Price"))
    assert found(["Staff", "Price"], *items) == {"a": 0, "b": 1}
    assert found(["new", "Price", "Staff"], *items) == {"a": 2, "b": 1}


def test_white_space_and_full_width_characters_do_not_hide_a_header() -> None:
    assert found([" １-1.\t质量如何？ "], item("a", "1-1. 质量如何?")) == {"a": 0}


def test_case_counts() -> None:
    with pytest.raises(ParamsError, match="did you mean 'Staff'"):
        found(["Staff"], item("a", "staff"))


def test_all_headers_that_are_not_there_are_named_with_row_and_nearest_header() -> None:
    with pytest.raises(ParamsError) as caught:
        found(
            ["Staff friendliness", "Price"],
            item("a", "Staff friendlines"),
            item("b", "Prices", w2026="Prise"),
        )
    assert "2 faults" in caught.value.message
    assert "row 7, source: " in caught.value.message
    assert "row 7, source_2026" in caught.value.message
    assert "'Staff friendliness'" in caught.value.message


def test_a_file_that_holds_no_header_at_all_is_one_fault_that_shows_its_first_row() -> None:
    items = [item(f"i{n}", f"Question {n}") for n in range(40)]
    with pytest.raises(DataError) as caught:
        found(["5", "4", "3", "2", "Urban"], *items)
    assert caught.value.where.endswith("row 1")
    assert "'Question 0'" in caught.value.expected
    assert caught.value.got == "'5', '4', '3', ..."


def test_a_file_without_a_header_shows_how_its_first_answers_are_written_not_what_they_say() -> None:
    items = [item(f"i{n}", f"Question {n}") for n in range(40)]
    with pytest.raises(DataError) as caught:
        found(["Li Lei", "13812345678", "5"], *items)
    assert caught.value.got == "'aa aaa', '00000000000', '5'"
    assert len(caught.value.message.splitlines()) == 5


def test_a_header_that_is_there_twice_is_refused_only_when_it_is_used() -> None:
    assert found(["x", "x", "Price"], item("a", "Price")) == {"a": 2}
    with pytest.raises(DataError, match="columns 1, 3"):
        found(["Price", "x", "Price"], item("a", "Price"))


def test_an_item_not_asked_in_a_wave_needs_no_header() -> None:
    assert found(["x"], item("a", "Price", w2026="-")) == {}


@pytest.mark.skipif(not SFO.is_dir(), reason="../shared/data is not here")
@pytest.mark.parametrize(
    ("year", "art", "clean"),
    [
        ("2013", "Q7A_ART", "Q9F_CLNWHOLE"),
        ("2014", "Q7ART", "Q9ALL"),
        ("2015", "Q7ART", "Q9ALL"),
        ("2016", "Q7ART", "Q9ALL"),
    ],
)
def test_an_item_is_found_in_every_wave_under_its_name_of_the_year(year: str, art: str, clean: str) -> None:
    with (SFO / f"{year}_SFO_Customer_Survey.csv").open(encoding="utf-8") as stream:
        header = next(csv.reader(stream))
    items = (item("art", "Q7ART", w2013="Q7A_ART"), item("clean", "Q9ALL", w2013="Q9F_CLNWHOLE"))
    positions = found(header, *items, wave=Wave.parse(year))
    assert [header[positions[name]] for name in ("art", "clean")] == [art, clean]


def test_a_column_is_found_by_any_of_its_names() -> None:
    header = [Column(("Q1", "Q1. Price", "Price")), Column(("Q2", "Staff"))]
    for source in ("Q1", "Price", "Q1. Price"):
        assert columns(header, (item("a", source),), wave=NOW, file="a.csv") == {"a": (0,)}


def test_a_source_may_give_several_names_and_the_whole_text_comes_first() -> None:
    assert found(["价格", "Price"], item("a", "Q9|价格")) == {"a": 0}
    assert found(["价格", "Q9|价格"], item("a", "Q9|价格")) == {"a": 1}


def test_a_pattern_finds_all_columns_of_an_item_that_several_make_up() -> None:
    several = item("a", "Q5_*").model_copy(update={"kind": "multiple"})
    header = named("Q5_web", "Q6", "Q5_shop")
    assert columns(header, (several,), wave=NOW, file="a.csv") == {"a": (0, 2)}
    with pytest.raises(ParamsError, match="its column is not in"):
        columns(header, (item("a", "Q5_*"),), wave=NOW, file="a.csv")
