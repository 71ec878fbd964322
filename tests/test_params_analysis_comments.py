"""``[comments]`` of params/analysis.toml."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from surveys import make_survey, rating

from csatreport.params import Text
from csatreport.params.analysis.comments import Comments, Theme

QUESTIONNAIRE = make_survey((rating("a"),)).questionnaire


def theme(code: str, *words: str) -> Theme:
    return Theme(code=code, label=Text.same(code), words=words)


def faults(declared: Comments) -> list[str]:
    return [f.line for f in declared.faults(QUESTIONNAIRE)]


def test_nothing_declared_is_fine() -> None:
    assert not faults(Comments())


def test_themes_that_share_no_word_are_fine() -> None:
    assert not faults(Comments(theme=(theme("a", "x", "X"), theme("b", "y"))))


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (Comments(theme=(theme("a", "x"), theme("a", "y"))), "'a' is declared twice"),
        (Comments(theme=(theme("a", "Wi-Fi"), theme("b", "wi-fi"))), "a word of 'a' too"),
        (Comments(theme=(theme("a", "x"),), stop=("x",)), "a word of 'stop' too"),
        (Comments(theme=(theme("a", "!!"),)), "got '!!'"),
        (Comments(words=("12",)), "comments, words"),
        (Comments(stop=("？",)), "comments, stop"),
        (Comments(withhold=("",)), "comments, withhold"),
        (Comments(strength={"fine": 9.0}), "expected -3 to 3"),
        (Comments(further=9), "0 to 4"),
    ],
)
def test_what_is_wrong_is_named(declared: Comments, said: str) -> None:
    assert any(said in line for line in faults(declared)), faults(declared)


def test_a_theme_without_words_is_refused() -> None:
    with pytest.raises(ValidationError):
        theme("a")
