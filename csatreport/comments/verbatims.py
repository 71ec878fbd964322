"""Quotes as evidence: which comments may be shown, and which show best what many wrote.

A quote comes from a theme and tone of at least ``minimum_base`` commenters of the wave, is neither short nor long,
and holds no marker of removed personal data, no markup, no address, and nothing that the scrubber of the intake would
still find. Its tone is beyond doubt. Chosen are those that hold most of their theme and judge most clearly; texts that
many wrote in the same words come first among equals, then the order of the alphabet: the same data give the same
quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csatreport.comments.reading import Reading
from csatreport.comments.sentiment import Tone
from csatreport.comments.themes import Theme
from csatreport.comments.tokens import Tongue
from csatreport.params import Text

_LENGTH: dict[Tongue, tuple[int, int]] = {"zh": (6, 60), "en": (20, 160)}  # characters
_HOSTILE = re.compile(r"[⟦⟧<>{}\[\]|\\^=@`$#*_\x00-\x1f\x7f]|https?:|www\.|\d{5}|^[+\-−]")
_TONES: tuple[tuple[Tone, float], ...] = (("negative", -1.0), ("positive", 1.0))
_OUTSPOKEN = 0.4  # sentiment that a quote has at least, in either direction
_SHOWN = 40  # of a group, looked at in order of how typical they are
_EACH = 1  # quotes of a theme, tone and language


@dataclass(frozen=True)
class Quote:
    """What somebody wrote, in the language in which it was written."""

    label: Text
    tone: Tone
    tongue: Tongue
    text: str


def chosen(
    reading: Reading,
    written: pd.DataFrame,
    themes: Sequence[Theme],
    *,
    minimum: int,
    withhold: Sequence[str] = (),
) -> tuple[Quote, ...]:
    """One quote for each theme, tone and language that has one to show.

    Parameters
    ----------
    written : DataFrame
        ``response, place`` of the wave's comments; ``place`` is that of the text in the reading's corpus.
    themes : sequence of Theme
        In the order in which quotes are wanted.
    minimum : int
        Commenters that a theme and tone must have.
    withhold : sequence of str
        What no quote may hold, in whatever case.
    """
    place = written["place"].to_numpy(np.intp)
    theme, tone = reading.theme[place], reading.tone[place]
    found: list[Quote] = []
    barred = [w.casefold() for w in withhold]
    used = {t for t in reading.corpus.texts if any(w in t.casefold() for w in barred)}
    for wanted in themes:
        for name, value in _TONES:
            own = place[(theme == reading.themes.index(wanted)) & (tone == value)]
            if len(own) < minimum:
                continue
            for tongue in _LENGTH:
                for text in _typical(reading, own, tongue, used):
                    found.append(Quote(wanted.label, name, tongue, text))
                    used.add(text)
    return tuple(found)


def fit_to_show(text: str, tongue: Tongue) -> bool:
    """Whether a text may be quoted, as far as its form tells; another language is not quoted."""
    if tongue not in _LENGTH:
        return False
    low, high = _LENGTH[tongue]
    return low <= len(text.strip()) <= high and not _HOSTILE.search(text.strip())


def _typical(reading: Reading, own: np.ndarray, tongue: Tongue, used: set[str]) -> Iterator[str]:
    texts, times = np.unique(own, return_counts=True)
    told = [
        (-round(float(reading.weight[at] * abs(reading.score[at])), 3), -int(n), reading.corpus.texts[at])
        for at, n in zip(texts.tolist(), times.tolist(), strict=True)
        if reading.corpus.tongues[at] == tongue and abs(reading.score[at]) >= _OUTSPOKEN
    ]
    ordered = [text for *_, text in sorted(told) if fit_to_show(text, tongue) and text not in used]
    yield from _clean(ordered[:_SHOWN])[:_EACH]


def _clean(texts: list[str]) -> list[str]:
    """Those in which the scrubber finds nothing: intake has scrubbed them, this is the second look."""
    from csatreport.intake.redact import holds

    personal = holds(pd.Series(texts, dtype=object))
    return [t.strip() for t, bad in zip(texts, personal, strict=True) if not bad]
