"""Tone of a text by the words that judge in it: a score from -1 to 1, and positive, negative or unclear.

Within a clause the strengths of the lexicon's words are added, each turned round (and weakened) by a negator
before it and multiplied by what strengthens it. A negator that meets no judgement is a mild complaint
itself: "nobody came". What follows a *but* counts double, what precedes it half; how it used to be counts
the other way round, by half. The sum ``s`` becomes ``s / √(s² + 4)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal

from csatreport.comments.lexicon import Entry, Lexicon, Role
from csatreport.comments.tokens import Cutter, Tongue

Tone = Literal["positive", "negative", "unclear"]

CLEAR = 0.15  # a score nearer to 0 is unclear
_TURNED = -0.8  # "not good" is a little less bad than "good" is good
_REACH = 4  # words over which a negator or an intensifier still reaches
_POINT, _ASIDE, _PAST = 2.0, 0.5, -0.5
_SOFT = 4.0
_END = re.compile(r"[,.;:!?，。；：！？、…~～\n()（）]")


@dataclass(frozen=True)
class Sentiment:
    """Tone of a text, and the words that it was found by."""

    score: float
    words: tuple[str, ...] = ()

    @property
    def tone(self) -> Tone:
        """Positive, negative, or unclear where the score is near 0."""
        if abs(self.score) < CLEAR:
            return "unclear"
        return "positive" if self.score > 0 else "negative"


@dataclass
class _Clause:
    """What was read of a clause so far."""

    sum: float = 0.0
    factor: float = 1.0
    negated: bool = False
    bare: float = 0.0  # what the negator says where it negates no judgement
    since: int = 0  # words since the last negator or intensifier
    past: bool = False
    words: list[str] = field(default_factory=list)

    def judge(self, word: str, strength: float) -> None:
        """A word that judges."""
        if strength:
            self.sum += strength * self.factor * (_TURNED if self.negated else 1.0)
            self.words.append(word)
            self.negated, self.factor = False, 1.0

    def step(self) -> None:
        """A word that says nothing: what waits for a judgement waits no longer than its reach."""
        self.since += 1
        if self.since >= _REACH:
            self.drop()

    def drop(self) -> None:
        """Nothing came for the negator to negate."""
        self.sum += self.bare if self.negated else 0.0
        self.negated, self.factor, self.since = False, 1.0, 0

    def close(self) -> float:
        """What the clause says."""
        self.drop()
        return self.sum * (_PAST if self.past else 1.0)


@dataclass(frozen=True, eq=False)
class Judge:
    """Scores texts of both languages.

    A text of a third language, or with no word that judges, scores 0.

    Source: the rules are those of any lexicon method with valence shifters (Polanyi and Zaenen 2006, "Contextual
    valence shifters"; Taboada et al. 2011, *Computational Linguistics* 37(2)); words and weights are our own.
    Checked against: held-out comments of the simulated company and stars of reviews, docs/methods/sentiment.md.
    """

    cutter: Cutter
    lexica: Mapping[Tongue, Lexicon]

    @classmethod
    def of(
        cls, cutter: Cutter | None = None, own: Mapping[Tongue, Mapping[str, float]] | None = None
    ) -> Judge:
        """A judge with a project's ``own`` words: strength by word, for each language."""
        given = own or {}
        tongues: tuple[Tongue, ...] = ("zh", "en", "other")
        return cls(cutter or Cutter(), {t: Lexicon.of(t, given.get(t)) for t in tongues})

    def of_text(self, text: str, tongue: Tongue) -> Sentiment:
        """Tone of one text."""
        lexicon = self.lexica[tongue]
        if not lexicon.entries:
            return Sentiment(0.0)
        return score(lexicon.read(self.cutter.tokens(text, tongue)))


def score(read: Iterable[tuple[str, tuple[Entry, ...]]]) -> Sentiment:
    """Score what a lexicon read: clause by clause, the words after a *but* weighing most."""
    total, clause, words = 0.0, _Clause(), []
    weight = 1.0
    for word, entries in read:
        roles = {e.role: e.amount for e in entries}
        if _END.match(word) or "but" in roles:
            total += weight * clause.close()
            words += clause.words
            clause = _Clause()
        if "but" in roles:
            total, weight = total * _ASIDE, _POINT
        _hear(clause, word, roles)
    total += weight * clause.close()
    return Sentiment(total / sqrt(total * total + _SOFT), (*words, *clause.words))


def _hear(clause: _Clause, word: str, roles: Mapping[Role, float]) -> None:
    """Take one word into a clause. A word that negates and judges judges where something else negates."""
    if "past" in roles:
        clause.past = True
    elif "not" in roles:
        clause.negated, clause.bare, clause.since = not clause.negated, roles["not"], 0
    elif "less" in roles:
        clause.sum *= _TURNED
    elif "word" in roles:
        clause.judge(word, roles["word"])
    elif "very" in roles:
        clause.factor, clause.since = clause.factor * roles["very"], 0
    else:
        clause.step()
