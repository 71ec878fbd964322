"""What customers say: how many comment on what, in which tone, and how that changed.

A share of comments is the weighted share of commenters: the responses that hold a comment are a domain of the
sample, estimated with the whole design. Reviews and interviews have no weights; each counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from csatreport.comments.corpus import Floats, Places
from csatreport.comments.reading import Reading, comments, read, records
from csatreport.comments.themes import Theme
from csatreport.comments.verbatims import Quote, chosen
from csatreport.measure import contrast
from csatreport.measure.cases import cases
from csatreport.measure.fielding import Fielding, Subject, suppressed
from csatreport.params import Text, Wave
from csatreport.results import Contrast, Contrasts, Count, Estimate, Estimates
from csatreport.survey import Survey

ALL = Subject("all", Text(en="All comments", zh="全部意见"))
SOURCES = {
    "reviews": Text(en="Public reviews", zh="公开评价"),
    "interviews": Text(en="Interviews", zh="访谈"),
}


@dataclass(frozen=True)
class Part:
    """One theme in the edition's wave.

    ``share`` of all comments, and how it splits into ``negative``, ``unclear`` and ``positive`` (also of all
    comments); ``tone`` is the share positive of the theme's own comments.
    """

    theme: Theme
    share: Estimate
    negative: Estimate
    unclear: Estimate
    positive: Estimate
    tone: Estimate


@dataclass(frozen=True)
class Words:
    """Key words of a theme, by language."""

    label: Text
    zh: tuple[str, ...]
    en: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Reviews or interviews: the share of each theme among them."""

    label: Text
    shares: Estimates


@dataclass(frozen=True, eq=False)
class _Wave:
    """Responses of one wave with what each of them wrote."""

    fielding: Fielding
    theme: Places  # -2 without a comment, -1 about no theme
    tone: Floats

    def share(self, themes: int, tone: float | None = None) -> Floats:
        """Scores (n, themes): 1 for a comment about the theme (in one tone), NaN without a comment."""
        about = self.theme[:, None] == np.arange(themes)
        if tone is not None:
            about &= (np.nan_to_num(self.tone) == tone)[:, None]
        return np.where((self.theme > -2)[:, None], about.astype(np.float64), np.nan)

    def positive(self, themes: int) -> Floats:
        """Scores (n, themes + 1): 1 for a positive comment among those of each theme, and among all."""
        good = np.where(np.isnan(self.tone), np.nan, self.tone == 1)
        own = np.where(self.theme[:, None] == np.arange(themes), good[:, None], np.nan)
        return np.column_stack([own, np.where(self.theme > -2, good, np.nan)])


