"""The house style of charts: size, type, colours, and the way a figure becomes SVG.

Figures are made without pyplot. One font draws both languages, so that Latin letters inside Chinese
labels match; a character that the font lacks is an error, never a box.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pylopdf_fonts_zh_cn
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.text import Text as Drawn

from csatreport.errors import BookError
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language
from csatreport.records import Words

WIDTH = 7.2  # inches: the text column of the page
TEXT, SMALL = 10.5, 9.5  # points
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_CLOSING = "\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09\u201d\u300b%"  # never begin a line
_PIECES = re.compile(rf"[{_CJK}][{_CLOSING}]*|[^\s{_CJK}]+|\s+")
FONT_FILE = Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSansSC-Regular.otf")


def drawn(name: str, draw: Callable[[Language], Figure]) -> Words:
    """Draw a chart in every language; ``name`` keeps the names inside apart from other charts of a page."""
    with house():
        return {language: _own_names(svg(draw(language)), name) for language in LANGUAGES}


def house() -> AbstractContextManager[None]:
    """The house style, in force inside a ``with`` block."""
    rc: dict[Any, Any] = {
        "font.family": family(),
        "font.size": TEXT,
        "text.color": LIGHT["ink"],
        "text.parse_math": False,
        "axes.unicode_minus": True,
        "axes.axisbelow": True,
        "axes.edgecolor": LIGHT["grid"],
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "grid.color": LIGHT["grid"],
        "grid.linewidth": 0.8,
        "lines.solid_capstyle": "butt",
        "svg.fonttype": "path",
        "svg.hashsalt": "csatreport",
    }
    rc |= {f"axes.spines.{side}": False for side in ("top", "right", "left", "bottom")}
    for axis in ("xtick", "ytick"):
        rc |= {f"{axis}.major.size": 0, f"{axis}.labelsize": SMALL, f"{axis}.labelcolor": LIGHT["muted"]}
    return mpl.rc_context(rc)


@cache
def family() -> str:
    """Name of the font, made known to matplotlib."""
    fontManager.addfont(FONT_FILE)
    return FontProperties(fname=FONT_FILE).get_name()


def figure(height: float) -> Figure:
    """An empty figure of the page's width."""
    return Figure(figsize=(WIDTH, height))


def panel(fig: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes placed by inches from the figure's left and top edges."""
    w, h = fig.get_size_inches()
    return fig.add_axes((left / w, 1 - (top + height) / h, width / w, height / h))


@cache
def _advance(character: str) -> float:
    font = get_font(str(FONT_FILE))
    font.set_size(10, 72)
    return float(font.load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 10


def text_width(text: str, size: float = TEXT) -> float:
    """Width of one line in inches."""
    check_glyphs(text)
    return sum(map(_advance, text)) * size / 72


def wrapped(text: str, width: float, size: float = TEXT) -> list[str]:
    """Break ``text`` into lines of ``width`` inches: at spaces, between Chinese characters, else anywhere."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if text_width(lines[-1] + piece.rstrip(), size) <= width or not lines[-1]:
            lines[-1] += piece
        elif piece.strip():
            lines.append(piece)
        while text_width(lines[-1].rstrip(), size) > width and len(lines[-1]) > 1:
            cut = _fitting(lines[-1], width, size)
            lines[-1:] = [lines[-1][:cut], lines[-1][cut:]]
    return [line.strip() for line in lines if line.strip()] or [""]


def _fitting(line: str, width: float, size: float) -> int:
    """How many characters of a line that is too long fit; at least one."""
    return max([1, *(n for n in range(1, len(line)) if text_width(line[:n], size) <= width)])


def svg(fig: Figure) -> str:
    """The figure as SVG whose bytes depend on nothing but the figure.

    Raises
    ------
    BookError
        A character that the font does not have.
    """
    for artist in fig.findobj(Drawn):
        check_glyphs(artist.get_text())
    buffer = io.StringIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph")
        fig.savefig(
            buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    return _compact(buffer.getvalue())


def _compact(text: str) -> str:
    """Keep only what draws: no prolog, metadata, comments (they repeat every label) or spare white space."""
    text = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", " ", re.sub(r">\s+<", "><", text)).replace(' "', '"')


def _own_names(text: str, name: str) -> str:
    """Short names for glyphs and clips, of this chart alone; groups need none."""
    used = dict.fromkeys(re.findall(r'(?:href="|url\()#([^")]+)', text))
    names = {old: f"{re.sub('[^A-Za-z0-9]', '-', name)}-{n}" for n, old in enumerate(used)}
    text = re.sub(r' id="([^"]+)"', lambda m: f' id="{names[m[1]]}"' if m[1] in names else "", text)
    return re.sub(r'(href="|url\()#([^")]+)', lambda m: f"{m[1]}#{names[m[2]]}", text)


def check_glyphs(text: str) -> None:
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
    return frozenset(get_font(str(FONT_FILE)).get_charmap())
