"""What must hold of the appendix: every number that the book states, with what it rests on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import executed

from csatreport.book import appendix
from csatreport.book.manuscript import Exhibit, Manuscript
from csatreport.records import Claim


def with_value(manuscript: Manuscript, **changes: object) -> Manuscript:
    page = manuscript.pages[0]
    value = dataclasses.replace(executed.value(), **changes)  # type: ignore[arg-type]
    claim = Claim("only", {"en": "x", "zh": "x"}, {"en": [], "zh": []}, (value,), {"en": "", "zh": ""})
    page = dataclasses.replace(page, blocks=(page.blocks[0], Exhibit(claim, 3)))
    return dataclasses.replace(manuscript, parts=(dataclasses.replace(manuscript.parts[0], pages=(page,)),))


def row(manuscript: Manuscript) -> list[str]:
    return [cell.text["en"] for cell in appendix.table(manuscript).rows[0]]


def test_every_number_of_every_claim_and_card_has_its_row(tmp_path: Path) -> None:
    manuscript = executed.manuscript(tmp_path)
    table = appendix.table(manuscript)
    assert len(table.rows) == 3 * (3 + 1)
    assert [group["en"] for group in table.groups.values()][:2] == [
        "How satisfied are our customers? (cover.cards)", "How satisfied are our customers? (cover.overall)",
    ]  # fmt: skip


def test_a_row_says_value_item_wave_bases_interval_and_p(tmp_path: Path) -> None:
    manuscript = with_value(executed.manuscript(tmp_path), compared="2026Q2", p=0.00004)
    assert row(manuscript) == [
        "83.1%", "share satisfied, overall", "2026Q3, 2026Q2", "1,702", "1,488", "81.1–84.9%", "<0.001",
    ]  # fmt: skip


def test_the_measure_is_said_in_the_language_of_the_book_and_an_unknown_name_as_it_is(tmp_path: Path) -> None:
    manuscript = executed.manuscript(tmp_path)
    known, unknown = with_value(manuscript), with_value(manuscript, measure="", item="", name="of_mine")
    assert [cell.text["zh"] for cell in appendix.table(known).rows[0]][1] == "满意率, overall"
    assert [cell.text["zh"] for cell in appendix.table(unknown).rows[0]][1] == "of_mine"


def test_an_interval_with_a_negative_end_reads_without_doubt(tmp_path: Path) -> None:
    manuscript = with_value(executed.manuscript(tmp_path), unit="index", low=-3.21, high=-1.5)
    assert row(manuscript)[5] == "−3.2 – −1.5"


def test_a_coefficient_has_the_digits_of_its_sentence(tmp_path: Path) -> None:
    manuscript = with_value(executed.manuscript(tmp_path), unit="coefficient", low=0.913, high=0.94)
    assert row(manuscript)[5] == "0.91–0.94"


def test_what_is_not_known_is_a_dash(tmp_path: Path) -> None:
    manuscript = with_value(executed.manuscript(tmp_path), low=None, n=None, effective_n=None, p=None)
    assert row(manuscript)[3:] == ["–", "–", "–", "–"]
