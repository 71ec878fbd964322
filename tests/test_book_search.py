from __future__ import annotations

import json

import pytest

from csatreport.book import search, searchlanguage
from csatreport.book.rendered import Rendered


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("客户满意度报告", "满意"),
        ("客户满意度报告", "满意度"),
        ("非常滿意度", "滿意度"),
        ("CSAT满意率80%", "满意"),
        ("账单", "账"),
    ],
)
def test_a_chinese_text_is_found_by_any_run_of_its_characters(text: str, found_by: str) -> None:
    asked = {found_by[i : i + 2] for i in range(max(1, len(found_by) - 1))}
    assert asked <= set(searchlanguage.indexed(text))


def test_neighbours_in_different_words_are_not_one_word() -> None:
    assert "意率" not in searchlanguage.indexed("满意 率")
    assert "T满" not in searchlanguage.indexed("CSAT满意")


def test_english_is_indexed_by_words_with_their_stems() -> None:
    language = searchlanguage.SearchBothLanguages({})
    words = {language.stem(w.lower()) for w in language.split("Customers are satisfied: satisfaction")}
    assert language.stem("satisfaction") in words
    assert language.stem("customer") in words


def page(text: str, *words: str, titles: tuple[tuple[str, str | None], ...] = (("T", None),)) -> Rendered:
    return Rendered("", titles[0][0], text, list(titles), ["t"], list(words), {}, True)


def test_the_text_shown_by_a_search_holds_no_markup() -> None:
    found = {"b": page(search.text(["<p>5 &lt; 6</p>"])), "a": page(search.text(["plain", " "]))}
    assert search.texts(found) == 'window.csatTexts = {"a": "plain", "b": "5 < 6"};\n'


def test_a_word_of_one_page_has_its_number_and_a_word_of_several_has_theirs() -> None:
    found = search.index(
        {"b": page("", "one", "both"), "a": page("", "both", titles=(("T", None), ("H", "h")))}
    )
    index = json.loads(found.removeprefix("Search.setIndex(").removesuffix(")"))
    assert index["docnames"] == ["a", "b"]
    assert index["terms"] == {"both": [0, 1], "one": 1}
    assert index["alltitles"] == {"T": [[0, None], [1, None]], "H": [[0, "h"]]}


def test_a_number_inside_a_sentence_is_shown_as_the_page_shows_it() -> None:
    linked = '<p>现为<a href="records.html#x">88.1%</a>。</p><p>hotline_<wbr/>wait</p>'
    assert search.plain(linked) == "现为88.1%。 hotline_wait"
