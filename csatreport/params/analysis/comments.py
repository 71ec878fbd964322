"""Themes and sentiment of comments: ``[comments]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.faults import Fault
from csatreport.params.text import Text, normal

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Questionnaire

_WORD = re.compile(r"[^\W\d_]")


class Theme(Table):
    """A theme that the analyst knows: what it is called, and words that tell it, of any language."""

    code: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    label: Text
    words: tuple[str, ...] = Field(min_length=1)


class Comments(Table):
    """Themes and sentiment of comments: ``[comments]``.

    Attributes
    ----------
    theme : tuple of Theme
        The themes to find. None declared: the dimensions of the questionnaire, told by the words of its
        questions, or its rated items where it has no dimensions.
    further : "auto" or int
        Themes to look for beside them among the comments that fit none; "auto" lets coherence choose.
    most : int
        Further themes that "auto" may find.
    words : tuple of str
        Words of the trade to be kept whole.
    stop : tuple of str
        Words that say nothing about a theme.
    quotes : bool
        Whether the chapter quotes customers.
    withhold : tuple of str
        What no quote may hold: names, places, stories that would give somebody away.
    strength : dict
        Words that judge, from -3 to 3, beside those of the lexicon, which they overrule.
    """

    theme: tuple[Theme, ...] = ()
    further: Literal["auto"] | int = Field(default="auto", union_mode="left_to_right")
    most: int = Field(default=4, ge=0, le=20)
    words: tuple[str, ...] = ()
    stop: tuple[str, ...] = ()
    quotes: bool = True
    withhold: tuple[str, ...] = ()
    strength: dict[str, float] = Field(default_factory=dict)

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:  # noqa: ARG002 - it names no item
        """Themes that cannot be told apart, and words that are none."""
        where = "params/analysis.toml, comments"
        yield from self._twice(where)
        for theme in self.theme:
            yield from _empty(theme.words, f"{where}, theme {theme.code}, words")
        yield from _empty(self.words, f"{where}, words")
        yield from _empty(self.stop, f"{where}, stop")
        yield from _empty(self.withhold, f"{where}, withhold")
        if isinstance(self.further, int) and not 0 <= self.further <= self.most:
            yield Fault(
                "too many further themes", f"{where}, further", f"0 to {self.most}", str(self.further)
            )
        for word, strength in self.strength.items():
            if not -3 <= strength <= 3:
                yield Fault(f"strength of {word!r}", f"{where}, strength", "-3 to 3", f"{strength:g}")

    def _twice(self, where: str) -> Iterator[Fault]:
        codes: set[str] = set()
        known: dict[str, str] = {normal(w).casefold(): "stop" for w in self.stop}
        for theme in self.theme:
            if theme.code in codes:
                yield Fault(f"theme {theme.code!r} is declared twice", f"{where}, theme", todo="keep one")
            codes.add(theme.code)
            for word in {normal(w).casefold() for w in theme.words}:
                other = known.setdefault(word, theme.code)
                if other != theme.code:
                    yield Fault(
                        f"{word!r} cannot tell {theme.code!r}",
                        f"{where}, theme {theme.code}, words",
                        "a word of this theme alone",
                        f"a word of {other!r} too",
                        "give it to one of them",
                    )


def _empty(words: tuple[str, ...], where: str) -> Iterator[Fault]:
    for word in words:
        if not _WORD.search(word):
            yield Fault("no word", where, "letters", repr(word), "take it out")
