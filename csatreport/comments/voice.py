"""What customers say: how many comment on what, in which tone, and how that changed.

A share of comments is the weighted share of commenters: the responses that hold a comment are a domain of the
sample, estimated with the whole design. Reviews and interviews have no weights; each counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from csatreport.comments.found import Part, Source, Words
from csatreport.comments.reading import Reading, asked, comments, read, records
from csatreport.comments.themes import Theme
from csatreport.comments.verbatims import Quote, chosen
from csatreport.comments.written import Written
from csatreport.measure import breaks, contrast
from csatreport.measure.cases import cases
from csatreport.measure.fielding import suppressed
from csatreport.measure.subjects import Subject
from csatreport.params import Text, Wave
from csatreport.results import Contrasts, Count, Estimate, Estimates, some
from csatreport.survey import Survey

ALL = Subject("all", Text(en="All comments", zh="全部意见"))
SOURCES = {
    "reviews": Text(en="Public reviews", zh="公开评价"),
    "interviews": Text(en="Interviews", zh="访谈"),
}


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
        subject = Subject("none", Text(en="No theme", zh="未归入主题"))
        return now.fielding.estimates(now.unassigned, [subject], measure="about", unit="share")[0]

    @cached_property
    def worst(self) -> Part:
        """The theme with the most negative comments, of all comments; UsageError where none may be shown."""
        shown = some((p for p in self.parts if p.negative.shown), of=len(self.parts))
        return max(shown, key=lambda p: p.negative.value)

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
        return self._family([(self._tones(before)[-1], self.overall)])

    @cached_property
    def history(self) -> tuple[Estimates, ...]:
        """Share of comments about each theme over all waves, one series a theme, the most frequent first."""
        n = len(self.reading.themes)
        waves = [self._wave(w) for w in self._waves]
        rows = [
            w.fielding.estimates(w.share(n), self._subjects, measure="about", unit="share") for w in waves
        ]
        order = [self.reading.themes.index(p.theme) for p in self.parts]
        return tuple(self._series(rows, at) for at in order)

    @cached_property
    def tone_history(self) -> tuple[Estimates, ...]:
        """Share positive of each theme's comments over all waves, in the same order."""
        rows = [self._tones(self._wave(w)) for w in self._waves]
        order = [self.reading.themes.index(p.theme) for p in self.parts]
        return tuple(self._series(rows, at) for at in order)

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
        declared = self.survey.analysis.comments
        themes = [p.theme for p in self.parts if p.negative.shown and declared.quotes]
        minimum = self.survey.edition.minimum_base
        return chosen(self.reading, now, themes, minimum=minimum, withhold=declared.withhold)

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
        label = Text(en="In another language", zh="其他语言")
        none = int(np.isnan(now.tone[now.wrote]).sum())
        return Count(none, label, of=int(now.wrote.sum()), data=self.survey.data)

    @cached_property
    def _asked(self) -> list[str]:
        """What is said of comments rests on the questions that they answer."""
        return asked(self.survey)

    @cached_property
    def _breaks(self) -> breaks.Breaks:
        return breaks.Breaks.of(self.survey)

    @cached_property
    def _subjects(self) -> list[Subject]:
        return [Subject(t.code, t.label) for t in self.reading.themes]

    @cached_property
    def _waves(self) -> tuple[Wave, ...]:
        """Waves in which somebody commented, oldest first."""
        there = set(self.written["wave"])
        return tuple(w for w in self.survey.waves if str(w) in there)

    @cached_property
    def _made(self) -> dict[Wave, Written]:
        return {}

    @cached_property
    def _before(self) -> Written | None:
        before = self.survey.edition.previous
        return self._wave(before) if before is not None and before in self._waves else None

    def _wave(self, wave: Wave) -> Written:
        if wave not in self._made:
            self._made[wave] = Written.of(self.survey, self.reading, self.written, wave)
        return self._made[wave]

    def _tones(self, wave: Written) -> tuple[Estimate, ...]:
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
        return self._family([(sides[0][i], sides[1][i]) for i in at])

    def _family(self, pairs: list[tuple[Estimate, Estimate]]) -> Contrasts:
        return contrast.family(breaks.changes(self.survey, pairs, rests=lambda _: self._asked))

    def _series(self, waves: list[tuple[Estimate, ...]], at: int) -> Estimates:
        rows = Estimates(tuple(wave[at] for wave in waves))
        return self._breaks.marked(rows, rests=lambda _: self._asked)

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


def _part(theme: Theme, row: list[Estimate], tone: Estimate, *, hidden: bool) -> Part:
    share, *split = row
    return Part(theme, share, *(suppressed(e) if hidden else e for e in (*split, tone)))
