"""The Chinese font of the site: just the characters that it prints, from a font that we may ship."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from csatreport.book.kept import Kept

_RANGES = (  # the same as `unicode-range` in csat.css: ideographs, and marks that Chinese sets full width
    (0x2014, 0x2014), (0x2018, 0x201D), (0x2026, 0x2026), (0x2E80, 0x9FFF), (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip


def subset(said: str, kept: Kept | None = None) -> bytes:
    """The font for the Chinese characters of ``said`` (WOFF2), from ``kept`` where it was made before.

    The same characters give the same bytes: nothing in the font says when it was made.
    """
    kept, codes = kept or Kept(), _codes(said)
    name = kept.name("font", codes)
    found = kept.get(name)
    if found is None:
        found = _font(codes)
        kept.put(name, found)
    return found


def _codes(said: str) -> list[int]:
    return sorted({ord(c) for c in set(said) if _chinese(c)} | {ord("中"), ord("文")})


def _font(codes: list[int]) -> bytes:
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # jupyter-book asks every library for every step
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(flavor="woff2", hinting=False, desubroutinize=True, layout_features=["locl", "halt"])
    font = load_font(str(_font_file()), options)
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    out = io.BytesIO()
    save_font(font, out, options)
    return out.getvalue()


def _chinese(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in _RANGES)


def _font_file() -> Path:
    import pylopdf_fonts_zh_cn

    return pylopdf_fonts_zh_cn.sans_path()
