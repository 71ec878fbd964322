"""A page for every level of an item: made by one notebook, found from the cover, one sheet of the workbook."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import smallproject
from executed import manuscript as made
from python_calamine import CalamineWorkbook

from csatreport.book import build, finder, manuscript, stacked
from csatreport.book.manuscript import Exhibit, Fan, Heading, Page, of_level
from csatreport.book.words import Words
from csatreport.records import Cell, Column, Table

FAN = Fan("items", {"en": "A page per branch", "zh": "分公司专页"}, {"en": "Branch", "zh": "分公司"})
SHOWN = """\
from csatreport.exhibit import show
from csatreport.records import Cell, Column, Table
words = {"en": level, "zh": level}
column = Column({"en": "Answers", "zh": "答卷"}, {"en": "", "zh": ""})
show(Table("branch.table", {"en": "Answers", "zh": "答卷"}, (column,), ((Cell(words, level),),), {"en": "", "zh": ""}, {}))
"""


def levels(folder, *labels):
    """The small book with its second chapter as the pages of a fan."""
    book = made(folder)
    first, rest = book.parts
    page, last = rest.pages
    named = [Page(f"items-{n}", page.title, page.blocks) for n, _ in enumerate(labels)]
    pages = tuple(of_level(p, title=label, fan=FAN) for p, label in zip(named, labels, strict=True))
    part = manuscript.Part(rest.title, (*pages, last))
    return manuscript.Manuscript(book.book, book.edition, 1, "", (first, part), book.data_date)


def test_the_page_of_a_level_is_called_like_it_and_so_are_its_exhibits(tmp_path):
    book = levels(tmp_path, {"en": "North", "zh": "北门"})
    page = book.pages[1]
    assert page.title == {"en": "North", "zh": "北门"}
    assert next(b for b in page.blocks if isinstance(b, Heading)).text == page.title
    ids = [b.record.id for b in page.blocks if isinstance(b, Exhibit)]
    assert ids
    assert all(i.startswith("items-0.") for i in ids)


def test_readers_can_open_the_list_before_its_pages(tmp_path):
    book = levels(tmp_path, {"en": "North", "zh": "北门"}, {"en": "South", "zh": "南港"})
    assert book.names == ("cover", "items", "items-0", "items-1", "trend")


def test_the_cover_links_to_every_page_of_a_fan_and_names_are_harmless(tmp_path):
    book = levels(tmp_path, {"en": "<b>North</b>", "zh": "北门"}, {"en": "South", "zh": "南港"})
    html = finder.finder(book, FAN, Words("en"))
    assert 'href="items-0.html">&lt;b&gt;North&lt;/b&gt;</a>' in html
    assert 'href="items-1.html">South</a>' in html
    assert "csat-narrow" not in html


def test_among_many_names_the_reader_can_type(tmp_path):
    many = [{"en": f"Branch {c}{d}", "zh": f"分公司{c}{d}"} for c in "abcdef" for d in "uvwxyz"]
    assert "csat-narrow" in finder.finder(levels(tmp_path, *many), FAN, Words("zh"))


def test_a_sheet_of_all_pages_has_the_sentences_that_hold_for_all(tmp_path):
    book = levels(tmp_path, {"en": "North", "zh": "北门"}, {"en": "South", "zh": "南港"})
    tested = {"en": "Tested at 95.0% confidence.", "zh": "在95.0%置信水平下检验。"}
    notes = [{"en": f"Base {n}. {tested['en']}", "zh": f"样本量{n}。{tested['zh']}"} for n in (31, 48)]
    title, column = {"en": "T", "zh": "表"}, Column({"en": "A", "zh": "甲"}, {"en": "", "zh": ""})
    rows = ((Cell({"en": "=1+1", "zh": "=1+1"}, "=1+1"),),)
    pages = [
        replace(page, blocks=(Exhibit(Table(f"{page.name}.t", title, (column,), rows, note, {}), 0),))
        for page, note in zip(book.pages[1:3], notes, strict=True)
    ]
    part = manuscript.Part(book.parts[1].title, tuple(pages))
    (_, table), *_ = stacked.sheets(replace(book, parts=(part,)))
    assert table.note == tested
    assert [[cell.value for cell in row] for row in table.rows] == [["North", "=1+1"], ["South", "=1+1"]]


def test_the_title_of_a_chart_says_whose_page_it_is_on(tmp_path):
    book = levels(tmp_path, {"en": "North", "zh": "北门"})
    own = [c.title for c in stacked.charts(book) if c.id.startswith("items-0.")]
    assert own
    assert all(t["en"].startswith("North: ") and t["zh"].startswith("北门：") for t in own)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """A small project with three branches, one of which nobody answered for, built."""
    project = smallproject.write(tmp_path_factory.mktemp("fan") / "project")
    params = project / "params"
    answers = "Overall,Speed,Branch\n" + "".join(
        f"{i % 5 + 1},{i % 3 + 3},{('north', 'south')[i % 2]}\n" for i in range(40)
    )
    (project / "data" / "raw" / "answers.csv").write_text(answers, encoding="utf-8")
    branch = "branch,category,Branch,分公司,Which branch?,哪个分公司？,,branch,,,,,,,,,standing,Branch\n"
    labels = "branch,north,North,北门,\nbranch,closed,Closed,已撤,\nbranch,south,South,南港,\n"
    for name, more in (("questionnaire", branch), ("labels", labels)):
        path = params / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    book = params / "book.toml"
    line = '{ notebook = "gaps.ipynb", needs = ["servqual"] }'
    book.write_text(
        book.read_text(encoding="utf-8").replace(line, '{ notebook = "branch.ipynb", each = "branch" }'),
        encoding="utf-8",
    )
    chapter = smallproject.chapter(
        "branch", smallproject.code(SHOWN), parameter='edition = "2026Q3"\nlevel = "north"'
    )
    (project / "notebooks" / "branch.ipynb").write_text(chapter, encoding="utf-8")
    return build.build(project, "2026Q3", quiet=True)


def test_a_branch_without_answers_has_no_page_and_the_edition_says_why(edition):
    assert edition.left_out == {"branch-closed": ("level",)}
    names = json.loads((edition.folder / "manifest.json").read_text())["pages"]
    assert names == ["first", "second", "branch", "branch-north", "branch-south"]


def test_every_page_is_made_with_its_own_level(edition):
    tables = CalamineWorkbook.from_path(str(edition.folder / "tables.xlsx"))
    rows = tables.get_sheet_by_name("branch.table").to_python()[-2:]
    assert rows == [["North", "北门", "north"], ["South", "南港", "south"]]


def test_claims_of_two_pages_have_two_names(edition):
    claims = json.loads((edition.folder / "claims.json").read_text())["claims"]
    assert [c["id"] for c in claims][2:] == ["branch-north.base", "branch-south.base"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_manager_finds_her_branch_from_the_cover_in_one_click(edition, language):
    cover = (edition.folder / language / "index.html").read_text(encoding="utf-8")
    name = {"en": "North", "zh": "北门"}[language]
    assert f'<a href="branch-north.html">{name}</a>' in cover
    assert "branch-closed" not in cover
    page = (edition.folder / language / "branch-north.html").read_text(encoding="utf-8")
    assert name in page
    assert '<a href="branch.html">' in page
    assert (edition.folder / language / "branch.html").is_file()


def test_no_page_grows_with_the_number_of_branches(edition):
    """The contents beside the text name the list, not its pages."""
    page = (edition.folder / "en" / "second.html").read_text(encoding="utf-8")
    assert "branch.html" in page
    assert "branch-north.html" not in page.replace('title="next page" href="branch-north.html"', "")
