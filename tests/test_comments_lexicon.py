"""The words that judge."""

from __future__ import annotations

from csatreport.comments.lexicon import Lexicon


def names(lexicon: Lexicon, tokens: list[str]) -> list[str]:
    return [name for name, _ in lexicon.read(tokens)]


def test_the_longest_phrase_wins() -> None:
    assert names(Lexicon.of("en"), ["value", "for", "money", "here"]) == ["valu for money", "her"]
    assert names(Lexicon.of("zh"), ["性价比", "高", "的"]) == ["性价比高", "的"]


def test_a_phrase_that_breaks_off_gives_its_words_back() -> None:
    assert names(Lexicon.of("en"), ["value", "for"]) == ["valu", "for"]


def test_own_words_overrule_the_lexicon() -> None:
    lexicon = Lexicon.of("en", {"Cheap": -1.0, "throttled": -2.0})
    assert [e.amount for e in lexicon.entries["cheap"]] == [-1.0]
    assert [e.amount for e in lexicon.entries["throttl"]] == [-2.0]


def test_a_third_language_has_no_lexicon() -> None:
    assert not Lexicon.of("other").entries


def test_every_strength_is_within_bounds_and_no_word_is_empty() -> None:
    for tongue in ("zh", "en"):
        entries = Lexicon.of(tongue).entries
        assert len(entries) > 500
        assert all(name.strip() for name in entries)
        assert all(abs(e.amount) <= 3 for of in entries.values() for e in of)
