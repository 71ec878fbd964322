"""The forms put to work: many texts searched as one, each only for what its characters allow."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from csatreport.intake.redact import (
    addresses,
    cards,
    chinese,
    english,
    identities,
    mail,
    networks,
    phones,
    plates,
)
from csatreport.intake.redact.forms import Form, Span, merged, spans
from csatreport.intake.redact.known import Names
from csatreport.intake.redact.plain import SPOKEN, plain, spoken

NUMBERS: tuple[Form, ...] = (*identities.NUMBERS, *cards.FORMS, *phones.FORMS, *addresses.POST)
_BETWEEN = "\ufdd1"  # no character at all; nothing that a form describes holds it
_CHUNK = 1 << 18
_NUMBER = re.compile(r"[0-9](?:[^0-9]*[0-9]){3}")
_DIGIT = re.compile(r"[0-9]")
_COLONS = re.compile(r":[^:]*:")
_LATIN = re.compile(r"[A-Za-z]")
_AT = re.compile(r"@|艾特|\bat\b|[\[({<] ?a", re.IGNORECASE)
_CHINESE = re.compile(r"[一-鿿]")
_DOOR = re.compile(
    r"[0-9A-Za-z一二三四五六七八九十百] ?(?:[号號栋棟幢室楼樓座层層户戶房组組队隊单單区區]|$)|村|[0-9]{3}"
)


class Script(NamedTuple):
    """What a text is written with, which says what it may hold. Most comments hold next to nothing."""

    number: bool  # the four digits of the shortest number we look for
    digit: bool
    colons: bool
    latin: bool
    at: bool
    chinese: bool
    door: bool

    @classmethod
    def of(cls, text: str) -> Script:
        """What this text is written with."""
        read = plain(text).text
        signs = (_NUMBER, _DIGIT, _COLONS, _LATIN, _AT, _CHINESE, _DOOR)
        return cls(*(sign.search(read) is not None for sign in signs))

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that such a text may hold."""
        return (
            *(NUMBERS if self.number else ()),
            *(plates.FORMS if self.digit else ()),
            *(mail.FORMS if self.latin and self.at else ()),
            *(identities.HANDLES if self.latin else ()),
            *(networks.FORMS if self.number or self.colons else ()),
            *(addresses.ENGLISH if self.digit and self.latin else ()),
            *(addresses.CHINESE if self.chinese and self.door else ()),
            *(chinese.FORMS if self.chinese else ()),
            *(english.FORMS if self.latin else ()),
        )


def scrubbed(texts: Sequence[str], names: Names) -> list[str]:
    """Texts without personal data, in their order."""
    clean = list(texts)
    groups: dict[Script, list[int]] = {}
    for place, text in enumerate(texts):
        groups.setdefault(Script.of(text), []).append(place)
    for script, places in groups.items():
        found = chain.from_iterable(
            _apart(_scrubbed(_BETWEEN.join(some), script.forms, names), len(some))
            for some in _chunks(texts[place] for place in places)
        )
        for place, text in zip(places, found, strict=True):
            clean[place] = text
    return clean


def _apart(text: str, parts: int) -> list[str]:
    return text.split(_BETWEEN) if parts > 1 else [text]


def _chunks(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts to be searched together; one that holds the separator stays alone."""
    together: list[str] = []
    length = 0
    for text in texts:
        alone = _BETWEEN in text
        if together and (alone or length > _CHUNK):
            yield together
            together, length = [], 0
        if alone:
            yield [text]
            continue
        together.append(text)
        length += len(text)
    if together:
        yield together


def _scrubbed(text: str, forms: Iterable[Form], names: Names) -> str:
    read = plain(text)
    written = merged(chain(spans(read.text, forms), names.spans(read.text)))
    pieces, last = [], 0
    for span in merged([*written, *_spoken(read.text, written)]):
        start, end = read.original(span.start, span.end)
        pieces += [text[last:start], f"⟦{span.kind}⟧"]
        last = end
    return "".join((*pieces, text[last:]))


def _spoken(text: str, written: list[Span]) -> Iterator[Span]:
    """Numbers in Chinese numerals, or with letters for digits, where none was found as written: 一三八…, I38OO…."""
    starts = [span.start for span in written]
    for match in SPOKEN.finditer(text):
        digits = spoken(match.group())
        known = bisect_left(starts, match.end())
        if digits == match.group() or (known and written[known - 1].end > match.start()):
            continue
        start = max(0, match.start() - 20)
        part = text[start : match.start()] + digits + text[match.end() : match.end() + 6]
        for span in spans(part, NUMBERS):
            if span.end > match.start() - start and span.start < match.end() - start:
                yield Span(start + span.start, start + span.end, span.kind)
