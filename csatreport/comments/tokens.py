"""Texts to words, in Chinese and English.

Chinese is cut by rjieba (the dictionary and algorithm of jieba), English at everything that is no letter; another
language is cut like English and gets no sentiment. Markup, addresses and the markers of removed personal
data are no words. Comparison is done on a plain form: width and case folded, English endings taken off.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

Tongue = Literal["zh", "en", "other"]
Cut = Callable[[str, bool], Sequence[str]]

LONGEST = 2000  # characters of a text that are read; more is no comment
_NOT_WORDS = re.compile(
    r"⟦[a-z]+⟧|https?://\S+|www\.\S+|<[^<>]{0,200}>|\{\{.{0,200}?\}\}|\$\{.{0,200}?\}|&[a-z#0-9]{2,8};"
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_STRANGE = re.compile(
    r"[\u0370-\u1fff\u3040-\u30ff\u3130-\u318f\ua000-\ua4cf\uac00-\ud7af]"
)  # Greek to Ethiopic, Kana, Hangul
_LATIN = re.compile(r"[a-z]+(?:-[a-z]+)*|[^\W\d_a-z]+|\d+|[^\w\s]+")
_SHORT = re.compile(r"\b(\w+)n't\b")
_WORD = re.compile(r"[^\W\d_]")
_VOWEL = re.compile(r"[aeiouy]")
_FREQUENCY = 100_000  # of a declared word: above what its parts have


def language(text: str) -> Tongue:
    """What a text is written in: Chinese with one Han character, unless letters of a third script stand in it."""
    if _STRANGE.search(text):
        return "other"
    return "zh" if _HAN.search(text) else "en"


def plain(text: str) -> str:
    """The text as it is compared: width and case folded, markup and markers gone, ``n't`` as a word.

    A marker becomes a full stop, so that its neighbours are no neighbours.
    """
    text = _NOT_WORDS.sub(" . ", text[:LONGEST])
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    return _SHORT.sub(lambda m: f"{_WHOLE.get(m[1], m[1])} not", text)


_WHOLE = {"ca": "can", "wo": "will", "sha": "shall"}


def ending(word: str) -> str:
    """An English word without its plural or verb ending, and without a last ``e``: drops, dropped, dropping → drop.

    Light on purpose: irregular forms stay apart, and the result is a key, never shown.
    """
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for tail in ("ing", "ed"):
        stem = word.removesuffix(tail)
        if stem != word and len(stem) > 2 and _VOWEL.search(stem):
            word = stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "lsz" else stem
            break
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


@cache
def stop_words(tongue: Tongue) -> frozenset[str]:
    """Words that say nothing about the theme; ``data/stop_*.txt``."""
    if tongue == "other":
        return frozenset()
    text = files("csatreport.comments").joinpath("data", f"stop_{tongue}.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@dataclass(frozen=True)
class Cutter:
    """Cuts the texts of a project.

    Attributes
    ----------
    words : tuple of str
        Words of the trade that a dictionary does not have; Chinese ones are kept whole.
    stop : frozenset of str
        Further words that say nothing.
    """

    words: tuple[str, ...] = ()
    stop: frozenset[str] = field(default=frozenset())

    def tokens(self, text: str, tongue: Tongue) -> list[str]:
        """Words and signs of a text in their order, lower case, as people wrote them.

        What the Chinese dictionary does not have stays in single characters: guessed words run what people mean together.
        """
        read = plain(text)
        if tongue != "zh":
            return _LATIN.findall(read)
        return [token for token in self._cut(read, False) if not token.isspace()]

    def content(self, text: str, tongue: Tongue) -> list[str]:
        """Words that may tell a theme, as people wrote them.

        Negators are none: a comment that the line is *not stable* is about stability, and its tone is told elsewhere.
        """
        stop = stop_words(tongue) | self.stop
        fewest = 1 if tongue == "zh" else 2
        return [
            token
            for token in self.tokens(text, tongue)
            if len(token) >= fewest and token not in stop and _WORD.search(token)
        ]

    @cached_property
    def _cut(self) -> Cut:
        return _dictionary(self.words)


def key(word: str, tongue: Tongue) -> str:
    """What counts as one word: in English without endings."""
    return " ".join(map(ending, word.split(" "))) if tongue == "en" else word


@cache
def _dictionary(words: tuple[str, ...]) -> Cut:
    import rjieba

    own = [word for word in words if _HAN.search(word)]
    cutter: Any = rjieba.Jieba() if own else rjieba  # the module's own dictionary stays as it is
    for word in own:
        cutter.add_word(word, _FREQUENCY, "n")
    cut: Cut = cutter.cut
    return cut
