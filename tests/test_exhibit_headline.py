from types import SimpleNamespace as Given

import pytest
from figures import change, estimate, hidden, published

from csatreport.errors import ClaimError
from csatreport.exhibit import cards
from csatreport.exhibit.headline import status

GOAL = Given(item="billing", measure="csat", target=0.9, warning=0.86)


@pytest.mark.parametrize(
    ("low", "high", "light"),
    [
        (0.90, 0.94, "good"),
        (0.89, 0.93, "unsure"),
        (0.80, 0.90, "unsure"),
        (0.82, 0.86, "warn"),
        (0.80, 0.84, "bad"),
    ],
)
def test_the_light_admits_what_the_interval_cannot_tell(low, high, light):
    assert status(estimate((low + high) / 2, low=low, high=high), target=0.9, warning=0.85) == light


def test_without_a_target_or_when_suppressed_there_is_no_light():
    assert status(estimate(), target=None) == "none"
    assert status(hidden(), target=0.9) == "none"


def test_a_score_without_interval_is_taken_as_it_is():
    assert status(published(4.2), target=4.0) == "good"
    assert status(published(3.2), target=4.0) == "bad"


def test_a_card_says_figure_interval_target_and_change_in_both_languages():
    moved = change(0.80, 0.831)
    card = cards("c", [estimate()], targets=[GOAL], changes=[moved]).cards[0]
    assert card.text == {"en": "83.1%", "zh": "83.1%"}
    assert card.status == "bad"
    for part in ("95% interval 81.2–85.0%", "target 90.0%", "+3.1 points since Q2 2026 (clearly higher)"):
        assert part in card.detail["en"]
    assert "目标90.0%" in card.detail["zh"]
    assert card.value.value == 0.831


def test_a_suppressed_figure_shows_no_number():
    card = cards("c", [hidden()], targets=[GOAL]).cards[0]
    assert card.text["en"] == "–"
    assert card.value.value is None
    assert "too small" in card.status_text["en"]


def test_cards_without_a_figure_are_refused():
    with pytest.raises(ClaimError, match="without a figure"):
        cards("c", [])
