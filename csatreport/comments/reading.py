"""Everything that people wrote, read once: the theme and the tone of every distinct text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csatreport.comments.corpus import Corpus, Floats, Places
from csatreport.comments.seeds import cutter, seeds
from csatreport.comments.sentiment import Judge, Sentiment
from csatreport.comments.themes import WEAK, Model, Theme, fit
from csatreport.comments.tokens import Tongue
from csatreport.survey import Survey

RECORDS = ("reviews", "interviews")
TONGUES: tuple[Tongue, ...] = ("zh", "en", "other")
_TONES = {"positive": 1.0, "negative": -1.0, "unclear": 0.0}


@dataclass(frozen=True, eq=False)
class Reading:
    """Distinct texts with what was read in them.

    Attributes
    ----------
    themes : tuple of Theme
        Of all languages: those known beforehand in their order, then those found.
    theme : (texts,) int
        Place of the theme that a text holds most of; -1 where it holds little of any.
    weight : (texts,) float
        How much of that theme it holds.
    score, tone : (texts,) float
        Sentiment from -1 to 1; 1 positive, 0 unclear, -1 negative. NaN in a language without a lexicon.
    """

    corpus: Corpus
    models: tuple[Model, ...]
    themes: tuple[Theme, ...]
    theme: Places
    weight: Floats
    score: Floats
    tone: Floats

    def words(self, theme: Theme, tongue: Tongue) -> tuple[str, ...]:
        """Key words of a theme in one language."""
        return next((m.words(theme) for m in self.models if m.tongue == tongue), ())


def comments(survey: Survey) -> pd.DataFrame:
    """``response, wave, text`` of the edition's waves: all that one person wrote is one comment."""
    waves = {str(w) for w in survey.waves}
    own = survey.comments
    if own.empty:
        return pd.DataFrame({"response": [], "wave": [], "text": []})
    own = own.loc[own["wave"].isin(waves), ["response", "wave", "text"]]
    if own["response"].is_unique:
        return own.reset_index(drop=True)
    joined = own.groupby(["response", "wave"], sort=False)["text"].agg("\n".join)
    return joined.reset_index()


def asked(survey: Survey) -> list[str]:
    """Items that the comments of the survey answer."""
    return [] if survey.comments.empty else sorted(survey.comments["item"].unique().tolist())


def records(survey: Survey) -> dict[str, pd.DataFrame]:
    """Reviews and interviews that hold a text, up to the edition's wave."""
    waves = {str(w) for w in survey.waves}
    found = {}
    for table in RECORDS:
        if table in survey.records:
            rows = survey.records[table].dropna(subset=["text"])
            found[table] = rows[rows["wave"].isin(waves)].reset_index(drop=True)
    return found


def read(survey: Survey, own: pd.DataFrame, other: Mapping[str, pd.DataFrame]) -> Reading:
    """Read all texts: themes are fitted on the comments of all waves and applied to everything.

    Parameters
    ----------
    own : DataFrame
        As :func:`comments` gives it.
    other : mapping of DataFrame
        Records with a column ``text``, as :func:`records` gives them.
    """
    counts = own["text"].value_counts(sort=False)
    further = (t for rows in other.values() for t in rows["text"].unique())
    texts = list(dict.fromkeys([*counts.index, *further]))
    cut = cutter(survey)
    corpus = Corpus.of(texts, cut)
    known = seeds(survey, cut)
    declared = survey.analysis.comments
    times = np.zeros(len(texts))
    times[: len(counts)] = counts.to_numpy(np.float64)
    models = tuple(
        fit(
            corpus, times, known, tongue=tongue, further=declared.further, most=declared.most,
            seed=survey.edition.seed, fewest=survey.edition.minimum_base,
        )
        for tongue in TONGUES
    )  # fmt: skip
    known_themes = [Theme(s.code, s.label) for s in known]
    found = [theme for model in models for theme in model.themes if not theme.known]
    themes = (*known_themes, *found)
    theme, weight = _assigned(corpus, models, themes)
    judged = _judged(survey, corpus)
    score = np.array([np.nan if j is None else j.score for j in judged])
    tone = np.array([np.nan if j is None else _TONES[j.tone] for j in judged])
    return Reading(corpus, models, themes, theme, weight, score, tone)


def _assigned(corpus: Corpus, models: tuple[Model, ...], themes: tuple[Theme, ...]) -> tuple[Places, Floats]:
    """The theme of each text and how much of it there is."""
    theme, weight = np.full(len(corpus.texts), -1, dtype=np.intp), np.zeros(len(corpus.texts))
    for model in models:
        at = corpus.within(model.tongue)
        if not len(model.themes) or not len(at):
            continue
        held = model.weights([corpus.bags[i] for i in at])
        column = np.array([themes.index(t) for t in model.themes], dtype=np.intp)
        most = held.max(axis=1)
        theme[at] = np.where(most >= WEAK, column[held.argmax(axis=1)], -1)
        weight[at] = most
    return theme, weight


def _judged(survey: Survey, corpus: Corpus) -> list[Sentiment | None]:
    """Sentiment of each text; None in a language without a lexicon."""
    from csatreport.comments.tokens import language

    own: dict[Tongue, dict[str, float]] = {}
    for word, strength in survey.analysis.comments.strength.items():
        own.setdefault(language(word), {})[word] = strength
    judge = Judge.of(own=own)
    return [
        judge.of_text(text, tongue) if judge.lexica[tongue].entries else None
        for text, tongue in zip(corpus.texts, corpus.tongues, strict=True)
    ]
