"""The survey: answers of every wave of an edition, with their design and their questionnaire."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csatreport.params import Book, Edition, Questionnaire, Wave

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Survey:
    """Prepared data of one edition.

    ``responses`` has one row per accepted response and these columns: ``response`` (int, unique),
    ``wave`` (str), ``mode`` (code or <NA>), ``minutes`` (float or NaN), ``weight`` (float, 1.0 where
    the edition is unweighted), ``stratum`` and ``cluster`` (str, "" where the design has none); then
    one column per item: ratings float64 with NaN for missing (already turned so that higher is better,
    missing codes already NaN), categories pandas string codes with <NA>.

    ``published`` has columns ``wave, item, domain, level, value`` (``level`` "" = everybody).
    ``ledger`` has columns ``source, wave, mode, received, accepted, quarantined``;
    ``quarantine`` has ``source, wave, row, rule, item, value, reason``: whole responses when ``item`` is
    "", single answers otherwise; it holds no free text and no personal data.
    ``data`` is the hash of the prepared tables; ``weights`` names the weight in force ("" = none).
    """

    responses: pd.DataFrame
    published: pd.DataFrame
    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    book: Book
    edition: Edition
    questionnaire: Questionnaire
    data: str
    weights: str = ""

    @property
    def wave(self) -> Wave:
        """The edition's wave."""
        return self.edition.wave

    @property
    def waves(self) -> tuple[Wave, ...]:
        """Every wave with data, oldest first, up to and including the edition's own."""
        names = {*self.responses["wave"].unique(), *self.published["wave"].unique()}
        return tuple(sorted(w for w in map(Wave.parse, names) if w <= self.wave))

    def in_wave(self, wave: Wave) -> Survey:
        """The same survey with the responses of one wave only."""
        return replace(self, responses=self.responses[self.responses["wave"] == str(wave)])
