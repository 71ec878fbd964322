"""Quotes: typical, harmless, of nobody."""

from __future__ import annotations

import canaries
import pytest
from commented import BILL, SPEED, TEXTS, commented

from csatreport.comments import voice
from csatreport.comments.verbatims import fit_to_show
from csatreport.params.analysis.comments import Comments


def quoted(*texts: str, times: int = 12) -> list[str]:
    return [q.text for q in voice.of(commented(texts, times=times)).quotes]


def test_a_theme_and_tone_give_one_quote_a_language() -> None:
    found = voice.of(commented(TEXTS, times=12)).quotes
    keys = [(q.label.en, q.tone, q.tongue) for q in found]
    assert len(keys) == len(set(keys)) >= 6
    assert {q.text for q in found} <= set(TEXTS)


def test_the_same_comments_give_the_same_quotes() -> None:
    assert quoted(*TEXTS) == quoted(*TEXTS)


def test_groups_below_the_minimum_give_none() -> None:
    assert quoted("网速太慢了，气人", times=9) == []
    assert quoted("网速太慢了，气人", times=10) == ["网速太慢了，气人"]


def test_what_the_analyst_withholds_is_not_quoted() -> None:
    declared = Comments(theme=(SPEED, BILL))
    for change in (
        {"quotes": False},
        {"withhold": ("the", "网速", "账单")},
        {"withhold": ("THE", "网速", "账单")},
    ):
        survey = commented(TEXTS, times=12, declared=declared.model_copy(update=change))
        assert not voice.of(survey).quotes


@pytest.mark.parametrize(
    "text",
    ["网速太慢，请打⟦phone⟧", "<b>网速太慢</b>", "=cmd|'/C calc'!A0 网速太慢", "网速太慢 https://x.example", "+网速太慢太慢",
     "网速慢", "网速太慢" * 40,
     "@SUM(A1) 网速太慢", "{{网速}}太慢太慢"],
)  # fmt: skip
def test_what_may_not_be_shown_is_not(text: str) -> None:
    assert quoted(text) == []
    assert not fit_to_show(text, "zh")


def test_no_planted_personal_datum_gets_out_even_where_intake_failed() -> None:
    made = [canaries.tokens(n) for n in range(4)]
    texts = [f"网速太慢，请打{m['phone']}" for m in made] + [f"网速太慢了，写信到{m['email']}" for m in made]
    texts += [f"网速太慢，身份证{m['id']}" for m in made] + [f"网速太慢，找{m['name']}先生" for m in made]
    texts += [f"网速太慢，住{m['address']}" for m in made] + [f"网速太慢，车牌{m['plate']}" for m in made]
    found = " ".join(quoted(*texts, *TEXTS))
    assert found
    assert not [token for m in made for token in m.values() if token in found]
