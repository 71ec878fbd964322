from __future__ import annotations

import io

from fontTools.ttLib import TTFont

from csatreport.book import webfont


def test_the_font_has_the_characters_printed_and_no_others() -> None:
    font = TTFont(io.BytesIO(webfont.subset("满意度“，ab")))
    has = {chr(code) for code in font.getBestCmap()}
    assert has == set("满意度“，中文")


def test_the_same_characters_give_the_same_bytes() -> None:
    assert webfont.subset("满意") == webfont.subset("意满满")
