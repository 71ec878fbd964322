"""The survey: answers of every wave of an edition, with their design and their questionnaire."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from csatreport.params import Book, Edition, Item, Need, Questionnaire, Role, Text, Wave

if TYPE_CHECKING:
    import pandas as pd


_HALVES: frozenset[Role] = frozenset({"expectation", "perception", "importance"})  # not satisfaction


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
        """Give the same survey with the responses of one wave only."""
        return replace(self, responses=self.responses[self.responses["wave"] == str(wave)])


def available(survey: Survey) -> frozenset[Need]:
    """Say which needs of chapters the survey's own wave satisfies.

    An item counts when somebody answered it in the wave, or, for ``overall`` and ``standing``, when a
    score of it was published for the wave. A domain counts when two of its groups may be shown: one group
    alone compares with nobody.
    """
    now = str(survey.wave)
    responses = survey.in_wave(survey.wave).responses
    answered = responses.notna().any()
    published = survey.published[survey.published["wave"] == now]

    def asked(*items: Item) -> bool:
        return all(bool(answered.get(i.item, False)) for i in items)

    def comparable(domain: Item) -> bool:
        shown = responses[domain.item].value_counts() >= survey.edition.minimum_base
        return int(shown.sum()) >= 2

    questionnaire = survey.questionnaire
    ratings = [i for i in questionnaire.of_kind("rating") if asked(i)]
    overall = [i.item for i in questionnaire.with_role("overall")]
    found: dict[Need, bool] = {
        "responses": bool((survey.responses["wave"] == now).any()),
        "published": len(published) > 0,
        "previous": survey.edition.previous in survey.waves,
        "year_ago": survey.edition.year_ago in survey.waves,
        "waves": len(survey.waves) >= 3,
        "overall": any(asked(questionnaire[i]) for i in overall)
        or bool(published["item"].isin(overall).any()),
        "dimensions": len({i.dimension for i in ratings if not _HALVES & set(i.roles)} - {""}) >= 2,
        "indicators": any(i.indicator1 and i.indicator2 and i.indicator3 for i in ratings),
        "domains": any(asked(i) and comparable(i) for i in questionnaire.with_role("domain")),
        "servqual": any(asked(*pair) for pair in questionnaire.pairs("expectation", "perception")),
        "importance": any(asked(*pair) for pair in questionnaire.pairs("importance", "satisfaction")),
        "standing": any(asked(i) for i in questionnaire.with_role("standing"))
        or bool((published["level"] != "").any()),
    }
    return frozenset(need for need, there in found.items() if there)


def left_out(survey: Survey) -> tuple[tuple[Text, Need], ...]:
    """Chapters the edition has no data for: title and the first need that is not met."""
    there = available(survey)
    return tuple(
        (chapter.title or Text.same(chapter.name), need)
        for chapter in survey.book.chapters
        for need in [n for n in chapter.needs if n not in there][:1]
    )
