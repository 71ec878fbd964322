"""A text in every language of the book."""

from __future__ import annotations

import unicodedata
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def normal(text: str) -> str:
    """Text as it is compared: NFKC (full-width digits and letters become plain), white space collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


class Text(BaseModel):
    """One meaning, said in English and in Chinese; ``text["zh"]`` picks one.

    Both are required: a page that falls back to the other language is a defect.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str = Field(pattern=r"\S")
    zh: str = Field(pattern=r"\S")

    def __getitem__(self, language: Language) -> str:
        return self.en if language == "en" else self.zh

    @classmethod
    def same(cls, text: str) -> Text:
        """Say the same characters in both languages (a code, a name, a number)."""
        return cls(en=text, zh=text)
