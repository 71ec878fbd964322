"""What the book itself says beside its chapters, in every language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from csatreport.params import Language

THEME = Path(__file__).parent / "theme"


class Words:
    """The site's own words in one language.

    Parameters
    ----------
    language : str
        ``"en"`` or ``"zh"``.
    """

    def __init__(self, language: str) -> None:
        self.language: Language = "zh" if language == "zh" else "en"
        self._words: dict[str, str] = {k: v[language] for k, v in _catalogue().items() if k != "unit"}
        self._units: dict[str, str] = {k: v[language] for k, v in _catalogue()["unit"].items()}

    def __call__(self, key: str, **values: object) -> str:
        """The words ``key`` with their placeholders filled."""
        return self._words[key].format(**values)

    def unit(self, unit: str) -> str:
        """The name of a unit; a unit that has none is its own name."""
        return self._units.get(unit, unit)

    @property
    def plain(self) -> dict[str, str]:
        """All words as they stand, for templates and scripts."""
        return dict(self._words)


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads((THEME / "words.toml").read_text(encoding="utf-8"))
