from csatreport.book import palettes
from csatreport.palette import DARK, LIGHT


def test_a_page_is_light_unless_it_is_told_to_be_dark():
    light, dark = palettes.css("html.dark").splitlines()
    assert light.startswith("html{")
    assert dark.startswith("@media screen{html.dark{")
    assert all(f"--{name}:{colour}" in light for name, colour in LIGHT.items())
    assert all(f"--{name}:{colour}" in dark for name, colour in DARK.items())


def test_a_page_that_was_told_nothing_follows_the_readers_system_where_that_is_wanted():
    assert "prefers-color-scheme" not in palettes.css("html.dark")
    assert "prefers-color-scheme:dark" in palettes.css("html.dark", automatic=True)


def test_paper_is_never_dark():
    dark = [line for line in palettes.css("html.dark", automatic=True).splitlines() if DARK["paper"] in line]
    assert len(dark) == 2
    assert all(line.startswith("@media screen") for line in dark)
