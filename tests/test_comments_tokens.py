"""Texts to words."""

from __future__ import annotations

import pytest

from csatreport.comments.tokens import Cutter, ending, key, language, plain, stop_words


@pytest.mark.parametrize(
    ("text", "tongue"),
    [("网速慢", "zh"), ("Wi-Fi 很好", "zh"), ("slow line", "en"), ("", "en"), ("인터넷이 느려요", "other"),
     ("とても遅い回線", "other"), ("очень медленно", "other")],
)  # fmt: skip
def test_the_language_is_told_by_the_script(text: str, tongue: str) -> None:
    assert language(text) == tongue


def test_endings_of_one_word_meet() -> None:
    assert {ending(w) for w in ("drop", "drops", "dropped", "dropping")} == {"drop"}
    assert {ending(w) for w in ("charge", "charges", "charged", "charging")} == {"charg"}
    assert ending("queries") == ending("query")
    assert [ending(w) for w in ("bus", "less", "this", "string")] == ["bus", "less", "this", "string"]


def test_chinese_is_never_shortened() -> None:
    assert key("掉线s", "zh") == "掉线s"


def test_stop_words_numbers_and_signs_are_no_content() -> None:
    assert Cutter().content("我觉得网速很慢！！ 123 :-)", "zh") == ["网速", "慢"]
    assert Cutter().content("The line is very slow, 24 hours a day.", "en") == ["line", "slow"]


def test_negators_tell_no_theme_but_stay_tokens() -> None:
    assert "不" in Cutter().tokens("网络不稳定", "zh")
    assert Cutter().content("网络不稳定", "zh") == ["网络", "稳定"]
    assert "not" in Cutter().tokens("It doesn't work", "en")


def test_markers_of_removed_personal_data_are_no_words() -> None:
    assert Cutter().content("我叫⟦name⟧，电话⟦phone⟧，账单复杂", "zh") == ["电话", "账单", "复杂"]
    assert Cutter().content("Mr ⟦name⟧ complained", "en") == ["complained"]


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{config.items()}}", "${jndi:ldap://x}",
     "https://evil.example/x?y=z", "&lt;b&gt;"],
)  # fmt: skip
def test_markup_and_addresses_are_no_words(text: str) -> None:
    assert not {"script", "img", "src", "onerror", "config", "jndi", "ldap", "https", "evil", "lt"} & set(
        Cutter().tokens(text, "en")
    )


def test_a_very_long_text_is_read_to_its_limit_only() -> None:
    assert len(Cutter().tokens("slow " * 100_000, "en")) == 400


def test_declared_words_stay_whole_and_leave_other_cutters_alone() -> None:
    assert "小飞快线" in Cutter(("小飞快线",)).content("我的小飞快线断了", "zh")
    assert "小飞快线" not in Cutter().content("我的小飞快线断了", "zh")


def test_declared_stop_words_go() -> None:
    assert Cutter(stop=frozenset({"账单"})).content("账单复杂", "zh") == ["复杂"]


def test_another_language_is_cut_at_its_signs() -> None:
    assert Cutter().content("인터넷이 느려요!", "other") == ["인터넷이", "느려요"]


def test_short_forms_become_words() -> None:
    assert plain("It can’t, won't and ISN'T") == "it can not, will not and is not"


def test_stop_words_are_one_form_each() -> None:
    assert "的" in stop_words("zh")
    assert "the" in stop_words("en")
    assert not stop_words("other")
