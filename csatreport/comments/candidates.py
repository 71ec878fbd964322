"""Words of texts that name no declared demand: what may be a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from csatreport.comments.naming import named
from csatreport.comments.tokens import Cutter, key, language
from csatreport.comments.voices import Flags
from csatreport.params.analysis.demands import Words


@dataclass(frozen=True, eq=False)
class Candidate:
    """A word, or two that follow one another: how many unmatched texts hold it, and which of all texts do (n,)."""

    word: str
    unmatched: int
    voices: Flags


def candidates(
    texts: pd.Series, matched: Flags, *, most: int, fewest: int, cutter: Cutter
) -> list[Candidate]:
    """Words that cover the unmatched texts best, one after the other.

    Only words that a larger share of the unmatched texts holds than of the matched ones: the others tell nothing new.
    Each next one is the word, or pair of neighbouring words, that the most unmatched texts hold which none before it
    covers (the greedy cover); of two that cover alike the longer one. None is listed that fewer than ``fewest``
    further texts hold, so that a word of a few people is not shown.

    Parameters
    ----------
    texts : (n,) Series of str
    matched : (n,) bool
        Whether a text names a declared demand.
    """
    every = [_grams(t, cutter) for t in texts]
    usual = Counter(word for bag, known in zip(every, matched, strict=True) if known for word in bag)
    there, rest = max(int(matched.sum()), 1), max(int((~matched).sum()), 1)
    bags = [bag for bag, known in zip(every, matched, strict=True) if not known]
    counts = Counter(word for bag in bags for word in bag)
    telling = {word for word, n in counts.items() if n >= fewest and n / rest > usual[word] / there}
    bags = [bag & telling for bag in bags]
    found: list[Candidate] = []
    while len(found) < most:
        counts = Counter(word for bag in bags for word in bag)
        if not counts:
            break
        word, count = max(counts.items(), key=lambda x: (x[1], len(x[0]), x[0]))
        if count < fewest:
            break
        found.append(Candidate(word, count, np.zeros(0, dtype=bool)))
        bags = [bag for bag in bags if word not in bag]
    return _with_voices(texts, found)


def _grams(text: str, cutter: Cutter) -> set[str]:
    """Words of a text and pairs of them that stand side by side, as they are written."""
    tongue = language(text)
    words = cutter.content(text, tongue)
    between = "" if tongue == "zh" else " "
    plain = text.casefold()
    beside = {a + between + b for a, b in pairwise(words) if a + between + b in plain}
    return {w for w in words if len(w) > 1 and key(w, tongue)} | beside


def _with_voices(texts: pd.Series, found: Sequence[Candidate]) -> list[Candidate]:
    lists = [Words(zh=(c.word,)) if language(c.word) == "zh" else Words(en=(c.word,)) for c in found]
    there = named(texts, lists)
    return [Candidate(c.word, c.unmatched, there[:, k]) for k, c in enumerate(found)]
