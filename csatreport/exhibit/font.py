"""The one font of charts: what it can draw, how wide, and the outlines of its characters.

Everything is known by the text alone, so it is worked out once per process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pylopdf_fonts_zh_cn
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.textpath import TextToPath

from csatreport.errors import BookError

FILE = Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSansSC-Regular.otf")
EM = 1000  # units of an outline in the size of the type
_SIZE = 100.0  # points at which texts are measured
_LETTERS = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"}  # of SVG, by the codes of matplotlib


@dataclass(frozen=True)
class Line:
    """A line of text, sizes in units of its type size; outlines with their distance from the left in units of ``EM``."""

    width: float
    height: float
    descent: float
    outlines: tuple[tuple[str, int], ...]


@cache
def family() -> str:
    """Name of the font, made known to matplotlib."""
    fontManager.addfont(FILE)
    return FontProperties(fname=FILE).get_name()


@cache
def advance(character: str) -> float:
    """Width of a character in units of the type size."""
    font = get_font(str(FILE))
    font.set_size(10, 72)
    return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 10


@lru_cache(maxsize=20_000)
def line(text: str) -> Line:
    """A text set in the font, pairs of letters kerned.

    Raises
    ------
    BookError
        A character that the font does not have.
    """
    check(text)
    letters = TextToPath()
    width, height, descent = (
        x / _SIZE for x in letters.get_text_width_height_descent(text, _properties(), False)
    )
    placed, _, _ = letters.get_glyphs_with_font(_measuring(), text, glyph_map=_shapes())
    drawn = ((_outline(glyph), round(x * EM / _SIZE)) for glyph, x, *_ in placed)
    return Line(width, height, descent, tuple((path, x) for path, x in drawn if path))


@cache
def _shapes() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Vertices and codes of the glyphs met so far, filled by matplotlib."""
    return {}


@cache
def _outline(glyph: str) -> str:
    vertices, codes = _shapes()[glyph]
    return outline(vertices, codes, scale=EM / _SIZE, digits=0)


def outline(vertices: np.ndarray, codes: Iterable[int], *, scale: float = 1.0, digits: int) -> str:
    """Vertices (n, 2) with matplotlib's codes as the path of SVG, rounded to ``digits``."""
    parts: list[str] = []
    before = ""
    for (x, y), code in zip((np.round(vertices * scale, digits) + 0.0).tolist(), codes, strict=True):
        letter = _LETTERS.get(code, "")
        if not letter:
            break  # matplotlib's mark of the end
        if letter == "Z":
            parts.append(letter)
        else:
            parts.append(f"{letter if letter != before or letter == 'M' else ' '}{x:.7g} {y:.7g}")
        before = letter
    return "".join(parts)


@lru_cache(maxsize=20_000)
def check(text: str) -> None:
    """Refuse a text that the font cannot draw.

    Raises
    ------
    BookError
        With the characters that are missing.
    """
    missing = sorted({c for c in text if ord(c) not in _glyphs() and c != "\n"})
    if missing:
        raise BookError(
            "a character that the font of the charts does not have",
            where=repr(text),
            expected=f"characters of {family()}",
            got=", ".join(f"{c!r} U+{ord(c):04X}" for c in missing),
            todo="write the label with other characters",
        )


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(str(FILE)).get_charmap())


@cache
def _properties() -> FontProperties:
    return FontProperties(fname=FILE, size=_SIZE)


def _measuring() -> FT2Font:
    font = get_font(str(FILE))
    font.set_size(_SIZE, 72)
    return font
