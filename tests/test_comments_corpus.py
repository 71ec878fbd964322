"""Texts read once, and their words as numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.comments.coherence import npmi
from csatreport.comments.corpus import Corpus, Vocabulary
from csatreport.comments.tokens import Cutter


def test_a_word_is_shown_as_people_mostly_write_it() -> None:
    corpus = Corpus.of(["charges again", "charges", "charged"], Cutter())
    assert corpus.forms["en"]["charg"] == "charges"


def test_places_lead_back_to_texts() -> None:
    corpus = Corpus.of(["slow", "网速", "fast"], Cutter())
    assert corpus.places(pd.Series(["fast", "slow", "fast"])).tolist() == [2, 0, 2]
    assert corpus.within("en").tolist() == [0, 2]


def test_rows_have_length_one_or_are_empty() -> None:
    vocabulary = Vocabulary.of([("a", "b"), ("a", "c"), ("b",)], np.array([1.0, 2.0, 1.0]))
    length = np.linalg.norm(vocabulary.matrix([("a", "a", "b"), ("z",), ()]).toarray(), axis=1)
    np.testing.assert_allclose(length, [1, 0, 0])


def test_rare_words_go_unless_wanted() -> None:
    bags, counts = [("a", "b"), ("a", "c")], np.ones(2)
    assert Vocabulary.of(bags, counts).words == ("a",)
    assert Vocabulary.of(bags, counts, always=["c", "never"]).words == ("a", "c")


def test_idf_is_that_of_scikit_learn() -> None:
    from sklearn.feature_extraction.text import TfidfTransformer

    bags = [("a", "b"), ("a",), ("b", "c"), ("c", "a", "a")]
    vocabulary = Vocabulary.of(bags, np.ones(4))
    theirs = TfidfTransformer().fit_transform(vocabulary.counts(bags)).toarray()
    np.testing.assert_allclose(vocabulary.matrix(bags).toarray(), theirs, atol=1e-12)


def test_coherence_by_hand() -> None:
    bags = [("a", "b"), ("a", "b"), ("c",), ("c", "d"), ("d",), ("a", "c")]
    counts = Vocabulary.of(bags, np.ones(6)).counts(bags)  # columns a b c d
    found = npmi([[0, 1], [1, 3], [2, 3], [0]], counts)
    p = np.log((2 / 6) / (3 / 6 * 2 / 6)) / -np.log(2 / 6)
    q = np.log((1 / 6) / (3 / 6 * 2 / 6)) / -np.log(1 / 6)
    np.testing.assert_allclose(found, [p, -1, q, -1])


def test_words_that_always_stand_together_are_fully_coherent() -> None:
    counts = Vocabulary.of([("a", "b")] * 2, np.ones(2)).counts([("a", "b")] * 2)
    assert npmi([[0, 1]], counts).tolist() == [1.0]
