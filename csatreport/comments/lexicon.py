"""Words that judge, of each language: ``data/sentiment_*.txt``, written for service talk, and a project's own.

A line is ``strength: word, word, ...`` with a strength from -3 to 3 (0 marks what only looks like a judgement),
``not -0.7:`` words that turn the next judgement round, and what they are worth where none follows (nobody *came*;
*no need* to queue), ``less:`` words that turn round what was said before them, ``very 1.5:`` words that strengthen
or weaken what follows, ``but:`` words after which the writer comes to the point, ``past:`` words for how it used
to be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import Literal

from csatreport.comments.tokens import Tongue, key

Role = Literal["word", "not", "less", "very", "but", "past"]


@dataclass(frozen=True)
class Entry:
    """What a word of the lexicon does: ``amount`` is its strength or its factor."""

    role: Role
    amount: float = 0.0


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Entries of one language, by their words' keys; of several roles a word has one of each."""

    tongue: Tongue
    entries: Mapping[str, tuple[Entry, ...]]
    prefixes: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, tongue: Tongue, own: Mapping[str, float] | None = None) -> Lexicon:
        """The lexicon of a language with a project's ``own`` words, which win; empty for a third language."""
        found: dict[str, tuple[Entry, ...]] = {}
        for word, entry in (*_read(tongue), *((w, Entry("word", s)) for w, s in (own or {}).items())):
            name = key(word.lower(), tongue)
            others = [e for e in found.get(name, ()) if e.role != entry.role]
            found[name] = (*others, entry)
        return cls(tongue, found, frozenset(_prefixes(found, tongue)))

    @cached_property
    def _between(self) -> str:
        return "" if self.tongue == "zh" else " "

    def read(self, tokens: list[str]) -> Iterator[tuple[str, tuple[Entry, ...]]]:
        """Tokens in their order, those of a phrase joined (the longest that the lexicon has), with their entries."""
        keys = [key(token, self.tongue) for token in tokens]
        at = 0
        while at < len(keys):
            name, end = self._longest(keys, at)
            yield name, self.entries.get(name, ())
            at = end

    def _longest(self, keys: list[str], at: int) -> tuple[str, int]:
        found, end = keys[at], at + 1
        name, ahead = found, at + 1
        while name in self.prefixes and ahead < len(keys):
            name = f"{name}{self._between}{keys[ahead]}"
            ahead += 1
            if name in self.entries:
                found, end = name, ahead
        return found, end


def _read(tongue: Tongue) -> Iterator[tuple[str, Entry]]:
    if tongue == "other":
        return
    file = files("csatreport.comments").joinpath("data", f"sentiment_{tongue}.txt")
    for line in file.read_text(encoding="utf-8").splitlines():
        head, colon, words = line.partition(":")
        if not colon or line.startswith("#"):
            continue
        entry = _entry(head.split())
        for word in words.split(","):
            yield word.strip(), entry


def _entry(head: list[str]) -> Entry:
    match head:
        case ["less" | "but" | "past" as role]:
            return Entry(role)
        case ["not" | "very" as role, amount]:
            return Entry(role, float(amount))
    return Entry("word", float(head[0]))


def _prefixes(entries: Mapping[str, object], tongue: Tongue) -> Iterator[str]:
    """Every beginning of a word that is longer than one token may be."""
    for name in entries:
        if tongue == "zh":
            yield from (name[:n] for n in range(1, len(name)))
        else:
            parts = name.split(" ")
            yield from (" ".join(parts[:n]) for n in range(1, len(parts)))
