from dataclasses import replace

import pytest
from executed import manuscript

from csatreport.book.checks import check, typed_digits
from csatreport.book.manuscript import Exhibit, Heading, Passage
from csatreport.errors import BookError
from csatreport.params import Text
from csatreport.records import Claim


@pytest.fixture
def book(tmp_path):
    return manuscript(tmp_path)


def with_block(book, block):
    """The book with one more block on its first page."""
    first, *rest = book.parts
    page = replace(first.pages[0], blocks=(*first.pages[0].blocks, block))
    return replace(book, parts=(replace(first, pages=(page, *first.pages[1:])), *rest))


def with_claim(book, **changes):
    claim = next(c for _, _, c in book.claims)
    return with_block(book, Exhibit(replace(claim, **changes), 7))


def test_a_book_in_order_passes(book):
    check(book)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Satisfaction is 83.1 % now.", ["83.1 %"]),
        ("满意率为83.1%。", ["83.1%"]),
        ("满意率为８３％。", ["８３％"]),
        ("Base 1,702 answers and 5x more", ["1,702", "5"]),
        ("See [the 12 best](a.ipynb)", ["12"]),
        ("- 12 reasons", ["12"]),
    ],
)
def test_figures_typed_by_hand_are_found(text, found):
    assert typed_digits(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The interval of Q7A and Q12, question 3, 第 7 题, 问题3.",
        "On 2026-09-30, in 2026, in 2026Q3, FY2018/19, on 30 September 2026.",
        "截至2026年9月30日,2026年第三季度。",
        "Code `x = 12`, maths $n \\ge 30$ and $$t_{0.975}$$ and a block:\n\n```\n12\n```\n",
        "[How](methods-2.ipynb) <https://example.org/12> ![p](fig-3.svg)",
        "1. first\n2. second",
    ],
)
def test_dates_question_numbers_code_maths_addresses_and_list_numbers_are_no_figures(text):
    assert typed_digits(text) == []


def test_typed_figures_are_told_with_page_and_language(book):
    faulty = with_block(book, Passage({"en": "It rose by 12 points.", "zh": "上升了12分。"}))
    with pytest.raises(BookError) as refusal:
        check(faulty)
    assert "cover (en): digits typed by hand: 12" in refusal.value.message
    assert "cover (zh): digits typed by hand: 12" in refusal.value.message


def test_figures_in_headings_are_found_too(book):
    with pytest.raises(BookError, match="digits typed by hand: 90 %"):
        check(with_block(book, Heading(2, {"en": "Why 90 % is the aim", "zh": "目标"})))


def test_a_missing_language_is_told(book):
    with pytest.raises(BookError, match="text without its zh half"):
        check(with_block(book, Passage({"en": "Only English.", "zh": " "})))


def test_a_sentence_that_lacks_its_number_is_told(book):
    with pytest.raises(BookError, match=r"the sentence says '84\.0%', its record csat is '83\.1%'"):
        check(with_claim(book, text={"en": "84.0% of customers", "zh": "83.1%的客户"}))


def test_a_number_without_its_record_is_told(book):
    spans = {"en": [(0, 5, "nobody")], "zh": [(0, 5, "csat")]}
    with pytest.raises(BookError, match="its record nobody is 'no number'"):
        check(with_claim(book, spans=spans))


def test_numbers_that_differ_between_languages_are_told(book):
    claim: Claim = next(c for _, _, c in book.claims)
    value = replace(claim.values[0], text={"en": "83.1%", "zh": "83.2%"})
    text = {"en": claim.text["en"], "zh": claim.text["zh"].replace("83.1%", "83.2%")}
    with pytest.raises(BookError, match="csat differs between languages"):
        check(with_claim(book, text=text, values=(value,)))


def test_one_language_may_say_in_a_word_that_there_is_none(book):
    claim: Claim = next(c for _, _, c in book.claims)
    value = replace(claim.values[0], value=0.0, text={"en": "none", "zh": "0"})
    text = {"en": claim.text["en"].replace("83.1%", "none"), "zh": claim.text["zh"].replace("83.1%", "0")}
    spans = {
        k: [(x.index(value.text[k]), x.index(value.text[k]) + len(value.text[k]), "csat")]
        for k, x in text.items()
    }
    check(with_claim(book, text=text, values=(value,), spans=spans))
    with pytest.raises(BookError, match="csat differs between languages"):
        check(with_claim(book, text=text, values=(replace(value, value=1.0),), spans=spans))


def test_a_claim_that_says_nothing_in_one_language_is_told(book):
    with pytest.raises(BookError, match="no sentence in zh"):
        check(with_claim(book, text={"en": "83.1% of customers", "zh": ""}, spans={"en": [(0, 5, "csat")]}))


def test_two_pages_with_one_title_are_told(book):
    first, second = book.parts
    twin = replace(second.pages[0], title={"en": first.pages[0].title["en"], "zh": "另一页"})
    with pytest.raises(BookError, match="2 pages are called 'How satisfied are our customers"):
        check(
            replace(
                book, parts=(first, replace(second, title=Text.same("x"), pages=(twin, *second.pages[1:])))
            )
        )


def test_all_faults_are_told_at_once(book):
    faulty = with_block(
        with_block(book, Passage({"en": "12", "zh": "好"})), Passage({"en": "34", "zh": "好"})
    )
    with pytest.raises(BookError, match="the book has 2 faults"):
        check(faulty)
