"""What must hold of the Excel file: every table, numbers as numbers, nothing that can act, equal bytes."""

from __future__ import annotations

import dataclasses
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import executed
import pytest
from python_calamine import CalamineWorkbook

from csatreport.book import workbook
from csatreport.book.manuscript import Exhibit, Manuscript
from csatreport.records import Cell, Column, Table

Rows = list[list[object]]


@pytest.fixture
def manuscript(tmp_path: Path) -> Manuscript:
    return executed.manuscript(tmp_path)


def both(text: str) -> dict[str, str]:
    return {"en": text, "zh": text}


def sheets(manuscript: Manuscript, folder: Path) -> dict[str, Rows]:
    workbook.write(manuscript, folder / "tables.xlsx")
    book = CalamineWorkbook.from_path(str(folder / "tables.xlsx"))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def xml(folder: Path) -> dict[str, str]:
    with zipfile.ZipFile(folder / "tables.xlsx") as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def with_tables(manuscript: Manuscript, *tables: Table) -> Manuscript:
    page = manuscript.pages[0]
    page = dataclasses.replace(page, blocks=(page.blocks[0], *(Exhibit(t, 3) for t in tables)))
    return dataclasses.replace(manuscript, parts=(dataclasses.replace(manuscript.parts[0], pages=(page,)),))


def one(cell: Cell, unit: str = "", name: str = "t") -> Table:
    return Table(name, both("T"), (Column(both("A"), both(unit)),), ((cell,),), both("Note"), {})


def test_every_table_has_its_sheet_after_a_first_sheet_that_leads_to_it(
    manuscript: Manuscript, tmp_path: Path
) -> None:
    found = sheets(manuscript, tmp_path)
    names = [table.id for _, table in manuscript.tables]
    assert list(found) == ["Contents", *names, "appendix.numbers", "Chart data"]
    assert [row[0] for row in found["Contents"][4:]] == list(found)[1:]
    links = re.findall(r'<hyperlink [^>]*location="([^"]+)"', xml(tmp_path)["xl/worksheets/sheet1.xml"])
    assert links == [f"'{name}'!A1" for name in list(found)[1:]]


def test_a_table_has_headers_in_both_languages_groups_and_numbers_as_numbers(
    manuscript: Manuscript, tmp_path: Path
) -> None:
    rows = sheets(manuscript, tmp_path)["items.items-table"]
    assert [rows[0][0], rows[1][0]] == ["Share satisfied by item", "各项满意率"]
    assert rows[5] == ["Group", "Group", "Item", "Item", "Share satisfied (%)"]
    assert rows[6] == ["分组", "分组", "项目", "项目", "满意率 (%)"]
    assert rows[7] == ["Service", "服务", "Billing", "账单", 0.7712]
    assert rows[9] == ["Service", "服务", "Delivery", "配送", "–"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://example.org", "{=1}", "1e5"]
)
def test_text_that_looks_like_a_formula_a_link_or_a_number_stays_text(
    manuscript: Manuscript, tmp_path: Path, text: str
) -> None:
    table = dataclasses.replace(one(Cell(both(text), text)), title=both(text), groups={"0": both(text)})
    rows = sheets(with_tables(manuscript, table), tmp_path)["t"]
    assert [rows[0][0], rows[7][0], rows[7][-1]] == [text, text, text]
    parts = xml(tmp_path)
    assert not [n for n, content in parts.items() if re.search(r"<f[ >/]", content)]
    assert not [n for n in parts if "externalLink" in n or n.startswith("xl/worksheets/_rels")]


@pytest.mark.parametrize(
    ("cell", "unit", "value", "shown"),
    [
        (Cell(both("77.1%"), 0.7712), "", 0.7712, "0.0%"),
        (Cell(both("77.1"), 77.12), "%", 77.12, "0.0"),
        (Cell(both("+3.2"), 0.0321), "points", 3.21, "+0.0;-0.0;0.0"),
        (Cell(both("1,702"), 1702), "", 1702, "#,##0"),
        (Cell(both("4.21"), 4.2123, "low"), "", 4.2123, '0.00"°"'),
    ],
)
def test_a_number_is_shown_as_it_is_printed(
    manuscript: Manuscript, tmp_path: Path, *, cell: Cell, unit: str, value: float, shown: str
) -> None:
    rows = sheets(with_tables(manuscript, one(cell, unit)), tmp_path)["t"]
    assert rows[7][0] == pytest.approx(value)
    styles = xml(tmp_path)["xl/styles.xml"].replace("&quot;", '"')
    assert f'formatCode="{shown}"' in styles or shown == "#,##0"  # a format that Excel has built in


@pytest.mark.parametrize(
    "cell", [Cell(both("12.0"), 12.0, "suppressed"), Cell(both(""), None), Cell(both("nan"), float("nan"))]
)
def test_what_may_not_be_shown_is_a_dash_and_its_number_is_not_in_the_file(
    manuscript: Manuscript, tmp_path: Path, cell: Cell
) -> None:
    rows = sheets(with_tables(manuscript, one(cell)), tmp_path)["t"]
    assert rows[7][0] == "–"


def test_sheet_names_are_what_excel_accepts_and_never_the_same(
    manuscript: Manuscript, tmp_path: Path
) -> None:
    ids = ["a" * 40, "A" * 40, "x[y]:z*?/\\'", "History", "contents", "", "a" * 40]
    tables = [one(Cell(both("x"), "x"), name=i) for i in ids]
    names = list(sheets(with_tables(manuscript, *tables), tmp_path))
    assert len(names) == len(ids) + 2
    assert len({n.lower() for n in names}) == len(names)
    assert all(0 < len(n) <= 31 and not set("[]:*?/\\'") & set(n) for n in names)


def test_equal_manuscripts_give_equal_bytes_at_any_time_in_any_zone(
    manuscript: Manuscript, in_two_zones: Callable[[Callable[[Path], bytes]], list[bytes]], tmp_path: Path
) -> None:
    def made(folder: Path) -> bytes:
        workbook.write(manuscript, folder / "tables.xlsx")
        return (folder / "tables.xlsx").read_bytes()

    first, second = in_two_zones(made)
    assert first == second
    (tmp_path / "tables.xlsx").write_bytes(first)
    assert "2026-09-30T00:00:00Z" in xml(tmp_path)["docProps/core.xml"]
