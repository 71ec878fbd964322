"""Typst as we use it: our templates, the fonts that we ship, and what becomes of its refusals."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from csatreport import palette
from csatreport.errors import BookError
from csatreport.params import Language

_TEMPLATES = Path(__file__).parent / "typst"


def given(template: str, language: Language, **inputs: str) -> dict[str, Any]:
    """Arguments of ``typst.compile`` and ``typst.query`` for one of our templates."""
    return {
        "input": _TEMPLATES / template,
        "root": _TEMPLATES,
        "font_paths": [_fonts()],
        "ignore_system_fonts": True,
        "sys_inputs": {"language": language, "colours": json.dumps(palette.LIGHT), **inputs},
    }


def fingerprint(language: Language) -> str:
    """A hash of everything, apart from the text, that decides how high a text is set."""
    fonts = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(_fonts().iterdir())]
    said = hashlib.sha256(f"{version('typst')} {language} {fonts}".encode())
    for template in sorted(_TEMPLATES.glob("*.typ")):
        said.update(template.read_bytes())
    return said.hexdigest()


def refused(error: Exception, where: str) -> BookError:
    """What Typst said, as an error for people."""
    return BookError(
        f"the PDF cannot be set: {getattr(error, 'message', 'Typst refuses it')}",
        where=where,
        got=getattr(error, "diagnostic", str(error)),
        todo="change the text or chart that it names",
    )


def _fonts() -> Path:
    import pylopdf_fonts_zh_cn

    return Path(pylopdf_fonts_zh_cn.__file__).parent
