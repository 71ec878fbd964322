"""Themes and tones of the simulated company are found again, and its secrets stay where they are."""

from __future__ import annotations

import company
import numpy as np
import pytest
import said

from csatreport.comments import voice
from csatreport.comments.voice import Voice

TONES = {1.0: "positive", 0.0: "unclear", -1.0: "negative"}


@pytest.fixture(scope="module")
def customers() -> Voice:
    return voice.of(company.survey())


def told(customers: Voice) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Theme found and meant, tone found and meant, of every comment that is of a template."""
    meant = [said.meant(t) for t in customers.written["text"]]
    kept = np.array([m is not None for m in meant])
    place = customers.written["place"].to_numpy()[kept]
    names = np.array([*(t.code for t in customers.reading.themes), ""])
    themes, tones = zip(*[m for m in meant if m is not None], strict=True)
    found = np.array([TONES[t] for t in customers.reading.tone[place]])
    return names[customers.reading.theme[place]], np.array(themes), found, np.array(tones)


def test_nearly_all_comments_are_of_templates_whose_meaning_is_known(customers: Voice) -> None:
    assert len(told(customers)[0]) > 0.95 * len(customers.written)


def test_themes_are_found_again(customers: Voice) -> None:
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    found, meant, *_ = told(customers)
    some = found != ""
    assert np.mean(found[some] == meant[some]) > 0.93  # printed by benchmarks/comments.py: 0.960
    assert np.mean(found == meant) > 0.74  # 0.779
    assert normalized_mutual_info_score(meant, found) > 0.74  # 0.775
    assert adjusted_rand_score(meant, found) > 0.57  # 0.619
    assert min(f["f1"] for f in said.recovered(found.tolist(), meant.tolist()).values()) > 0.6  # 0.66


def test_tones_are_found_again(customers: Voice) -> None:
    *_, found, meant = told(customers)
    rates = said.right(found.tolist(), meant.tolist())
    assert rates["accuracy"] > 0.9  # 0.934
    assert rates["decided"] > 0.96  # 0.981


def test_the_tone_of_reviews_goes_with_their_stars(customers: Voice) -> None:
    reviews = customers.others["reviews"].dropna(subset=["rating"])
    tone = customers.reading.tone[customers.reading.corpus.places(reviews["text"])]
    stars = reviews["rating"].to_numpy(float)
    clear = (stars != 3) & (tone != 0)
    assert np.mean((tone[clear] > 0) == (stars[clear] > 3)) > 0.87  # 0.893
    assert np.mean(tone[stars >= 4] > 0) > 0.7
    assert np.mean(tone[stars <= 2] < 0) > 0.75


def test_shares_are_those_that_were_meant(customers: Voice) -> None:
    """What customers meant differs from what was found by what no theme took."""
    now = customers.written["wave"] == "2026Q3"
    meant = [said.meant(t) for t in customers.written["text"][now]]
    for theme in ("bill", "price", "shop"):
        truth = np.mean([m is not None and m[0] == theme for m in meant])
        assert customers.shares.one(item=theme).value == pytest.approx(truth, abs=0.03)


def test_no_quote_holds_a_person_or_an_attack(customers: Voice) -> None:
    assert len(customers.quotes) > 20
    assert all(said.meant(q.text) is not None for q in customers.quotes)
    assert not any(c in q.text for q in customers.quotes for c in "⟦<>{}=@")


def test_nearly_all_quotes_say_what_they_stand_for(customers: Voice) -> None:
    codes = {t.label: t.code for t in customers.reading.themes}
    right = [said.meant(q.text) == (codes[q.label], q.tone) for q in customers.quotes]
    assert np.mean(right) > 0.85
