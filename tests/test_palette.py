import pytest

from csatreport.palette import DARK, LIGHT, darkened

TEXTS = ("ink", "muted", "accent", "good", "warn", "bad")


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXTS)
def test_colours_of_text_have_the_contrast_that_wcag_wants(tones, name):
    brighter, darker = sorted((luminance(tones["paper"]), luminance(tones[name])), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= 4.5


def test_no_two_names_share_a_colour_and_each_has_a_dark_one():
    assert len(set(LIGHT.values())) == len(LIGHT)
    assert DARK.keys() == LIGHT.keys()
    assert not set(LIGHT.values()) & set(DARK.values())


def test_a_chart_for_a_dark_page_has_every_colour_of_its_name():
    light = " ".join(LIGHT.values())
    assert darkened(light) == " ".join(DARK[name] for name in LIGHT)
