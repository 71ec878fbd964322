"""The Chinese font of the site: just the characters that it prints, from a font that we may ship."""

from __future__ import annotations

import io
from pathlib import Path

_RANGES = (  # the same as `unicode-range` in csat.css: ideographs, and marks that Chinese sets full width
    (0x2014, 0x2014), (0x2018, 0x201D), (0x2026, 0x2026), (0x2E80, 0x9FFF), (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip


def write(said: str, into: Path) -> None:
    """Write the font for the Chinese characters of ``said`` to the file ``into``."""
    into.write_bytes(subset(said))


def subset(said: str) -> bytes:
    """The font for the Chinese characters of ``said`` (WOFF2).

    The same characters give the same bytes: nothing in the font says when it was made.
    """
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(flavor="woff2", hinting=False, desubroutinize=True, layout_features=["locl", "halt"])
    font = load_font(str(_font_file()), options)
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted({ord(c) for c in said if _chinese(c)} | {ord("中"), ord("文")}))
    subsetter.subset(font)
    out = io.BytesIO()
    save_font(font, out, options)
    return out.getvalue()


def _chinese(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in _RANGES)


def _font_file() -> Path:
    import pylopdf_fonts_zh_cn

    return pylopdf_fonts_zh_cn.sans_path()
