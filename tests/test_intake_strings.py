"""Questions to many texts at once have the answers that Python gives for each."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from csatreport.intake import code, strings, times
from csatreport.intake.rules import fieldwork
from csatreport.params.text import normal

texts = st.lists(st.text(alphabet="0123456789 .+-Etes\n\x7f４王", max_size=8), max_size=30)


@given(texts)
def test_keys_are_plain_text_however_many_there_are(given_keys: list[str]) -> None:
    keys = pd.Series(given_keys, dtype=object)
    assert code.texts(keys, {}).tolist() == [code.plain(key) for key in given_keys]


@given(texts)
def test_words_of_testers_are_found_whatever_stands_around_them(given_keys: list[str]) -> None:
    keys = pd.Series(given_keys, dtype=object)
    marked = fieldwork.named(keys, ("test", "tes"))
    assert marked.tolist() == [normal(key).casefold() in {"test", "tes"} for key in given_keys]


def test_what_is_missing_is_blank_and_categories_are_texts() -> None:
    assert strings.arrow(pd.Series(["a", None, "b"], dtype="string")).to_pylist() == ["a", "", "b"]
    assert strings.arrow(pd.Series(pd.Categorical(["b", "a", "b"]))).to_pylist() == ["b", "a", "b"]


def test_a_day_that_does_not_exist_is_none_among_many_that_do() -> None:
    found = times.moments(pd.Series(["2026-07-03 10:11", "2026-02-30 10:11", "2026-07-03 10:11:12"]))
    assert found.isna().tolist() == [False, True, False]
    whole = times.moments(pd.Series(["2026-07-03 10:11", "2026-07-03 10:11:12"]))
    assert whole.tolist() == found.dropna().tolist()
    assert whole.dtype == found.dtype
