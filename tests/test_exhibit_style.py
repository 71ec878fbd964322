from matplotlib.colors import to_hex, to_rgb

from csatreport.exhibit import style
from csatreport.exhibit.charts.heatmap import DARKEST
from csatreport.palette import DARK, LIGHT


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_light_and_dark_have_the_same_names_and_no_colour_twice():
    assert list(LIGHT) == list(DARK)
    assert len(set(LIGHT.values())) == len(LIGHT)
    assert not set(LIGHT.values()) & set(DARK.values())


def test_text_colours_can_be_read_on_their_page():
    for palette in (LIGHT, DARK):
        for name in ("ink", "muted", "accent", "good", "warn", "bad"):
            assert contrast(palette[name], palette["paper"]) >= 4.5, name


def test_the_number_in_the_darkest_cell_of_a_heat_map_can_be_read():
    for palette in (LIGHT, DARK):
        ink, paper = palette["ink"], to_rgb(palette["paper"])
        for name in ("accent", "bad"):
            cell = [
                DARKEST * c + (1 - DARKEST) * p for c, p in zip(to_rgb(palette[name]), paper, strict=True)
            ]
            assert contrast(ink, to_hex(cell)) >= 4.5, name


def test_no_line_of_a_wrapped_text_is_wider_than_allowed_and_nothing_is_lost():
    for text in (
        "Website and app are easy to use",
        "网站和手机应用使用方便，老年客户也能轻松上手",
        "Donaudampfschifffahrtsgesellschaft" * 3,
    ):
        lines = style.wrapped(text, 1.5)
        assert all(style.text_width(line) <= 1.5 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_a_closing_mark():
    text = "网络，速度，价格，服务，安装，投诉，账单，覆盖。"
    for width in (0.5, 0.6, 0.7, 0.8):
        assert not any(line[0] in "\uff0c\u3002" for line in style.wrapped(text, width))
