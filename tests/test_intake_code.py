"""Answers become ratings and codes; what cannot is set aside, with its reason."""

from __future__ import annotations

import pandas as pd
import pytest

from csatreport.errors import ParamsError
from csatreport.intake.code import (
    BETWEEN,
    OUTSIDE,
    TEXT,
    UNKNOWN,
    codes,
    contradictions,
    plain,
    ratings,
    texts,
)
from csatreport.params import Item, Scale, Text


def rating(missing: tuple[str, ...] = (), low: int = 1, high: int = 5) -> Item:
    return Item(
        item="q",
        kind="rating",
        label=Text.same("q"),
        wording=Text.same("q"),
        scale=Scale(low=low, high=high),
        missing=missing,
        row=9,
    )


def category(missing: tuple[str, ...] = ()) -> Item:
    return Item(
        item="c",
        kind="category",
        label=Text.same("c"),
        wording=Text.same("c"),
        codes="sex",
        missing=missing,
        row=9,
    )


def answers(*given: str) -> pd.Series:
    return pd.Series(list(given), dtype=str)


@pytest.mark.parametrize(
    ("raw", "one"),
    [("4.0", "4"), ("４", "4"), (" 04 ", "4"), ("4.50", "4.5"), ("-0", "-0"), ("+3", "3"), ("1-3", "1-3")],
)
def test_a_number_has_one_form(raw: str, one: str) -> None:
    assert plain(raw) == one


def test_numbers_in_every_form_are_ratings() -> None:
    coded = ratings(answers("1", "5.0", "４", " 3 "), rating(), {})
    assert coded.value.tolist() == [1, 5, 4, 3]
    assert coded.fault.empty
    assert coded.value.dtype == "float32"


def test_missing_codes_and_blanks_never_count_and_are_no_fault() -> None:
    coded = ratings(answers("0", "6", "", " ", "Blank", "0.0"), rating(("0", "6", "Blank")), {})
    assert coded.value.isna().all()
    assert coded.fault.empty


def test_numbers_outside_the_scale_and_words_are_set_aside() -> None:
    coded = ratings(answers("9", "-1", "very good", "3"), rating(), {})
    assert coded.fault.to_dict() == {0: OUTSIDE, 1: OUTSIDE, 2: TEXT}
    assert coded.value.notna().tolist() == [False, False, False, True]


def test_a_number_between_two_answers_is_none_of_them() -> None:
    coded = ratings(answers("4.5", "4.0"), rating(), {})
    assert coded.fault.to_dict() == {0: BETWEEN}
    assert coded.value.fillna(-1).tolist() == [-1, 4]


def test_words_can_be_ratings_when_a_list_says_so() -> None:
    coded = ratings(
        answers("满意", "一般", "不适用", "5"), rating(("9",)), {"满意": "4", "一般": "3", "不适用": "9"}
    )
    assert coded.value.tolist()[:2] == [4, 3]
    assert coded.value[3] == 5
    assert coded.fault.empty


def test_answers_of_a_category_become_codes_and_strangers_are_set_aside() -> None:
    coded = codes(
        answers("여", "남", "1.0", "", "나", "NA"), category(("NA",)), {"여": "f", "남": "m", "1": "m"}
    )
    assert coded.value.fillna("-").tolist() == ["f", "m", "m", "-", "-", "-"]
    assert coded.value.dtype == "string"
    assert coded.fault.to_dict() == {4: UNKNOWN}


def test_strata_keep_their_text_where_no_list_is_known() -> None:
    assert texts(answers("城区", " 02 ", ""), {"城区": "urban"}).tolist() == ["urban", "2", ""]


def test_a_scale_that_more_than_one_answer_in_twenty_contradicts_is_refused() -> None:
    given = answers(*["5"] * 94, *["7"] * 6)
    with pytest.raises(ParamsError) as caught:
        contradictions(given, ratings(given, rating(), {}), rating(), where="a.csv")
    message = caught.value.message
    assert all(part in message for part in ("row 9, scale", "1-5", "6 of 100", "6%", "'7'", "a.csv"))


@pytest.mark.parametrize("given", [["5"] * 95 + ["7"] * 5, ["5", "5", "7"], ["0"] * 10 + ["5"]])
def test_a_few_stray_answers_do_not_make_a_scale_wrong(given: list[str]) -> None:
    series = answers(*given)
    contradictions(series, ratings(series, rating(("0",)), {}), rating(("0",)), where="a.csv")


def test_a_refusal_never_quotes_what_only_one_person_wrote() -> None:
    given = answers("call me on 13812345678", "5", "my name is Li Lei", "none", "none")
    with pytest.raises(ParamsError) as caught:
        contradictions(given, ratings(given, rating(), {}), rating(), where="a.csv")
    assert "'none'" in caught.value.message
    assert "138" not in caught.value.message
    assert "Li Lei" not in caught.value.message


def test_a_list_that_the_answers_contradict_is_refused_by_row() -> None:
    given = answers("x", "x", "x", "y")
    with pytest.raises(ParamsError, match="row 9, codes"):
        contradictions(given, codes(given, category(), {"y": "y"}), category(), where="a.csv")


def test_a_list_with_the_code_other_takes_words_that_it_does_not_hold() -> None:
    coded = codes(answers("女", "something else", ""), category(), {"女": "f", "其他": "other"})
    assert coded.value.fillna("-").tolist() == ["f", "other", "-"]
    assert coded.words.to_dict() == {1: "something else"}
    assert coded.fault.empty
