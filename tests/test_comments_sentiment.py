"""Tone by lexicon; how often it is right is measured on templates that its author never looked at."""

from __future__ import annotations

import pytest
import said
from hypothesis import given
from hypothesis import strategies as st

from csatreport.comments.sentiment import Judge
from csatreport.comments.tokens import language

JUDGE = Judge.of()


def score(text: str) -> float:
    return JUDGE.of_text(text, language(text)).score


@pytest.mark.parametrize(
    ("good", "bad"),
    [("稳定", "不稳定"), ("没有掉线", "掉线"), ("很快", "很慢"),
     ("The service is good", "The service is not good"), ("no problem", "problem"),
     ("never slow", "slow"), ("不用排队", "排队"), ("without trouble", "trouble"), ("断网少了", "断网")],
)  # fmt: skip
def test_a_negator_turns_a_judgement_round(good: str, bad: str) -> None:
    assert score(good) > 0 > score(bad)


def test_what_follows_but_counts_most() -> None:
    assert score("网速很快，但是总掉线") < 0 < score("总掉线，但是客服很好很耐心")
    assert score("Friendly people but far too slow") < 0


def test_what_strengthens_and_weakens_is_heard() -> None:
    assert score("非常满意") > score("满意") > score("有点满意") > 0
    assert score("very slow") < score("slow") < score("a bit slow") < 0


def test_how_it_used_to_be_counts_the_other_way() -> None:
    assert score("It used to be better") < 0
    assert score("以前经常掉线") > 0


def test_a_negator_without_a_judgement_is_a_mild_complaint() -> None:
    assert -0.5 < score("Nobody came") < 0
    assert -0.5 < score("没来") < 0


def test_a_word_inside_another_word_does_not_judge() -> None:
    assert score("尽快") == 0  # holds 快, fast
    assert score("出差") == 0  # holds 差, bad


def test_nothing_and_other_languages_score_nothing() -> None:
    assert score("") == 0
    assert score("인터넷이 느려요") == 0
    assert JUDGE.of_text("", "en").tone == "unclear"


def test_own_words_are_heard() -> None:
    own = Judge.of(own={"en": {"throttled": -2.0}})
    assert own.of_text("The line is throttled", "en").score < score("The line is throttled") <= 0


@given(st.text(max_size=80))
def test_any_text_scores_within_bounds(text: str) -> None:
    for tongue in ("zh", "en", "other"):
        assert -1 <= JUDGE.of_text(text, tongue).score <= 1


def test_tones_of_templates_nobody_looked_at_are_found() -> None:
    for tongue, right, decided in (("zh", 0.85, 0.93), ("en", 0.65, 0.88)):
        texts = [t for t in said.held_out() if language(t) == tongue]
        tones = [JUDGE.of_text(t, tongue).tone for t in texts]  # type: ignore[arg-type]
        found = said.right(tones, [said.templates()[t][1] for t in texts])
        assert len(texts) >= 35
        assert found["accuracy"] >= right, found
        assert found["decided"] >= decided, found
