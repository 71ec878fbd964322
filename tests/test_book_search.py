from __future__ import annotations

import pytest

from csatreport.book import search


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
    assert asked <= set(search.indexed(text))


def test_neighbours_in_different_words_are_not_one_word() -> None:
    assert "意率" not in search.indexed("满意 率")
    assert "T满" not in search.indexed("CSAT满意")


def test_english_is_indexed_by_words_with_their_stems() -> None:
    language = search.SearchBothLanguages({})
    words = {language.stem(w.lower()) for w in language.split("Customers are satisfied: satisfaction")}
    assert language.stem("satisfaction") in words
    assert language.stem("customer") in words


def test_the_text_shown_by_a_search_holds_no_markup() -> None:
    script = search.texts({"b": ["<p>5 &lt; 6</p>"], "a": ["plain", " "]})
    assert script == 'window.csatTexts = {"a": "plain", "b": "5 < 6"};\n'


def test_a_number_inside_a_sentence_is_shown_as_the_page_shows_it() -> None:
    linked = '<p>现为<a href="records.html#x">88.1%</a>。</p><p>hotline_<wbr/>wait</p>'
    assert search.plain(linked) == "现为88.1%。 hotline_wait"