@dataclass(frozen=True, eq=False)
class Voice:
    """Comments of all waves, and what was read in them; made by :func:`of`."""

    survey: Survey
    reading: Reading
    written: pd.DataFrame  # response, wave, text, place
    others: dict[str, pd.DataFrame]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every theme that somebody wrote about, the most frequent first."""
        now, n = self._wave(self.survey.wave), len(self.reading.themes)
        columns = [
            now.fielding.estimates(scores, self._subjects, measure=measure, unit="share")
            for measure, scores in (
                ("about", now.share(n)), ("about_negative", now.share(n, -1)),
                ("about_unclear", now.share(n, 0)), ("about_positive", now.share(n, 1)),
            )
        ]  # fmt: skip
        people = np.bincount(now.theme[now.theme >= 0], minlength=n)
        found = [
            _part(theme, row, tone, hidden=people[at] < self.survey.edition.minimum_base)
            for at, (theme, tone, *row) in enumerate(
                zip(self.reading.themes, self._tones(now)[:-1], *columns, strict=True)
            )
            if people[at]
        ]
        return tuple(sorted(found, key=lambda p: (-p.share.value if p.share.shown else 0, p.theme.code)))

    @cached_property
    def shares(self) -> Estimates:
        """Share of comments about each theme, the most frequent first."""
        return Estimates(tuple(p.share for p in self.parts))

    @cached_property
    def tones(self) -> Estimates:
        """Share positive of each theme's comments, in the same order."""
        return Estimates(tuple(p.tone for p in self.parts))

    @cached_property
    def overall(self) -> Estimate:
        """Share positive of all comments in the languages that have a lexicon."""
        return self._tones(self._wave(self.survey.wave))[-1]

    @cached_property
    def unassigned(self) -> Estimate:
        """Share of comments about no theme."""
        now = self._wave(self.survey.wave)
        scores = np.where(now.theme > -2, (now.theme == -1).astype(np.float64), np.nan)[:, None]
        subject = Subject("none", Text(en="No theme", zh="未归入主题"))
        return now.fielding.estimates(scores, [subject], measure="about", unit="share")[0]

    @cached_property
    def worst(self) -> Part:
        """The theme with the most negative comments, of all comments."""
        shown = [p for p in self.parts if p.negative.shown]
        return max(shown or self.parts, key=lambda p: p.negative.value)

    @cached_property
    def changes(self) -> Contrasts:
        """Share of comments about each theme against the wave compared with; Holm over the themes."""
        return self._changed([p.theme for p in self.parts], "about")

    @cached_property
    def tone_changes(self) -> Contrasts:
        """Share positive of each theme's comments against the wave compared with; Holm over the themes."""
        return self._changed([p.theme for p in self.parts], "sentiment")

    @cached_property
    def overall_change(self) -> Contrasts:
        """Share positive of all comments against the wave compared with: a family of its own, or none."""
        before = self._before
        if before is None:
            return Contrasts()
        return contrast.family([contrast.independent(self._tones(before)[-1], self.overall)])

    @cached_property
    def history(self) -> tuple[Estimates, ...]:
        """Share of comments about each theme over all waves, one series a theme, the most frequent first."""
        n = len(self.reading.themes)
        waves = [self._wave(w) for w in self._waves]
        rows = [
            w.fielding.estimates(w.share(n), self._subjects, measure="about", unit="share") for w in waves
        ]
        order = [self.reading.themes.index(p.theme) for p in self.parts]
        return tuple(Estimates(tuple(wave[at] for wave in rows)) for at in order)

    @cached_property
    def tone_history(self) -> tuple[Estimates, ...]:
        """Share positive of each theme's comments over all waves, in the same order."""
        rows = [self._tones(self._wave(w)) for w in self._waves]
        order = [self.reading.themes.index(p.theme) for p in self.parts]
        return tuple(Estimates(tuple(wave[at] for wave in rows)) for at in order)

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """Key words of each theme."""
        return tuple(
            Words(p.theme.label, self.reading.words(p.theme, "zh"), self.reading.words(p.theme, "en"))
            for p in self.parts
        )

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """What customers wrote in this wave, typical of each theme and tone."""
        now = self.written[self.written["wave"] == str(self.survey.wave)]
        themes = [p.theme for p in self.parts if p.negative.shown]
        return chosen(self.reading, now, themes, minimum=self.survey.edition.minimum_base)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Reviews of the wave and interviews of all waves (there are few a wave), where there are enough."""
        found = []
        for table, rows in self.others.items():
            own = rows if table == "interviews" else rows[rows["wave"] == str(self.survey.wave)]
            if len(own) >= self.survey.edition.minimum_base:
                found.append(Source(SOURCES[table], self._simple(table, own)))
        return tuple(found)

    @cached_property
    def commented(self) -> Count:
        """Responses of the wave that hold a comment, of all responses of the wave."""
        now = self._wave(self.survey.wave)
        wrote = int((now.theme > -2).sum())
        return Count(
            wrote, Text(en="With a comment", zh="填写意见"), of=len(now.theme), data=self.survey.data
        )

    @cached_property
    def unread(self) -> Count:
        """Comments of the wave in a language without a lexicon."""
        now = self._wave(self.survey.wave)
        there = now.theme > -2
        label = Text(en="In another language", zh="其他语言")
        none = int(np.isnan(now.tone[there]).sum())
        return Count(none, label, of=int(there.sum()), data=self.survey.data)

    @cached_property
    def _subjects(self) -> list[Subject]:
        return [Subject(t.code, t.label) for t in self.reading.themes]

    @cached_property
    def _waves(self) -> tuple[Wave, ...]:
        """Waves in which somebody commented, oldest first."""
        there = set(self.written["wave"])
        return tuple(w for w in self.survey.waves if str(w) in there)

    @cached_property
    def _made(self) -> dict[Wave, _Wave]:
        return {}

    @cached_property
    def _before(self) -> _Wave | None:
        before = self.survey.edition.previous
        return self._wave(before) if before is not None and before in self._waves else None

    def _wave(self, wave: Wave) -> _Wave:
        if wave not in self._made:
            self._made[wave] = _of_wave(self, wave)
        return self._made[wave]

    def _tones(self, wave: _Wave) -> tuple[Estimate, ...]:
        scores = wave.positive(len(self.reading.themes))
        return wave.fielding.estimates(scores, [*self._subjects, ALL], measure="sentiment", unit="share")

    def _changed(self, themes: list[Theme], measure: str) -> Contrasts:
        before, now = self._before, self._wave(self.survey.wave)
        if before is None:
            return Contrasts()
        n = len(self.reading.themes)
        sides = [
            w.fielding.estimates(w.share(n), self._subjects, measure=measure, unit="share")
            if measure == "about"
            else self._tones(w)
            for w in (before, now)
        ]
        at = [self.reading.themes.index(t) for t in themes]
        return contrast.family([contrast.independent(sides[0][i], sides[1][i]) for i in at])

    def _simple(self, table: str, rows: pd.DataFrame) -> Estimates:
        fielding = cases(self.survey, table, rows, wave=self.survey.wave)
        theme = self.reading.theme[self.reading.corpus.places(rows["text"])]
        scores = (theme[:, None] == np.arange(len(self.reading.themes))).astype(np.float64)
        found = fielding.estimates(scores, self._subjects, measure="about", unit="share")
        order = [self.reading.themes.index(p.theme) for p in self.parts]
        return Estimates(tuple(found[at] for at in order))


def of(survey: Survey) -> Voice:
    """Read the comments of all waves up to the edition's, its reviews and its interviews.

    Themes are fitted on the comments of all these waves together, so that a theme means the same in each.
    """
    own, other = comments(survey), records(survey)
    reading = read(survey, own, other)
    return Voice(survey, reading, own.assign(place=reading.corpus.places(own["text"])), other)


def _of_wave(voice: Voice, wave: Wave) -> _Wave:
    fielding = Fielding.of(voice.survey, wave)
    place = pd.Series(voice.written["place"].to_numpy(), index=voice.written["response"])
    at = place.reindex(fielding.responses["response"]).fillna(-1).to_numpy(np.intp)
    theme = np.where(at >= 0, voice.reading.theme[at], -2)
    tone = np.where(at >= 0, voice.reading.tone[at], np.nan)
    return _Wave(fielding, theme, tone)


def _part(theme: Theme, row: list[Estimate], tone: Estimate, *, hidden: bool) -> Part:
    share, *split = row
    return Part(theme, share, *(suppressed(e) if hidden else e for e in (*split, tone)))


def change(family: Contrasts) -> Contrast | None:
    """The only change of a family, where there is one."""
    return family.rows[0] if family.rows else None
