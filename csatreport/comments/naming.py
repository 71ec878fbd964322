"""Which demands a text names: by the words declared, in one pass per demand over all texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from csatreport.comments.voices import Flags
from csatreport.params.analysis.demands import Words

_SIGN = re.compile(r"([^\w\s])")


def named(texts: pd.Series, words: Sequence[Words]) -> Flags:
    """Whether each of n texts holds a word of each of k lists (n, k).

    A Chinese word counts anywhere in the text, an English one as a word of its own (``drop*``: with any ending).
    Width and case do not matter. RE2 reads a text in time linear in its length, whatever it holds.
    """
    if not words:
        return np.zeros((len(texts), 0), dtype=bool)
    column = pc.utf8_normalize(pa.array(texts.astype(object).fillna(""), pa.string()), form="NFKC")
    return np.column_stack([_matches(column, pattern(w)) for w in words])


def pattern(words: Words) -> str:
    """One regular expression of all words; "" where there are none."""
    return "|".join([*map(_escaped, words.zh), *map(_english, words.en)])


def _matches(column: pa.Array, expression: str) -> Flags:
    if not expression:
        return np.zeros(len(column), dtype=bool)
    found = pc.match_substring_regex(column, expression, ignore_case=True)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


def _escaped(word: str) -> str:
    return _SIGN.sub(r"\\\1", unicodedata.normalize("NFKC", word))


def _english(word: str) -> str:
    whole = r"\s+".join(map(_escaped, word.removesuffix("*").split()))
    return rf"\b{whole}" + ("" if word.endswith("*") else r"\b")
