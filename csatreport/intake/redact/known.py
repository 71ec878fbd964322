"""Names that the company's own records give: found wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from csatreport.intake.redact.forms import Span
from csatreport.intake.redact.plain import folded
from csatreport.intake.redact.words import words

_SOLID = re.compile(r"[一-鿿㐀-䶿぀-ヿ가-힯]")  # written without blanks between words
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Names:
    """Names to look for.

    ``solid`` holds those in scripts without blanks by their first two characters, ``spaced`` the others by
    their first word; both longest first.
    """

    solid: dict[str, tuple[str, ...]]
    spaced: dict[str, tuple[str, ...]]
    pairs: re.Pattern[str] | None

    @classmethod
    def of(cls, names: frozenset[str]) -> Names:
        """Sort names out. One character alone, and a word such as 高兴, is too common to look for."""
        solid: dict[str, list[str]] = {}
        spaced: dict[str, list[str]] = {}
        common = words("ordinary")
        for name in sorted({folded(n) for n in names}, key=lambda n: (-len(n), n)):
            if len(name) < 2 or name in common:
                continue
            if _SOLID.match(name):
                solid.setdefault(name[:2], []).append(name)
            elif word := _WORD.match(name):
                for written in {name, name.upper(), name.lower() if " " in name else name}:
                    spaced.setdefault(written[: word.end()], []).append(written)
        firsts, seconds = ("".join(sorted({re.escape(pair[i]) for pair in solid})) for i in (0, 1))
        return cls(
            {first: tuple(found) for first, found in solid.items()},
            {first: tuple(found) for first, found in spaced.items()},
            re.compile(f"[{firsts}](?=[{seconds}])") if solid else None,
        )

    def spans(self, text: str) -> Iterator[Span]:
        """Every place where one of the names stands, the longest one of those that begin there."""
        if self.pairs:
            for match in self.pairs.finditer(text):
                at = match.start()
                for name in self.solid.get(text[at : at + 2], ()):
                    if text.startswith(name, at):
                        yield Span(at, at + len(name), "name")
                        break
        if self.spaced:
            yield from self._words(text)

    def _words(self, text: str) -> Iterator[Span]:
        for match in _WORD.finditer(text):
            for name in self.spaced.get(match.group(), ()):
                end = match.start() + len(name)
                if text.startswith(name, match.start()) and not text[end : end + 1].isalnum():
                    yield Span(match.start(), end, "name")
                    break
