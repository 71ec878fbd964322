import re
from xml.etree import ElementTree as ET

import pytest
from matplotlib.patches import Rectangle

from csatreport.errors import BookError
from csatreport.exhibit import font, style
from csatreport.exhibit.svg import svg


def drawn(*, text="Aa 满意", name="c.x", dashed=False):
    with style.house():
        fig = style.figure(1.0)
        ax = style.panel(fig, 0.5, 0.1, 3.0, 0.8)
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
        ax.text(0.5, 0.5, text)
        ax.plot((0.2, 0.8), (0.5, 0.5), "o", color="#123456", linestyle="--" if dashed else "none")
        ax.add_patch(Rectangle((0.1, 0.1), 0.2, 0.2, facecolor="#654321", alpha=0.5, linewidth=0))
        return svg(fig, name)


def test_the_same_figure_is_the_same_bytes_and_well_formed():
    assert drawn() == drawn()
    root = ET.fromstring(drawn())  # noqa: S314
    assert root.get("viewBox") == "0 0 518.4 72"


def test_what_nobody_can_see_is_not_drawn():
    assert 'fill="none"/>' not in drawn()  # neither the frame of the axes nor that of the figure


def test_outlines_and_marks_stand_once_and_are_used_by_names_of_the_chart():
    text = drawn(text="aaaa")
    names = re.findall(r' id="([^"]+)"', text)
    used = re.findall(r'(?:href="|url\()#([^")]+)', text)
    assert set(names) == set(used)
    assert all(n.startswith("c-x-") for n in names)
    assert len(used) - len(set(used)) >= 4  # three more times the letter, once more the mark


def test_a_clip_stands_around_marks_not_on_them_where_it_would_move_along():
    assert re.search(r'<g fill="#123456"[^>]* clip-path="url\(#[^"]+\)"><use ', drawn())
    assert not re.search(r"<use [^>]*clip-path", drawn())


def test_transparency_and_dashes_are_kept():
    text = drawn(dashed=True)
    assert 'fill="#654321" fill-opacity="0.5"' in text
    assert "stroke-dasharray" in text


def test_a_character_that_the_font_lacks_is_refused_whoever_draws_it():
    with pytest.raises(BookError, match="U\\+1F408"):
        drawn(text="cat \U0001f408")


def test_a_line_is_as_wide_as_its_characters_give_or_take_kerning():
    for text in ("Website and app", "网站和手机应用", "83.4%"):
        assert font.line(text).width == pytest.approx(style.text_width(text, 72), rel=0.06)


def test_a_space_has_no_outline_and_an_outline_is_closed():
    assert font.line("a b").outlines[-1][1] > font.line("ab").outlines[-1][1]
    assert [path[-1] for path, _ in font.line("a b").outlines] == ["Z", "Z"]
