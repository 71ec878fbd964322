"""Themes: anchored in what is known, further ones by coherence."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from csatreport.comments.corpus import Corpus
from csatreport.comments.seeds import Seed
from csatreport.comments.themes import WEAK, Model, fit
from csatreport.comments.tokens import Cutter
from csatreport.params import Text

SPEED = Seed("speed", Text(en="Speed", zh="网速"), {"en": ("spe", "slow")})
BILL = Seed("bill", Text(en="Bill", zh="账单"), {"en": ("bill",)})
TEXTS = [
    "slow download upload", "speed download", "upload slow", "bill charge wrong", "charge bill", "wrong charge", "lovely weather",
]  # fmt: skip
PARK = [" ".join(words) for words in combinations(("parking", "garage", "ticket", "barrier", "machine"), 4)]


def model(
    texts: list[str], seeds: tuple[Seed, ...] = (SPEED, BILL), counts: object = 1.0, **rest: object
) -> Model:
    corpus = Corpus.of(texts, Cutter())
    times = np.broadcast_to(np.asarray(counts, dtype=float), len(texts)).copy()
    return fit(corpus, times, seeds, tongue="en", **{"fewest": 3, **rest})


def homes(found: Model, texts: list[str]) -> list[str]:
    held = found.weights(list(Corpus.of(texts, Cutter()).bags))
    return [found.themes[h.argmax()].code if h.max() >= WEAK else "" for h in held]


def test_a_theme_learns_words_that_nobody_gave_it() -> None:
    found = model(TEXTS)
    assert homes(found, ["upload", "wrong charge", "lovely weather"]) == ["speed", "bill", ""]
    assert set(found.words(found.themes[0])) >= {"slow", "speed", "upload"}


def test_nothing_depends_on_the_order_of_texts() -> None:
    first, second = model(TEXTS), model(TEXTS[::-1])
    assert first.vocabulary.words == second.vocabulary.words
    np.testing.assert_allclose(first.loadings, second.loadings, atol=1e-4)


def test_a_text_written_often_counts_as_often() -> None:
    often = model(TEXTS, counts=[3, 1, 1, 1, 1, 1, 1])
    repeated = model([TEXTS[0]] * 3 + TEXTS[1:])
    np.testing.assert_allclose(often.loadings, repeated.loadings, atol=1e-6)


def test_the_same_texts_give_the_same_bytes() -> None:
    texts = TEXTS + PARK
    assert model(texts).loadings.tobytes() == model(texts).loadings.tobytes()


def test_what_fits_nothing_known_becomes_a_further_theme() -> None:
    found = model(TEXTS * 2 + PARK)
    more = [t for t in found.themes if not t.known]
    assert len(more) == 1
    assert set(more[0].label.en.split(", ")) < {"parking", "garage", "ticket", "barrier", "machine"}
    assert max(found.choices, key=lambda c: c.coherence).coherence > 0.25


def test_few_texts_are_no_further_theme() -> None:
    assert all(t.known for t in model(TEXTS * 2 + PARK[:3]).themes)


def test_no_further_theme_where_none_is_wanted() -> None:
    assert all(t.known for t in model(TEXTS + PARK, further=0).themes)


def test_a_theme_of_which_nobody_spoke_is_left_out() -> None:
    shop = Seed("shop", Text(en="Shop", zh="店"), {"en": ("shop",)})
    assert [t.code for t in model(TEXTS, (SPEED, shop)).themes] == ["speed"]


def test_without_known_themes_all_are_found() -> None:
    zoo = [" ".join(words) for words in combinations(("lion", "tiger", "zebra", "monkey", "parrot"), 4)]
    found = model(PARK + zoo, ())
    assert len(found.themes) == 2
    assert not any(t.known for t in found.themes)
    assert len(set(homes(found, PARK))) == len(set(homes(found, zoo))) == 1


@pytest.mark.parametrize("texts", [[], ["slow"], ["", ""], ["the the", "of of"], ["網速"], ["slow"] * 5])
def test_hardly_anything_to_read_is_no_error(texts: list[str]) -> None:
    found = model(texts)
    assert found.weights(list(Corpus.of(["slow bill", ""], Cutter()).bags)).shape[0] == 2
