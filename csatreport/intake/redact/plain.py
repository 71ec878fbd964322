"""A text as a detector reads it: one way of writing digits, letters, dashes and blanks, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import Literal

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\u0300-\u036f\u20d0-\u20f0\U000e0000-\U000e01ef"
)
DASHES = "‐‑‒–—―−﹘﹣－⁃~～∼"
DOTS = "·•・‧∙⋅●"
_ALIKE = {"О": "O", "о": "o", "Ο": "O", "ο": "o", "х": "x", "Х": "X", "’": "'", "‘": "'", "`": "'"}
_COMPATIBLE = ((0xA0, 0x250), (0x660, 0x2030), (0x2070, 0x2190), (0x2460, 0x2500), (0x2776, 0x2794), (0x3000, 0x3001),
               (0xF900, 0xFB00), (0xFF00, 0xFFF0), (0x104A0, 0x11F5A), (0x1D400, 0x1D800), (0x1F100, 0x1F12A),
               (0x1FBF0, 0x1FBFA))  # fmt: skip
_MARKER = re.compile(r"⟦[a-z]+⟧")
_SPOKEN = str.maketrans(
    "OoIl一二三四五六七八九零〇○幺壹贰叁肆伍陆柒捌玖貳參陸", "0011123456789000112345678923" + "6"
)
_DIGITISH = "0-9OoIl一二三四五六七八九零〇○幺壹贰叁肆伍陆柒捌玖貳參陸"
SPOKEN = re.compile(f"[{_DIGITISH}](?:[ .\\-]{{0,2}}[{_DIGITISH}]){{6,}}")


@dataclass(frozen=True)
class Plain:
    """A text to search in, and the way back to the text that it was made of.

    ``here`` are the places in ``text`` behind which the two differ in length, ``there`` the same places in
    the original.
    """

    text: str
    here: tuple[int, ...] = (0,)
    there: tuple[int, ...] = (0,)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of ``text[start:end]``, with what is invisible behind it."""
        return self._back(start)[0], max(self._back(end - 1)[1], self._back(end)[0])

    def _back(self, at: int) -> tuple[int, int]:
        i = bisect_right(self.here, at) - 1
        start = self.there[i] + at - self.here[i]
        limit = self.there[i + 1] if i + 1 < len(self.there) else start + 1
        return min(start, limit - 1), min(start + 1, limit)


def plain(text: str) -> Plain:
    """Normalise a text for detection. Markers that stand in it already become something that is no word."""
    text = _MARKER.sub(lambda m: "\ufffc" * len(m.group()), text)
    if text.isascii():
        return Plain(text)
    pieces, here, there, last, length = [], [0], [0], 0, 0
    for match in _uneven().finditer(text):
        more = _wide().get(match.group(), "")
        pieces += [text[last : match.start()], more]
        length += match.start() - last + len(more)
        last = match.end()
        if more:
            here.append(length - len(more))
            there.append(match.start())
        here.append(length)
        there.append(last)
    pieces.append(text[last:])
    return Plain("".join(pieces).translate(_same()), tuple(here), tuple(there))


def folded(name: str) -> str:
    """A name as it would stand in a plain text."""
    return plain(unicodedata.normalize("NFC", name)).text.strip()


def spoken(digits: str) -> str:
    """Digits written as Chinese numerals or as letters that look like them, as digits."""
    return digits.translate(_SPOKEN)


@cache
def _same() -> dict[int, str]:
    """Characters that stand for another one."""
    table = (
        {ord(c): "-" for c in DASHES} | {ord(c): "·" for c in DOTS} | {ord(c): t for c, t in _ALIKE.items()}
    )
    for first, last in _COMPATIBLE:
        for code in range(first, last):
            table.setdefault(code, _one(chr(code)))
    return {code: c for code, c in table.items() if c != chr(code)}


def _one(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace() and character not in "\n\r\x85":
        return " "
    form: Literal["NFKD", "NFKC"] = "NFKD" if "LATIN" in unicodedata.name(character, "") else "NFKC"
    whole = unicodedata.normalize(form, character)
    return whole[0] if len(whole) == 1 or unicodedata.combining(whole[1]) else character


@cache
def _wide() -> dict[str, str]:
    """Characters that stand for several: numbers in circles, brackets or with a full stop."""
    found = {}
    for code in (*range(0x2460, 0x2500), *range(0x2776, 0x2794), *range(0x1F100, 0x1F12A)):
        number = unicodedata.numeric(chr(code), -1)
        if number >= 10:
            found[chr(code)] = f"{number:.0f}"
    return found


@cache
def _uneven() -> re.Pattern[str]:
    return re.compile(f"[{INVISIBLE}]+|[{''.join(_wide())}]")
