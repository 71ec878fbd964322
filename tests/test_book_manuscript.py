"""What an executed chapter must hold to become a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import executed
import pytest

from csatreport.book.manuscript import Exhibit, Heading, Passage, read_page, sourced
from csatreport.errors import BookError
from csatreport.params import Text


def page(folder: Path, change) -> Path:
    notebook = executed.notebook("Trend", "走势", "trend")
    change(notebook["cells"])
    (folder / "trend.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return folder / "trend.ipynb"


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def test_headings_prose_and_records_come_in_order_with_their_cells(tmp_path: Path) -> None:
    read = read_page(page(tmp_path, len))
    assert read.title == {"en": "Trend", "zh": "走势"}
    assert [type(b) for b in read.blocks] == [Heading, Heading, Passage, *[Exhibit] * 5]
    assert [(cell, record.kind) for cell, record in read.records] == [
        (3, "cards"), (3, "claim"), (3, "chart"), (3, "table"), (3, "prose"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("Only English.", "not in both languages"),
        ("English\n\n---\n\n", "not in both languages"),
        ("English\n\n---\n\n中文\n\n---\n\nmore", "not in both languages"),
        ("## Heading\n\nand text\n\n---\n\n## 标题", "shares its cell"),
        ("## Heading\n---\n没有标题", "shares its cell"),
    ],
)
def test_a_cell_that_is_not_in_both_languages_is_refused_by_name(
    tmp_path: Path, source: str, problem: str
) -> None:
    with pytest.raises(BookError, match=problem) as error:
        read_page(page(tmp_path, lambda cells: cells.insert(1, markdown(source))))
    assert "trend.ipynb, cell 2" in error.value.where


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "stream", "name": "stdout", "text": "42"},
        {"output_type": "execute_result", "data": {"text/plain": "42"}, "metadata": {}, "execution_count": 1},
    ],
)
def test_what_a_reader_could_not_see_is_refused(tmp_path: Path, output: dict[str, Any]) -> None:
    with pytest.raises(BookError, match="not an exhibit") as error:
        read_page(page(tmp_path, lambda cells: cells[-1]["outputs"].append(output)))
    assert "'42'" in error.value.got


def test_a_heading_with_nothing_under_it_is_left_out(tmp_path: Path) -> None:
    def empty_sections(cells):
        cells[1:1] = [markdown(f"{h} Empty\n\n---\n\n{h} 空") for h in ("##", "###", "##")]
        cells.append(markdown("## The end\n\n---\n\n## 尾"))

    read = read_page(page(tmp_path, empty_sections))
    assert [b.text["en"] for b in read.blocks if isinstance(b, Heading)] == [
        b.text["en"] for b in read_page(page(tmp_path, len)).blocks if isinstance(b, Heading)
    ]


def test_warnings_of_libraries_are_no_part_of_the_book(tmp_path: Path) -> None:
    warning = {"output_type": "stream", "name": "stderr", "text": "FutureWarning"}
    assert (
        len(list(read_page(page(tmp_path, lambda cells: cells[-1]["outputs"].append(warning))).records)) == 5
    )


def test_a_chapter_without_a_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="without a title"):
        read_page(page(tmp_path, lambda cells: cells.pop(0)))


def test_every_chart_table_and_row_of_cards_names_its_source(tmp_path: Path) -> None:
    read = sourced(read_page(page(tmp_path, len)), Text(en="Our survey", zh="本公司调查"))
    notes = {record.kind: record.note for _, record in read.records if record.kind != "prose"}
    for kind in ("chart", "table", "cards"):
        assert notes[kind]["en"].endswith("Source: Our survey.")
        assert notes[kind]["zh"].endswith("来源：本公司调查。")
    assert "Our survey" not in notes["claim"]["en"]
