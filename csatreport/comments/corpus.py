"""Texts read once: what each distinct one is written in, and the words that may tell its theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from csatreport.comments.tokens import Cutter, Tongue, key, language

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
Bag = tuple[str, ...]

_MOST_WORDS = 3000  # of a vocabulary: the most frequent
_FEWEST = 2  # distinct texts that a word stands in


@dataclass(frozen=True, eq=False)
class Corpus:
    """Distinct texts in the order of their first appearance.

    Attributes
    ----------
    texts, tongues, bags
        Of each distinct text: itself, its language, the keys of its words.
    forms : mapping
        How people most often write the word of a key, in each language.
    """

    texts: tuple[str, ...]
    tongues: tuple[Tongue, ...]
    bags: tuple[Bag, ...]
    forms: Mapping[Tongue, Mapping[str, str]]

    @classmethod
    def of(cls, texts: Sequence[str], cutter: Cutter) -> Corpus:
        """Cut distinct texts; where a text comes twice, so does its entry."""
        tongues = tuple(map(language, texts))
        written = [cutter.content(t, tongue) for t, tongue in zip(texts, tongues, strict=True)]
        keyed = [tuple(key(w, tongue) for w in words) for words, tongue in zip(written, tongues, strict=True)]
        return cls(tuple(texts), tongues, tuple(keyed), _forms(written, keyed, tongues))

    def within(self, tongue: Tongue) -> Places:
        """Places of the texts in one language."""
        return np.array([at for at, t in enumerate(self.tongues) if t == tongue], dtype=np.intp)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Where a text stands."""
        return {text: at for at, text in enumerate(self.texts)}

    def places(self, texts: pd.Series) -> Places:
        """Where each of many texts stands."""
        return np.array([self.place[text] for text in texts], dtype=np.intp)


def _forms(
    written: Sequence[Sequence[str]], keyed: Sequence[Bag], tongues: Sequence[Tongue]
) -> dict[Tongue, dict[str, str]]:
    counted: Counter[tuple[Tongue, str, str]] = Counter()
    for words, keys, tongue in zip(written, keyed, tongues, strict=True):
        counted.update((tongue, k, w) for k, w in zip(keys, words, strict=True))
    found: dict[Tongue, dict[str, str]] = {}
    for (tongue, name, word), _ in sorted(counted.items(), key=lambda x: (-x[1], x[0])):
        found.setdefault(tongue, {}).setdefault(name, word)
    return found


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Words of one language with their inverse document frequency ``ln((1 + N)/(1 + n)) + 1``."""

    words: tuple[str, ...]
    idf: Floats

    @classmethod
    def of(cls, bags: Sequence[Bag], counts: Floats, *, always: Iterable[str] = ()) -> Vocabulary:
        """Words of several distinct texts, and those of ``always`` that occur; ``counts`` says how often a bag does."""
        texts, documents = Counter[str](), Counter[str]()
        for bag, count in zip(bags, counts.tolist(), strict=True):
            for word in set(bag):
                texts[word] += 1
                documents[word] += count
        wanted = set(always)
        kept = [w for w, n in texts.items() if n >= _FEWEST or w in wanted]
        kept = sorted(kept, key=lambda w: (w not in wanted, -texts[w], w))[:_MOST_WORDS]
        words = tuple(sorted(kept))
        frequent = np.array([documents[w] for w in words], dtype=np.float64)
        return cls(words, np.log((1 + counts.sum()) / (1 + frequent)) + 1)

    @cached_property
    def at(self) -> Mapping[str, int]:
        """The column of each word."""
        return {word: place for place, word in enumerate(self.words)}

    def counts(self, bags: Sequence[Bag]) -> sparse.csr_matrix:
        """How often each word stands in each bag (bags, words)."""
        cells = [(row, self.at[w]) for row, bag in enumerate(bags) for w in bag if w in self.at]
        rows, columns = np.array(cells, dtype=np.intp).reshape(-1, 2).T
        shape = (len(bags), len(self.words))
        return sparse.csr_matrix((np.ones(len(cells)), (rows, columns)), shape=shape)

    def matrix(self, bags: Sequence[Bag]) -> sparse.csr_matrix:
        """TF-IDF (bags, words), each row of length 1, or 0 where a bag has no word of the vocabulary."""
        weighed = self.counts(bags).multiply(self.idf[None]).tocsr()
        length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        return sparse.diags(1 / np.where(length > 0, length, 1.0)) @ weighed
