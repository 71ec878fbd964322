"""What must hold of printed columns: they fill no more than the line, and short texts never fold."""

from __future__ import annotations

import pytest

from csatreport.book import columns
from csatreport.params import LANGUAGES, Language
from csatreport.records import Cell, Column, Table


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def table(*texts: str, label: str = "Share") -> Table:
    head = tuple(Column(both(label), both("%"), "right" if i else "left") for i in range(len(texts)))
    return Table("t", both("T"), head, (tuple(Cell(both(t), t) for t in texts),), both(""), {})


def test_a_small_table_has_full_size() -> None:
    assert columns.fitted(table("Billing", "77.1"), "en")[0] == 9.0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 5, 9, 12])
def test_columns_never_need_more_than_the_line(count: int, language: Language) -> None:
    size, widths = columns.fitted(table(*["1,234.5"] * count), language)
    assert len(widths) == count
    assert sum(widths) <= columns.LINE + count * 0.1
    assert 6.5 <= size <= 9.0


def test_more_columns_make_the_type_smaller() -> None:
    assert columns.fitted(table(*["1,234.5"] * 12), "en")[0] < 9.0


def test_a_chinese_character_gets_its_whole_square() -> None:
    size, widths = columns.fitted(table("满" * 15, "1"), "zh")
    assert widths[0] == pytest.approx(15 * size + 2 * columns.INSET)


def test_sentences_fold_before_the_type_becomes_small() -> None:
    long = "a sentence that says a lot about very little"
    assert columns.fitted(table("Item", long, long, long), "en")[0] >= 8.0


def test_a_traffic_light_gets_room() -> None:
    lit = table("Item", "+10.9")
    rows = ((lit.rows[0][0], Cell(both("+10.9"), 10.9, status="good")),)
    with_light = Table(lit.id, lit.title, lit.columns, rows, lit.note, {})
    assert columns.fitted(with_light, "en")[1][1] > columns.fitted(lit, "en")[1][1]


def test_a_word_of_a_header_is_not_parted() -> None:
    narrow, wide = (
        columns.fitted(table("x", "1", label=label), "en")[1][1] for label in ("Share", "Effectiveness base")
    )
    assert wide > narrow
    assert wide >= len("Effectiveness") * 0.56 * 9.0 + 2 * columns.INSET - 0.1
