"""A page for every level: how it is declared, and what is refused."""

from __future__ import annotations

import pytest
import smallproject

from csatreport.errors import ParamsError
from csatreport.params import Text
from csatreport.params.load import load_book

BRANCH = "branch,category,Branch,分公司,Which branch?,哪个分公司？,,branch,,,,,,,,,standing,Branch\n"
LABELS = "branch,north,North,北门,\nbranch,south,South,南港,\n"
EACH = '{ notebook = "second.ipynb", each = "branch" }'


def project(tmp_path, *, each=EACH, labels=LABELS):
    folder = smallproject.write(tmp_path / "project")
    for name, more in (("questionnaire", BRANCH), ("labels", labels)):
        path = folder / "params" / f"{name}.csv"
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    book = folder / "params" / "book.toml"
    declared = '{ notebook = "second.ipynb", needs = ["overall"] }'
    book.write_text(book.read_text(encoding="utf-8").replace(declared, each), encoding="utf-8")
    return folder


def refused(tmp_path, **changed):
    with pytest.raises(ParamsError) as caught:
        load_book(project(tmp_path, **changed))
    return caught.value.message


def test_one_line_of_the_book_is_a_chapter_for_every_level_in_the_order_of_the_list(tmp_path):
    chapters = load_book(project(tmp_path)).chapters
    assert [c.name for c in chapters] == ["first", "second-north", "second-south", "gaps"]
    north = chapters[1]
    assert (north.level_label, north.file) == (Text(en="North", zh="北门"), "second-north.ipynb")
    assert north.parameters("2026Q3") == {"edition": "2026Q3", "level": "north"}
    assert north.needs == ("level",)


def test_a_chapter_without_levels_has_the_edition_for_its_only_parameter(tmp_path):
    assert load_book(project(tmp_path)).chapters[0].parameters("2026Q3") == {"edition": "2026Q3"}


def test_an_item_that_does_not_exist_is_refused_with_the_closest(tmp_path):
    message = refused(tmp_path, each=EACH.replace('each = "branch"', 'each = "branches"'))
    assert "no item 'branches'" in message
    assert "branch" in message.split("to do")[-1]


def test_an_item_without_a_list_has_no_levels(tmp_path):
    assert "without levels" in refused(tmp_path, each=EACH.replace('"branch"', '"speed"'))


@pytest.mark.parametrize("label", ["South,北门", "North,南门"])
def test_two_levels_with_one_name_are_refused_and_named(tmp_path, label):
    message = refused(tmp_path, labels=LABELS + f"branch,twin,{label},\n")
    assert "2 levels are called" in message
    assert "north, twin" in message or "south, twin" in message


@pytest.mark.parametrize("code", ["a/b", "../up", "a b", "<b>", "北"])
def test_a_code_that_cannot_be_the_name_of_a_page_is_refused(tmp_path, code):
    assert "cannot be in the name of a page" in refused(tmp_path, labels=LABELS + f"branch,{code},West,西,\n")


def test_two_pages_cannot_have_one_name(tmp_path):
    both = EACH + ', { notebook = "second-north.ipynb" }'
    folder = project(tmp_path, each=both)
    (folder / "notebooks" / "second-north.ipynb").write_text(smallproject.chapter("second-north"))
    with pytest.raises(ParamsError, match="2 pages are called 'second-north'"):
        load_book(folder)


def test_the_list_of_pages_may_be_called_otherwise_than_the_notebook(tmp_path):
    named = EACH.replace(" }", ', title = { en = "A page per shop", zh = "门店专页" } }')
    assert load_book(project(tmp_path, each=named)).chapters[1].title == Text(
        en="A page per shop", zh="门店专页"
    )


def test_any_other_chapter_is_called_what_its_notebook_begins_with(tmp_path):
    named = '{ notebook = "second.ipynb", title = { en = "Mine", zh = "我的" } }'
    assert "no title without `each`" in refused(tmp_path, each=named)


def test_a_chapter_cannot_ask_for_a_level_by_itself(tmp_path):
    assert "every page has it" in refused(tmp_path, each='{ notebook = "second.ipynb", needs = ["level"] }')
