"""What must hold of printed columns: they fill no more than the line, and short texts never fold."""

from __future__ import annotations

import dataclasses

import pytest

from csatreport.book import columns
from csatreport.exhibit import style
from csatreport.params import LANGUAGES, Language
from csatreport.records import Cell, Column, Table


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def table(*texts: str, label: str = "Share") -> Table:
    head = tuple(Column(both(label), both("%"), "right" if i else "left") for i in range(len(texts)))
    return Table("t", both("T"), head, (tuple(Cell(both(t), t) for t in texts),), both(""), {})


def test_a_small_table_has_full_size() -> None:
    assert columns.fitted(table("Billing", "77.1"), "en").size == 9.0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 5, 9, 12])
def test_columns_never_need_more_than_the_line(count: int, language: Language) -> None:
    layout = columns.fitted(table(*["1,234.5"] * count), language)
    assert len(layout.widths) == count
    assert sum(layout.widths) <= columns.LINE + count * 0.1
    assert 6.5 <= layout.size <= 9.0


def test_more_columns_make_the_type_smaller() -> None:
    assert columns.fitted(table(*["1,234.5"] * 12), "en").size < 9.0


def test_a_chinese_character_gets_its_whole_square() -> None:
    layout = columns.fitted(table("满" * 15, "1"), "zh")
    assert 15 * layout.size < layout.widths[0] - 2 * layout.inset < 15.5 * layout.size


def test_sentences_fold_before_the_type_becomes_small() -> None:
    long = "a sentence that says a lot about very little"
    assert columns.fitted(table("Item", long, long, long), "en").size >= 8.0


def test_a_traffic_light_gets_room() -> None:
    lit = table("Item", "+10.9")
    rows = ((lit.rows[0][0], Cell(both("+10.9"), 10.9, status="good")),)
    with_light = Table(lit.id, lit.title, lit.columns, rows, lit.note, {})
    assert columns.fitted(with_light, "en").widths[1] > columns.fitted(lit, "en").widths[1]


def test_a_word_of_a_header_is_not_parted() -> None:
    narrow, wide = (
        columns.fitted(table("x", "1", label=label), "en") for label in ("Share", "Effectiveness base")
    )
    assert wide.widths[1] > narrow.widths[1]
    assert wide.widths[1] >= 72 * style.text_width("Effectiveness", wide.size) + 2 * wide.inset


@pytest.mark.parametrize(
    "word",
    [
        "Accommodation",
        "WWWWWWWW",
        "Performance",
        "27.8–31.8",
        "−12.9",
        "illicit",
        "满意率",
        "p值",
        "100%",
        "<0.001",
    ],
)
def test_a_cell_is_as_wide_as_its_word(word: str) -> None:
    layout = columns.fitted(table("x", word, label="y"), "en")
    assert layout.widths[1] >= 72 * style.text_width(word, layout.size) + 2 * layout.inset


def tall(count: int, item: str = "Item {}") -> Table:
    rows = tuple((Cell(both(item.format(i)), ""), Cell(both("2.0"), 2.0)) for i in range(count))
    return dataclasses.replace(table("Item", "2.0"), rows=rows)


@pytest.mark.parametrize(("count", "high"), [(16, 8), (53, 27), (79, 40), (103, 26), (300, 38)])
def test_a_long_narrow_table_stands_in_two_halves_that_fit_a_page(count: int, high: int) -> None:
    layout = columns.fitted(tall(count), "en")
    assert (layout.across, layout.high) == (2, high)
    assert 2 * sum(layout.widths) <= columns.LINE - columns.APART + 1
    assert layout.size >= 7.2


def test_a_short_a_wide_and_a_grouped_table_stay_whole() -> None:
    wide = tall(30, "Item {} of a questionnaire whose names take the whole line")
    grouped = dataclasses.replace(tall(30), groups={"0": both("First")})
    many = dataclasses.replace(
        tall(30), columns=tall(30).columns * 2, rows=tuple(row * 2 for row in tall(30).rows)
    )
    for whole in (tall(15), wide, grouped, many):
        layout = columns.fitted(whole, "en")
        assert (layout.across, layout.high) == (1, len(whole.rows))


def test_columns_without_content_are_left_out_but_never_all() -> None:
    kept = columns.filled(table("Item", "", "77.1", " "), "en")
    assert [cell.text["en"] for cell in kept.rows[0]] == ["Item", "77.1"]
    assert len(kept.columns) == 2
    empty = table("", "")
    assert columns.filled(empty, "en") is empty


def test_a_text_that_folds_counts_as_many_lines_as_it_takes() -> None:
    short = table("Item", "1")
    assert columns.lines(short, columns.fitted(short, "en"), "en") == 1
    long = table("Item", "a sentence that says a lot about very little, again and again " * 6)
    layout = columns.fitted(long, "en")
    em = (layout.widths[1] - 2 * layout.inset) / layout.size
    assert columns.lines(long, layout, "en") >= 6 * 60 * 0.5 / em > 2
